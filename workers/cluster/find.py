"""From what a person named to the one pod meant, a choice of several, or the nearest names. It reads, and judges only
which of a workload's pods looks sickest.
"""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from pydantic import Field, SkipValidation

from core.messages.answer import Choice, NotFound, Option
from core.messages.question import Target
from core.messages.report import PodRef
from workers.cluster import errors, wire
from workers.cluster.addresses import WORKLOADS, label_selector, path
from workers.cluster.candidates import (
    MOST_NEAREST,
    CandidatePod,
    candidate,
    choice,
    matching,
    nearest,
    one_each,
    workload,
)
from workers.cluster.connect import Cluster
from workers.cluster.pages import listed

MOST_NAMESAKES = 10
"""Workloads of one name in different namespaces that are looked at."""


class Resolved(PodRef):
    """The pod meant, with what was read on the way to it, so that `collect` need not read it again.

    A workload without pods has its own name in `name`, and only `workload` is set.
    """

    pod: SkipValidation[Any] = Field(default=None, exclude=True, repr=False)
    """A `wire.Pod`, or None when it is still to be read."""
    workload: SkipValidation[Any] = Field(default=None, exclude=True, repr=False)
    """A `wire.Workload`: there is no pod, and this is what should have made one."""
    until: float | None = Field(default=None, exclude=True, repr=False)
    """When the whole look must be over (time.monotonic), finding included."""


def find(cluster: Cluster, target: Target, *, until: float | None = None) -> Resolved | Choice | NotFound:
    """The pod that `target` means. Raises `ClusterError` when the cluster cannot be asked.

    `until` (time.monotonic) ends it; without it, the cluster's time for a whole look does.
    """
    return _Search(cluster, target, time.monotonic() + cluster.limits.look_seconds if until is None else until).answer()


@dataclass(frozen=True)
class _Search:
    cluster: Cluster
    target: Target
    until: float

    def answer(self) -> Resolved | Choice | NotFound:
        if self.target.kind is not None:
            return self._by_workload(self.target.kind) or self._not_found()
        exact = self._exact()
        if exact is not None:
            return exact
        return self._one_of(matching(self._pods(), self.target.name)) or self._without_pods() or self._not_found()

    def _exact(self) -> Resolved | Choice | None:
        """The pod of exactly this name; in several namespaces it is a choice."""
        name, namespace = self.target.name, self.target.namespace
        if namespace is None:
            same = list(self._list({"fieldSelector": f"metadata.name={name}"}))
            return self._found(same[0]) if len(same) == 1 else self._one_of([candidate(pod) for pod in same])
        try:
            pod = self.cluster.read(path("pods", namespace, name), wire.V1Pod, until=self.until)
        except errors.NoSuchObject:
            return None
        if pod.metadata.name != name:
            raise errors.Garbage("the answer is not the pod that was asked for")
        return self._found(pod)

    def _pods(self) -> list[CandidatePod]:
        """All pods of the namespace, or of all namespaces, in brief."""
        try:
            return [candidate(pod) for pod in self._list({})]
        except errors.Forbidden:
            if self.target.namespace is None:
                raise  # naming the namespace may help, and the answer says so
            return []  # it may `get` pods, but not `list` them: then there is no such pod, and no nearest one

    def _by_workload(self, kind: str) -> Resolved | Choice | None:
        """The sickest pod of the workload; the workload itself when it has none."""
        resource, shape = WORKLOADS[kind]
        owners = list(self._workloads(resource, shape))
        if not owners:
            return None
        sick = [item for owner in owners for item in one_each(candidate(pod) for pod in self._pods_of(owner))[:1]]
        return self._one_of(sick) or self._empty(owners[0])

    def _without_pods(self) -> Resolved | None:
        """A workload of that name that has no pods: suspended, scaled to none, or refused when it makes them."""
        with ThreadPoolExecutor(len(WORKLOADS)) as pool:
            owners = list(pool.map(self._first, WORKLOADS.values()))
        return next((self._empty(owner) for owner in owners if owner is not None), None)

    def _first(self, kind: tuple[str, type[wire.V1Workload]]) -> wire.V1Workload | None:
        try:
            return next(self._workloads(*kind), None)
        except errors.ClusterError:
            return None  # a kind that may not be read is no reason to fail: nothing was found there

    def _workloads(self, resource: str, shape: type[wire.V1Workload]) -> Iterator[wire.V1Workload]:
        name, namespace = self.target.name, self.target.namespace
        if namespace is None:
            query: dict[str, str | int] = {"fieldSelector": f"metadata.name={name}", "limit": MOST_NAMESAKES}
            page = self.cluster.read(path(resource), wire.WORKLOAD_LISTS[shape], query, until=self.until)
            yield from page.items
            return
        try:
            owner = self.cluster.read(path(resource, namespace, name), shape, until=self.until)
        except errors.NoSuchObject:
            return
        if owner.metadata.name == name:
            yield owner

    def _pods_of(self, owner: wire.V1Workload) -> Iterator[wire.V1Pod]:
        namespace, query = owner.metadata.namespace, label_selector(owner.spec.selector)
        if isinstance(owner, wire.CronJob):
            # It selects nothing itself; its runs' pods are told by their names.
            own = f"CronJob/{owner.metadata.name}"
            pods = listed(self.cluster, "pods", wire.PodList, namespace, until=self.until)
            yield from (pod for pod in pods if workload(pod) == own)
        elif query:
            selected = {"labelSelector": query}
            yield from listed(self.cluster, "pods", wire.PodList, namespace, selected, until=self.until)

    def _list(self, query: Mapping[str, str | int]) -> Iterator[wire.V1Pod]:
        return listed(self.cluster, "pods", wire.PodList, self.target.namespace, query, until=self.until)

    def _one_of(self, candidates: list[CandidatePod]) -> Resolved | Choice | None:
        if not candidates:
            return None
        if len(candidates) > 1:
            return choice(self.target.text, candidates, self.target.cluster)
        return self._ref(candidates[0].namespace, candidates[0].name)

    def _found(self, pod: wire.V1Pod) -> Resolved:
        return self._ref(pod.metadata.namespace, pod.metadata.name, pod=pod)

    def _empty(self, owner: wire.V1Workload) -> Resolved:
        return self._ref(owner.metadata.namespace, owner.metadata.name, workload=owner)

    def _ref(self, namespace: str, name: str, **read: Any) -> Resolved:
        target = self.target
        ref = PodRef(cluster=target.cluster, namespace=namespace, name=name, container=target.container)
        return Resolved(**dict(ref), **read, until=self.until)

    def _not_found(self) -> NotFound:
        """With the nearest names: of the namespace, or of all when there is no such namespace."""
        target = self.target
        missing = target.namespace is not None and self._is_missing(target.namespace)
        search = _Search(self.cluster, target.model_copy(update={"namespace": None}), self.until) if missing else self
        near = search._near_workloads(target.kind) if target.kind else ()
        return NotFound(
            target=target.text,
            sought=target.kind,
            nearest=near or search._near_pods(target.namespace if missing else None),
            namespace_missing=missing,
        )

    def _near_pods(self, wrong_namespace: str | None) -> tuple[Option, ...]:
        try:
            near = nearest(self._pods(), self.target.name, wrong_namespace)
        except errors.ClusterError:
            return ()
        return tuple(item.option(self.target.cluster) for item in near)

    def _near_workloads(self, kind: str) -> tuple[Option, ...]:
        """Of another kind that very name, then the nearest names of the kind."""
        resource, shape = WORKLOADS[kind]
        others = [other for name, other in WORKLOADS.items() if name != kind]
        with ThreadPoolExecutor(len(others)) as pool:
            twins = [owner for owner in pool.map(self._first, others) if owner is not None]
        try:
            every = list(
                listed(self.cluster, resource, wire.WORKLOAD_LISTS[shape], self.target.namespace, until=self.until)
            )
        except errors.ClusterError:
            every = []
        near = nearest(map(_brief, every), self.target.name)
        return tuple(_option(item, self.target.cluster) for item in [*map(_brief, twins), *near])[:MOST_NEAREST]

    def _is_missing(self, namespace: str) -> bool:
        try:
            self.cluster.get(path("namespaces", name=namespace), until=self.until)
        except errors.NoSuchObject:
            return True
        except errors.ClusterError:
            return False
        return False


def _brief(owner: wire.V1Workload) -> CandidatePod:
    """A workload as one of those whose names are compared; how it fares is not asked."""
    metadata, kind = owner.metadata, type(owner).__name__
    return CandidatePod(
        metadata.namespace, metadata.name, f"{kind}/{metadata.name}", status="", sickness=0, created=0.0
    )


def _option(item: CandidatePod, cluster: str | None) -> Option:
    kind = item.workload.partition("/")[0].lower()
    return item.option(cluster).model_copy(update={"kind": kind})
