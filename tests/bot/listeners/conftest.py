"""Incidents as the watcher writes them, for the listeners that show and handle them."""

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

import pytest
from redis import Redis

from core.messages import alerts as keys
from core.messages.handling import Handling
from core.messages.incidents import WorkloadIncident
from core.messages.jumps import Workload
from core.messages.report import Finding, LogExcerpt, PodRef, Report
from core.messages.terminations import Termination, encode_terminations

ORDERS = Workload(namespace="shop", kind="Deployment", name="orders")
REPORT = Report(
    target="shop/orders",
    ref=PodRef(namespace="shop", name="orders-1"),
    findings=(Finding(cause="run.oom-cgroup", detail="run.oom-cgroup", confidence="certain", container="app"),),
    logs=(LogExcerpt(container="app", previous=True, lines=("loading", "Killed")),),
)

T = TypeVar("T")
Put = Callable[..., WorkloadIncident]
PutEnds = Callable[..., None]


class AtOnce(Executor):
    """Runs what is submitted before `submit` returns: a press is over when Slack has its acknowledgement."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **named: Any) -> Future[T]:
        """The listeners' exceptions are caught by Bolt, which tells the reader."""
        done: Future[T] = Future()
        done.set_result(fn(*args, **named))
        return done


@pytest.fixture
def make_bot(make_bot: Callable[..., Any]) -> Callable[..., Any]:
    """Bots whose listeners have ended when a press returns."""

    def make(*args: Any, **values: Any) -> Any:
        made = make_bot(*args, **values)
        made.app.listener_runner.listener_executor = AtOnce()
        return made

    return make


@pytest.fixture
def put_into() -> Put:
    """Writes the incident `i1` of shop/orders, open for five minutes, for a bot; `changes` are its fields."""

    def written(bot: Any, **changes: Any) -> WorkloadIncident:
        began = time.time() - 300
        given = {"id": "i1", "workload": ORDERS, "containers": ("app",), "stage": "open", "started_at": began}
        times = {"detected_at": began, "announced_at": began}
        one = WorkloadIncident(**{**given, **times, "restarts": 3, **changes})
        bot.redis.hset(keys.INCIDENTS, one.id, one.model_dump_json())
        return one

    return written


@pytest.fixture
def put(bot: Any, put_into: Put) -> Put:
    """The same for the bot with nothing restricted."""
    return lambda **changes: put_into(bot, **changes)


@pytest.fixture
def report() -> Report:
    """A diagnosis of shop/orders: out of memory, with a log."""
    return REPORT


@pytest.fixture
def handled(bot: Any) -> Callable[[], Handling]:
    """What people did with `i1`, as it stands in Redis."""

    def read() -> Handling:
        text = bot.redis.hget(keys.HANDLING, "i1")
        return Handling.model_validate_json(text) if text else Handling()

    return read


@pytest.fixture
def put_ends(bot: Any) -> PutEnds:
    """Writes ends of one container, each `(seconds ago, reason, code)`, as the watcher's memory does."""

    def written(*ends: tuple[float, str, int | None], field: str = "shop/Deployment/web/app") -> None:
        put_ends_into(bot.redis, ends, field)

    return written


def put_ends_into(redis: Redis, ends: tuple[tuple[float, str, int | None], ...], field: str) -> None:
    now = time.time()
    rows = [
        Termination("web-1", "u1", "n1", "app", number, now - ago, reason, code, exact=code is not None)
        for number, (ago, reason, code) in enumerate(ends, start=1)
    ]
    redis.hset("whypod:watch:g:ends", field, encode_terminations(rows))
