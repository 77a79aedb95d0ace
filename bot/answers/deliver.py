"""The RQ job of the queue `deliver`: posts a final answer, each one once. It must not look into a cluster.

Who dies when (`kill -9`, a lost node), and what brings the answer all the same; *sweep* is `bot.answers.sweep`:

| dies | at this point | what happens |
|---|---|---|
| bot | before its MULTI was executed | nothing was asked; the person sees Slack's own error |
| bot | after it, before the acknowledgement | the answer comes by response_url |
| worker | between taking the job and its first line | sweep asks again after 8 s, gives up after 16 s |
| worker | while it looks | the same; its children die with it (`workers.worker`) |
| worker | after hand_over's MULTI | nothing is lost, the answer is in the queue `deliver` |
| deliver | before it claimed the answer | sweep hands over again after 15 s |
| deliver | after the claim, before Slack was asked | sweep hands over again when the claim ends, after 13 s |
| deliver | after Slack took it, before Redis knew | the same, and it is posted again: see below |
| two workers at once | attempt 1 was only slow | the first answer written stays, the other one is dropped |
| two posters at once | one was paused past its claim | the same answer goes to the same response_url twice |
| Redis | at any time | append-only file; what was asked, answered or handed over is still there |

Slack has no key that makes a post idempotent, so between "Slack took it" and "Redis knows" it is either twice or never;
here it is twice. Where the response_url replaces what it posted before, which a button's always does, nobody sees that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import structlog
from redis import Redis
from redis.exceptions import WatchError
from rq import Retry

from bot import metrics
from bot.slack.call import SlackRefused, TryLater
from bot.slack.client import SlackClient
from bot.slack.respond import respond
from bot.views.blocks.message import Message
from core.messages import queues
from core.messages.answer import ANSWER, Answer, Failure
from core.messages.model import Language
from core.messages.question import Question
from core.queue import retry_after
from core.redis import server_time

log = structlog.get_logger()

Render = Callable[[Answer, Language, str], Message]


@dataclass(frozen=True)
class AnswerPoster:
    """What a delivery needs; opened once in the process and used by every job."""

    redis: Redis
    slack_client: SlackClient
    render: Render


_poster: list[AnswerPoster] = []  # RQ calls `post_answer` by name, with nothing but its argument


def configure(poster: AnswerPoster) -> None:
    """Give this process what its jobs post with."""
    _poster[:] = [poster]


def post_answer(question_id: str) -> Retry | None:
    """The RQ job: post the answer to one question, unless that was done. A `Retry` tells RQ when to come back."""
    try:
        deliver(_poster[0], question_id)
    except TryLater as later:
        log.warning("slack cannot take it now", question=question_id, reason=str(later), asked_to_wait=later.seconds)
        metrics.retried(queues.DELIVER, later.seconds)
        return retry_after(later.seconds)
    return None


def deliver(poster: AnswerPoster, question_id: str) -> None:
    """Claim, render, post, and record the outcome. Raises `TryLater` when Slack cannot take it just now."""
    claimed = _claim(poster.redis, question_id)
    if claimed is None:
        return
    question, answer = claimed
    try:
        reached_by = respond(poster.slack_client, question.reply_to, _rendered(poster.render, answer, question))
    except TryLater as later:
        _release(poster.redis, question_id, later.seconds or 0.0)
        raise
    except SlackRefused as refused:
        log.error("slack refuses the answer by every way", question=question_id, reason=str(refused))
        _note(poster.redis, question_id, "refused")
        metrics.ANSWERS.labels("refused").inc()
    else:
        _note(poster.redis, question_id, "posted")
        metrics.ANSWERS.labels("posted").inc()
        log.info("posted", question=question_id, way=reached_by, answer=answer.kind)


def _claim(redis: Redis, question_id: str) -> tuple[Question, Answer] | None:
    """What is to be posted, claimed for `LEASE_SECONDS`; None when it is done already or another poster has it."""
    key, now = queues.question_key(question_id), server_time(redis)
    with redis.pipeline() as pipe:
        pipe.watch(key)  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
        fields = cast(list[bytes | None], pipe.hmget(key, "question", "answer", "outcome", "until"))
        question, answer, outcome, until = fields
        if question is None or answer is None or outcome is not None or float(until or 0) > now:
            return None
        pipe.multi()
        pipe.hset(key, "until", str(now + queues.LEASE_SECONDS))
        pipe.zadd(queues.DEADLINES, {question_id: now + queues.LEASE_SECONDS})
        try:
            pipe.execute()
        except WatchError:  # another poster, or the sweep handing it over once more: one of them goes on
            return None
    return Question.model_validate_json(question), ANSWER.validate_json(answer)


def _release(redis: Redis, question_id: str, wait: float) -> None:
    """Give the claim back; RQ comes again after `wait` seconds, the sweep after a while longer if RQ does not."""
    now = server_time(redis)
    with redis.pipeline() as pipe:
        pipe.hdel(queues.question_key(question_id), "until")
        pipe.zadd(queues.DEADLINES, {question_id: now + wait + queues.HAND_OVER_SECONDS}, xx=True)
        pipe.execute()


def _note(redis: Redis, question_id: str, outcome: queues.DeliveryOutcome) -> None:
    with redis.pipeline() as pipe:
        pipe.hset(queues.question_key(question_id), "outcome", outcome)
        pipe.hdel(queues.question_key(question_id), "until")
        pipe.zrem(queues.DEADLINES, question_id)
        pipe.execute()


def _rendered(render: Render, answer: Answer, question: Question) -> Message:
    """The message; one that says it could not be rendered when that fails, since a retry would fail, too."""
    try:
        return render(answer, question.reply_to.language, question.id)
    except Exception:  # the one blanket except of this process: it tells the user and logs the traceback
        log.exception("cannot render the answer", question=question.id)
        target = question.target.text if question.target else ""
        return render(Failure(target=target, problem="internal"), question.reply_to.language, question.id)
