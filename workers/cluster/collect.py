"""One look at a pod: the pod, then everything around it in parallel, each read failing alone. It judges nothing beyond
which reads are worth making.
"""

import time
from datetime import datetime

from core.messages.report import PodRef
from workers.cluster import named, parse, wire
from workers.cluster.addresses import path
from workers.cluster.candidates import sickness
from workers.cluster.connect import Cluster
from workers.cluster.find import Resolved
from workers.cluster.happenings import NODE_EVENTS_NAMESPACE as NODES
from workers.cluster.happenings import ClaimFound, claim, events_of_name, events_of_uid
from workers.cluster.logs import tail, wanted
from workers.cluster.owners import Chain, OwnerReads, other_revisions, revisions, siblings
from workers.cluster.podless import collect_podless
from workers.cluster.reads import Pending, Reads
from workers.snapshot import Event, Log, Named, Owner, Sibling, Snapshot

SHORTEST_LOOK = 1.0
"""Seconds left for the look however long finding took: with less, everything would be unseen."""

_BEFORE_START = frozenset({"", "ContainerCreating", "PodInitializing", "CreateContainerConfigError"})
_STARTED = ("Running", "Succeeded", "Failed")
_NODE_CODES = (137, 255)
"""SIGKILL, and what the kubelet puts for a container that was lost with the node's runtime."""
_LOST = ("Unknown", "ContainerStatusUnknown")
_PRESSURE = ("MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable")


def collect(cluster: Cluster, ref: PodRef, now: datetime, *, until: float | None = None) -> Snapshot:
    """The snapshot of the pod that `ref` names, as `find` gave it or made by hand.

    Raises `ClusterError` when the pod itself cannot be read; whatever else cannot be is in `unseen`. `until`
    (time.monotonic) ends the look; without it the time `find` left does, or the cluster's time for a whole look.
    """
    started = time.monotonic()
    resolved = ref if isinstance(ref, Resolved) else Resolved(**dict(ref))
    ends = until if until is not None else resolved.until
    ends = started + cluster.limits.look_seconds if ends is None else max(ends, started + SHORTEST_LOOK)
    plain = PodRef(cluster=ref.cluster, namespace=ref.namespace, name=ref.name, container=ref.container)
    with Reads(cluster.limits.parallel, ends) as reads:
        if resolved.workload is not None:
            return collect_podless(cluster, plain, resolved.workload, now, reads)
        pod = resolved.pod or cluster.read(path("pods", ref.namespace, ref.name), wire.V1Pod, until=ends)
        return _Look(cluster, plain, pod, reads).snapshot(now)


class _Look:
    """The reads around one pod. Begun in the constructor, as far as the pod alone tells what to read."""

    def __init__(self, cluster: Cluster, ref: PodRef, pod: wire.V1Pod, reads: Reads) -> None:
        self.cluster, self.ref, self.shape, self.reads = cluster, ref, pod, reads
        self.pod, self.containers = parse.pod(pod), parse.containers(pod)
        self.sick = sickness(pod) > 0
        self.logs = self._begin_logs()
        self.events = self._begin_events(pod.metadata.uid)
        self.owners = OwnerReads(cluster, reads, pod)
        self.owner_events = [self._begin_events(owner.uid) for owner in pod.metadata.owner_references]
        self.node = self._begin_node()
        self.node_events = self._begin_node_events() if self._node_may_have_done_it() else None
        self.claims = [
            reads.begin("claims", claim, cluster, ref.namespace, name, reads.until) for name in self._claims()
        ]
        self.named = [
            (name, reads.begin(named.UNSEEN[name.kind], named.look_up, cluster, ref.namespace, name, reads.until))
            for name in self._names()
        ]

    def snapshot(self, now: datetime) -> Snapshot:
        """Waits for the reads, making those on the way that needed an answer first."""
        node = self.reads.end(self.node)
        if node is not None and self.node_events is None and _is_unwell(node):
            self.node_events = self._begin_node_events()
        chain = self.owners.chain()
        others, around = self._begin_revisions(chain), self._begin_siblings(chain)
        above = [self._begin_events(shape.metadata.uid) for shape in chain.read[1:]]
        claims = [claim for read in self.claims if (claim := self.reads.end(read)) is not None]
        return Snapshot(
            ref=self.ref,
            observed_at=now,
            pod=self.pod,
            containers=self.containers,
            events=self._told([*self.owner_events, *above, *([self.node_events] if self.node_events else [])], claims),
            logs=self._read_logs(),
            node=parse.node(node) if node else None,
            owners=chain.owners(),
            revisions=self._other_revisions(chain, others),
            siblings=self.reads.end(around) if around else (() if chain.whole and not self.pod.controller else None),
            claims=tuple(claim.claim for claim in claims) if self.sick and len(claims) == len(self.claims) else None,
            named=self._looked_up(claims) if self.sick else None,
            unseen=self.reads.unseen(),
        )

    def _begin_events(self, uid: str) -> Pending[tuple[wire.V1Event, ...]]:
        return self.reads.begin("events", events_of_uid, self.cluster, self.ref.namespace, uid, self.reads.until)

    def _begin_logs(self) -> list[Pending[Log]]:
        leaving = self.pod.deleted_at is not None
        return [
            self.reads.begin(
                f"{'previous-log' if previous else 'log'}/{container}",
                tail,
                self.cluster,
                self.ref,
                container,
                previous,
                self.reads.until,
            )
            for container, previous in wanted(self.containers, self.ref.container, leaving)
        ]

    def _read_logs(self) -> tuple[Log, ...] | None:
        """None where none was read: a healthy pod's are not worth it, or all reads failed."""
        read = [log for pending in self.logs if (log := self.reads.end(pending)) is not None]
        never_ran = all(not (item.running or item.ended) for item in self.containers)
        return tuple(read) if read or never_ran else None

    def _begin_node(self) -> Pending[wire.V1Node] | None:
        name = self.pod.node_name
        if not name:
            return None
        return self.reads.begin(
            "node", self.cluster.read, path("nodes", name=name), wire.V1Node, until=self.reads.until
        )

    def _begin_node_events(self) -> Pending[tuple[wire.V1Event, ...]]:
        name = self.pod.node_name
        return self.reads.begin("node-events", events_of_name, self.cluster, "Node", name, NODES, self.reads.until)

    def _node_may_have_done_it(self) -> bool:
        """Runs that ended as a reboot or the node's OOM killer ends them: a healthy node's events tell of it too."""
        ends = [item.ended for item in self.containers if item.ended]
        return bool(self.pod.node_name) and any(end.code in _NODE_CODES or end.reason in _LOST for end in ends)

    def _begin_revisions(self, chain: Chain) -> Pending[tuple[wire.ReplicaSet, ...]] | None:
        top = chain.read[-1] if chain.read else None
        if not isinstance(top, wire.Deployment):
            return None
        return self.reads.begin("owner", revisions, self.cluster, top, self.reads.until)

    def _other_revisions(
        self, chain: Chain, read: Pending[tuple[wire.ReplicaSet, ...]] | None
    ) -> tuple[Owner, ...] | None:
        if read is None:
            return () if chain.whole else None
        sets = self.reads.end(read)
        return None if sets is None else other_revisions(sets, chain.read[0].metadata.name)

    def _begin_siblings(self, chain: Chain) -> Pending[tuple[Sibling, ...]] | None:
        owner = chain.selecting()
        if owner is None:
            return None
        return self.reads.begin("siblings", siblings, self.cluster, owner, self.ref.name, self.reads.until)

    def _claims(self) -> list[str]:
        """Names of the pod's claims; a generic ephemeral volume's is made of the pod's and the volume's."""
        if not self.sick:
            return []
        named_ones = [volume.source for volume in self.pod.volumes if volume.kind == "persistentVolumeClaim"]
        made = [f"{self.ref.name}-{volume.name}" for volume in self.pod.volumes if volume.kind == "ephemeral"]
        return [*named_ones, *made][: named.MOST]

    def _names(self) -> tuple[named.ObjectName, ...]:
        if not self.sick:
            return ()
        pod = self.pod
        return named.names(self.containers, pod.volumes, pod.pull_secrets, pod.service_account, self._has_started())

    def _has_started(self) -> bool:
        waiting = [item.waiting.reason for item in self.containers if item.waiting]
        return self.pod.phase in _STARTED and not any(reason in _BEFORE_START for reason in waiting)

    def _told(
        self, reads: list[Pending[tuple[wire.V1Event, ...]]], claims: list[ClaimFound]
    ) -> tuple[Event, ...] | None:
        """All events together; None when the pod's own could not be read."""
        own = self.reads.end(self.events)
        others = [event for read in reads for event in self.reads.end(read) or ()]
        others += [event for claim in claims for event in claim.events]
        return None if own is None else parse.events([*own, *others])

    def _looked_up(self, claims: list[ClaimFound]) -> tuple[Named, ...]:
        """What was found of the names; those that could not be looked at are there with `exists` None."""
        named = [self.reads.end(read) or Named(kind=name.kind, name=name.name) for name, read in self.named]
        return (*named, *(item.missing for item in claims if item.missing))


def _is_unwell(node: wire.V1Node) -> bool:
    """Not ready, under pressure, or closed to new pods: then its events matter."""
    statuses = {condition.type: condition.status for condition in node.status.conditions}
    return (
        statuses.get("Ready") != "True"
        or any(statuses.get(pressure) == "True" for pressure in _PRESSURE)
        or node.spec.unschedulable
    )
