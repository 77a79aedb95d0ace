"""One watch in a thread of its own, and what is seen through it, behind one lock. It decides and writes nothing.

The thread only takes in what comes, so that nothing ever holds up the stream; everybody else asks for short answers.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from core.messages.jumps import NodeRestart, StaleWatch, Workload
from workers.cluster.watch import Changes, Follower, ListEnds, Lost, WatchEvent
from workers.watcher.cache.keys import Key
from workers.watcher.cache.owners import Confirmed
from workers.watcher.cache.pod import CachedPod
from workers.watcher.cache.staleness import BLIND_SECONDS, Staleness
from workers.watcher.cache.store import ContainerRecord, PodStore
from workers.watcher.cache.view import ContainerView, Fate, PodView, WorkloadView
from workers.watcher.detect.detector import Detected, Detector

log = structlog.get_logger()


@dataclass
class Tally:
    """What the metrics tell of one watch."""

    relists: int = 0
    events: int = 0
    failures: int = 0


class Informer:
    """One cluster, or one namespace of it, being watched."""

    def __init__(
        self,
        cluster: str,
        follower: Follower,
        sight: PodStore,
        judge: Detector,
        wake: Callable[[], None],
        clock: Callable[[], float] = time.time,
        blind_after: float = BLIND_SECONDS,
    ) -> None:
        """`wake` is called from the thread when there is something to judge."""
        self.cluster, self.namespace = cluster, follower.scope.namespace
        self.sight, self.judge, self.tally = sight, judge, Tally()
        self._follower, self._wake, self._clock = follower, wake, clock
        self._blind = Staleness(cluster, self.namespace, clock(), blind_after)
        self._lock = threading.RLock()
        self._thread = threading.Thread(target=self._run, name=f"watch {cluster}/{self.namespace}", daemon=True)
        self.listed = threading.Event()
        """Set once the first list is whole."""

    def start(self) -> None:
        """Begins."""
        self._thread.start()

    def stop(self) -> None:
        """Ends; waits a moment for the thread."""
        self._follower.stop()
        self.sight.owners.close()
        if self._thread.is_alive():
            self._thread.join(2.0)

    @property
    def alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def take(self, told: WatchEvent) -> None:
        """Takes in what the watch tells; called by the thread."""
        arrived = time.monotonic()
        with self._lock:
            self.sight.take(told, self._clock(), arrived)
            wanted = bool(self.sight.dirty)
        self._count(told)
        if wanted:
            self._wake()

    def confirmed(self, told: Confirmed) -> None:
        """The API said whose pods those are; called by another thread."""
        with self._lock:
            self.sight.confirmed(told, time.monotonic())
        self._wake()

    def judged(self, now: float) -> list[Detected]:
        """The decisions about what changed."""
        with self._lock:
            return self.judge.judged(now, time.monotonic())

    def again(self) -> None:
        """Has everything judged once more."""
        with self._lock:
            self.judge.again(time.monotonic())

    def drain(self, *, everything: bool = False) -> ContainerRecord:
        """What has to be written down."""
        with self._lock:
            return self.sight.drain(everything=everything)

    def forget(self, now: float) -> None:
        """Drops what is too old."""
        with self._lock:
            self.sight.forget(now)

    def lag(self, now: float) -> float:
        """Seconds since anything fresh came."""
        fresh = self.sight.freshness.fresh
        return now - (self._blind.started if fresh is None else fresh)

    def stale_watches(self, now: float) -> tuple[StaleWatch, ...]:
        """Now and lately."""
        with self._lock:
            return self._blind.look(self.sight.freshness, now)

    def node_restarts(self, now: float) -> tuple[NodeRestart, ...]:
        """Nodes that were restarted and have everything back."""
        with self._lock:
            rules = self.judge.rules(Key(self.namespace, "", ""))
            return self.sight.nodes.notes(self.cluster, self.sight.on_node, self._back, now, rules.start_up)

    def workload(self, key: Key) -> WorkloadView | None:
        """The workload's pods and ends; None when it has neither."""
        with self._lock:
            pods, ends = self.sight.by_key.get(key, {}), self.sight.trails.all_of(key)
            if not pods and not ends:
                return None
            newest = max(pods.values(), key=lambda held: held.created, default=None)
            return WorkloadView(
                workload=self.judge.workload(key),
                guessed=self.judge.guessed(key),
                pods=tuple(pod_view(held) for held in sorted(pods.values(), key=lambda held: held.name)),
                terminations=tuple(ends),
                annotations=(newest.marks if newest else None) or {},
                labels=(newest.labels if newest else None) or {},
            )

    def fate(self, workload: Workload) -> Fate:
        """What became of a workload without pods."""
        return self.sight.owners.fate(Key(workload.namespace, workload.kind, workload.name))

    def restarts_per_day(self, key: Key, container: str, now: float) -> float:
        """Restarts a day."""
        with self._lock:
            return self.sight.usuals.a_day((key, container), now)

    def pods(self) -> int:
        """How many are known."""
        return len(self.sight.counts.pods)

    def _back(self, uid: str) -> bool:
        held = self.sight.counts.pods.get(uid)
        return held is None or held.ready or held.leaving or held.phase in ("Succeeded", "Failed")

    def _run(self) -> None:
        for told in self._follower.told():
            self.take(told)

    def _count(self, told: WatchEvent) -> None:
        match told:
            case Changes(lines):
                self.tally.events += len(lines)
            case ListEnds():
                self.tally.relists += 1
                if not self.listed.is_set():
                    log.info("watching", cluster=self.cluster, namespace=self.namespace, pods=self.pods())
                self.listed.set()
            case Lost():
                self.tally.failures += 1
                log.warning("watch lost", cluster=self.cluster, why=told.why, said=told.said, pause=told.pause)


def pod_view(held: CachedPod) -> PodView:
    """A pod as `incidents` sees it."""
    return PodView(
        uid=held.uid,
        name=held.name,
        node=held.node,
        created=held.created,
        template=held.template,
        phase=held.phase,
        deleting=held.deleting,
        ready=held.ready,
        ready_since=held.ready_since,
        containers=tuple(
            ContainerView(
                name=box.name,
                kind=box.kind,
                image=box.image,
                restarts=box.restarts,
                ready=box.ready,
                waiting=box.waiting,
                running_since=box.running_since,
                last_end=box.last_end,
                reason=box.reason,
                code=box.code,
            )
            for box in held.boxes
        ),
    )
