"""Every container seen, in a few hundred bytes a pod, and the terminations that the next observation adds.

Restart counts only grow; the terminations between the known count and a greater one are told apart by their number, so
that seeing the same status again adds nothing. It asks nobody and decides nothing.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from msgspec import structs

from core.messages.terminations import Termination
from workers.cluster.wire.watched import WatchedEnd, WatchedPod, WatchedStatus, annotations
from workers.watcher.cache.case import OOM
from workers.watcher.cache.pod import (
    CachedContainer,
    CachedPod,
    cached_container,
    disrupted,
    owner,
    readiness,
    stamp,
    statuses,
    template,
)

MOST_AT_ONCE = 64
"""Terminations of one container that are made up at once for a count that grew unseen; the oldest are left out."""
LATE = 60.0
"""Seconds a status may take from the kubelet to us. A termination seen live that claims to be older than this comes
from a clock that is wrong."""
LATE_RESTART = 900.0
"""The same for a restart seen together with its termination: a back-off of 5 minutes and a pull in between."""
TOGETHER = 600.0
"""Seconds in which several restarts happened that came in one status of a pod that was being watched: the kubelet
reports each, and only a node that was cut off reports several at once."""


@dataclass(frozen=True, slots=True)
class PastCounts:
    """How far a container had come when an earlier process last wrote it down."""

    restarts: int = 0
    last_number: int = 0


@dataclass(frozen=True, slots=True)
class Restored:
    """The checkpoint of an earlier process. `until` is when it last saw; containers left out had no restarts."""

    until: float | None = None
    counts: Mapping[tuple[str, str], PastCounts] = field(default_factory=dict)
    """By UID and container."""


@dataclass(frozen=True, slots=True)
class Observation:
    """When and how a pod is seen."""

    now: float
    live: bool
    """It comes from the watch, so that what is new happened just now."""
    since: float | None = None
    """Of a pod in a list: when the watch was last fresh before it; what is new in a known pod happened after that."""

    def time_of(self, reported: float | None, earliest: float, restarted: bool) -> float:
        """When a termination was, given what the kubelet reports: never in the future nor before it can have been.

        A node's clock may be hours off; what is seen live happened just now, whatever that clock says.
        """
        if reported is None:
            return self.now
        if self.live:
            oldest = self.now - (LATE_RESTART if restarted else LATE)
            return min(reported, self.now) if reported >= oldest else self.now
        return max(min(earliest, self.now), min(reported, self.now))


class Terminations:
    """All pods of one cluster. Not thread-safe: its owner locks."""

    def __init__(self, restored: Restored | None = None, keep_labels: Iterable[str] = ()) -> None:
        """`keep_labels` are the label keys that are kept for routing."""
        self.pods: dict[str, CachedPod] = {}
        self._restored = restored or Restored()
        self._keep_labels = frozenset(keep_labels)
        self._shared: dict[object, object] = {}
        self._list_number = 0

    def restore(self, restored: Restored) -> None:
        """Take over what an earlier process wrote down; before the first list."""
        self._restored = restored

    def begin_list(self) -> None:
        """Pods not observed from here until `end_list` are gone."""
        self._list_number += 1

    def end_list(self) -> list[CachedPod]:
        """The pods that were not in the list; they are forgotten."""
        gone = [pod for pod in self.pods.values() if pod.list_number != self._list_number]
        for pod in gone:
            del self.pods[pod.uid]
        self._restored = replace(self._restored, counts={})  # from here on we know better
        return gone

    def remove(self, uid: str) -> CachedPod | None:
        """Forget a deleted pod."""
        return self.pods.pop(uid, None)

    def observe(self, watched: WatchedPod, observation: Observation) -> tuple[CachedPod, list[Termination]]:
        """Take in a pod; what is kept of it, and the terminations that were not known or were restarted since."""
        known = self.pods.get(watched.metadata.uid)
        pod = self._cached(watched, known)
        terminations: list[Termination] = []
        if pod.leaving:
            # Its containers end because they are told to, which is no news.
            for container in pod.containers:
                _keep_counts(container, _known_container(known, container.name))
        else:
            for container, status in zip(pod.containers, statuses(watched), strict=True):
                terminations += self._new_terminations(pod, known, container, status, observation)
        self.pods[pod.uid] = pod
        return pod, terminations

    def tidy(self) -> None:
        """Forget what no pod shares any more."""
        self._shared = {}
        for pod in self.pods.values():
            pod.owner = self._shared_pair(pod.owner)
            pod.annotations = self._shared_mapping(pod.annotations)
            pod.labels = self._shared_mapping(pod.labels)

    def _cached(self, watched: WatchedPod, known: CachedPod | None) -> CachedPod:
        metadata, status, labels = watched.metadata, watched.status, watched.metadata.labels
        ready, ready_since = readiness(watched)
        deleting = metadata.deletion_timestamp is not None
        return CachedPod(
            uid=known.uid if known else metadata.uid,
            name=known.name if known else metadata.name,
            namespace=sys.intern(metadata.namespace),
            owner=known.owner if known else self._shared_pair(owner(watched)),
            node=sys.intern(watched.spec.node_name),
            template=sys.intern(template(labels)),
            created=stamp(metadata.creation_timestamp) or 0.0,
            phase=sys.intern(status.phase),
            leaving=deleting or disrupted(watched) or status.reason == "Evicted",
            deleting=deleting,
            ready=ready,
            ready_since=ready_since,
            containers=tuple(map(cached_container, statuses(watched))),
            annotations=self._shared_mapping(annotations(metadata)),
            labels=self._shared_mapping(
                {key: metadata.labels[key] for key in self._keep_labels & metadata.labels.keys()}
            ),
            list_number=self._list_number,
        )

    def _new_terminations(
        self,
        pod: CachedPod,
        known: CachedPod | None,
        container: CachedContainer,
        status: WatchedStatus,
        observation: Observation,
    ) -> list[Termination]:
        before = self._counts_before(pod, known, container)
        current = status.state.terminated
        newest = container.restarts + 1 if current is not None and _failed(current) else container.restarts
        container.restarts = max(container.restarts, before.restarts)  # less: a runtime that lost its dead containers
        container.last_number = max(newest, before.last_number)
        if newest <= before.last_number and container.restarts <= before.restarts:
            return []
        earliest = self._earliest(pod, known, observation)
        return list(_between(pod, container, status, before, newest, earliest, observation))

    def _counts_before(self, pod: CachedPod, known: CachedPod | None, container: CachedContainer) -> PastCounts:
        if known is None:
            return self._restored.counts.get((pod.uid, container.name), PastCounts())
        same = _known_container(known, container.name)
        return PastCounts(same.restarts, same.last_number) if same else PastCounts()

    def _earliest(self, pod: CachedPod, known: CachedPod | None, observation: Observation) -> float:
        """The time before which nothing new can have happened."""
        if known is not None and observation.live:
            return max(pod.created, observation.now - TOGETHER)
        if known is not None and observation.since is not None:
            return max(pod.created, observation.since)
        if known is None and self._restored.until is not None:
            return max(pod.created, self._restored.until)
        return pod.created

    def _shared_pair(self, pair: tuple[str, str]) -> tuple[str, str]:
        """The same object for equal values: thousands of pods share a few owners."""
        return self._shared.setdefault(pair, pair)  # type: ignore[return-value]

    def _shared_mapping(self, mapping: Mapping[str, str] | None) -> Mapping[str, str] | None:
        if not mapping:
            return None
        return self._shared.setdefault(tuple(sorted(mapping.items())), mapping)  # type: ignore[return-value]


def _known_container(pod: CachedPod | None, name: str) -> CachedContainer | None:
    return next((container for container in pod.containers if container.name == name), None) if pod else None


def _keep_counts(container: CachedContainer, known: CachedContainer | None) -> None:
    container.restarts = max(container.restarts, known.restarts if known else 0)
    container.last_number = max(container.restarts, known.last_number if known else 0)


def _between(
    pod: CachedPod,
    container: CachedContainer,
    status: WatchedStatus,
    before: PastCounts,
    newest: int,
    earliest: float,
    observation: Observation,
) -> Iterator[Termination]:
    """The terminations after those known, and again the known one that was restarted since."""
    reported = _reported(status, container.restarts)
    if before.restarts < before.last_number <= container.restarts:  # it waited to be restarted, and was
        number = before.last_number
        yield _termination(pod, container, number, reported.get(number), observation, earliest, True)
    first = min((number for number in reported if number > before.last_number), default=newest + 1)
    latest = observation.now
    if first in reported:
        latest = observation.time_of(stamp(reported[first].finished_at), earliest, True)
    for number in range(max(before.last_number + 1, newest - MOST_AT_ONCE + 1), newest + 1):
        if number in reported:
            restarted = number <= container.restarts
            yield _termination(pod, container, number, reported[number], observation, earliest, restarted)
        else:
            share = (number - before.last_number) / (first - before.last_number)
            unseen = _termination(pod, container, number, None, observation, earliest, True)
            at = min(earliest + (latest - earliest) * share, observation.now)
            yield structs.replace(unseen, at=at, exact=False)


def _reported(status: WatchedStatus, restarts: int) -> dict[int, WatchedEnd]:
    """The terminations the status itself has, by number: the current one and the one before the current run."""
    reported = {}
    if status.last_state.terminated is not None and restarts:
        reported[restarts] = status.last_state.terminated
    if status.state.terminated is not None and _failed(status.state.terminated):
        reported[restarts + 1] = status.state.terminated
    return reported


def _termination(
    pod: CachedPod,
    container: CachedContainer,
    number: int,
    reported: WatchedEnd | None,
    observation: Observation,
    earliest: float,
    restarted: bool,
) -> Termination:
    finished = stamp(reported.finished_at) if reported else None
    started = stamp(reported.started_at) if reported else None
    return Termination(
        pod=pod.name,
        uid=pod.uid,
        node=pod.node,
        container=container.name,
        number=number,
        at=observation.time_of(finished, earliest, restarted),
        reason=sys.intern(reported.reason) if reported else "",
        code=reported.exit_code if reported else None,
        ran=finished - started if finished is not None and started and finished >= started else None,
        restarted=restarted,
        template=pod.template,
    )


def _failed(end: WatchedEnd) -> bool:
    """A container that ended well may have been meant to: it counts once it is restarted."""
    return end.exit_code != 0 or end.reason == OOM
