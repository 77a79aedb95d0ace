"""How often each container of each workload usually restarts: hourly counts of the last eight days. It judges nothing.

Only what has restarted is in it, so that a healthy cluster costs nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from workers.watcher.cache.case import USUAL_WINDOW, Baseline
from workers.watcher.cache.keys import Key, Which

HOUR = 3600
DAYS = 7
KEPT_HOURS = 24 * (DAYS + 1)
"""A day more than is averaged over: the present hours are not part of what is usual."""
_RECENT_HOURS = USUAL_WINDOW // HOUR
_HOURS = 24 * DAYS


class Baselines:
    """The counts of one cluster."""

    def __init__(self, counts: Mapping[Which, Mapping[int, int]] | None = None) -> None:
        """`counts` by hour since 1970, as an earlier process left them."""
        self._counts: dict[Which, dict[int, int]] = defaultdict(dict)
        for which, hours in (counts or {}).items():
            self._counts[which] = dict(hours)

    def add(self, which: Which, at: float) -> None:
        """One restart."""
        hours, hour = self._counts[which], int(at // HOUR)
        hours[hour] = hours.get(hour, 0) + 1

    def usual(self, which: Which, now: float) -> Baseline:
        """The present rate against that of the seven days before."""
        hours, present = self._counts.get(which, {}), int(now // HOUR)
        first = present - _RECENT_HOURS + 1
        before = {hour: count for hour, count in hours.items() if first - _HOURS <= hour < first}
        return Baseline(
            recent=sum(count for hour, count in hours.items() if first <= hour <= present),
            before=sum(before.values()) * _RECENT_HOURS / _HOURS,
            days=len({(first - 1 - hour) // 24 for hour in before}),
        )

    def a_day(self, which: Which, now: float) -> float:
        """Restarts a day over the seven days before the present hours."""
        return self.usual(which, now).before * 24 / _RECENT_HOURS

    def forget(self, now: float) -> None:
        """Drops what is too old to count."""
        oldest = int(now // HOUR) - KEPT_HOURS
        for which in list(self._counts):
            kept = {hour: count for hour, count in self._counts[which].items() if hour > oldest}
            if kept:
                self._counts[which] = kept
            else:
                del self._counts[which]

    def rename(self, old: Key, new: Key) -> None:
        """The workload turned out to have another name."""
        for which in [which for which in self._counts if which[0] == old]:
            for hour, count in self._counts.pop(which).items():
                kept = self._counts[new, which[1]]
                kept[hour] = kept.get(hour, 0) + count

    def known(self) -> Iterable[Which]:
        """Everything that has restarted."""
        return self._counts.keys()
