"""The bot's side of Redis: questions go in, answers are looked up again. It must not post to Slack.

Every call here is made while somebody waits for an acknowledgement.
"""

from redis import Redis
from redis.client import Pipeline
from rq import Queue

from core.messages import queues
from core.messages.answer import ANSWER, Answer
from core.messages.question import Question
from core.queue import delivery, queue
from core.redis import server_time


class QuestionTooLarge(ValueError):
    """The question is too long to be queued. `MOST_TEXT` of `bot.slack.message_text` keeps every paste below that."""


def ask(redis: Redis, question: Question) -> None:
    """Record the question with its deadline and put it into the queue, all in one transaction.

    Raises `QuestionTooLarge`, and redis-py's `RedisError` when Redis does not answer. Redis' clock is read first, so
    one that hangs is noticed before anything was sent that it could still carry out later.
    """
    text = question.model_dump_json()
    if len(text.encode()) > queues.MOST_QUESTION_BYTES:
        raise QuestionTooLarge(f"a question of {len(text.encode())} bytes; {queues.MOST_QUESTION_BYTES} are the most")
    key, now = queues.question_key(question.id), server_time(redis)
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
    queue(redis, queues.DELIVER).enqueue_many([delivery(question_id, handed)], pipeline=pipe)


def recall(redis: Redis, question_id: str) -> Answer | None:
    """The final answer to a question of the last 24 hours; None when there is none, or none any more.

    Raises ValueError for an id that is none, and redis-py's `RedisError`.
    """
    text = redis.hget(queues.question_key(question_id), "answer")
    return ANSWER.validate_json(text) if text else None


def recall_question(redis: Redis, question_id: str) -> Question | None:
    """What was asked, for the same 24 hours; None, ValueError and RedisError as in `recall`."""
    text = redis.hget(queues.question_key(question_id), "question")
    return Question.model_validate_json(text) if text else None
