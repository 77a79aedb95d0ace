"""The processes of the sandbox: what each one is called with, and what it may know. It must not start them.

The Slack tokens go to the bot's processes only, the kubeconfig to the workers' only, as in production.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from redis import Redis
from redis.exceptions import RedisError

from deploy.sandbox import redis as own_redis
from deploy.sandbox.settings import ROOT, SandboxSettings
from deploy.sandbox.supervisor import Program

SLACK_ONLY = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
CLUSTER_ONLY = ("KUBECONFIG",)
LIVE_ONLY = {
    "WHYPOD_WATCH_SELECTOR": "app.kubernetes.io/part-of=storefront",
    "WHYPOD_ALERT_READY": "60",
    "WHYPOD_ALERT_QUIET": "180",
}
"""For the local cluster: the recorded pods stand still for ever, so what is said of them would be false tomorrow; and
the live ones never run for longer than 45 s while they are broken, so that health is known sooner than elsewhere."""
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
"""A proxy for the way out must not be asked for what runs on this machine; Slack's SDK knows no exceptions."""


@dataclass(frozen=True)
class Ports:
    """On loopback; of those parts that are replaced by the real thing they are not used."""

    console: int
    cluster: int
    redis: int
    bot: int
    health: Mapping[str, int] = field(default_factory=dict)
    """By process: where it serves /metrics, /healthz and /readyz."""


@dataclass(frozen=True)
class Parts:
    """The programs of one sandbox for these settings, ports and environment."""

    settings: SandboxSettings
    ports: Ports
    environment: Mapping[str, str]

    @property
    def redis_url(self) -> str:
        """Of the Redis that is used."""
        return self.settings.redis_url if self.settings.own_redis else f"redis://127.0.0.1:{self.ports.redis}/0"

    @property
    def console_url(self) -> str:
        """The page people open."""
        return f"http://127.0.0.1:{self.ports.console}/"

    @property
    def cluster_url(self) -> str:
        """The API of the local cluster, without a slash at its end."""
        return f"http://127.0.0.1:{self.ports.cluster}"

    @property
    def kubeconfig(self) -> Path:
        """That of the local cluster."""
        return self.settings.state / "kubeconfig"

    def foundations(self) -> tuple[Program, ...]:
        """What the others need: of Redis, Slack and the cluster those that are not replaced. Raises `NoRedis`."""
        settings = self.settings
        wanted = (
            (not settings.own_redis, self._redis),
            (not settings.own_slack, self._slack),
            (not settings.own_cluster, self._cluster),
        )
        return tuple(made() for ours, made in wanted if ours)

    def processes(self) -> tuple[Program, ...]:
        """The production processes, as the Procfile has them."""
        workers = (self._worker(f"worker-{number}") for number in range(1, self.settings.workers + 1))
        return (self._bot(), self._deliver(), *workers, self._watcher())

    def _redis(self) -> Program:
        folder = self.settings.state / "redis"
        folder.mkdir(parents=True, exist_ok=True)
        argv = own_redis.command(own_redis.executable(), self.ports.redis, folder)
        return Program(
            "redis", argv, self._without(*SLACK_ONLY, *CLUSTER_ONLY), lambda: own_redis.answers(self.redis_url)
        )

    def _slack(self) -> Program:
        argv = ["slack", "--port", str(self.ports.console), "--state", str(self.settings.state / "slack")]
        if self.settings.slack_mode == "http":
            argv += ["--mode", "http", "--request-url", f"http://127.0.0.1:{self.ports.bot}/slack/events"]
        ready = _page(f"{self.console_url}_sandbox/state?user=U0MEI", lambda state: True)
        return Program("slack", _module("deploy.sandbox", *argv), self._without(*SLACK_ONLY, *CLUSTER_ONLY), ready)

    def _cluster(self) -> Program:
        argv = ["cluster", "--port", str(self.ports.cluster), "--kubeconfig", str(self.kubeconfig)]
        if self.settings.recordings.is_dir():
            argv += ["--recordings", str(self.settings.recordings)]
        ready = _page(f"{self.cluster_url}/_sandbox/scenarios", lambda state: True)
        return Program("cluster", _module("deploy.sandbox", *argv), self._without(*SLACK_ONLY, *CLUSTER_ONLY), ready)

    def _bot(self) -> Program:
        ready = _page(f"{self.console_url}_sandbox/state?user=U0MEI", lambda state: bool(state["app"]["connected"]))
        environment = {**self._health("bot", "WHYPOD_BOT_METRICS_PORT"), **self._for_the_bot()}
        return Program("bot", _module("bot"), environment, (lambda: True) if self.settings.own_slack else ready)

    def _deliver(self) -> Program:
        environment = {**self._health("deliver", "WHYPOD_DELIVER_METRICS_PORT"), **self._for_the_bot()}
        return Program("deliver", _module("bot", "deliver"), environment, self._registered("deliver", 1))

    def _worker(self, name: str) -> Program:
        ready = self._registered("interactive", self.settings.workers)
        environment = {**self._for_the_workers(), **self._health(name, "WHYPOD_WORKER_METRICS_PORT")}
        return Program(name, _module("workers.worker"), environment, ready)

    def _watcher(self) -> Program:
        environment = self._health("watcher", "WHYPOD_WATCHER_METRICS_PORT")
        if not self.settings.own_cluster:
            environment |= LIVE_ONLY
        return Program("watcher", _module("workers.watcher"), {**environment, **self._for_the_workers()})

    def _health(self, name: str, variable: str) -> dict[str, str]:
        """A port of its own: two sandboxes on one machine, or two workers of one, do not want the same."""
        return {variable: str(self.ports.health.get(name, 0))}

    def _for_the_bot(self) -> dict[str, str]:
        settings = self.settings
        environment = {
            **self._without(*CLUSTER_ONLY),
            **settings.slack_secrets(),
            "WHYPOD_SLACK_MODE": settings.slack_mode,
            "WHYPOD_HTTP_PORT": str(self.ports.bot),
        }
        if settings.own_slack:
            return environment
        return {**_directly(environment), "WHYPOD_SLACK_API_URL": f"{self.console_url}api/"}

    def _for_the_workers(self) -> dict[str, str]:
        environment = self._without(*SLACK_ONLY, *CLUSTER_ONLY)
        if not self.settings.own_cluster:
            return {**_directly(environment), "KUBECONFIG": str(self.kubeconfig)}
        return {**environment, "KUBECONFIG": self.settings.kubeconfig} if self.settings.kubeconfig else environment

    def _without(self, *names: str) -> dict[str, str]:
        """The environment, with what every process is told, and without `names`."""
        settings = {
            "REDIS_URL": self.redis_url,
            "WHYPOD_LANGUAGE": self.settings.language,
            "WHYPOD_LOG_LEVEL": self.settings.shown_level,
            "PYTHONUNBUFFERED": "1",
            "PYTHONPATH": str(ROOT),
        }
        return {**{name: value for name, value in self.environment.items() if name not in names}, **settings}

    def _registered(self, queue: str, count: int) -> Callable[[], bool]:
        """Whether that many more workers listen to the queue than when the sandbox was started.

        A Redis that was there before may still list workers of an earlier run.
        """
        before: set[Any] | None = None

        def ready() -> bool:
            nonlocal before
            try:
                with Redis.from_url(self.redis_url, socket_timeout=1.0, socket_connect_timeout=1.0) as redis:
                    now = set(redis.smembers(f"rq:workers:{queue}"))
            except (RedisError, OSError):
                return False
            before = now if before is None else before
            return len(now - before) >= count

        ready()
        return ready


def _module(name: str, *argv: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *argv)


def _directly(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in PROXIES}


def _page(url: str, accepts: Callable[[Any], bool]) -> Callable[[], bool]:
    """Whether that JSON page is there and `said` is content with it."""

    def ready() -> bool:
        try:
            with build_opener(ProxyHandler({})).open(url, timeout=1.0) as answer:
                return accepts(json.load(answer))
        except (URLError, OSError, ValueError):
            return False

    return ready
