"""From what is seen to decisions: gathers each container's case and lets `jumps` decide. It must not ask anybody.

Only what changed is judged, and what became due by time alone.
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from core.messages.jumps import Decision, Jump, Workload
from core.messages.terminations import Termination
from workers.watcher.cache.case import Case, Stuck
from workers.watcher.cache.keys import Key, Which
from workers.watcher.cache.pod import CachedPod
from workers.watcher.cache.store import PodStore
from workers.watcher.detect.rules import jump
from workers.watcher.detect.thresholds import Thresholds, changed

log = structlog.get_logger()

DONE = ("Succeeded", "Failed")
JOBS = ("Job", "CronJob")
MOST_WRONG = 1000
"""Annotations that are complained of in a process's life: they are anybody's input, and each is remembered."""
STUCK_EVERY = 15.0
"""Seconds between two looks for pods that cannot start: it concerns minutes."""


@dataclass(frozen=True, slots=True)
class Detected:
    """One decision and what came of it."""

    which: Which
    decision: Decision
    jump: Jump | None
    arrived: float
    """When what led to it arrived, by the monotonic clock."""


class Detector:
    """Judges what one sight sees."""

    def __init__(
        self, sight: PodStore, cluster: str, thresholds: Callable[[str], Thresholds], *, starts: bool = False
    ) -> None:
        """`thresholds` gives those of a namespace; `starts`: whether any of them looks at pods that cannot start."""
        self._sight, self._cluster, self._thresholds, self._starts = sight, cluster, thresholds, starts
        self._due: list[tuple[float, Which]] = []
        self._looked = 0.0
        self._stuck_told: set[str] = set()
        self._wrong: set[tuple[str, ...]] = set()

    def judged(self, now: float, arrived: float) -> list[Detected]:
        """The decisions about everything that changed since the last call. `arrived` is the monotonic clock's now."""
        while self._due and self._due[0][0] <= now:
            self._sight.dirty.setdefault(heapq.heappop(self._due)[1], arrived)
        dirty, self._sight.dirty = self._sight.dirty, {}
        found = [self._judge(which, now, since) for which, since in dirty.items()]
        if abs(now - self._looked) >= STUCK_EVERY:
            self._looked = now
            found += self._stuck(now, arrived)
        return found

    def again(self, arrived: float) -> None:
        """Has everything judged once more: this process leads now, and what the one before said is not known."""
        for which in self._sight.trails.known():
            self._sight.dirty.setdefault(which, arrived)
        self._stuck_told.clear()
        self._looked = 0.0

    def rules(self, key: Key) -> Thresholds:
        """The thresholds of a workload, its newest pod's annotations included."""
        rules = self._thresholds(key.namespace)
        marks = self.marks(key)
        if not marks:
            return rules
        rules, wrong = changed(rules, marks)
        if wrong and wrong not in self._wrong and len(self._wrong) < MOST_WRONG:
            self._wrong.add(wrong)
            log.warning("annotations that say nothing", namespace=key.namespace, workload=key.name, wrong=wrong)
        return rules

    def marks(self, key: Key) -> Mapping[str, str]:
        """Our annotations on the workload's newest pod."""
        newest = max(self._sight.by_key.get(key, {}).values(), key=lambda held: held.created, default=None)
        return (newest.marks if newest else None) or {}

    def workload(self, key: Key) -> Workload:
        """The workload under its full name."""
        return Workload(cluster=self._cluster, namespace=key.namespace, kind=key.kind, name=key.name)

    def guessed(self, key: Key) -> bool:
        """Whether its name is a guess."""
        pods = self._sight.by_key.get(key, {})
        return any(not self._sight.resolved(held).sure for held in pods.values())

    def _judge(self, which: Which, now: float, arrived: float) -> Detected:
        rules = self.rules(which[0])
        case = self._case(which, rules, now)
        decision, found = jump(case, rules, now)
        return Detected(which, decision, found, arrived)

    def _case(self, which: Which, rules: Thresholds, now: float) -> Case:
        key, container = which
        pods, ends = self._sight.by_key.get(key, {}), self._sight.trails.of(which)
        staying = [held for held in pods.values() if not held.leaving]
        return Case(
            workload=self.workload(key),
            container=container,
            ends=ends,
            replicas=sum(held.phase not in DONE for held in staying),
            present=frozenset(held.uid for held in staying),
            looping={
                held.uid: box.back_off
                for held in staying
                for box in held.boxes
                if box.back_off and box.name == container
            },
            excused=self._excused(which, ends, pods, rules, now),
            templates=self._sight.templates.of(key),
            usual=self._sight.usuals.usual(which, now),
            job=key.kind in JOBS,
            guessed=self.guessed(key),
        )

    def _excused(
        self, which: Which, ends: list[Termination], pods: Mapping[str, CachedPod], rules: Thresholds, now: float
    ) -> frozenset[tuple[str, int]]:
        """Ends that a node's restart explains, as long as the pod is back or may still be coming."""
        explained = self._sight.nodes.explained(ends, self._sight.on_node)
        excused, coming = set(), []
        for end in ends:
            if (end.uid, end.number) not in explained:
                continue
            back = end.uid in pods and pods[end.uid].ready
            due = end.at + rules.start_up
            if back or now <= due:
                excused.add((end.uid, end.number))
            if not back and now <= due:
                coming.append(due)
        if coming:
            heapq.heappush(self._due, (min(coming) + 1.0, which))
        return frozenset(excused)

    def _stuck(self, now: float, arrived: float) -> list[Detected]:
        """Cases of pods that have been unable to start for longer than somebody wants."""
        if not self._sight.marked_to_start and not self._starts:
            return []
        found: dict[Which, list[Stuck]] = {}
        for held in self._sight.counts.pods.values():
            if held.phase == "Pending" and not held.leaving and held.uid not in self._stuck_told:
                key = self._sight.resolved(held).key
                limit = self.rules(key).cannot_start
                if limit is not None and now - held.created >= limit:
                    found.setdefault((key, _waiting(held)[0]), []).append(_stuck(held))
        self._stuck_told &= self._sight.counts.pods.keys()
        return [self._judge_stuck(which, stuck, now, arrived) for which, stuck in found.items()]

    def _judge_stuck(self, which: Which, stuck: list[Stuck], now: float, arrived: float) -> Detected:
        self._stuck_told |= {one.uid for one in stuck}
        key, container = which
        present = frozenset(one.uid for one in stuck)
        case = Case(
            workload=self.workload(key),
            container=container,
            ends=(),
            present=present,
            stuck=stuck,
            guessed=self.guessed(key),
        )
        decision, found = jump(case, self.rules(key), now)
        return Detected(which, decision, found, arrived)


def _waiting(held: CachedPod) -> tuple[str, str]:
    """The first container that waits, and why; none for a pod that was given no node yet."""
    return next(((box.name, box.waiting) for box in held.boxes if box.waiting), ("", ""))


def _stuck(held: CachedPod) -> Stuck:
    return Stuck(held.name, held.uid, held.node, held.created, _waiting(held)[1], held.template)
