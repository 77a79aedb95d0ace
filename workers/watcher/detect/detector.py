"""From what is cached to decisions: gathers each container's case and applies the rules. It must not ask anybody.

Only what changed is decided about, and what became due by time alone.
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from core.messages.jumps import Decision, Jump, Workload
from core.messages.terminations import Termination
from workers.watcher.cache.case import Case, StuckPod
from workers.watcher.cache.keys import ContainerKey, WorkloadKey
from workers.watcher.cache.pod import FINISHED, CachedPod
from workers.watcher.cache.store import PodStore
from workers.watcher.detect.rules import apply_rules
from workers.watcher.detect.thresholds import Thresholds, changed

log = structlog.get_logger()

JOBS = ("Job", "CronJob")
MOST_COMPLAINTS = 1000
"""Annotations that are complained about in a process's life: they are anybody's input, and each is remembered."""
STUCK_EVERY = 15.0
"""Seconds between two searches for pods that cannot start: that is a matter of minutes."""


@dataclass(frozen=True, slots=True)
class Detection:
    """One decision and what came of it."""

    key: ContainerKey
    decision: Decision
    jump: Jump | None
    arrived: float
    """When what led to it arrived, by the monotonic clock."""


class Detector:
    """Decides about the containers of one store."""

    def __init__(
        self, store: PodStore, cluster: str, thresholds: Callable[[str], Thresholds], *, starts: bool = False
    ) -> None:
        """`thresholds` gives those of a namespace; `starts`: whether any of them concerns pods that cannot start."""
        self._store, self._cluster, self._of_namespace, self._starts = store, cluster, thresholds, starts
        self._due: list[tuple[float, ContainerKey]] = []
        self._searched_at = 0.0
        self._reported_stuck: set[str] = set()
        self._complaints: set[tuple[str, ...]] = set()

    def decide(self, now: float, arrived: float) -> list[Detection]:
        """The decisions about everything that changed since the last call. `arrived` is the monotonic clock's now."""
        while self._due and self._due[0][0] <= now:
            self._store.dirty.setdefault(heapq.heappop(self._due)[1], arrived)
        dirty, self._store.dirty = self._store.dirty, {}
        detections = [self._decide(key, now, since) for key, since in dirty.items()]
        if abs(now - self._searched_at) >= STUCK_EVERY:
            self._searched_at = now
            detections += self._decide_stuck(now, arrived)
        return detections

    def decide_anew(self, arrived: float) -> None:
        """Decide everything anew: this process leads now, and does not know what the previous leader decided."""
        for key in self._store.history.all_containers():
            self._store.dirty.setdefault(key, arrived)
        self._reported_stuck.clear()
        self._searched_at = 0.0

    def thresholds(self, key: WorkloadKey) -> Thresholds:
        """The thresholds of a workload, its newest pod's annotations included."""
        thresholds, newest = self._of_namespace(key.namespace), self._store.newest_pod(key)
        if newest is None or not newest.annotations:
            return thresholds
        thresholds, wrong = changed(thresholds, newest.annotations)
        if wrong and wrong not in self._complaints and len(self._complaints) < MOST_COMPLAINTS:
            self._complaints.add(wrong)
            log.warning("annotations that say nothing", namespace=key.namespace, workload=key.name, wrong=wrong)
        return thresholds

    def workload(self, key: WorkloadKey) -> Workload:
        """The workload under its full name."""
        return Workload(cluster=self._cluster, namespace=key.namespace, kind=key.kind, name=key.name)

    def guessed(self, key: WorkloadKey) -> bool:
        """Whether its name is a guess."""
        pods = self._store.pods_by_workload.get(key, {})
        return any(not self._store.resolved(pod).confirmed for pod in pods.values())

    def _decide(self, key: ContainerKey, now: float, arrived: float) -> Detection:
        thresholds = self.thresholds(key[0])
        decision, jump = apply_rules(self._case(key, thresholds, now), thresholds, now)
        return Detection(key, decision, jump, arrived)

    def _case(self, key: ContainerKey, thresholds: Thresholds, now: float) -> Case:
        workload, container_name = key
        pods = self._store.pods_by_workload.get(workload, {})
        terminations = self._store.history.of(key)
        present = [pod for pod in pods.values() if not pod.leaving]
        return Case(
            workload=self.workload(workload),
            container=container_name,
            terminations=terminations,
            replicas=sum(pod.phase not in FINISHED for pod in present),
            present=frozenset(pod.uid for pod in present),
            looping={
                pod.uid: container.back_off
                for pod in present
                for container in pod.containers
                if container.back_off and container.name == container_name
            },
            excused=self._excused(key, terminations, pods, thresholds, now),
            templates=self._store.templates.of(workload),
            baseline=self._store.baselines.baseline(key, now),
            job=workload.kind in JOBS,
            guessed=self.guessed(workload),
        )

    def _excused(
        self,
        key: ContainerKey,
        terminations: list[Termination],
        pods: Mapping[str, CachedPod],
        thresholds: Thresholds,
        now: float,
    ) -> frozenset[tuple[str, int]]:
        """Terminations that a node's restart explains, as long as the pod is back or may still be coming."""
        explained = self._store.nodes.explained(terminations, self._store.pods_per_node)
        excused, deadlines = set(), []
        for termination in terminations:
            identity = termination.uid, termination.number
            if identity not in explained:
                continue
            back = termination.uid in pods and pods[termination.uid].ready
            deadline = termination.at + thresholds.start_up
            if back or now <= deadline:
                excused.add(identity)
            if not back and now <= deadline:
                deadlines.append(deadline)
        if deadlines:
            heapq.heappush(self._due, (min(deadlines) + 1.0, key))
        return frozenset(excused)

    def _decide_stuck(self, now: float, arrived: float) -> list[Detection]:
        """Decisions about pods that have been unable to start for longer than somebody accepts."""
        if not self._store.start_watched and not self._starts:
            return []
        stuck: dict[ContainerKey, list[StuckPod]] = {}
        for pod in self._store.terminations.pods.values():
            if pod.phase == "Pending" and not pod.leaving and pod.uid not in self._reported_stuck:
                workload = self._store.resolved(pod).key
                limit = self.thresholds(workload).cannot_start
                if limit is not None and now - pod.created >= limit:
                    container, waiting = _waiting(pod)
                    stuck_pod = StuckPod(pod.name, pod.uid, pod.node, pod.created, waiting, pod.template)
                    stuck.setdefault((workload, container), []).append(stuck_pod)
        self._reported_stuck &= self._store.terminations.pods.keys()
        return [self._decide_start(key, pods, now, arrived) for key, pods in stuck.items()]

    def _decide_start(self, key: ContainerKey, stuck: list[StuckPod], now: float, arrived: float) -> Detection:
        present = frozenset(pod.uid for pod in stuck)
        self._reported_stuck |= present
        workload, container = key
        case = Case(
            workload=self.workload(workload),
            container=container,
            terminations=(),
            present=present,
            stuck=stuck,
            guessed=self.guessed(workload),
        )
        decision, jump = apply_rules(case, self.thresholds(workload), now)
        return Detection(key, decision, jump, arrived)


def _waiting(pod: CachedPod) -> tuple[str, str]:
    """The first container that waits, and why; empty for a pod that has not been given a node yet."""
    containers = ((container.name, container.waiting) for container in pod.containers if container.waiting)
    return next(containers, ("", ""))
