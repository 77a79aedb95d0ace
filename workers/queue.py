"""The workers' side of Redis: questions come out, final answers go in. It must not know what an answer says."""

from dataclasses import dataclass
from typing import cast

from redis import Redis
from redis.exceptions import WatchError

from core.messages import queues
from core.messages.answer import Answer
from core.messages.question import Question
from core.queue import delivery, queue
from core.redis import server_time


@dataclass(frozen=True)
class QuestionAttempt:
    """A question a worker has begun on."""

    question: Question
    attempt: int


def take(redis: Redis, question_id: str) -> QuestionAttempt | None:
    """The question, noted as begun; None when it has its answer already, or is older than the keys' life."""
    key = queues.question_key(question_id)
    fields = cast(list[bytes | None], redis.hmget(key, "question", "answer", "attempt"))
    question, answer, attempt = fields
    if question is None or answer is not None:
        return None
    redis.hset(key, "started", attempt or b"1")
    return QuestionAttempt(Question.model_validate_json(question), int(attempt or 1))


def hand_over(redis: Redis, question_id: str, answer: Answer) -> bool:
    """Make this the final answer and put it into the queue `deliver`, in one transaction; False when there was one.

    The caller ensures that the answer is not larger than `queues.MOST_ANSWER_BYTES` (`workers.bounds`).
    """
    key, text = queues.question_key(question_id), answer.model_dump_json()
    while True:
        now = server_time(redis)
        with redis.pipeline() as pipe:
            pipe.watch(key)  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
            if pipe.hexists(key, "answer") or not pipe.exists(key):
                return False
            pipe.multi()
            pipe.hset(key, mapping={"answer": text, "handed": 1})
            pipe.zadd(queues.DEADLINES, {question_id: now + queues.hand_over_delay(1)})
            queue(redis, queues.DELIVER).enqueue_many([delivery(question_id, 1)], pipeline=pipe)
            try:
                pipe.execute()
            except WatchError:  # the sweep asked it again just now, or the connection was renewed: look once more
                continue
        return True


def give_back(redis: Redis, question_id: str) -> None:
    """Whoever worked on it is dead: make it due at once, so that the sweep asks again without waiting."""
    redis.zadd(queues.DEADLINES, {question_id: server_time(redis)}, xx=True)
