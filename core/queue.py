"""RQ as both sides use it: JSON instead of pickle, and the jobs that either side puts in.

Pickle would turn write access to Redis into running code.
"""

import math
from typing import Any

from redis import Redis
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from core.messages import queues

WORKER: dict[str, Any] = {
    "serializer": JSONSerializer,
    "worker_ttl": 30,
    "maintenance_interval": 15,
    "job_monitoring_interval": 5,
}
"""What every RQ worker is made with, in seconds. A worker that was killed is missed after 30 s."""


def queue(redis: Redis, name: str) -> Queue:
    """The queue of that name, one of `core.messages.queues`."""
    return Queue(name, connection=redis, serializer=JSONSerializer)


def post_retries() -> Retry:
    """When RQ tries a post again that failed."""
    return Retry(max=len(queues.POST_RETRY_SECONDS), interval=list(queues.POST_RETRY_SECONDS))


def retry_after(seconds: float | None) -> Retry:
    """When RQ is to try again what Slack could not take: after the seconds it asked for, else as `post_retries`."""
    return (
        post_retries()
        if seconds is None
        else Retry(max=len(queues.POST_RETRY_SECONDS), interval=math.ceil(seconds) + 1)
    )


def delivery(question_id: str, handed: int) -> Any:
    """The job that posts an answer, for `Queue.enqueue_many`; `handed` counts the deliveries from 1."""
    return Queue.prepare_data(
        queues.POST_JOB,
        (question_id,),
        job_id=queues.post_job_id(question_id, handed),
        timeout=queues.POST_SECONDS,
        result_ttl=queues.RESULT_SECONDS,
        failure_ttl=queues.FAILURE_SECONDS,
        ttl=int(queues.GIVE_UP_SECONDS),
        retry=post_retries(),
        description=f"post the answer to {question_id}, delivery {handed}",
    )
