"""The worker process: `python -m workers.worker [--burst]`. It must not answer anything itself.

It imports everything first and then lets RQ fork a child for each question: a child that starts from a warm parent
takes 12 ms, one of the command line's `rq worker` 195 ms, since that imports the Kubernetes client again each time.

A child does not inherit connections to clusters: TLS state shared by two processes goes out of step, so each question
opens its own. On a local cluster a look at a pod takes 19 ms over warm connections, 31 ms in a fresh child
(and a question 16 ms more for the queue and the fork). Those 12 ms are the price of what a fork gives: a question that
hangs, leaks or is killed takes nothing with it but itself. Keeping a child warm for many questions would save them, and
bring back a process whose age, memory and connections somebody has to watch.
"""

import argparse
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector
from redis import Redis
from redis.exceptions import RedisError
from rq import Worker
from rq.job import Job
from rq.serializers import JSONSerializer

from core.messages import queues
from workers import jobs
from workers.dependencies import dependencies
from workers.health import Health, Queues, redis_answers, serve
from workers.log import configure
from workers.queue import connect, give_back
from workers.settings import BadSettings, Settings, load

log = structlog.get_logger()

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LOST_REDIS = 75
"""Exit status when RQ's loop ended without being asked to: EX_TEMPFAIL, so whoever supervises it starts it again."""
HANGS = 90.0
"""Seconds without a sign of life, given every 15 at the latest, after which the process is called dead."""


class QuestionWorker(Worker):
    """RQ's worker, back sooner when Redis is."""

    max_connection_wait_time = 2.0
    """Seconds between two tries to reach a lost Redis; RQ's default grows to 60, and the person waits."""


@dataclass(frozen=True)
class Done(Collector):
    """What this worker has finished. Children do the work and forget it, so the counts are those RQ keeps in Redis."""

    redis: Redis
    worker: Worker

    def collect(self) -> Iterator[Metric]:
        """Nothing is told while Redis is away."""
        names = ("successful_job_count", "failed_job_count", "total_working_time")
        try:
            fields = cast(list[bytes | None], self.redis.hmget(self.worker.key, names))
        except RedisError:
            return
        good, bad, seconds = (float(field or 0) for field in fields)
        jobs = CounterMetricFamily("whypod_worker_jobs", "Questions that were worked on.", labels=["outcome"])
        jobs.add_metric(["done"], good)
        jobs.add_metric(["failed"], bad)
        yield jobs
        yield CounterMetricFamily("whypod_worker_busy_seconds", "Time spent on them.", value=seconds)


def die_with_parent() -> None:
    """Have the kernel end this process when its parent is gone, however that came about. Linux only (prctl(2)).

    RQ's children (one for each question, one that schedules) would go on alone after a `kill -9` of the worker.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def worker(redis: Redis, settings: Settings) -> QuestionWorker:
    """A worker on the queues `interactive` and `housekeeping`, in that order."""
    jobs.configure(dependencies(redis, settings))

    def lost(job: Job, *_: Any) -> None:
        """The child was killed (out of memory, by hand): the question is due again now, not when its time is over."""
        log.warning("child killed", job=job.id)
        give_back(redis, str(job.args[0]))

    found = QuestionWorker(
        [queues.INTERACTIVE, queues.HOUSEKEEPING],
        connection=redis,
        serializer=JSONSerializer,
        worker_ttl=30,
        maintenance_interval=15,
        job_monitoring_interval=5,
        work_horse_killed_handler=lost,
    )
    found.log_job_description = False
    return found


def served(settings: Settings, redis: Redis, found: Worker) -> Health | None:
    """The port for probes and Prometheus; None when none is wanted, or the port is taken, which is logged.

    `redis` should be quick to say that it is away: a probe that waited for it would time out, and end the process.
    """
    if not settings.worker_metrics_port:
        return None
    registry, ready = CollectorRegistry(), {"redis": redis_answers(redis)}
    registry.register(Queues(redis, (queues.INTERACTIVE, queues.HOUSEKEEPING)))
    registry.register(Done(redis, found))
    alive = {"work": working(found, ready["redis"])}
    try:
        return serve(settings.metrics_host, settings.worker_metrics_port, registry, alive, ready)
    except OSError as error:
        log.error("no metrics", host=settings.metrics_host, port=settings.worker_metrics_port, error=str(error))
        return None


def working(found: Worker, redis: Callable[[], str | None]) -> Callable[[], str | None]:
    """A check that RQ's loop goes round. While Redis is away it cannot, and a restart would not help."""

    def check() -> str | None:
        last = found.last_heartbeat
        if last is None:
            return None
        ago = (datetime.now(UTC) - last).total_seconds()
        return f"no sign of life for {ago:.0f} s" if ago > HANGS and redis() is None else None

    return check


def main(argv: Sequence[str] | None = None) -> int:
    """Work until SIGTERM (0), or until Redis is lost for good (75); 2 for settings that are wrong."""
    options = argparse.ArgumentParser(prog="workers.worker", description="Answers questions about pods.")
    options.add_argument("--burst", action="store_true", help="stop when the queue is empty")
    burst = options.parse_args(argv).burst
    try:
        settings = load(os.environ)
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    configure(settings.log_level)
    ctypes.CDLL(None)  # loaded before the first fork: a child should not have to
    os.register_at_fork(after_in_child=die_with_parent)
    redis = connect(settings.redis_url, settings.redis_timeout)
    found = worker(redis, settings)
    health = served(settings, connect(settings.redis_url, settings.redis_timeout, patient=False), found)
    log.info("ready", queues=found.queue_names())
    found.work(burst=burst, with_scheduler=True, logging_level=None)
    if health is not None:
        health.stop()
    return 0 if burst or found._shutdown_requested_date else LOST_REDIS


if __name__ == "__main__":
    sys.exit(main())
