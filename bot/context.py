"""What every listener works with: the queue, the readers' languages, who may ask. It must not draw anything."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_urlsafe

import structlog
from redis import Redis
from redis.exceptions import RedisError

from bot.access import Access
from bot.language import Languages
from core.messages.answer import Answer
from core.messages.question import Question, QuestionKind, ReplyTo, Target

log = structlog.get_logger()


class QueueDown(RuntimeError):
    """Redis is not responding, so no question can be queued and no answer fetched."""


@dataclass(frozen=True)
class Context:
    """What `build_app` hands to every listener."""

    redis: Redis
    languages: Languages
    access: Access
    ask_queue: Callable[[Redis, Question], None]
    """Puts a question into the queue: `bot.answers.queue.ask`."""
    recall_answer: Callable[[Redis, str], Answer | None]
    """Looks an answer up again: `bot.answers.queue.recall`."""
    now: Callable[[], float] = time.time
    """Seconds since the epoch."""
    new_id: Callable[[], str] = field(default=lambda: token_urlsafe(12))
    """Ids nobody can guess: an id is enough to read the answer."""

    def ask(self, target: Target, reply_to: ReplyTo, kind: QuestionKind = "target") -> str:
        """Put a question about a pod into the queue and return its id. Raises `QueueDown`."""
        return self._enqueue(Question(id=self.new_id(), kind=kind, target=target, reply_to=reply_to), target.text)

    def ask_paste(self, text: str, reply_to: ReplyTo) -> str:
        """The same for pasted text, which is not logged."""
        return self._enqueue(Question(id=self.new_id(), kind="paste", paste=text, reply_to=reply_to), "a paste")

    def _enqueue(self, question: Question, subject: str) -> str:
        reply_to = question.reply_to
        try:
            self.ask_queue(self.redis, question)
        except RedisError as error:
            log.warning("question not taken", target=subject, reason=str(error))
            raise QueueDown(str(error)) from error
        log.info("asked", question=question.id, target=subject, user=reply_to.user, channel=reply_to.channel)
        return question.id

    def recall(self, question_id: str) -> Answer | None:
        """The answer to a question of the last day, or None. Raises `QueueDown`."""
        try:
            return self.recall_answer(self.redis, question_id)
        except ValueError:  # not a valid id: as good as expired
            return None
        except RedisError as error:
            raise QueueDown(str(error)) from error

    def is_first(self, event: str, seconds: int) -> bool:
        """Whether `event` did not happen within the last `seconds`; always True while Redis does not answer."""
        try:
            return bool(self.redis.set(f"whypod:pressed:{event}", 1, nx=True, ex=seconds))
        except RedisError:
            return True
