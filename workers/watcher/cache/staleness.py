"""When nothing is seen of a cluster any more, and what was missed when it is seen again. It says each once."""

from dataclasses import dataclass

from core.messages.jumps import StaleWatch
from workers.watcher.cache.store import Freshness

BLIND_SECONDS = 120.0
"""Without an event, a bookmark or a list. Bookmarks come each minute, and a silent watch is listed anew after 90 s."""
KEPT = 3600.0
"""Seconds a blindness that is over is still told."""


@dataclass
class Staleness:
    """The blindness of one sight."""

    cluster: str
    namespace: str
    started: float
    """When watching began: before the first list nothing was ever fresh."""
    after: float = BLIND_SECONDS
    now_blind: StaleWatch | None = None
    over: tuple[StaleWatch, ...] = ()

    def look(self, freshness: Freshness, now: float) -> tuple[StaleWatch, ...]:
        """The present blindness and those lately over."""
        fresh = freshness.fresh if freshness.fresh is not None else self.started
        if now - fresh > self.after:
            since = self.now_blind.since if self.now_blind else fresh
            said = freshness.said or "silence"
            self.now_blind = StaleWatch(cluster=self.cluster, namespace=self.namespace, since=since, error=said)
        elif self.now_blind is not None:
            missed = {"missed_restarts": freshness.missed_restarts, "missed_pods": freshness.missed_pods}
            self.over = (*self.over, self.now_blind.model_copy(update={"until": fresh, **missed}))
            self.now_blind = None
        self.over = tuple(one for one in self.over if one.until is not None and now - one.until < KEPT)
        return (*self.over, *((self.now_blind,) if self.now_blind else ()))
