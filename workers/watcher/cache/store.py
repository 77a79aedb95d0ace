"""The pods of one watch, their workloads and terminations, kept up to date. It takes in events and decides nothing.

Not thread-safe: `Informer` has one lock for the stream, the detector and everybody who asks.
"""

import gc
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.messages.jumps import NodeRestart
from core.messages.terminations import Termination
from workers.cluster.watch import Changes, ListBegins, ListEnds, Lost, Pods, WatchEvent
from workers.cluster.wire.watched import WatchedPod
from workers.redact import redact_text
from workers.watcher.cache.baseline import Baselines
from workers.watcher.cache.case import LOOPING_SECONDS
from workers.watcher.cache.freshness import Freshness
from workers.watcher.cache.history import History, Templates
from workers.watcher.cache.keys import ContainerKey, WorkloadKey
from workers.watcher.cache.nodes import Nodes
from workers.watcher.cache.owners import ConfirmedOwner, Owners, ResolvedOwner
from workers.watcher.cache.pod import FINISHED, CachedPod
from workers.watcher.cache.terminations import Observation, Restored, Terminations


@dataclass
class Unsaved:
    """What has to be written down, so that another process can go on: see `checkpoint`."""

    counts: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """UID and container to restarts and last number, for everything that has any."""
    gone: set[tuple[str, str]] = field(default_factory=set)
    """UID and container."""
    restarts: list[tuple[ContainerKey, float]] = field(default_factory=list)
    """Each restart, for the baselines."""
    terminations: dict[ContainerKey, list[Termination]] = field(default_factory=dict)
    """All of those containers whose terminations changed; an empty list for those that have none any more."""
    until: float | None = None
    """When all of it was known to be so; None while a list is under way."""


class PodStore:
    """Pods of one cluster, or of one namespace of it."""

    def __init__(self, owners: Owners, restored: Restored | None = None, keep_labels: Iterable[str] = ()) -> None:
        """`restored` is what an earlier process wrote down."""
        self.owners = owners
        self.terminations = Terminations(restored, keep_labels)
        self.pods_by_workload: dict[WorkloadKey, dict[str, CachedPod]] = {}
        self.pods_per_node: Counter[str] = Counter()
        self.history, self.templates, self.baselines, self.nodes = History(), Templates(), Baselines(), Nodes()
        self.dirty: dict[ContainerKey, float] = {}
        """What has to be decided about, and since when (by the monotonic clock)."""
        self._unsaved, self._changed = Unsaved(), set[ContainerKey]()
        self.freshness = Freshness()
        self.start_watched = False
        """Whether any pod asks for an alert when it cannot start."""

    def apply(self, event: WatchEvent, now: float, arrived: float) -> None:
        """Take in what the watch sends. `now` is the wall clock, `arrived` the monotonic one."""
        match event:
            case ListBegins():
                self.terminations.begin_list()
                self.freshness.listing = True
            case Pods(pods):
                observation = Observation(now, live=False, since=self.freshness.fresh_at)
                for pod in pods:
                    self._observe(pod, observation, arrived)
            case ListEnds():
                self._end_list(now)
            case Changes(lines):
                self.freshness.renew(now)
                for kind, pod in lines:
                    if kind == "DELETED":
                        self._remove(self.terminations.remove(pod.metadata.uid))
                    else:
                        self._observe(pod, Observation(now, live=True), arrived)
            case Lost():
                self.freshness.lose(now, redact_text(f"{event.why}: {event.said}")[0])

    def apply_owner(self, confirmed: ConfirmedOwner, arrived: float) -> None:
        """Take in whose pods those are, as the API says."""
        pods = self.terminations.pods.values()
        own = [pod for pod in pods if WorkloadKey(pod.namespace, *pod.owner) == confirmed.direct]
        if own:
            before = self.resolved(own[0]).key
            self.owners.settle(confirmed.direct, confirmed.key)
            if before != confirmed.key:
                self._move(before, confirmed.key, {pod.uid: pod for pod in own})
            if own[0].template and confirmed.created:
                self.templates.observe(confirmed.key, own[0].template, confirmed.created)
        for key in self.history.containers(confirmed.key):
            self.dirty.setdefault(key, arrived)

    def _move(self, old: WorkloadKey, new: WorkloadKey, pods: dict[str, CachedPod]) -> None:
        self.history.move(old, new, set(pods))
        self.templates.move(old, new)
        self.baselines.move(old, new)
        self.pods_by_workload.setdefault(new, {}).update(pods)
        remaining = {uid: pod for uid, pod in self.pods_by_workload.pop(old, {}).items() if uid not in pods}
        if remaining:
            self.pods_by_workload[old] = remaining
        self._changed.update(self.history.containers(new))

    def resolved(self, pod: CachedPod) -> ResolvedOwner:
        """Whose pod it is."""
        return self.owners.resolve(WorkloadKey(pod.namespace, *pod.owner), pod.template, pod.created)

    def newest_pod(self, key: WorkloadKey) -> CachedPod | None:
        """Of a workload; its annotations and labels are the ones that count."""
        return max(self.pods_by_workload.get(key, {}).values(), key=lambda pod: pod.created, default=None)

    def node_restarts(self, cluster: str, now: float, start_up: float) -> tuple[NodeRestart, ...]:
        """The restarts of nodes in the last half hour after which everything came back within `start_up` seconds."""
        return self.nodes.restarts(cluster, self.pods_per_node, self._is_back, self._stayed_ready, now, start_up)

    def _is_back(self, uid: str) -> bool:
        pod = self.terminations.pods.get(uid)
        return pod is None or pod.ready or pod.leaving or pod.phase in FINISHED

    def _stayed_ready(self, node: str, since: float) -> bool:
        """Whether any pod of the node has been ready all the time, by the node's own clock, which counts in seconds."""
        return any(
            pod.node == node and pod.ready and pod.ready_since is not None and pod.ready_since < since - 1.0
            for pod in self.terminations.pods.values()
        )

    def drain(self, *, everything: bool = False) -> Unsaved:
        """What has to be written down since the last call, or all there is."""
        unsaved, self._unsaved = self._unsaved, Unsaved()
        changed, self._changed = self._changed, set()
        if everything:
            unsaved.counts, unsaved.gone = self._all_counts(), set()
            changed |= set(self.history.all_containers())
        unsaved.terminations = {key: self.history.of(key) for key in changed}
        unsaved.until = None if self.freshness.listing else self.freshness.fresh_at
        return unsaved

    def _all_counts(self) -> dict[tuple[str, str], tuple[int, int]]:
        return {
            (pod.uid, container.name): (container.restarts, container.last_number)
            for pod in self.terminations.pods.values()
            for container in pod.containers
            if container.last_number
        }

    def forget(self, now: float) -> None:
        """Drop what is too old. For every few minutes."""
        emptied = self.history.forget(now)
        self._changed.update(emptied)
        for key, _ in emptied:
            if key not in self.pods_by_workload and not self.history.containers(key):
                self.templates.forget(key)
        self.baselines.forget(now)
        self.terminations.tidy()
        self.owners.keep({WorkloadKey(pod.namespace, *pod.owner) for pod in self.terminations.pods.values()})

    def _end_list(self, now: float) -> None:
        gone = self.terminations.end_list()
        for pod in gone:
            self._remove(pod)
        self.freshness.missed_pods += len(gone)
        self.freshness.listing = False
        self.freshness.renew(now)
        gc.unfreeze()  # or what was given up since the list before would never be collected
        gc.collect()
        gc.freeze()  # thousands of pods that stay: no collection needs to look at them again

    def _observe(self, watched: WatchedPod, observation: Observation, arrived: float) -> None:
        if not watched.metadata.uid:
            return
        known = self.terminations.pods.get(watched.metadata.uid)
        pod, terminations = self.terminations.observe(watched, observation)
        key = self.resolved(pod).key
        if known is None:
            self._first_seen(pod, key, observation)
        elif known.node != pod.node:
            self.pods_per_node[known.node] -= 1
            self.pods_per_node[pod.node] += 1
        self.pods_by_workload.setdefault(key, {})[pod.uid] = pod
        for termination in terminations:
            self._add(key, pod, termination, arrived)
        if not observation.live and self.freshness.fresh_at is not None:
            self.freshness.missed_restarts += sum(termination.restarted for termination in terminations)
        for container in pod.containers:
            if container.back_off >= LOOPING_SECONDS and (key, container.name) in self.history:
                self.dirty.setdefault((key, container.name), arrived)

    def _first_seen(self, pod: CachedPod, key: WorkloadKey, observation: Observation) -> None:
        self.pods_per_node[pod.node] += 1
        crashes = [container.last_end for container in pod.containers if container.restarts and container.last_end]
        self.templates.observe(key, pod.template, pod.created, max(crashes, default=None))
        if pod.annotations and "cannot-start" in pod.annotations:
            self.start_watched = True
        if not observation.live and self.freshness.fresh_at is not None:
            self.freshness.missed_pods += 1

    def _add(self, workload: WorkloadKey, pod: CachedPod, termination: Termination, arrived: float) -> None:
        key = (workload, termination.container)
        container = next(each for each in pod.containers if each.name == termination.container)
        self._unsaved.counts[pod.uid, container.name] = (container.restarts, container.last_number)
        if not self.history.add(key, termination):
            return
        self.dirty.setdefault(key, arrived)
        self._changed.add(key)
        self.templates.observe(workload, termination.template, pod.created, termination.at)
        self.nodes.add(termination, workload)
        if termination.restarted:
            self.baselines.add(key, termination.at)
            self._unsaved.restarts.append((key, termination.at))
        if not self.resolved(pod).confirmed:
            self.owners.confirm(WorkloadKey(pod.namespace, *pod.owner))

    def _remove(self, pod: CachedPod | None) -> None:
        if pod is None:
            return
        key = self.resolved(pod).key
        pods = self.pods_by_workload.get(key, {})
        pods.pop(pod.uid, None)
        self.pods_per_node[pod.node] -= 1
        if self.pods_per_node[pod.node] <= 0:
            del self.pods_per_node[pod.node]
        for counted in [(pod.uid, container.name) for container in pod.containers if container.last_number]:
            self._unsaved.gone.add(counted)
            self._unsaved.counts.pop(counted, None)
        if not pods:
            self.pods_by_workload.pop(key, None)
            if not self.history.containers(key):
                self.templates.forget(key)
