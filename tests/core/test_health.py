"""/metrics, /healthz and /readyz over real HTTP."""

from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from fakeredis import FakeRedis, FakeServer
from prometheus_client import CollectorRegistry
from rq import Queue
from rq.serializers import JSONSerializer

from core.health import HealthServer, QueueDepths, redis_answers, serve


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def health(server: FakeServer) -> Iterator[HealthServer]:
    registry, redis = CollectorRegistry(), FakeRedis(server=server)
    registry.register(QueueDepths(redis, ("alerts", "deliver")))
    found = serve("127.0.0.1", 0, registry, {"part": lambda: None}, {"redis": redis_answers(redis)})
    yield found
    found.stop()


def page(health: HealthServer, path: str) -> tuple[int, str]:
    """Status and body."""
    try:
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{health.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_other_pages_are_not_there(health: HealthServer) -> None:
    """And say which are."""
    assert page(health, "/")[0] == 404


def test_a_process_without_redis_is_alive_but_not_ready(health: HealthServer, server: FakeServer) -> None:
    """A restart would not help; the reason is in the answer. Metrics are still given, those of queues left out."""
    server.connected = False
    ready = page(health, "/readyz")
    metrics = page(health, "/metrics")

    assert page(health, "/healthz") == (200, "ok\n")
    assert (ready[0], ready[1].startswith("redis: ")) == (503, True)
    assert (metrics[0], "whypod_queue" in metrics[1]) == (200, False)


def test_queues_tell_depth_and_age(health: HealthServer, server: FakeServer) -> None:
    """Of the job that waits longest."""
    queue = Queue("alerts", connection=FakeRedis(server=server), serializer=JSONSerializer)
    for _ in range(3):
        queue.enqueue("somewhere.job")
    lines = page(health, "/metrics")[1].splitlines()

    assert 'whypod_queue_depth{queue="alerts"} 3.0' in lines
    assert 'whypod_queue_depth{queue="deliver"} 0.0' in lines
    assert any(line.startswith('whypod_queue_age_seconds{queue="alerts"}') for line in lines)
    assert page(health, "/readyz") == (200, "ok\n")
