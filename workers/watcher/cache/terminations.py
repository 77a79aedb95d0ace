"""A compact memory of every container seen, and the ends that the next sight adds. It asks nobody, judges nothing.

Restart counts only grow; the ends between the known count and a greater one are told apart by their number, so that
seeing the same status again adds nothing. Kept are a few hundred bytes a pod, none of it the pod itself.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from msgspec import structs

from core.messages.terminations import Termination
from workers.cluster.wire.watched import WatchedEnd, WatchedPod, WatchedStatus, annotations
from workers.watcher.cache.pod import (
    CachedContainer,
    CachedPod,
    boxes,
    disrupted,
    owner,
    readiness,
    stamp,
    statuses,
    template,
)

MOST_ENDS = 64
"""Ends of one container that are made up at once for a count that grew unseen; the oldest are left out."""
LATE = 60.0
"""Seconds a status may take from the kubelet to us. An end reported live that claims to be older than this comes from a
clock that goes wrong."""
LATE_RESTART = 900.0
"""The same for a restart seen together with its end: a back-off of 5 minutes and a pull in between."""
TOGETHER = 600.0
"""Seconds in which several restarts happened that came in one status of a pod that was being watched: the kubelet
reports each, and only a node that was cut off reports several at once."""


@dataclass(frozen=True, slots=True)
class PastEnds:
    """What is remembered of a container from before this process: how far it had come."""

    restarts: int
    numbered: int


@dataclass(frozen=True, slots=True)
class Remembered:
    """What an earlier process wrote down. `until` is when it last saw; containers not named had no ends then."""

    until: float | None = None
    past: Mapping[tuple[str, str], PastEnds] = field(default_factory=dict)
    """By UID and container."""


class Terminations:
    """All pods of one cluster. Not thread-safe: its owner locks."""

    def __init__(self, remembered: Remembered | None = None, keep_labels: Iterable[str] = ()) -> None:
        """`keep_labels` are the label keys that are kept for routing."""
        self.pods: dict[str, CachedPod] = {}
        self._remembered = remembered or Remembered()
        self._keep = frozenset(keep_labels)
        self._shared: dict[object, object] = {}
        self._list = 0

    def remember(self, remembered: Remembered) -> None:
        """What an earlier process wrote down; before the first list."""
        self._remembered = remembered

    def begin_list(self) -> None:
        """What is not seen from here until `end_list` is gone."""
        self._list += 1

    def end_list(self) -> list[CachedPod]:
        """The pods that were not in the list; they are forgotten."""
        gone = [pod for pod in self.pods.values() if pod.seen != self._list]
        for pod in gone:
            del self.pods[pod.uid]
        self._remembered = replace(self._remembered, past={})  # from here on we know better
        return gone

    def remove(self, uid: str) -> CachedPod | None:
        """Forgets a deleted pod."""
        return self.pods.pop(uid, None)

    def see(
        self, pod: WatchedPod, now: float, *, live: bool, since: float | None = None
    ) -> tuple[CachedPod, list[Termination]]:
        """Takes in a pod; what it is now, and the ends that were not known or were restarted since.

        `live` says that it comes from the watch, so that what is new happened just now. `since` is the last fresh sight
        before a list: what is new in a pod already known happened after it.
        """
        known = self.pods.get(pod.metadata.uid)
        held = self._held(pod, known)
        ends: list[Termination] = []
        if held.leaving:
            held.boxes = tuple(_calm(box, known) for box in held.boxes)
        else:
            for box, status in zip(held.boxes, statuses(pod), strict=True):
                ends += self._ends(held, known, box, status, SeenAt(now, live, since))
        self.pods[held.uid] = held
        return held, ends

    def tidy(self) -> None:
        """Forgets what is shared by no pod any more."""
        self._shared = {}
        for held in self.pods.values():
            held.owner = self._one(held.owner)
            held.marks = self._mapping(held.marks)
            held.labels = self._mapping(held.labels)

    def _held(self, pod: WatchedPod, known: CachedPod | None) -> CachedPod:
        metadata, status = pod.metadata, pod.status
        ready, ready_since = readiness(pod)
        deleting = metadata.deletion_timestamp is not None
        return CachedPod(
            uid=known.uid if known else metadata.uid,
            name=known.name if known else metadata.name,
            namespace=sys.intern(metadata.namespace),
            owner=known.owner if known else self._one(owner(pod)),
            node=sys.intern(pod.spec.node_name),
            template=sys.intern(template(metadata.labels)),
            created=stamp(metadata.creation_timestamp) or 0.0,
            phase=sys.intern(status.phase),
            leaving=deleting or disrupted(pod) or status.reason == "Evicted",
            deleting=deleting,
            ready=ready,
            ready_since=ready_since,
            boxes=tuple(boxes(pod)),
            marks=self._mapping(annotations(metadata)),
            labels=self._mapping({key: metadata.labels[key] for key in self._keep & metadata.labels.keys()}),
            seen=self._list,
        )

    def _ends(
        self, pod: CachedPod, known: CachedPod | None, box: CachedContainer, status: WatchedStatus, seen: "SeenAt"
    ) -> list[Termination]:
        before = self._before(pod, known, box)
        failed = status.state.terminated
        newest = box.restarts + 1 if failed is not None and _failing(failed) else box.restarts
        box.restarts = max(box.restarts, before.restarts)  # a decrease is a runtime that lost its dead containers
        box.numbered = max(newest, before.numbered)
        if newest <= before.numbered and box.restarts <= before.restarts:
            return []
        lower = self._lower(pod, known, seen)
        return list(_numbered(pod, box, status, before, newest, lower, seen))

    def _before(self, pod: CachedPod, known: CachedPod | None, box: CachedContainer) -> PastEnds:
        if known is not None:
            found = next((one for one in known.boxes if one.name == box.name), None)
            return PastEnds(found.restarts, found.numbered) if found else PastEnds(0, 0)
        return self._remembered.past.get((pod.uid, box.name), PastEnds(0, 0))

    def _lower(self, pod: CachedPod, known: CachedPod | None, seen: "SeenAt") -> float:
        """The time before which nothing new can have happened."""
        if known is not None and seen.live:
            return max(pod.created, seen.now - TOGETHER)
        if known is not None and seen.since is not None:
            return max(pod.created, seen.since)
        if known is None and self._remembered.until is not None:
            return max(pod.created, self._remembered.until)
        return pod.created

    def _one(self, value: tuple[str, str]) -> tuple[str, str]:
        """The same object for equal values: thousands of pods share a few owners."""
        return self._shared.setdefault(value, value)  # type: ignore[return-value]

    def _mapping(self, given: Mapping[str, str] | None) -> Mapping[str, str] | None:
        if not given:
            return None
        return self._shared.setdefault(tuple(sorted(given.items())), given)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class SeenAt:
    """When and how something is seen."""

    now: float
    live: bool
    since: float | None

    def judged(self, said: float | None, lower: float, restarted: bool) -> float:
        """When an end was, given what the kubelet says: never in the future nor before it can have been.

        A node's clock may be hours off; what is seen live happened just now, whatever that clock says.
        """
        if said is None:
            return self.now
        if self.live:
            return min(said, self.now) if said >= self.now - (LATE_RESTART if restarted else LATE) else self.now
        return max(min(lower, self.now), min(said, self.now))


def _numbered(
    pod: CachedPod,
    box: CachedContainer,
    status: WatchedStatus,
    before: PastEnds,
    newest: int,
    lower: float,
    seen: SeenAt,
) -> Iterator[Termination]:
    """The ends after those known, and again the known one that was restarted since."""
    told = _told(status, box.restarts)
    if before.restarts < before.numbered <= box.restarts:  # it waited to be restarted, and was
        yield _end(pod, box, before.numbered, told.get(before.numbered), seen, lower, True)
    first = min((number for number in told if number > before.numbered), default=newest + 1)
    ceiling = seen.judged(stamp(told[first].finished_at), lower, True) if first in told else seen.now
    for number in range(max(before.numbered + 1, newest - MOST_ENDS + 1), newest + 1):
        if number in told:
            yield _end(pod, box, number, told[number], seen, lower, number <= box.restarts)
        else:
            share = (number - before.numbered) / (first - before.numbered)
            blank = _end(pod, box, number, None, seen, lower, True)
            yield structs.replace(blank, at=min(lower + (ceiling - lower) * share, seen.now), exact=False)


def _told(status: WatchedStatus, restarts: int) -> dict[int, WatchedEnd]:
    """The ends the status itself tells of, by number: the current one and the one before the current run."""
    found = {}
    if status.last_state.terminated is not None and restarts:
        found[restarts] = status.last_state.terminated
    if status.state.terminated is not None and _failing(status.state.terminated):
        found[restarts + 1] = status.state.terminated
    return found


def _end(
    pod: CachedPod,
    box: CachedContainer,
    number: int,
    told: WatchedEnd | None,
    seen: SeenAt,
    lower: float,
    restarted: bool,
) -> Termination:
    finished = stamp(told.finished_at) if told else None
    started = stamp(told.started_at) if told else None
    ran = finished - started if finished is not None and started and finished >= started else None
    return Termination(
        pod=pod.name,
        uid=pod.uid,
        node=pod.node,
        container=box.name,
        number=number,
        at=seen.judged(finished, lower, restarted),
        reason=sys.intern(told.reason) if told else "",
        code=told.exit_code if told else None,
        ran=ran,
        restarted=restarted,
        template=pod.template,
    )


def _failing(end: WatchedEnd) -> bool:
    """A container that ended well may have been meant to: it counts when it is restarted."""
    return end.exit_code != 0 or end.reason == "OOMKilled"


def _calm(box: CachedContainer, known: CachedPod | None) -> CachedContainer:
    """Of a pod on its way out: its containers end because they are told to, which is no news."""
    before = next((one for one in known.boxes if one.name == box.name), None) if known else None
    box.restarts = max(box.restarts, before.restarts if before else 0)
    box.numbered = max(box.restarts, before.numbered if before else 0)
    return box
