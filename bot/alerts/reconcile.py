"""What Slack still has to be told of one incident, one call at a time. Pure.

The poster does not carry out orders; it compares what the incident is with what Slack shows. So an order that is lost,
doubled or late changes nothing, and an older edit can never overwrite a newer one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.messages.handling import Handling
from core.messages.incidents import Incident, Update

BACKED_OFF = ("reopened", "snooze-over")

GONE = frozenset({"message_not_found", "cant_update_message", "thread_not_found", "is_archived", "edit_window_closed"})
"""The message cannot be changed any more: a person deleted it."""


@dataclass(frozen=True)
class Posted:
    """What Slack shows of an incident, as far as Redis knows."""

    channel: str = ""
    ts: str = ""
    painted: str = ""
    news: int = 0
    """The last of the incident's news that stands in the thread."""
    doing: str = ""
    """The call somebody began and did not note as done: it may have reached Slack or not."""
    since: float = 0.0
    """When it was begun."""
    until: float = 0.0
    """Until when the one who is at it holds the claim."""
    wait: float = 0.0
    """Not before this: Slack asked for it, or refused for the time being."""
    over: bool = False
    """Nothing more is said: it was over before its quiet hours were, or its message was deleted."""

    @classmethod
    def read(cls, fields: Mapping[bytes, bytes], painted: bytes | None) -> "Posted":
        """From the two places in Redis."""
        found = {name.decode(): value.decode() for name, value in fields.items()}
        return cls(
            channel=found.get("channel", ""),
            ts=found.get("ts", ""),
            painted=(painted or b"").decode(),
            news=int(found.get("news", 0)),
            doing=found.get("doing", ""),
            since=float(found.get("since", 0)),
            until=float(found.get("until", 0)),
            wait=float(found.get("wait", 0)),
            over=found.get("over") == "1",
        )


@dataclass(frozen=True)
class Post:
    """The incident's own message."""

    name: str = "post"


@dataclass(frozen=True)
class Reply:
    """One piece of news into the thread."""

    news: Update

    @property
    def name(self) -> str:
        """What `doing` says while it is under way."""
        return f"news-{self.news.seq}"


@dataclass(frozen=True)
class Edit:
    """The message as the incident is now."""

    name: str = "edit"


PosterStep = Post | Reply | Edit


def mark(incident: Incident, handling: Handling) -> str:
    """What `painted` says of a message that shows exactly this."""
    return f"{incident.version}.{handling.version}"


def next_step(incident: Incident, handling: Handling, said: Posted) -> PosterStep | None:
    """The next call; None when Slack shows all there is.

    News comes before the edit: it is what a person must hear. News from before the message was posted is in it.
    """
    if incident.announced_at is None or said.over:
        return None
    if not said.ts:
        return Post()
    unsaid = [news for news in incident.updates if news.seq > said.news]
    if unsaid:
        return Reply(unsaid[0])
    return Edit() if said.painted != mark(incident, handling) else None
