"""The workload around a pod: owner chain, other revisions, siblings. It reads them and judges nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.number import whole_number
from workers.cluster import candidates, parse, wire
from workers.cluster.addresses import WORKLOADS, label_selector, path
from workers.cluster.connect import Cluster
from workers.cluster.pages import listed
from workers.cluster.reads import Pending, Reads
from workers.snapshot import Owner, Sibling

MOST_SIBLINGS = 200
"""Sickest first; enough to say on how many nodes and since when."""
MOST_REVISIONS = 5
MOST_RUNS = 200
"""Jobs of a namespace among which the newest of a CronJob are sought when it has no pods."""


@dataclass(frozen=True)
class Chain:
    """What was read of the owner chain, the pod's own controller first, and names of what could not be."""

    read: tuple[wire.V1Workload, ...] = ()
    outside: tuple[Owner, ...] = ()
    """Controllers of kinds we do not read, by name only: an Argo Rollout, the Node of a static pod."""
    whole: bool = True
    """False when a part of it could not be read."""

    def owners(self) -> tuple[Owner, ...] | None:
        """As the snapshot has them; None when nothing of it could be looked at."""
        if not self.read and not self.outside and not self.whole:
            return None
        return (*(parse.owner(shape) for shape in self.read), *self.outside)

    def selecting(self) -> wire.V1Workload | None:
        """The topmost one whose selector finds the siblings; a CronJob has none."""
        return next((shape for shape in reversed(self.read) if label_selector(shape.spec.selector)), None)


class OwnerReads:
    """The reads of an owner chain, begun at once: a Deployment's name can be told from its pod's labels."""

    def __init__(self, cluster: Cluster, reads: Reads, pod: wire.V1Pod) -> None:
        """Begins them."""
        self._cluster, self._reads, self._namespace = cluster, reads, pod.metadata.namespace
        self._direct = parse.controller(pod.metadata)
        guess = candidates.workload(pod)
        self._guess = guess if guess.partition("/")[0] in ("Deployment", "CronJob") and guess != self._direct else ""
        self._reading = {name: self._begin(name) for name in (self._direct, self._guess) if name}

    def chain(self) -> Chain:
        """Waits for them; reads on where the guess was wrong."""
        owners: list[wire.V1Workload] = []
        name = self._direct
        while name and len(owners) < 3:  # a pod, its ReplicaSet, its Deployment: no chain of built-in kinds is longer
            kind, _, own = name.partition("/")
            if kind.lower() not in WORKLOADS:
                return Chain(tuple(owners), (Owner(kind=kind, name=own),))
            if name not in self._reading:
                self._reading[name] = self._begin(name)
            shape = self._reads.end(self._reading[name])
            if shape is None:
                return Chain(tuple(owners), whole=False)
            owners.append(shape)
            name = parse.controller(shape.metadata)
        return Chain(tuple(owners))

    def _begin(self, name: str) -> Pending[wire.V1Workload] | None:
        kind, _, own = name.partition("/")
        if kind.lower() not in WORKLOADS:
            return None
        resource, shape = WORKLOADS[kind.lower()]
        where = path(resource, self._namespace, own)
        return self._reads.begin(f"owner/{own}", self._cluster.read, where, shape, until=self._reads.until)


def revisions(cluster: Cluster, deployment: wire.V1Workload, until: float) -> tuple[wire.ReplicaSet, ...]:
    """All ReplicaSets of a Deployment, newest revision first."""
    namespace, selector = deployment.metadata.namespace, label_selector(deployment.spec.selector)
    if not selector:
        return ()
    replica_sets = listed(
        cluster, "replicasets", wire.ReplicaSetList, namespace, {"labelSelector": selector}, until=until
    )
    own = [shape for shape in replica_sets if _owned(shape, deployment)]
    return tuple(sorted(own, key=revision_number, reverse=True))


def revision_number(shape: wire.V1Workload) -> int:
    """The revision the Deployment controller assigned; 0 where there is none."""
    return whole_number(shape.metadata.annotations.get(parse.REVISION, "")) or 0


def other_revisions(all_of_them: Iterable[wire.ReplicaSet], own: str) -> tuple[Owner, ...]:
    """Those besides `own` that still run pods, and the one just before or beside it."""
    others = [shape for shape in all_of_them if shape.metadata.name != own]
    kept = [shape for index, shape in enumerate(others) if index == 0 or shape.spec.replicas or shape.status.replicas]
    return tuple(parse.owner(shape) for shape in kept[:MOST_REVISIONS])


def siblings(cluster: Cluster, owner: wire.V1Workload, own: str, until: float) -> tuple[Sibling, ...]:
    """The other pods that the owner's selector finds, sickest first."""
    query = {"labelSelector": label_selector(owner.spec.selector)}
    pods = [
        pod
        for pod in listed(cluster, "pods", wire.PodList, owner.metadata.namespace, query, until=until)
        if pod.metadata.name != own
    ]
    order = sorted(pods, key=lambda pod: -candidates.sickness(pod))
    return tuple(parse.sibling(pod) for pod in order[:MOST_SIBLINGS])


def newest_run(cluster: Cluster, cron: wire.V1Workload, until: float) -> wire.Job | None:
    """The newest Job of a CronJob."""
    jobs = listed(cluster, "jobs", wire.JobList, cron.metadata.namespace, until=until, most=MOST_RUNS)
    own = [job for job in jobs if _owned(job, cron)]
    return max(own, key=lambda job: parse.stamp(job.metadata.creation_timestamp), default=None)


def _owned(shape: wire.V1Workload, owner: wire.V1Workload) -> bool:
    return any(reference.uid == owner.metadata.uid for reference in shape.metadata.owner_references)
