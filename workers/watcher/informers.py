"""All watches of this process as one `View` for `incidents`: read only, every answer short. It must not decide."""

import time
from collections.abc import Callable, Iterator, Sequence

from core.messages.jumps import NodeRestart, StaleWatch, Workload
from workers.watcher.cache.keys import WorkloadKey
from workers.watcher.cache.view import Fate, WorkloadView
from workers.watcher.informer import Informer


class Informers:
    """The `View` over all watched clusters and namespaces."""

    def __init__(self, informers: Sequence[Informer], clock: Callable[[], float] = time.time) -> None:
        """`clock` is the wall clock."""
        self._informers, self._clock = informers, clock

    def workload(self, key: Workload) -> WorkloadView | None:
        """None when it has neither pods nor recent terminations."""
        views = (informer.workload(_local(key)) for informer in self._watching(key))
        return next((view for view in views if view is not None), None)

    def fate(self, key: Workload) -> Fate:
        """What became of a workload that has no pods; `unknown` until the API has answered."""
        return next((informer.fate(_local(key)) for informer in self._watching(key)), "unknown")

    def stale_watches(self) -> tuple[StaleWatch, ...]:
        """The watches that bring nothing fresh, now and in the last hour."""
        now = self._clock()
        return tuple(stale for informer in self._informers for stale in informer.stale_watches(now))

    def node_restarts(self) -> tuple[NodeRestart, ...]:
        """Nodes that were restarted in the last half hour and have everything back."""
        now = self._clock()
        return tuple(restart for informer in self._informers for restart in informer.node_restarts(now))

    def restarts_per_day(self, key: Workload, container: str) -> float:
        """The average of the last 7 days, today excepted."""
        now = self._clock()
        averages = (informer.restarts_per_day((_local(key), container), now) for informer in self._watching(key))
        return next(averages, 0.0)

    def _watching(self, key: Workload) -> Iterator[Informer]:
        return (
            informer
            for informer in self._informers
            if informer.cluster == key.cluster and informer.namespace in ("", key.namespace)
        )


def _local(key: Workload) -> WorkloadKey:
    return WorkloadKey(key.namespace, key.kind, key.name)
