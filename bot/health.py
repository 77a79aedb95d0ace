"""One port a process: /metrics for Prometheus, /healthz and /readyz. It knows nothing of what the process does.

The workers have their own (`workers.health`): the two share Redis and `knowledge`, which opens no port. `/healthz`
answers 503 when the process should be restarted, `/readyz` when nothing should rely on it for now.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING, Any, cast
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import structlog
from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis import Redis
from redis.exceptions import RedisError

from bot.answers.queue import queue
from bot.metrics import REGISTRY
from core.messages import queues

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger()

QUEUES = (queues.INTERACTIVE, queues.ALERTS, queues.DELIVER)

Check = Callable[[], str | None]
"""What is wrong, in a few words, or None."""
Checks = Mapping[str, Check]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    timeout = 5  # seconds a caller may take to ask; one that says nothing must not hold a thread

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name for it
        """A scrape every few seconds is no news."""


@dataclass(frozen=True)
class Health:
    """The server, running in a thread of its own."""

    server: WSGIServer

    @property
    def port(self) -> int:
        """The one it listens on."""
        return int(self.server.server_port)

    def stop(self) -> None:
        """Ends it."""
        self.server.shutdown()
        self.server.server_close()


def start(host: str, port: int, redis: Redis, alive: Checks, ready: Checks) -> Health | None:
    """Serve on that port; None when it is 0, for none wanted, or taken, which is logged.

    Answers matter more than figures about them. `ready` holds checks beside that of Redis.
    """
    if not port:
        return None
    registry = CollectorRegistry()
    registry.register(REGISTRY)
    registry.register(Queues(redis))
    application = app(registry, alive, {"redis": redis_answers(redis), **ready})
    try:
        server = make_server(host, port, application, _Server, _Quiet)
    except OSError as error:
        log.error("no metrics", host=host, port=port, error=str(error))
        return None
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return Health(server)


def app(registry: CollectorRegistry, alive: Checks, ready: Checks) -> "WSGIApplication":
    """The three pages as a WSGI application."""
    metrics = make_wsgi_app(registry)
    pages = {"/healthz": alive, "/readyz": ready}

    def answer(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if path == "/metrics":
            return cast(Iterable[bytes], metrics(environ, start))
        if path not in pages:
            start("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"/metrics, /healthz, /readyz\n"]
        wrong = [f"{name}: {said}" for name, check in pages[path].items() if (said := check()) is not None]
        start("503 Service Unavailable" if wrong else "200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return ["".join(f"{line}\n" for line in wrong or ["ok"]).encode()]

    return answer


@dataclass(frozen=True)
class Queues(Collector):
    """How many jobs wait in each queue, and how long the first of them has."""

    redis: Redis

    def collect(self) -> Iterator[Metric]:
        """Asks Redis at each scrape; nothing is told while it is away."""
        depth = GaugeMetricFamily("whypod_queue_depth", "Jobs that wait.", labels=["queue"])
        age = GaugeMetricFamily("whypod_queue_age_seconds", "Age of the job that waits longest.", labels=["queue"])
        try:
            for name in QUEUES:
                one = queue(self.redis, name)
                waiting = one.get_jobs(0, 1)
                depth.add_metric([name], one.count)
                age.add_metric([name], _age(waiting[0].enqueued_at) if waiting else 0.0)
        except RedisError:
            return
        yield depth
        yield age


def redis_answers(redis: Redis) -> Check:
    """A check that Redis is there."""

    def check() -> str | None:
        try:
            redis.ping()
        except RedisError as error:
            return str(error)[:200]
        return None

    return check


def lately(seconds: float, last: Callable[[], datetime | None], redis: Check) -> Check:
    """A check that there was a sign of life; without Redis there can be none, and a restart would not help."""

    def check() -> str | None:
        at = last()
        ago = _age(at)
        return f"no sign of life for {ago:.0f} s" if ago > seconds and redis() is None else None

    return check


def _age(at: datetime | None) -> float:
    """Seconds since then; RQ's times are UTC, with or without saying so."""
    if at is None:
        return 0.0
    known = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (datetime.now(UTC) - known).total_seconds())
