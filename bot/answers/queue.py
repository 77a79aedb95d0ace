"""The bot's side of Redis: questions go in, answers are looked up again. It must not post to Slack.

Every call here is made while somebody waits for an acknowledgement, so the client `connect` returns gives up after
half a second instead of redis-py's several.
"""

import math
from typing import Any

from redis import Redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.client import Pipeline
from redis.exceptions import ConnectionError as ConnectionLost
from redis.retry import Retry as Reconnect
from redis.sentinel import Sentinel, SentinelManagedConnection, SentinelManagedSSLConnection
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from core.messages import queues
from core.messages.answer import ANSWER, Answer
from core.messages.question import Question
from core.redis_url import sentinels


class QuestionTooLarge(ValueError):
    """The question does not fit; the listener tells the person so."""


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


def connect(url: str, timeout: float = 0.5, patient: bool = False) -> Redis:
    """A client for `redis://`, `rediss://` (TLS), `unix://` or `redis+sentinel://` (see `sentinels`).

    `timeout` is in seconds, for connecting and for each command. A connection that turns out to be dead is replaced
    once, at once: Redis was restarted. A Redis that does not answer is not asked again: the person waits.
    `patient` is for processes nobody waits for: they go on trying for about 9 seconds, longer than a restart takes.
    """
    again = (
        Reconnect(ExponentialBackoff(cap=1.0, base=0.05), 12)
        if patient
        else Reconnect(NoBackoff(), 1, supported_errors=(ConnectionLost,))
    )
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


def queue(redis: Redis, name: str) -> Queue:
    """An RQ queue that speaks JSON; pickle would turn write access to Redis into running code."""
    return Queue(name, connection=redis, serializer=JSONSerializer)


def again(asked_to_wait: float | None) -> Retry:
    """When RQ is to try a post again that Slack could not take: after the seconds it asked for, else by our steps."""
    steps = list(queues.POST_RETRY_SECONDS)
    return Retry(max=len(steps), interval=steps if asked_to_wait is None else math.ceil(asked_to_wait) + 1)


def seconds(redis: Redis) -> float:
    """Now, by Redis' clock: deadlines are set and read on several machines."""
    whole, micro = redis.time()
    return float(whole) + float(micro) / 1e6


def ask(redis: Redis, question: Question) -> None:
    """Record the question with its deadline and put it into the queue, all in one transaction.

    Raises `TooLarge`, and redis-py's `RedisError` when Redis does not answer. Its clock is read first, so a Redis
    that hangs is noticed before anything was sent that it could still carry out later.
    """
    text = question.model_dump_json()
    if len(text.encode()) > queues.MOST_QUESTION_BYTES:
        raise QuestionTooLarge(f"a question of {len(text.encode())} bytes; {queues.MOST_QUESTION_BYTES} are the most")
    key, now = queues.question_key(question.id), seconds(redis)
    with redis.pipeline() as pipe:
        pipe.hset(key, mapping={"question": text, "asked": now, "attempt": question.attempt})
        pipe.expire(key, queues.KEEP_SECONDS)
        pipe.zadd(queues.DEADLINES, {question.id: now + queues.ASK_SECONDS})
        put_question(redis, pipe, question.id, question.attempt)
        pipe.execute()


def put_question(redis: Redis, pipe: Pipeline, question_id: str, attempt: int, first: bool = False) -> None:
    """Queue one attempt inside the transaction `pipe`; `first` puts it before everybody else's.

    RQ does not retry it: the person waits, and the sweep asks again.
    """
    job = Queue.prepare_data(
        queues.ANSWER_JOB,
        (question_id,),
        job_id=queues.answer_job_id(question_id, attempt),
        timeout=queues.ANSWER_SECONDS,
        result_ttl=queues.RESULT_SECONDS,
        failure_ttl=queues.FAILURE_SECONDS,
        ttl=int(queues.GIVE_UP_SECONDS),
        description=f"answer {question_id}, attempt {attempt}",
        at_front=first,
    )
    queue(redis, queues.INTERACTIVE).enqueue_many([job], pipeline=pipe)


def put_delivery(redis: Redis, pipe: Pipeline, question_id: str, handed: int) -> None:
    """Queue the `handed`-th delivery of an answer inside the transaction `pipe`."""
    job = Queue.prepare_data(
        queues.POST_JOB,
        (question_id,),
        job_id=queues.post_job_id(question_id, handed),
        timeout=queues.POST_SECONDS,
        result_ttl=queues.RESULT_SECONDS,
        failure_ttl=queues.FAILURE_SECONDS,
        ttl=int(queues.GIVE_UP_SECONDS),
        retry=Retry(max=len(queues.POST_RETRY_SECONDS), interval=list(queues.POST_RETRY_SECONDS)),
        description=f"post the answer to {question_id}, delivery {handed}",
    )
    queue(redis, queues.DELIVER).enqueue_many([job], pipeline=pipe)


def recall(redis: Redis, question_id: str) -> Answer | None:
    """The final answer to a question of the last 24 hours; None when there is none, or none any more.

    Raises ValueError for an id that is none, and redis-py's `RedisError`.
    """
    kept = redis.hget(queues.question_key(question_id), "answer")
    return ANSWER.validate_json(kept) if kept else None


def recall_question(redis: Redis, question_id: str) -> Question | None:
    """What was asked, for the same 24 hours; None, ValueError and RedisError as in `recall`."""
    kept = redis.hget(queues.question_key(question_id), "question")
    return Question.model_validate_json(kept) if kept else None
