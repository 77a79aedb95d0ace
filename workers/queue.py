"""The workers' side of Redis: questions come out, final answers go in. It must not know what an answer says."""

from dataclasses import dataclass
from typing import Any, cast

from redis import Redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import WatchError
from redis.retry import Retry as Reconnect
from redis.sentinel import Sentinel, SentinelManagedConnection, SentinelManagedSSLConnection
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from core.messages import queues
from core.messages.answer import Answer
from core.messages.question import Question
from core.redis_url import sentinels


class _InStep(SentinelManagedConnection):
    """Closes when reading was interrupted, as every other connection of redis-py does.

    A signal raises in the middle of a read; the late reply would otherwise be taken for that of the next command.
    """

    def read_response(self, *args: Any, **named: Any) -> Any:
        return super().read_response(*args, **{"disconnect_on_error": True, **named})


class _InStepTls(SentinelManagedSSLConnection):
    """The same over TLS."""

    def read_response(self, *args: Any, **named: Any) -> Any:
        return super().read_response(*args, **{"disconnect_on_error": True, **named})


def connect(url: str, timeout: float = 2.0, patient: bool = True) -> Redis:
    """A client for `redis://`, `rediss://` (TLS), `unix://` or `redis+sentinel://` (see `sentinels`).

    `timeout` is in seconds. A Redis that is away is tried for about 9 seconds more: longer than its restart takes, so
    a worker that was in the middle of a question can still hand over what it found. Not `patient` is for probes and
    metrics, whose caller gives up sooner than that.
    """
    again = Reconnect(ExponentialBackoff(cap=1.0, base=0.05), 12) if patient else Reconnect(NoBackoff(), 0)
    found = sentinels(url)
    if found is None:
        return Redis.from_url(url, socket_connect_timeout=timeout, socket_timeout=timeout, retry=again)
    common = {"socket_connect_timeout": timeout, "socket_timeout": timeout, "ssl": found.tls}
    sentinel = Sentinel(list(found.hosts), sentinel_kwargs=common, retry=again, **common)  # type: ignore[no-untyped-call]
    client: Redis = sentinel.master_for(  # type: ignore[no-untyped-call]
        found.master,
        connection_class=_InStepTls if found.tls else _InStep,
        db=found.database,
        username=found.username,
        password=found.password,
    )
    return client


@dataclass(frozen=True)
class Taken:
    """A question a worker has begun on."""

    question: Question
    attempt: int


def take(redis: Redis, question_id: str) -> Taken | None:
    """The question, noted as begun; None when it has its answer already, or is older than the keys' life."""
    key = queues.question_key(question_id)
    fields = cast(list[bytes | None], redis.hmget(key, "question", "answer", "attempt"))
    question, answer, attempt = fields
    if question is None or answer is not None:
        return None
    redis.hset(key, "started", attempt or b"1")
    return Taken(Question.model_validate_json(question), int(attempt or 1))


def hand_over(redis: Redis, question_id: str, answer: Answer) -> bool:
    """Make this the final answer and put it into the queue `deliver`, in one transaction; False when there was one.

    The caller sees to it that the answer is not larger than `queues.MOST_ANSWER_BYTES` (`workers.bounds`).
    """
    key, text = queues.question_key(question_id), answer.model_dump_json()
    deliver = Queue(queues.DELIVER, connection=redis, serializer=JSONSerializer)
    delivery = Queue.prepare_data(
        queues.POST_JOB,
        (question_id,),
        job_id=queues.post_job_id(question_id, 1),
        timeout=queues.POST_SECONDS,
        result_ttl=queues.RESULT_SECONDS,
        failure_ttl=queues.FAILURE_SECONDS,
        ttl=int(queues.GIVE_UP_SECONDS),
        retry=Retry(max=len(queues.POST_RETRY_SECONDS), interval=list(queues.POST_RETRY_SECONDS)),
        description=f"post the answer to {question_id}",
    )
    while True:
        now = _seconds(redis)
        with redis.pipeline() as pipe:
            pipe.watch(key)  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
            if pipe.hexists(key, "answer") or not pipe.exists(key):
                return False
            pipe.multi()
            pipe.hset(key, mapping={"answer": text, "handed": 1})
            pipe.zadd(queues.DEADLINES, {question_id: now + queues.hand_over_delay(1)})
            deliver.enqueue_many([delivery], pipeline=pipe)
            try:
                pipe.execute()
            except WatchError:  # the sweep asked it again just now, or the connection was renewed: look once more
                continue
        return True


def give_back(redis: Redis, question_id: str) -> None:
    """Whoever worked on it is dead: make it due at once, so that the sweep asks again without waiting."""
    redis.zadd(queues.DEADLINES, {question_id: _seconds(redis)}, xx=True)


def _seconds(redis: Redis) -> float:
    """Now, by Redis' clock: deadlines are set and read on several machines."""
    whole, micro = redis.time()
    return float(whole) + float(micro) / 1e6
