"""The reconciliation of one incident: which call brings Slack closer to what the incident is now. Pure.

A job says only that something has changed; the poster compares the incident with what Slack shows. So a job that is
lost, doubled or late changes nothing, and an older edit can never overwrite a newer one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.messages.handling import Handling
from core.messages.incidents import Incident, Update

GONE = frozenset({"message_not_found", "cant_update_message", "thread_not_found", "is_archived", "edit_window_closed"})
"""The message can no longer be changed: a person deleted it."""


@dataclass(frozen=True)
class Posted:
    """What Slack shows of an incident, as far as Redis knows."""

    channel: str = ""
    ts: str = ""
    shown_version: str = ""
    news: int = 0
    """The `seq` of the last of the incident's updates that is in the thread."""
    doing: str = ""
    """The call that was begun and not recorded as done: it may or may not have reached Slack."""
    since: float = 0.0
    """When it was begun."""
    until: float = 0.0
    """When the claim of the poster that has it ends."""
    wait: float = 0.0
    """Not before this: Slack asked for it, or refused for the time being."""
    over: bool = False
    """Nothing more is posted: it ended within its quiet hours, or its message was deleted."""

    @classmethod
    def read(cls, fields: Mapping[bytes, bytes], shown_version: bytes | None) -> "Posted":
        """From the two places in Redis."""
        values = {name.decode(): value.decode() for name, value in fields.items()}
        return cls(
            channel=values.get("channel", ""),
            ts=values.get("ts", ""),
            shown_version=(shown_version or b"").decode(),
            news=int(values.get("news", 0)),
            doing=values.get("doing", ""),
            since=float(values.get("since", 0)),
            until=float(values.get("until", 0)),
            wait=float(values.get("wait", 0)),
            over=values.get("over") == "1",
        )


@dataclass(frozen=True)
class Post:
    """The incident's own message."""

    name: str = "post"


@dataclass(frozen=True)
class Reply:
    """One update, as a reply in the thread."""

    update: Update

    @property
    def name(self) -> str:
        """What `doing` says while it is under way."""
        return f"news-{self.update.seq}"


@dataclass(frozen=True)
class Edit:
    """The message as the incident is now."""

    name: str = "edit"


PosterStep = Post | Reply | Edit


def version_of(incident: Incident, handling: Handling) -> str:
    """What `Posted.shown_version` is of a message that shows exactly this: `3.1`."""
    return f"{incident.version}.{handling.version}"


def next_step(incident: Incident, handling: Handling, posted: Posted) -> PosterStep | None:
    """The next call; None when Slack shows all there is.

    Updates come before the edit: they notify people. Those from before the message was posted are part of it.
    """
    if incident.announced_at is None or posted.over:
        return None
    if not posted.ts:
        return Post()
    missing = [news for news in incident.updates if news.seq > posted.news]
    if missing:
        return Reply(missing[0])
    return Edit() if posted.shown_version != version_of(incident, handling) else None
