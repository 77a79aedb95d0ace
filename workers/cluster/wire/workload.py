"""The shapes of workloads: ReplicaSet, Deployment, StatefulSet, DaemonSet, Job, CronJob. Judges nothing."""

from datetime import datetime
from typing import Any

import msgspec

from workers.cluster.wire.pod import PodTemplate
from workers.cluster.wire.shapes import Int, ListMeta, Metadata, V1Condition, WireStruct


class Requirement(WireStruct, frozen=True):
    """One entry of `matchExpressions`."""

    key: str = ""
    operator: str = ""
    values: tuple[str, ...] = ()


class Selector(WireStruct, frozen=True):
    """`spec.selector`."""

    match_labels: dict[str, str] = msgspec.field(default_factory=dict)
    match_expressions: tuple[Requirement, ...] = ()


class WorkloadSpec(WireStruct, frozen=True):
    """`spec` of all six kinds: the fields of each, empty where a kind has none of it."""

    replicas: Int | None = None
    selector: Selector = Selector()
    template: PodTemplate = PodTemplate()
    paused: bool = False
    suspend: bool = False
    strategy: dict[str, Any] | None = None
    progress_deadline_seconds: Int | None = None
    service_name: str = ""
    parallelism: Int | None = None
    completions: Int | None = None
    backoff_limit: Int | None = None
    active_deadline_seconds: Int | None = None
    schedule: str = ""


class WorkloadStatus(WireStruct, frozen=True):
    """`status` of all six kinds."""

    observed_generation: Int | None = None
    replicas: Int | None = None
    updated_replicas: Int | None = None
    ready_replicas: Int | None = None
    available_replicas: Int | None = None
    unavailable_replicas: Int | None = None
    current_revision: str = ""
    update_revision: str = ""
    desired_number_scheduled: Int | None = None
    number_ready: Int | None = None
    number_available: Int | None = None
    active: Any = None
    """A Job's count of active pods; a CronJob's list of active Jobs."""
    succeeded: Int | None = None
    failed: Int | None = None
    last_schedule_time: datetime | None = None
    conditions: tuple[V1Condition, ...] = ()


class V1Workload(WireStruct, frozen=True):
    """What the six kinds have in common; which one it is says its class, since items of a list carry no kind."""

    metadata: Metadata = Metadata()
    spec: WorkloadSpec = WorkloadSpec()
    status: WorkloadStatus = WorkloadStatus()


class ReplicaSet(V1Workload, frozen=True):
    """A ReplicaSet."""


class Deployment(V1Workload, frozen=True):
    """A Deployment."""


class StatefulSet(V1Workload, frozen=True):
    """A StatefulSet."""


class DaemonSet(V1Workload, frozen=True):
    """A DaemonSet."""


class Job(V1Workload, frozen=True):
    """A Job."""


class CronJob(V1Workload, frozen=True):
    """A CronJob; its `jobTemplate` is not read, since the Jobs say what it made of it."""


class DeploymentList(WireStruct, frozen=True):
    """A page of Deployments."""

    metadata: ListMeta = ListMeta()
    items: tuple[Deployment, ...] = ()


class ReplicaSetList(WireStruct, frozen=True):
    """A page of ReplicaSets."""

    metadata: ListMeta = ListMeta()
    items: tuple[ReplicaSet, ...] = ()


class JobList(WireStruct, frozen=True):
    """A page of Jobs."""

    metadata: ListMeta = ListMeta()
    items: tuple[Job, ...] = ()


class CronJobList(WireStruct, frozen=True):
    """A page of CronJobs."""

    metadata: ListMeta = ListMeta()
    items: tuple[CronJob, ...] = ()


class StatefulSetList(WireStruct, frozen=True):
    """A page of StatefulSets."""

    metadata: ListMeta = ListMeta()
    items: tuple[StatefulSet, ...] = ()


class DaemonSetList(WireStruct, frozen=True):
    """A page of DaemonSets."""

    metadata: ListMeta = ListMeta()
    items: tuple[DaemonSet, ...] = ()


WORKLOAD_LISTS: dict[type[V1Workload], Any] = {
    ReplicaSet: ReplicaSetList,
    Deployment: DeploymentList,
    StatefulSet: StatefulSetList,
    DaemonSet: DaemonSetList,
    Job: JobList,
    CronJob: CronJobList,
}
"""The list of each kind."""
