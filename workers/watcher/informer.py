"""One watch in a thread of its own, with its store and detector behind one lock. It decides and writes nothing.

The thread only takes in what comes, so that nothing ever holds up the stream; everybody else asks for short answers.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from core.messages.jumps import NodeRestart, StaleWatch
from workers.cluster.watch import Changes, Follower, ListEnds, Lost, WatchEvent
from workers.watcher.cache.keys import ContainerKey, WorkloadKey
from workers.watcher.cache.owners import ConfirmedOwner
from workers.watcher.cache.pod import CachedPod
from workers.watcher.cache.staleness import STALE_SECONDS, Staleness
from workers.watcher.cache.store import PodStore, Unsaved
from workers.watcher.cache.view import ContainerView, Fate, PodView, WorkloadView
from workers.watcher.detect.detector import Detection, Detector

log = structlog.get_logger()


@dataclass
class WatchCounts:
    """What the metrics say of one watch."""

    relists: int = 0
    events: int = 0
    failures: int = 0


class Informer:
    """One cluster, or one namespace of it, being watched."""

    def __init__(
        self,
        cluster: str,
        follower: Follower,
        store: PodStore,
        detector: Detector,
        wake: Callable[[], None],
        clock: Callable[[], float] = time.time,
        stale_after: float = STALE_SECONDS,
    ) -> None:
        """`wake` is called from the thread when there is something to decide."""
        self.cluster, self.namespace = cluster, follower.scope.namespace
        self.store, self.detector, self.counts = store, detector, WatchCounts()
        self._follower, self._wake, self._clock = follower, wake, clock
        self._staleness = Staleness(cluster, self.namespace, clock(), stale_after)
        self._lock = threading.RLock()
        self._thread = threading.Thread(target=self._run, name=f"watch {cluster}/{self.namespace}", daemon=True)
        self.listed = threading.Event()
        """Set once the first list is whole."""

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and wait briefly for the thread."""
        self._follower.stop()
        self.store.owners.close()
        if self._thread.is_alive():
            self._thread.join(2.0)

    @property
    def alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def apply(self, event: WatchEvent) -> None:
        """Take in what the watch sends; called by the thread."""
        arrived = time.monotonic()
        with self._lock:
            self.store.apply(event, self._clock(), arrived)
            undecided = bool(self.store.dirty)
        self._count(event)
        if undecided:
            self._wake()

    def apply_owner(self, confirmed: ConfirmedOwner) -> None:
        """Take in whose pods those are, as the API says; called by another thread."""
        with self._lock:
            self.store.apply_owner(confirmed, time.monotonic())
        self._wake()

    def decide(self, now: float) -> list[Detection]:
        """The decisions about what changed."""
        with self._lock:
            return self.detector.decide(now, time.monotonic())

    def decide_anew(self) -> None:
        """Have everything decided once more."""
        with self._lock:
            self.detector.decide_anew(time.monotonic())

    def drain(self, *, everything: bool = False) -> Unsaved:
        """What has to be written down."""
        with self._lock:
            return self.store.drain(everything=everything)

    def forget(self, now: float) -> None:
        """Drop what is too old."""
        with self._lock:
            self.store.forget(now)

    def lag(self, now: float) -> float:
        """Seconds since anything fresh came."""
        fresh_at = self.store.freshness.fresh_at
        return now - (self._staleness.started if fresh_at is None else fresh_at)

    def stale_watches(self, now: float) -> tuple[StaleWatch, ...]:
        """Whether nothing fresh comes, now and in the last hour."""
        with self._lock:
            return self._staleness.check(self.store.freshness, now)

    def node_restarts(self, now: float) -> tuple[NodeRestart, ...]:
        """Nodes that were restarted and have everything back."""
        with self._lock:
            start_up = self.detector.thresholds(WorkloadKey(self.namespace, "", "")).start_up
            return self.store.node_restarts(self.cluster, now, start_up)

    def workload(self, key: WorkloadKey) -> WorkloadView | None:
        """The workload's pods and terminations; None when it has neither."""
        with self._lock:
            pods, terminations = self.store.pods_by_workload.get(key, {}), self.store.history.of_workload(key)
            if not pods and not terminations:
                return None
            newest = self.store.newest_pod(key)
            return WorkloadView(
                workload=self.detector.workload(key),
                guessed=self.detector.guessed(key),
                pods=tuple(pod_view(pod) for pod in sorted(pods.values(), key=lambda pod: pod.name)),
                terminations=tuple(terminations),
                annotations=(newest.annotations if newest else None) or {},
                labels=(newest.labels if newest else None) or {},
            )

    def fate(self, key: WorkloadKey) -> Fate:
        """What became of a workload without pods."""
        return self.store.owners.fate(key)

    def restarts_per_day(self, key: ContainerKey, now: float) -> float:
        """The average of the last 7 days, today excepted."""
        with self._lock:
            return self.store.baselines.per_day(key, now)

    def pods(self) -> int:
        """How many are known."""
        return len(self.store.terminations.pods)

    def _run(self) -> None:
        for event in self._follower.events():
            self.apply(event)

    def _count(self, event: WatchEvent) -> None:
        match event:
            case Changes(lines):
                self.counts.events += len(lines)
            case ListEnds():
                self.counts.relists += 1
                if not self.listed.is_set():
                    log.info("watching", cluster=self.cluster, namespace=self.namespace, pods=self.pods())
                self.listed.set()
            case Lost():
                self.counts.failures += 1
                log.warning("watch lost", cluster=self.cluster, why=event.why, said=event.said, pause=event.pause)


def pod_view(pod: CachedPod) -> PodView:
    """A pod as `incidents` sees it."""
    return PodView(
        uid=pod.uid,
        name=pod.name,
        created=pod.created,
        phase=pod.phase,
        deleting=pod.deleting,
        ready=pod.ready,
        ready_since=pod.ready_since,
        containers=tuple(
            ContainerView(container.name, container.image, container.waiting) for container in pod.containers
        ),
    )
