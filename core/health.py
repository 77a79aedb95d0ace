"""One port a process: /metrics for Prometheus, /healthz and /readyz. It knows nothing of what the process does.

`/healthz` answers 503 when the process should be restarted, `/readyz` when nothing should rely on it for now; both say
in one line each what is wrong.
"""

import threading
import time
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

from core.queue import queue

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger()

HEARTBEAT_SECONDS = 90.0
"""Without a heartbeat for so long an RQ worker is called dead; it gives one every 15 s at the latest."""

HealthCheck = Callable[[], str | None]
"""What is wrong, in a few words, or None."""
HealthChecks = Mapping[str, HealthCheck]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    timeout = 5  # seconds a caller may take to ask; one that says nothing must not hold a thread

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name for it
        """Logs nothing: a scrape comes every few seconds."""


@dataclass(frozen=True)
class HealthServer:
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


def serve(host: str, port: int, registry: CollectorRegistry, alive: HealthChecks, ready: HealthChecks) -> HealthServer:
    """Start it; port 0 takes a free one. Raises OSError when the port is taken."""
    server = make_server(host, port, app(registry, alive, ready), _Server, _Quiet)
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return HealthServer(server)


def serve_if_free(
    host: str, port: int, registry: CollectorRegistry, alive: HealthChecks, ready: HealthChecks
) -> HealthServer | None:
    """The same; None when the port is taken, which is logged: the work matters more than figures about it."""
    try:
        return serve(host, port, registry, alive, ready)
    except OSError as error:
        log.error("no metrics", host=host, port=port, error=str(error))
        return None


def app(registry: CollectorRegistry, alive: HealthChecks, ready: HealthChecks) -> "WSGIApplication":
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
        wrong = [f"{name}: {reason}" for name, check in pages[path].items() if (reason := check()) is not None]
        start("503 Service Unavailable" if wrong else "200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        return ["".join(f"{line}\n" for line in wrong or ["ok"]).encode()]

    return answer


@dataclass(frozen=True)
class QueueDepths(Collector):
    """How many jobs wait in each queue, and how long the first of them has."""

    redis: Redis
    names: tuple[str, ...]

    def collect(self) -> Iterator[Metric]:
        """Asks Redis at each scrape; nothing is reported while it is away."""
        depth = GaugeMetricFamily("whypod_queue_depth", "Jobs that wait.", labels=["queue"])
        age = GaugeMetricFamily("whypod_queue_age_seconds", "Age of the job that waits longest.", labels=["queue"])
        try:
            for name in self.names:
                jobs = queue(self.redis, name)
                waiting = jobs.get_jobs(0, 1)
                depth.add_metric([name], jobs.count)
                age.add_metric([name], _age(waiting[0].enqueued_at) if waiting else 0.0)
        except RedisError:
            return
        yield depth
        yield age


def redis_answers(redis: Redis) -> HealthCheck:
    """A check that Redis is there."""

    def check() -> str | None:
        try:
            redis.ping()
        except RedisError as error:
            return str(error)[:200]
        return None

    return check


def within(seconds: float, last: Callable[[], float], what: str) -> HealthCheck:
    """A check that something happened lately; `last` gives when, by the monotonic clock."""

    def check() -> str | None:
        ago = time.monotonic() - last()
        return f"no {what} for {ago:.0f} s" if ago > seconds else None

    return check


def heartbeat(last: Callable[[], datetime | None], redis: HealthCheck) -> HealthCheck:
    """A check that an RQ worker's loop goes round. While Redis is away it cannot, and a restart would not help."""

    def check() -> str | None:
        ago = _age(last())
        return f"no sign of life for {ago:.0f} s" if ago > HEARTBEAT_SECONDS and redis() is None else None

    return check


def _age(at: datetime | None) -> float:
    """Seconds since then, 0 for never; RQ's times are UTC, with or without saying so."""
    if at is None:
        return 0.0
    known = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (datetime.now(UTC) - known).total_seconds())
