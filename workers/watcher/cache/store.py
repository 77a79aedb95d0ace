"""One watch's pods, their workloads and ends, kept up to date. It takes in what is told and judges nothing.

Not thread-safe: `Detector` and the stream share one lock.
"""

import gc
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from core.messages.terminations import Termination
from workers.cluster.watch import Changes, ListBegins, ListEnds, Lost, Pods, WatchEvent
from workers.cluster.wire.watched import WatchedPod
from workers.redact import redact_text
from workers.watcher.cache.baseline import Baselines
from workers.watcher.cache.case import LOOPING_SECONDS
from workers.watcher.cache.history import History, Templates
from workers.watcher.cache.keys import Key, Which
from workers.watcher.cache.nodes import Nodes
from workers.watcher.cache.owners import Confirmed, Owners, Resolved
from workers.watcher.cache.pod import CachedPod
from workers.watcher.cache.terminations import Remembered, Terminations


@dataclass
class ContainerRecord:
    """What has to be written down, so that another process can go on: see `memory`."""

    counts: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """UID and container to restarts and last number, for everything that has any."""
    gone: set[tuple[str, str]] = field(default_factory=set)
    """UID and container."""
    restarts: list[tuple[Which, float]] = field(default_factory=list)
    """Each restart, for the usual rates."""
    ends: dict[Which, list[Termination]] = field(default_factory=dict)
    """All of those containers whose ends changed; none for those that have none any more."""
    until: float | None = None
    """When all of it was known to be so; None while a list is under way."""


@dataclass
class Freshness:
    """When something was last heard, and what came to light when it was heard again."""

    fresh: float | None = None
    lost_since: float | None = None
    said: str = ""
    missed_restarts: int = 0
    missed_pods: int = 0
    listing: bool = False


class PodStore:
    """Pods of one cluster, or of one namespace of it."""

    def __init__(self, owners: Owners, remembered: Remembered | None = None, keep_labels: Iterable[str] = ()) -> None:
        """`remembered` is what an earlier process wrote down."""
        self.owners = owners
        self.counts = Terminations(remembered, keep_labels)
        self.by_key: dict[Key, dict[str, CachedPod]] = {}
        self.on_node: Counter[str] = Counter()
        self.trails, self.templates, self.usuals, self.nodes = History(), Templates(), Baselines(), Nodes()
        self.dirty: dict[Which, float] = {}
        """What has to be judged, and since when (by the monotonic clock)."""
        self._record, self._changed = ContainerRecord(), set[Which]()
        self.freshness = Freshness()
        self.marked_to_start = False
        """Whether any pod asks to be told of when it cannot start."""

    def take(self, told: WatchEvent, now: float, arrived: float) -> None:
        """Takes in what the watch tells. `now` is the wall clock, `arrived` the monotonic one."""
        match told:
            case ListBegins():
                self.counts.begin_list()
                self.freshness.listing = True
            case Pods(pods):
                since = self.freshness.fresh
                for pod in pods:
                    self._see(pod, now, arrived, live=False, since=since)
            case ListEnds():
                self._end_list(now)
            case Changes(lines):
                self._hear(now)
                for kind, pod in lines:
                    if kind == "DELETED":
                        self._remove(self.counts.remove(pod.metadata.uid))
                    else:
                        self._see(pod, now, arrived, live=True, since=None)
            case Lost():
                if self.freshness.lost_since is None:
                    self.freshness.lost_since = now
                    self.freshness.missed_restarts = self.freshness.missed_pods = 0
                self.freshness.said = redact_text(f"{told.why}: {told.said}")[0]  # it is said in the channel

    def confirmed(self, told: Confirmed, arrived: float) -> None:
        """The API said whose pods those are."""
        own = [held for held in self.counts.pods.values() if Key(held.namespace, *held.owner) == told.direct]
        if own:
            before = self.resolved(own[0]).key
            self.owners.settle(told.direct, told.key)
            if before != told.key:
                self._move(before, told.key, {held.uid: held for held in own})
            if own[0].template and told.created:
                self.templates.seen(told.key, own[0].template, told.created)
        for which in self.trails.containers(told.key):
            self.dirty.setdefault(which, arrived)

    def _move(self, old: Key, new: Key, pods: dict[str, CachedPod]) -> None:
        self.trails.move(old, new, set(pods))
        self.templates.move(old, new)
        self.usuals.rename(old, new)
        self.by_key.setdefault(new, {}).update(pods)
        self.by_key[old] = {uid: held for uid, held in self.by_key.get(old, {}).items() if uid not in pods}
        if not self.by_key[old]:
            del self.by_key[old]
        self._changed.update(self.trails.containers(new))

    def resolved(self, held: CachedPod) -> Resolved:
        """Whose pod it is."""
        return self.owners.of(Key(held.namespace, *held.owner), held.template, held.created)

    def drain(self, *, everything: bool = False) -> ContainerRecord:
        """What has to be written down since the last call, or all there is."""
        record, self._record = self._record, ContainerRecord()
        changed, self._changed = self._changed, set()
        if everything:
            record.counts, record.gone = self._all_counts(), set()
            changed |= set(self.trails.known())
        record.ends = {which: self.trails.of(which) for which in changed}
        record.until = None if self.freshness.listing else self.freshness.fresh
        return record

    def _all_counts(self) -> dict[tuple[str, str], tuple[int, int]]:
        return {
            (held.uid, box.name): (box.restarts, box.numbered)
            for held in self.counts.pods.values()
            for box in held.boxes
            if box.numbered
        }

    def forget(self, now: float) -> None:
        """Drops what is too old. For every few minutes."""
        old = self.trails.forget(now)
        self._changed.update(old)
        for key, _ in old:
            if key not in self.by_key and not self.trails.containers(key):
                self.templates.forget(key)
        self.usuals.forget(now)
        self.counts.tidy()
        self.owners.keep({Key(held.namespace, *held.owner) for held in self.counts.pods.values()})

    def _hear(self, now: float) -> None:
        self.freshness.fresh = now
        self.freshness.lost_since = None

    def _end_list(self, now: float) -> None:
        gone = self.counts.end_list()
        for held in gone:
            self._remove(held)
        self.freshness.missed_pods += len(gone)
        self.freshness.listing = False
        self._hear(now)
        gc.unfreeze()  # or what was given up since the list before would never be collected
        gc.collect()
        gc.freeze()  # thousands of pods that stay: no collection needs to look at them again

    def _see(self, pod: WatchedPod, now: float, arrived: float, *, live: bool, since: float | None) -> None:
        if not pod.metadata.uid:
            return
        known = self.counts.pods.get(pod.metadata.uid)
        held, ends = self.counts.see(pod, now, live=live, since=since)
        key = self.resolved(held).key
        if known is None:
            self._first_seen(held, key, live)
        elif known.node != held.node:
            self.on_node[known.node] -= 1
            self.on_node[held.node] += 1
        self.by_key.setdefault(key, {})[held.uid] = held
        for end in ends:
            self._add(key, held, end, now, arrived)
        if not live and self.freshness.fresh is not None:
            self.freshness.missed_restarts += sum(end.restarted for end in ends)
        for box in held.boxes:
            if box.back_off >= LOOPING_SECONDS and (key, box.name) in self.trails:
                self.dirty.setdefault((key, box.name), arrived)

    def _first_seen(self, held: CachedPod, key: Key, live: bool) -> None:
        self.on_node[held.node] += 1
        crashed = max((box.last_end for box in held.boxes if box.restarts and box.last_end), default=None)
        self.templates.seen(key, held.template, held.created, crashed)
        if held.marks and "cannot-start" in held.marks:
            self.marked_to_start = True
        if not live and self.freshness.fresh is not None:
            self.freshness.missed_pods += 1

    def _add(self, key: Key, held: CachedPod, end: Termination, now: float, arrived: float) -> None:
        which = (key, end.container)
        box = next(box for box in held.boxes if box.name == end.container)
        self._record.counts[held.uid, box.name] = (box.restarts, box.numbered)
        if not self.trails.add(which, end):
            return
        self.dirty.setdefault(which, arrived)
        self._changed.add(which)
        self.templates.seen(key, end.template, held.created, end.at)
        self.nodes.add(end, key)
        if end.restarted:
            self.usuals.add(which, end.at)
            self._record.restarts.append((which, end.at))
        if not self.resolved(held).sure:
            self.owners.confirm(Key(held.namespace, *held.owner))

    def _remove(self, held: CachedPod | None) -> None:
        if held is None:
            return
        key = self.resolved(held).key
        pods = self.by_key.get(key, {})
        pods.pop(held.uid, None)
        self.on_node[held.node] -= 1
        if self.on_node[held.node] <= 0:
            del self.on_node[held.node]
        for which in [(held.uid, box.name) for box in held.boxes if box.numbered]:
            self._record.gone.add(which)
            self._record.counts.pop(which, None)
        if not pods:
            self.by_key.pop(key, None)
            if not self.trails.containers(key):
                self.templates.forget(key)
