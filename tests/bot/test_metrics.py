"""The port of the bot's processes: closed unless wanted, dead or not ready for a reason, and what the counters say."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from fakeredis import FakeRedis, FakeServer
from slack_sdk import WebClient

from bot import metrics
from bot.metrics import serve
from bot.slack.call import SlackUnreachable, call
from core.health import HealthServer, heartbeat, redis_answers


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def redis(server: FakeServer) -> FakeRedis:
    return FakeRedis(server=server)


@pytest.fixture
def seen() -> dict[str, Any]:
    """What the process knows of itself: its last sign of life, and whether Slack is connected."""
    return {"at": datetime.now(UTC), "slack": None}


@pytest.fixture
def health(redis: FakeRedis, seen: dict[str, Any]) -> Iterator[HealthServer]:
    alive = {"work": heartbeat(lambda: seen["at"], redis_answers(redis))}
    tries = (serve("127.0.0.1", free(), redis, alive, {"slack": lambda: seen["slack"]}) for _ in range(10))
    running = next(one for one in tries if one is not None)  # a port that was free may be taken a moment later
    yield running
    running.stop()


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def page(health: HealthServer, path: str) -> tuple[int, str]:
    """Status and body."""
    try:
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{health.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_no_port_is_opened_unless_one_is_wanted_and_free(redis: FakeRedis) -> None:
    """A second process of one machine works without figures."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert serve("127.0.0.1", int(taken.getsockname()[1]), redis, {}, {}) is None
    assert serve("127.0.0.1", 0, redis, {}, {}) is None


def test_other_pages_are_not_there(health: HealthServer) -> None:
    """And say which are."""
    assert page(health, "/") == (404, "/metrics, /healthz, /readyz\n")


def test_without_redis_it_is_alive_and_not_ready(
    health: HealthServer, server: FakeServer, seen: dict[str, Any]
) -> None:
    """Also when nothing moves for long: a restart would not help. Counters are told, queues are not."""
    seen["at"] = datetime.now(UTC) - timedelta(hours=1)
    server.connected = False
    figures = page(health, "/metrics")

    assert page(health, "/healthz") == (200, "ok\n")
    assert page(health, "/readyz")[0] == 503
    assert (figures[0], "whypod_queue" in figures[1], "whypod_slack_calls" in figures[1]) == (200, False, True)


def test_standing_still_and_no_slack_are_told_apart(health: HealthServer, seen: dict[str, Any]) -> None:
    """The one wants a restart, the other patience."""
    seen["slack"] = "not connected"
    ready, well = page(health, "/readyz"), page(health, "/healthz")
    seen["at"] = datetime.now(UTC) - timedelta(hours=1)

    assert (ready, well) == ((503, "slack: not connected\n"), (200, "ok\n"))
    assert page(health, "/healthz") == (503, "work: no sign of life for 3600 s\n")


def test_a_call_and_a_retry_are_counted_by_outcome(health: HealthServer) -> None:
    """A port nobody listens on: nothing was sent. The counters are the process's own: other tests count there, too."""
    wanted = [
        ("whypod_slack_calls_total", {"method": "chat.postMessage", "outcome": "unreachable"}),
        ("whypod_post_retries_total", {"queue": "alerts", "reason": "ratelimited"}),
        ("whypod_post_retries_total", {"queue": "alerts", "reason": "other"}),
    ]
    before = [metrics.REGISTRY.get_sample_value(name, labels) or 0.0 for name, labels in wanted]
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # taken, so nobody else can listen there, and without `listen` it refuses
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/api/"
        web = WebClient("xoxb-1", base_url=url, timeout=2, retry_handlers=[])
        with pytest.raises(SlackUnreachable, match=r"chat\.postMessage"):
            call(web, "chat.postMessage", channel="C1", text="x")
    metrics.retried("alerts", 3.0)
    metrics.retried("alerts", None)
    lines = page(health, "/metrics")[1].splitlines()

    for (name, labels), count in zip(wanted, before, strict=True):
        said = ",".join(f'{key}="{value}"' for key, value in labels.items())
        assert f"{name}{{{said}}} {count + 1}" in lines
    assert 'whypod_queue_depth{queue="deliver"} 0.0' in lines
