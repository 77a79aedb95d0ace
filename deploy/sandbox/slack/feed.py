"""What happens in the workspace, told to open console pages as it happens. It must not keep history."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from deploy.sandbox.json import Json

BACKLOG = 1000
"""Events a slow page may fall behind before it is cut off; it then reconnects and reads the whole state again."""


@dataclass(eq=False)
class Listener:
    """One open page of one person; None in the queue means that it is cut off."""

    user: str
    queue: asyncio.Queue[Json | None] = field(default_factory=lambda: asyncio.Queue(BACKLOG))


class Feed:
    """Spreads events over the listeners; an event meant for one person reaches only that person's pages."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    def join(self, user: str) -> Listener:
        """Begin to listen as one person."""
        listener = Listener(user)
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Stop listening."""
        self._listeners.discard(listener)

    def tell(self, event: Json, *, only: str | None = None) -> None:
        """Send an event to everyone, or to one person only."""
        for listener in list(self._listeners):
            if only is not None and listener.user != only:
                continue
            try:
                listener.queue.put_nowait(event)
            except asyncio.QueueFull:
                self._cut(listener)

    def close(self) -> None:
        """End every page's stream."""
        for listener in list(self._listeners):
            self._cut(listener)

    def _cut(self, listener: Listener) -> None:
        self.leave(listener)
        while not listener.queue.empty():
            listener.queue.get_nowait()
        listener.queue.put_nowait(None)
