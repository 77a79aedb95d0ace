"""What the worker's port says of it: nothing where none is wanted, when it hangs, what it has done."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from fakeredis import FakeRedis, FakeServer

from core.health import HEARTBEAT_SECONDS, HealthServer, redis_answers
from core.redis import connect
from workers.settings import WorkerSettings
from workers.worker import QuestionWorker, served, worker


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def found(server: FakeServer) -> QuestionWorker:
    return worker(FakeRedis(server=server), WorkerSettings())


@pytest.fixture
def health(server: FakeServer, found: QuestionWorker) -> Iterator[HealthServer]:
    tries = (served(settings(free()), FakeRedis(server=server), found) for _ in range(10))
    running = next(one for one in tries if one is not None)  # a port that was free may be taken a moment later
    yield running
    running.stop()


def free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def settings(port: int) -> WorkerSettings:
    return WorkerSettings.model_validate({"worker_metrics_port": port})


def page(health: HealthServer, path: str) -> tuple[int, str]:
    """Status and body."""
    try:
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{health.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_no_port_is_opened_unless_one_is_wanted_and_free(server: FakeServer, found: QuestionWorker) -> None:
    """Several workers of one machine: the second one works without figures."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])

        assert served(settings(port), FakeRedis(server=server), found) is None
    assert served(WorkerSettings(), FakeRedis(server=server), found) is None


def test_a_loop_that_stands_still_is_dead_only_while_redis_answers(
    health: HealthServer, server: FakeServer, found: QuestionWorker
) -> None:
    """Without Redis it must wait, and starting it again would not help."""
    found.last_heartbeat = datetime.now(UTC) - timedelta(seconds=HEARTBEAT_SECONDS + 10)
    hangs = page(health, "/healthz")
    server.connected = False
    waits, ready = page(health, "/healthz"), page(health, "/readyz")

    assert (hangs[0], hangs[1].startswith("work: no sign of life for 10")) == (503, True)
    assert waits == (200, "ok\n")
    assert ready[0] == 503


def test_metrics_tell_what_was_done_and_what_waits(health: HealthServer, found: QuestionWorker) -> None:
    """Also what its children did, who are gone by then."""
    found.connection.hset(found.key, mapping={"successful_job_count": 3, "total_working_time": 1.5})
    lines = page(health, "/metrics")[1].splitlines()

    assert 'whypod_worker_jobs_total{outcome="done"} 3.0' in lines
    assert 'whypod_worker_jobs_total{outcome="failed"} 0.0' in lines
    assert "whypod_worker_busy_seconds_total 1.5" in lines
    assert 'whypod_queue_depth{queue="interactive"} 0.0' in lines
    assert page(health, "/healthz") == page(health, "/readyz") == (200, "ok\n")


def test_probes_learn_at_once_that_redis_is_away() -> None:
    """Kubernetes waits five seconds for a probe; trying for nine to find out would end a worker that is well."""
    closed = free()
    quick = connect(f"redis://127.0.0.1:{closed}/0", 2.0)
    retry = quick.connection_pool.connection_kwargs["retry"]

    assert "refused" in (redis_answers(quick)() or "")
    assert (retry.get_retries(), retry._backoff.compute(1)) == (1, 0)
