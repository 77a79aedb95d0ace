"""A workload without a pod: suspended, scaled to none, or its pods are refused. What can be read of it instead."""

from datetime import datetime

from core.messages.report import PodRef
from workers.cluster import named, parse, wire
from workers.cluster.addresses import WORKLOADS, path
from workers.cluster.connect import Cluster
from workers.cluster.happenings import events_of_uid
from workers.cluster.owners import newest_run, other_revisions, revisions
from workers.cluster.reads import Reads
from workers.snapshot import Named, Owner, Snapshot


def collect_podless(cluster: Cluster, ref: PodRef, workload: wire.V1Workload, now: datetime, reads: Reads) -> Snapshot:
    """The workload, what stands between it and its pods, and what their events say."""
    account = reads.begin("service-account", _account, cluster, workload, reads.until)
    below, others = _below(cluster, workload, reads)
    chain = (*below, workload, *_above(cluster, workload, reads))
    waiting = [
        reads.begin("events", events_of_uid, cluster, ref.namespace, shape.metadata.uid, reads.until) for shape in chain
    ]
    answers = [reads.end(read) for read in waiting]
    shapes = [event for events in answers for event in events or ()]
    missing = reads.end(account)
    return Snapshot(
        ref=ref,
        observed_at=now,
        events=None if all(events is None for events in answers) else parse.events(shapes),
        owners=tuple(parse.owner(shape) for shape in chain),
        revisions=others,
        siblings=(),
        named=(missing,) if missing else (),
        unseen=reads.unseen(),
    )


def _below(
    cluster: Cluster, workload: wire.V1Workload, reads: Reads
) -> tuple[tuple[wire.V1Workload, ...], tuple[Owner, ...] | None]:
    """The newest ReplicaSet of a Deployment or Job of a CronJob, and the other revisions."""
    if isinstance(workload, wire.Deployment):
        sets = reads.end(reads.begin("owner", revisions, cluster, workload, reads.until))
        if not sets:
            return (), None if sets is None else ()
        return (sets[0],), other_revisions(sets, sets[0].metadata.name)
    if isinstance(workload, wire.CronJob):
        run = reads.end(reads.begin("owner", newest_run, cluster, workload, reads.until))
        return ((run,) if run else ()), None
    return (), None


def _above(cluster: Cluster, workload: wire.V1Workload, reads: Reads) -> tuple[wire.V1Workload, ...]:
    """The Deployment of a ReplicaSet, the CronJob of a Job."""
    kind, _, name = parse.controller(workload.metadata).partition("/")
    if kind.lower() not in WORKLOADS:
        return ()
    resource, shape = WORKLOADS[kind.lower()]
    where = path(resource, workload.metadata.namespace, name)
    above = reads.end(reads.begin(f"owner/{name}", cluster.read, where, shape, until=reads.until))
    return (above,) if above else ()


def _account(cluster: Cluster, workload: wire.V1Workload, until: float) -> Named | None:
    """The pods' service account: without it no pod can be made. None where the template names none."""
    name = workload.spec.template.spec.service_account_name
    if not name:
        return None
    return named.look_up(cluster, workload.metadata.namespace, named.ObjectName("ServiceAccount", name), until)
