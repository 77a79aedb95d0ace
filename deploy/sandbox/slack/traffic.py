"""A bounded log of what went between the app and the local Slack, for people and tests. It must not hold tokens."""

from __future__ import annotations

from collections import deque
from typing import Literal

from deploy.sandbox.json import Json
from deploy.sandbox.slack.feed import Feed

KEPT = 500
"""Entries kept; a long demonstration must not eat the machine's memory."""

Direction = Literal["to_app", "from_app"]


class Traffic:
    """The last exchanges, oldest first."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._entries: deque[Json] = deque(maxlen=KEPT)
        self._count = 0

    def note(self, at: float, direction: Direction, method: str, started: float, outcome: str, request: Json) -> None:
        """Write down one exchange; `at` and `started` are Unix seconds, `outcome` is `ok` or an error name."""
        self._count += 1
        entry = {
            "n": self._count,
            "at": round(started, 3),
            "direction": direction,
            "method": method,
            "ms": round((at - started) * 1000, 1),
            "outcome": outcome,
            "request": {name: value for name, value in request.items() if name != "token"},
        }
        self._entries.append(entry)
        brief = {name: value for name, value in entry.items() if name != "request"}
        self._feed.tell({"type": "traffic", "entry": brief})

    def entries(self) -> list[Json]:
        """All kept entries, oldest first."""
        return list(self._entries)
