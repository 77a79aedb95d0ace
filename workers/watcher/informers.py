"""All watches of this process as one view for `incidents`: read only, every answer short. It must not decide."""

import time
from collections.abc import Callable, Iterator, Sequence

from core.messages.jumps import NodeRestart, StaleWatch, Workload
from workers.watcher.cache.keys import Key
from workers.watcher.cache.view import Fate, WorkloadView
from workers.watcher.informer import Informer


class Informers:
    """The `View` of everything that is watched."""

    def __init__(self, watchings: Sequence[Informer], clock: Callable[[], float] = time.time) -> None:
        """`clock` is the wall clock."""
        self.watchings, self._clock = watchings, clock

    def workload(self, key: Workload) -> WorkloadView | None:
        """None when it has neither pods nor recent ends."""
        found = (one.workload(_short(key)) for one in self._of(key))
        return next((view for view in found if view is not None), None)

    def fate(self, key: Workload) -> Fate:
        """What became of a workload that has no pods; `unknown` until the API has answered."""
        return next((one.fate(key) for one in self._of(key)), "unknown")

    def stale_watches(self) -> tuple[StaleWatch, ...]:
        """What is blind now, and what was in the last hour."""
        now = self._clock()
        return tuple(told for one in self.watchings for told in one.stale_watches(now))

    def node_restarts(self) -> tuple[NodeRestart, ...]:
        """Nodes that were restarted in the last half hour and have everything back."""
        now = self._clock()
        return tuple(note for one in self.watchings for note in one.node_restarts(now))

    def restarts_per_day(self, key: Workload, container: str) -> float:
        """Restarts a day over the last 7 days."""
        now = self._clock()
        return next((one.restarts_per_day(_short(key), container, now) for one in self._of(key)), 0.0)

    def _of(self, key: Workload) -> Iterator[Informer]:
        return (one for one in self.watchings if one.cluster == key.cluster and one.namespace in ("", key.namespace))


def _short(key: Workload) -> Key:
    return Key(key.namespace, key.kind, key.name)
