"""How often each container of each workload usually restarts: hourly counts of the last eight days. It decides nothing.

Only what has restarted is in it, so that a healthy cluster costs nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from workers.watcher.cache.case import BASELINE_WINDOW, Baseline
from workers.watcher.cache.keys import ContainerKey, WorkloadKey

HOUR = 3600
DAYS = 7
KEPT_HOURS = 24 * (DAYS + 1)
"""A day more than is averaged over: the present hours are not part of the average."""
_RECENT_HOURS = BASELINE_WINDOW // HOUR
_HOURS = 24 * DAYS


class Baselines:
    """The counts of one cluster."""

    def __init__(self, counts: Mapping[ContainerKey, Mapping[int, int]] | None = None) -> None:
        """`counts` by hour since 1970, as an earlier process left them."""
        self._counts: dict[ContainerKey, dict[int, int]] = defaultdict(dict)
        for key, hours in (counts or {}).items():
            self._counts[key] = dict(hours)

    def add(self, key: ContainerKey, at: float) -> None:
        """Count one restart."""
        hours, hour = self._counts[key], int(at // HOUR)
        hours[hour] = hours.get(hour, 0) + 1

    def baseline(self, key: ContainerKey, now: float) -> Baseline:
        """The present rate and that of the seven days before."""
        hours, present = self._counts.get(key, {}), int(now // HOUR)
        first = present - _RECENT_HOURS + 1
        before = {hour: count for hour, count in hours.items() if first - _HOURS <= hour < first}
        return Baseline(
            recent=sum(count for hour, count in hours.items() if first <= hour <= present),
            average=sum(before.values()) * _RECENT_HOURS / _HOURS,
            days=len({(first - 1 - hour) // 24 for hour in before}),
        )

    def per_day(self, key: ContainerKey, now: float) -> float:
        """Restarts a day over the seven days before the present hours."""
        return self.baseline(key, now).average * 24 / _RECENT_HOURS

    def forget(self, now: float) -> None:
        """Drop what is too old to count."""
        oldest = int(now // HOUR) - KEPT_HOURS
        for key in list(self._counts):
            kept = {hour: count for hour, count in self._counts[key].items() if hour > oldest}
            if kept:
                self._counts[key] = kept
            else:
                del self._counts[key]

    def move(self, old: WorkloadKey, new: WorkloadKey) -> None:
        """The workload turned out to be another one."""
        for key in [key for key in self._counts if key[0] == old]:
            for hour, count in self._counts.pop(key).items():
                hours = self._counts[new, key[1]]
                hours[hour] = hours.get(hour, 0) + count

    def keys(self) -> Iterable[ContainerKey]:
        """Everything that has restarted."""
        return self._counts.keys()
