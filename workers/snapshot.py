"""What the diagnosis looks at: one pod and its surroundings at one moment, normalized.

Pure data: no network, no clock, no Kubernetes client. The collector and the paste reader both end here.
`None` for `events`, `logs`, `node`, `journal` ... means "not looked at"; an empty tuple means "looked, nothing there".
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from core.messages.model import Platform, Strict, Writer
from core.messages.report import PodRef, Unseen
from workers.container import Container


class Volume(Strict):
    """A volume of the pod: its kind (`configMap`, `secret`, `hostPath`, ...) and what it names."""

    name: str = ""
    kind: str = ""
    source: str = ""
    """Name of the ConfigMap, Secret or claim; the path of a hostPath; the driver of a CSI volume."""
    optional: bool = False
    size_limit: str = ""
    medium: str = ""


class Event(Strict):
    """One event, of whichever object."""

    reason: str = ""
    message: str = ""
    type: str = ""
    """`Normal` or `Warning`; empty when unknown."""
    count: int = 1
    first: datetime | None = None
    last: datetime | None = None
    component: str = ""
    """`kubelet`, `default-scheduler`, ..."""
    kind: str = "Pod"
    """Kind of the object the event is about."""
    name: str = ""
    container: str | None = None
    """From `involvedObject.fieldPath`, e.g. `spec.containers{web}`."""
    writer: Writer = ""
    """Who quoted it in a sentence; empty where the API or kubectl itself shows it."""
    age_seconds: float | None = None
    """For pasted events that give an age instead of a time: seconds before the paste of the last occurrence."""


class Condition(Strict):
    """A condition of a pod, a node or an owner."""

    type: str = ""
    status: str = ""
    reason: str = ""
    message: str = ""
    since: datetime | None = None


class Log(Strict):
    """The tail of one log; `container` None when a paste does not tell whose it is."""

    container: str | None = None
    previous: bool = False
    lines: tuple[str, ...] = ()


class Written(Strict):
    """A line outside objects, events, logs and the node's journal whose writer is known."""

    writer: Writer
    text: str


class Taint(Strict):
    """A taint of a node."""

    key: str = ""
    value: str = ""
    effect: str = ""


class Node(Strict):
    """The node the pod is bound to."""

    name: str = ""
    conditions: tuple[Condition, ...] = ()
    taints: tuple[Taint, ...] = ()
    unschedulable: bool = False
    allocatable: dict[str, str] = Field(default_factory=dict)
    capacity: dict[str, str] = Field(default_factory=dict)
    architecture: str = ""
    os_image: str = ""
    kernel: str = ""
    runtime: str = ""
    kubelet: str = ""
    labels: dict[str, str] = Field(default_factory=dict)
    boot_id: str = ""
    told_by: Literal["", "alerting"] = ""
    """Who told its state in words; empty where Kubernetes itself showed it."""


class Owner(Strict):
    """An object of the owner chain (ReplicaSet, Deployment, Job, ...); or another object a paste shows."""

    kind: str = ""
    name: str = ""
    revision: str = ""
    controller: str = ""
    """Its own controller, `Deployment/web`; empty at the end of the chain."""
    images: tuple[str, ...] = ()
    created_at: datetime | None = None
    replicas: int | None = None
    ready: int | None = None
    available: int | None = None
    failed: int | None = None
    succeeded: int | None = None
    backoff_limit: int | None = None
    """A Job's: how many failures are allowed."""
    deadline_seconds: float | None = None
    """A Job's activeDeadlineSeconds, a Deployment's progressDeadlineSeconds."""
    schedule: str = ""
    suspended: bool = False
    conditions: tuple[Condition, ...] = ()
    deleted_at: datetime | None = None
    finalizers: tuple[str, ...] = ()
    template: dict[str, Any] = Field(default_factory=dict)
    """What tells two revisions apart, by container name: image, command, args, env, resources, probes.

    `env` maps a name to its value, or to where it comes from: `configMap/app:level`, `secret/db:password`.
    """


class Sibling(Strict):
    """Another pod of the same workload, briefly."""

    name: str = ""
    node: str = ""
    status: str = ""
    """kubectl's word for it."""
    ready: bool = False
    restarts: int = 0
    owner: str = ""
    """The ReplicaSet (or other direct owner) it belongs to."""
    last_reason: str = ""
    last_code: int | None = None
    created_at: datetime | None = None


class Claim(Strict):
    """A persistent volume claim the pod names."""

    name: str = ""
    exists: bool = True
    phase: str = ""
    storage_class: str = ""
    volume: str = ""
    access_modes: tuple[str, ...] = ()
    events: tuple[Event, ...] | None = None


class Named(Strict):
    """An object the pod names and whether it exists: ConfigMap, Secret, ServiceAccount, StorageClass ..."""

    kind: str
    name: str
    exists: bool | None = None
    """None when it could not be looked at."""
    keys: tuple[str, ...] | None = None
    """Keys of a ConfigMap where RBAC lets us see them; never of a Secret unless only names are read."""
    nearest: tuple[str, ...] = ()
    """Nearest existing names, best first, when it does not exist."""


class Pod(Strict):
    """The pod itself."""

    uid: str = ""
    controller: str = ""
    """Its direct owner, `ReplicaSet/web-7d9c5b8f6d`."""
    phase: str = ""
    reason: str = ""
    message: str = ""
    status_word: str = ""
    """kubectl's STATUS column when a paste gives only that (`CrashLoopBackOff`, `Init:0/1`, `Evicted`, ...)."""
    age: str = ""
    """kubectl's AGE column when a paste gives only a table's row: `46d`."""
    restarted_ago: str = ""
    """How long ago its last restart was, of such a row: `3m16s` of `15 (3m16s ago)`."""
    node_name: str = ""
    nominated_node: str = ""
    created_at: datetime | None = None
    started_at: datetime | None = None
    deleted_at: datetime | None = None
    """metadata.deletionTimestamp: the time by which it should be gone."""
    grace_seconds: float | None = None
    """spec.terminationGracePeriodSeconds; the API's default is 30."""
    deletion_grace_seconds: float | None = None
    """metadata.deletionGracePeriodSeconds: what the deletion itself allows."""
    finalizers: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    restart_policy: str = ""
    scheduler: str = ""
    scheduling_gates: tuple[str, ...] = ()
    qos: str = ""
    priority_class: str = ""
    service_account: str = ""
    node_selector: dict[str, str] = Field(default_factory=dict)
    tolerations: tuple[dict[str, Any], ...] = ()
    affinity: dict[str, Any] = Field(default_factory=dict)
    """In the API's own keys."""
    spread: tuple[dict[str, Any], ...] = ()
    """topologySpreadConstraints, in the API's own keys."""
    labels: dict[str, str] = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)
    volumes: tuple[Volume, ...] = ()
    pull_secrets: tuple[str, ...] = ()
    readiness_gates: tuple[str, ...] = ()
    share_process_namespace: bool = False
    host_network: bool = False
    runtime_class: str = ""
    active_deadline: float | None = None
    security: dict[str, Any] = Field(default_factory=dict)
    requests: dict[str, str] = Field(default_factory=dict)
    """Of the pod as a whole (spec.resources); containers have their own."""
    limits: dict[str, str] = Field(default_factory=dict)
    ip: str = ""


class Snapshot(Strict):
    """One pod and its surroundings at one moment."""

    ref: PodRef | None = None
    observed_at: datetime | None = None
    """When it was looked at; for a paste the latest time in it, if any."""
    pod: Pod | None = None
    """None when only events or logs were given."""
    containers: tuple[Container, ...] = ()
    """Init containers first, in the spec's order, then sidecars, main and ephemeral ones."""
    events: tuple[Event, ...] | None = None
    """Of the pod, its owners and its claims; oldest first."""
    events_whole: bool = True
    """False where a paste quotes single events: what is not among them may have happened all the same."""
    logs: tuple[Log, ...] | None = None
    journal: tuple[str, ...] | None = None
    """Lines of the node: kubelet, container runtime, kernel."""
    node: Node | None = None
    owners: tuple[Owner, ...] | None = None
    """The owner chain, the pod's own controller first, the workload a person knows last."""
    revisions: tuple[Owner, ...] | None = None
    """The other ReplicaSets of the pod's Deployment that still run pods or came just before, newest first."""
    siblings: tuple[Sibling, ...] | None = None
    claims: tuple[Claim, ...] | None = None
    named: tuple[Named, ...] | None = None
    words: tuple[str, ...] = ()
    """Lines of a paste that are neither of the above and that anybody may have written: messages out of context."""
    written: tuple[Written, ...] = ()
    """The same, of writers that are known: runners, deployers, the person who asks."""
    platform: Platform = ""
    platform_name: str = ""
    alerts: tuple[str, ...] = ()
    """Names of the alerting rules that a paste shows to fire. What their objects suffer from they do not say."""
    unseen: tuple[Unseen, ...] = ()
    hidden: int = 0
    """How many secret values were replaced."""
