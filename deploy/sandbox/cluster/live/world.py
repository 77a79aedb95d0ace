"""The simulation's clock, its queue of things to come, and its source of names. It never looks at a real clock.

Every act runs at the moment it is due, in order, however late `advance` is called: a simulation stepped
once a day and one stepped each millisecond give the same objects.
"""

from __future__ import annotations

import heapq
import itertools
import random
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from deploy.sandbox.cluster.logs import LogLine
from deploy.sandbox.cluster.objects.store import Store

SAFE = "bcdfghjklmnpqrstvwxz2456789"
"""What generated names are made of: no vowels, nothing ambiguous
(staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go)."""
LINES_KEPT = 2_000  # per container; a kubelet rotates at 10 MiB, this is plenty for a tail


class World:
    """Time, chance, and the store that the simulated objects live in."""

    def __init__(
        self, store: Store, logs: dict[str, list[LogLine]], begin: datetime, speed: float = 1.0, seed: int = 7
    ) -> None:
        self.store, self.logs, self.now = store, logs, begin
        self._speed = speed
        self._random = random.Random(seed)  # the same names and jitter in every run
        self._order = itertools.count()
        self._addresses = itertools.count()
        self._queue: list[tuple[datetime, int, Callable[[], None]]] = []

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        """Schedule `act` for `seconds` of simulated time from now."""
        due = self.now + timedelta(seconds=seconds / self._speed)
        heapq.heappush(self._queue, (due, next(self._order), act))

    def at_next_minute(self, act: Callable[[], None]) -> None:
        """Plans `act` for the next full minute of the wall clock, which does not depend on the speed."""
        due = self.now.replace(second=0, microsecond=0) + timedelta(minutes=1)
        heapq.heappush(self._queue, (due, next(self._order), act))

    def every(self, seconds: float, act: Callable[[], None]) -> None:
        """Plans `act` again and again, for ever."""

        def again() -> None:
            act()
            self.after(seconds, again)

        self.after(seconds, again)

    def advance(self, until: datetime) -> None:
        """Lets everything happen that is due by `until`. Going back in time does nothing."""
        while self._queue and self._queue[0][0] <= until:
            due, _, act = heapq.heappop(self._queue)
            self.now = due
            act()
        self.now = max(self.now, until)

    @property
    def next_due(self) -> datetime | None:
        """When something happens next; None if nothing ever will."""
        return self._queue[0][0] if self._queue else None

    def stamp(self) -> str:
        """The present as objects show it: whole seconds, UTC."""
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def micro_stamp(self) -> str:
        """The present as eventTime shows it."""
        return self.now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def log(self, container_id: str, text: str) -> None:
        """Writes one line of a container's log, now."""
        lines = self.logs.setdefault(container_id, [])
        lines.append(LogLine(self.now, text + "\n"))
        del lines[:-LINES_KEPT]

    def forget_log(self, container_id: str) -> None:
        """Drops the log of a container that was removed; the kubelet keeps one dead container per name."""
        self.logs.pop(container_id, None)

    def seconds_since(self, moment: datetime) -> float:
        """Simulated seconds since then."""
        return (self.now - moment).total_seconds() * self._speed

    def jitter(self, low: float, high: float) -> float:
        """A number between the two."""
        return self._random.uniform(low, high)

    def uid(self) -> str:
        """A new object's uid."""
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def suffix(self, length: int = 5) -> str:
        """The end of a generated name."""
        return "".join(self._random.choice(SAFE) for _ in range(length))

    def next_ip(self) -> str:
        """The next free pod address; the recorded pods live in 10.244.0.0/24 and 10.244.1.0/24."""
        number = next(self._addresses)
        return f"10.244.{4 + number // 250 % 250}.{2 + number % 250}"

    def hex(self, length: int) -> str:
        """Hexadecimal digits, as of a container id."""
        return f"{self._random.getrandbits(4 * length):0{length}x}"
