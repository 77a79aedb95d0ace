"""When a watch brings nothing fresh any more, and what was missed once it recovers. Pure: no clock."""

from dataclasses import dataclass

from core.messages.jumps import StaleWatch
from workers.watcher.cache.freshness import Freshness

STALE_SECONDS = 120.0
"""Without an event, a bookmark or a list. Bookmarks come each minute, and a silent watch is listed anew after 90 s."""
KEPT = 3600.0
"""Seconds a staleness that is over is still reported."""


@dataclass
class Staleness:
    """The staleness of one watch, now and recently."""

    cluster: str
    namespace: str
    started: float
    """When watching began: before the first list nothing was ever fresh."""
    after: float = STALE_SECONDS
    current: StaleWatch | None = None
    recovered: tuple[StaleWatch, ...] = ()

    def check(self, freshness: Freshness, now: float) -> tuple[StaleWatch, ...]:
        """The present staleness and those of the last hour; each stays the same one while it lasts."""
        fresh_at = freshness.fresh_at if freshness.fresh_at is not None else self.started
        if now - fresh_at > self.after:
            self.current = StaleWatch(
                cluster=self.cluster,
                namespace=self.namespace,
                since=self.current.since if self.current else fresh_at,
                error=freshness.error or "silence",
            )
        elif self.current is not None:
            missed = {"missed_restarts": freshness.missed_restarts, "missed_pods": freshness.missed_pods}
            self.recovered = (*self.recovered, self.current.model_copy(update={"until": fresh_at, **missed}))
            self.current = None
        self.recovered = tuple(each for each in self.recovered if each.until is not None and now - each.until < KEPT)
        return (*self.recovered, *((self.current,) if self.current else ()))
