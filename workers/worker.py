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
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector
from redis import Redis
from redis.exceptions import RedisError
from rq import Worker
from rq.job import Job

from core.health import HealthServer, QueueDepths, heartbeat, redis_answers, serve_if_free
from core.log import configure
from core.messages import queues
from core.process import children_die_with_us
from core.queue import WORKER
from core.redis import connect
from core.settings import BadSettings
from workers import jobs
from workers.dependencies import dependencies
from workers.queue import give_back
from workers.settings import WorkerSettings, load

log = structlog.get_logger()

LOST_REDIS = 75
"""Exit status when RQ's loop ended without being asked to: EX_TEMPFAIL, so whoever supervises it starts it again."""


class QuestionWorker(Worker):
    """RQ's worker, back sooner when Redis is."""

    max_connection_wait_time = 2.0
    """Seconds between two tries to reach a lost Redis; RQ's default grows to 60, and the person waits."""


@dataclass(frozen=True)
class FinishedJobs(Collector):
    """What this worker has finished. Children do the work and forget it, so the counts are those RQ keeps in Redis."""

    redis: Redis
    worker: Worker

    def collect(self) -> Iterator[Metric]:
        """Yields nothing while Redis is unreachable."""
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


def worker(redis: Redis, settings: WorkerSettings) -> QuestionWorker:
    """A worker on the queues `interactive` and `housekeeping`, in that order."""
    jobs.configure(dependencies(redis, settings))

    def lost(job: Job, *_: Any) -> None:
        """The child was killed (out of memory, by hand): the question is due again now, not when its time is over."""
        log.warning("child killed", job=job.id)
        give_back(redis, str(job.args[0]))

    question_worker = QuestionWorker(
        [queues.INTERACTIVE, queues.HOUSEKEEPING],
        connection=redis,
        **WORKER,
        work_horse_killed_handler=lost,
    )
    question_worker.log_job_description = False
    return question_worker


def served(settings: WorkerSettings, redis: Redis, rq_worker: Worker) -> HealthServer | None:
    """The port for probes and Prometheus; None when none is wanted, or the port is taken, which is logged.

    `redis` should be quick to say that it is away: a probe that waited for it would time out, and end the process.
    """
    if not settings.worker_metrics_port:
        return None
    registry, ready = CollectorRegistry(), {"redis": redis_answers(redis)}
    registry.register(QueueDepths(redis, (queues.INTERACTIVE, queues.HOUSEKEEPING)))
    registry.register(FinishedJobs(redis, rq_worker))
    alive = {"work": heartbeat(lambda: rq_worker.last_heartbeat, ready["redis"])}
    return serve_if_free(settings.metrics_host, settings.worker_metrics_port, registry, alive, ready)


def main(argv: Sequence[str] | None = None) -> int:
    """Work until SIGTERM (0), or until Redis stays unreachable (75); 2 for invalid settings."""
    options = argparse.ArgumentParser(prog="workers.worker", description="Answers questions about pods.")
    options.add_argument("--burst", action="store_true", help="stop when the queue is empty")
    burst = options.parse_args(argv).burst
    try:
        settings = load(os.environ)
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    configure(settings.log_level)
    children_die_with_us()
    redis = connect(settings.redis_url, settings.redis_timeout, patient=True)
    rq_worker = worker(redis, settings)
    health = served(settings, connect(settings.redis_url, settings.redis_timeout), rq_worker)
    log.info("ready", queues=rq_worker.queue_names())
    rq_worker.work(burst=burst, with_scheduler=True, logging_level=None)
    if health is not None:
        health.stop()
    return 0 if burst or rq_worker._shutdown_requested_date else LOST_REDIS


if __name__ == "__main__":
    sys.exit(main())
