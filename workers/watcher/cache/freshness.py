"""When a watch last brought something, and what came to light when it did again. Pure data."""

from dataclasses import dataclass


@dataclass
class Freshness:
    """Of one watch."""

    fresh_at: float | None = None
    """When an event, a bookmark or a whole list last came; None before the first list."""
    lost_since: float | None = None
    error: str = ""
    """Why the watch was lost the last time, secrets redacted: it is shown in the channel."""
    missed_restarts: int = 0
    missed_pods: int = 0
    listing: bool = False
    """Whether a list is under way."""

    def lose(self, now: float, error: str) -> None:
        """The watch broke; what is missed is counted from the first time on."""
        if self.lost_since is None:
            self.lost_since = now
            self.missed_restarts = self.missed_pods = 0
        self.error = error

    def renew(self, now: float) -> None:
        """Something came."""
        self.fresh_at = now
        self.lost_since = None
