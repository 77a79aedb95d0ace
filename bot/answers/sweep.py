"""The sweep: once a second, every question past its deadline moves one step on. It must not post to Slack itself.

Any number of bots sweep at once: a step is taken under WATCH on the question's hash and writes to it, so of two
sweeps that see the same question one fails at EXEC and leaves it alone. Whatever dies at whatever moment, the id stays
in the sorted set of deadlines until its hash has an outcome, and so somebody comes back to it.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

import structlog
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import WatchError

from bot.answers.queue import put_delivery, put_question, recall_question
from core import periodic
from core.messages import queues
from core.messages.answer import Failure
from core.queue import queue
from core.redis import server_time

log = structlog.get_logger()

PERIOD_SECONDS = 1.0
"""Half a second late on average is little beside a deadline of 8 s; one ZRANGEBYSCORE a second costs Redis nothing."""
MOST_AT_ONCE = 200
"""Questions looked at in one pass; the rest are due a second later just as well."""

FIELDS = ("asked", "attempt", "started", "answer", "handed", "outcome")


@dataclass(frozen=True)
class QuestionState:
    """A question's hash, as far as the next step depends on it; times in seconds of Redis' clock."""

    id: str
    asked: float
    attempt: int
    started: int
    """The attempt a worker last began; 0 when none ever did."""
    answered: bool
    handed: int
    over: bool


SweepStep = Literal["forget", "ask-again", "give-up", "hand-over-again", "expire"]


def next_step(state: QuestionState | None, now: float) -> SweepStep:
    """What a question that is past its deadline needs; None is a question whose hash is gone. Pure."""
    if state is None or state.over:
        return "forget"
    if now - state.asked > queues.GIVE_UP_SECONDS:
        return "expire"
    if state.answered:
        return "hand-over-again"
    return "ask-again" if state.attempt == 1 else "give-up"


def sweep(redis: Redis) -> int:
    """One pass over the questions that are due; the number of questions moved on. Raises redis-py's `RedisError`."""
    now = server_time(redis)
    due = cast(list[bytes], redis.zrangebyscore(queues.DEADLINES, "-inf", now, start=0, num=MOST_AT_ONCE))
    moved = 0
    for question_id in map(bytes.decode, due):
        try:
            moved += _move_on(redis, question_id, now)
        except ValueError:  # a hash that cannot be read must not keep the others waiting
            log.exception("sweep: unreadable", question=question_id)
    return moved


def start(redis: Redis, stop: threading.Event) -> threading.Thread:
    """Sweep every second in a thread of its own until `stop` is set."""
    return periodic.start("question sweep", lambda: sweep(redis), PERIOD_SECONDS, stop)


def _move_on(redis: Redis, question_id: str, now: float) -> bool:
    key = queues.question_key(question_id)
    with redis.pipeline() as pipe:
        pipe.watch(key)  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
        due = pipe.zscore(queues.DEADLINES, question_id)
        if due is None or float(due) > now:  # somebody else was faster
            return False
        state = _state(question_id, cast(list[bytes | None], pipe.hmget(key, *FIELDS)))
        step = next_step(state, now)
        pipe.multi()
        if state is None or step == "forget":
            pipe.zrem(queues.DEADLINES, question_id)
        else:
            _STEPS[step](redis, pipe, state, now)
        try:
            pipe.execute()
        except WatchError:
            return False
    if step != "forget":
        log.warning("sweep", question=question_id, step=step, attempt=state.attempt if state else 0)
    return True


def _state(question_id: str, values: list[bytes | None]) -> QuestionState | None:
    asked, attempt, started, answer, handed, outcome = values
    if asked is None:
        return None
    return QuestionState(
        id=question_id,
        asked=float(asked),
        attempt=int(attempt or 1),
        started=int(started or 0),
        answered=answer is not None,
        handed=int(handed or 0),
        over=outcome is not None,
    )


def _ask_again(redis: Redis, pipe: Pipeline, state: QuestionState, now: float) -> None:
    """The second and last attempt, before everybody else's; the first one leaves the queue if it still waits there."""
    pipe.hset(queues.question_key(state.id), "attempt", 2)
    pipe.zadd(queues.DEADLINES, {state.id: now + queues.ASK_SECONDS})
    queue(redis, queues.INTERACTIVE).remove(queues.answer_job_id(state.id, 1), pipeline=pipe)
    put_question(redis, pipe, state.id, 2, first=True)


def _give_up(redis: Redis, pipe: Pipeline, state: QuestionState, now: float) -> None:
    """The answer says that there is none: the question was lost on the way, or no worker ever took it."""
    question = recall_question(redis, state.id)
    target = question.target.text if question and question.target else ""
    failure = Failure(target=target, problem="worker-lost" if state.started else "queue-full")
    queue(redis, queues.INTERACTIVE).remove(queues.answer_job_id(state.id, state.attempt), pipeline=pipe)
    pipe.hset(queues.question_key(state.id), "answer", failure.model_dump_json())
    _hand_over(redis, pipe, state, now)


def _hand_over(redis: Redis, pipe: Pipeline, state: QuestionState, now: float) -> None:
    """A new delivery; the previous one leaves the queue and RQ's schedule of retries, if it is still there."""
    delivery = state.handed + 1
    previous = queues.post_job_id(state.id, state.handed)
    deliver = queue(redis, queues.DELIVER)
    deliver.remove(previous, pipeline=pipe)
    pipe.zrem(deliver.scheduled_job_registry.key, previous)
    pipe.hset(queues.question_key(state.id), "handed", delivery)
    pipe.zadd(queues.DEADLINES, {state.id: now + queues.hand_over_delay(delivery)})
    put_delivery(redis, pipe, state.id, delivery)


def _expire(redis: Redis, pipe: Pipeline, state: QuestionState, now: float) -> None:
    """Thirty minutes after the question Slack's response_url has expired, so no answer can be delivered any more."""
    pipe.hset(queues.question_key(state.id), "outcome", "expired")
    pipe.zrem(queues.DEADLINES, state.id)


_STEPS: Mapping[SweepStep, Callable[[Redis, Pipeline, QuestionState, float], None]] = {
    "ask-again": _ask_again,
    "give-up": _give_up,
    "hand-over-again": _hand_over,
    "expire": _expire,
}
