"""What an interaction allows afterwards: one modal by trigger_id, five messages by response_url.
It must not post or open anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

from deploy.sandbox.slack.journal import Journal

RESPONSE_USES = 5
RESPONSE_SECONDS = 30 * 60
"""docs.slack.dev, handling user interaction: a response_url works five times within 30 minutes."""
TRIGGERS_KEPT = 1000
"""Old trigger ids kept so that a late one is called expired, not invalid."""

TriggerError = Literal["invalid_trigger_id", "expired_trigger_id", "exchanged_trigger_id"]


@dataclass
class Trigger:
    """The right to open one view for one person; `view_id` is the modal the interaction came from, if any."""

    user: str
    expires: float
    view_id: str | None
    used: bool = False


class Triggers:
    """Trigger ids in memory: none of them outlives three seconds anyway."""

    def __init__(self, now: Callable[[], float], seconds: float) -> None:
        self._now, self._seconds = now, seconds
        self._known: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id for that person."""
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**13)}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(user, self._now() + self._seconds, view_id)
        while len(self._known) > TRIGGERS_KEPT:
            del self._known[next(iter(self._known))]
        return trigger_id

    def look(self, trigger_id: str) -> Trigger | TriggerError:
        """The trigger, or why it opens nothing."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            return "invalid_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        return trigger if self._now() <= trigger.expires else "expired_trigger_id"


@dataclass
class ReplyLink:
    """A response_url: whom and where it answers, and which message counts as its original."""

    link_id: str
    user: str
    channel: str
    expires: float
    thread_ts: str | None = None
    original: str | None = None
    """`ts` of the message that `replace_original` and `delete_original` mean."""
    adopts: bool = True
    """Whether the first message made through it, or by the acknowledgement, becomes the original."""
    uses: int = 0


class ReplyLinks:
    """Response URLs, kept over a restart."""

    def __init__(self, journal: Journal, now: Callable[[], float]) -> None:
        self._journal, self._now = journal, now
        self._known = {key: ReplyLink(**body) for key, body in journal.all("reply_link").items()}

    def issue(
        self, user: str, channel: str, *, original: str | None = None, thread_ts: str | None = None, adopts: bool = True
    ) -> ReplyLink:
        """A new response URL; those long expired are forgotten on the way."""
        now = self._now()
        for old in [link for link in self._known.values() if now > link.expires + RESPONSE_SECONDS]:
            del self._known[old.link_id]
            self._journal.drop("reply_link", old.link_id)
        link = ReplyLink(secrets.token_urlsafe(24), user, channel, now + RESPONSE_SECONDS, thread_ts, original, adopts)
        self.save(link)
        return link

    def save(self, link: ReplyLink) -> None:
        """Write a link through."""
        self._known[link.link_id] = link
        self._journal.put("reply_link", link.link_id, asdict(link))

    def look(self, link_id: str) -> ReplyLink | Literal["no_such_url", "expired_url", "used_url"]:
        """The link if it may be used once more, or why not."""
        link = self._known.get(link_id)
        if link is None:
            return "no_such_url"
        if self._now() > link.expires:
            return "expired_url"
        return link if link.uses < RESPONSE_USES else "used_url"
