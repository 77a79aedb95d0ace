"""A question on its way from Slack to a worker: what is asked, of what, and where the answer goes.

It must not say how a question is carried: `core.messages.queues` does.
"""

from typing import Literal

from core.messages.model import Language, Model

QuestionKind = Literal["target", "whokilled"]
"""What a question about a pod wants to know: why it is broken, or who killed it."""


class Target(Model):
    """What a person asked about, before the cluster was asked: `[cluster:][namespace/][kind/]name`, container aside."""

    text: str
    cluster: str | None = None
    namespace: str | None = None
    kind: str | None = None
    """Lower-case singular (`deployment`, `job` ...) where a kind was named; None: a pod, or a prefix of its name."""
    name: str
    container: str | None = None


class ReplyTo(Model):
    """Where an answer goes. The bot makes it, the workers carry it unread, the bot's deliver job uses it."""

    user: str
    channel: str
    response_url: str = ""
    """Good for 5 posts in 30 minutes (Slack's limit); empty where there is none."""
    language: Language = "en"
    thread_ts: str | None = None
    asked_at: float
    """Seconds since the epoch, by the bot's clock."""


class Question(Model):
    """One question on its way: what is asked and where the answer goes."""

    id: str
    kind: Literal["target", "paste", "whokilled"] = "target"
    target: Target | None = None
    paste: str | None = None
    reply_to: ReplyTo
    attempt: int = 1
