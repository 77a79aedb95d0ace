"""The shapes of a pod and its parts. Judges nothing: effective values and defaults are made in `parse`."""

from datetime import datetime
from typing import Any

import msgspec

from workers.cluster.wire.shapes import Int, ListMeta, Metadata, Quantity, V1Condition, WireStruct


class Reference(WireStruct, frozen=True):
    """Something named: `configMapKeyRef`, `secretRef`, `imagePullSecrets[]` ..."""

    name: str = ""
    key: str = ""
    optional: bool = False


class ValueFrom(WireStruct, frozen=True):
    """`env[].valueFrom`; field references say nothing about failures and are left out."""

    config_map_key_ref: Reference | None = None
    secret_key_ref: Reference | None = None


class V1EnvVar(WireStruct, frozen=True):
    """One entry of `env`."""

    name: str = ""
    value: str | None = None
    value_from: ValueFrom | None = None


class EnvFrom(WireStruct, frozen=True):
    """One entry of `envFrom`."""

    prefix: str = ""
    config_map_ref: Reference | None = None
    secret_ref: Reference | None = None


class Port(WireStruct, frozen=True):
    """One entry of `ports`."""

    name: str = ""
    container_port: Int | str | None = None
    host_port: Int | str | None = None


class Resources(WireStruct, frozen=True):
    """`resources` of a container or a pod."""

    requests: dict[str, Quantity] = msgspec.field(default_factory=dict)
    limits: dict[str, Quantity] = msgspec.field(default_factory=dict)


class V1ExecAction(WireStruct, frozen=True):
    """`exec` of a probe."""

    command: tuple[str, ...] = ()


class Address(WireStruct, frozen=True):
    """`httpGet`, `tcpSocket` or `grpc` of a probe."""

    path: str = ""
    port: Int | str = ""
    host: str = ""
    scheme: str = ""
    service: str = ""


class V1Probe(WireStruct, frozen=True):
    """A probe; seconds and counts are None where the API's default holds."""

    exec: V1ExecAction | None = None
    http_get: Address | None = None
    tcp_socket: Address | None = None
    grpc: Address | None = None
    initial_delay_seconds: Int | None = None
    period_seconds: Int | None = None
    timeout_seconds: Int | None = None
    failure_threshold: Int | None = None
    termination_grace_period_seconds: Int | None = None


class Lifecycle(WireStruct, frozen=True):
    """The hooks that are set; what they run matters to nobody yet."""

    post_start: dict[str, Any] | None = None
    pre_stop: dict[str, Any] | None = None


class V1Mount(WireStruct, frozen=True):
    """One entry of `volumeMounts`."""

    name: str = ""
    mount_path: str = ""
    sub_path: str = ""
    sub_path_expr: str = ""
    read_only: bool = False


class V1Container(WireStruct, frozen=True):
    """One container of the spec, of any of the three lists."""

    name: str = ""
    image: str = ""
    image_pull_policy: str = ""
    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    working_dir: str = ""
    env: tuple[V1EnvVar, ...] = ()
    env_from: tuple[EnvFrom, ...] = ()
    ports: tuple[Port, ...] = ()
    resources: Resources = Resources()
    volume_mounts: tuple[V1Mount, ...] = ()
    liveness_probe: V1Probe | None = None
    readiness_probe: V1Probe | None = None
    startup_probe: V1Probe | None = None
    lifecycle: Lifecycle | None = None
    restart_policy: str = ""
    security_context: dict[str, Any] | None = None


class V1ProjectedSource(WireStruct, frozen=True):
    """The body of a volume: of whichever kind, the fields that name something."""

    name: str = ""
    secret_name: str = ""
    claim_name: str = ""
    path: str = ""
    server: str = ""
    driver: str = ""
    image: str = ""
    type: str = ""
    medium: str = ""
    size_limit: Quantity = ""
    reference: str = ""
    optional: bool = False
    sources: tuple["Projection", ...] = ()


class Projection(WireStruct, frozen=True):
    """One source of a projected volume; those that name nothing are left out."""

    config_map: Reference | None = None
    secret: Reference | None = None
    service_account_token: dict[str, Any] | None = None


class V1Volume(WireStruct, frozen=True):
    """One volume; at most one of the kinds is set. Kinds that are not listed become no kind at all."""

    name: str = ""
    config_map: V1ProjectedSource | None = None
    secret: V1ProjectedSource | None = None
    projected: V1ProjectedSource | None = None
    persistent_volume_claim: V1ProjectedSource | None = None
    empty_dir: V1ProjectedSource | None = None
    host_path: V1ProjectedSource | None = None
    csi: V1ProjectedSource | None = None
    nfs: V1ProjectedSource | None = None
    image: V1ProjectedSource | None = None
    ephemeral: dict[str, Any] | None = None
    downward_api: dict[str, Any] | None = msgspec.field(default=None, name="downwardAPI")


class V1ObjectReference(WireStruct, frozen=True):
    """An entry that is only a name: `imagePullSecrets[]`, `schedulingGates[]`."""

    name: str = ""


class Gate(WireStruct, frozen=True):
    """An entry of `readinessGates`."""

    condition_type: str = ""


class PodSpec(WireStruct, frozen=True):
    """`spec` of a pod or of a pod template."""

    node_name: str = ""
    containers: tuple[V1Container, ...] = ()
    init_containers: tuple[V1Container, ...] = ()
    ephemeral_containers: tuple[V1Container, ...] = ()
    volumes: tuple[V1Volume, ...] = ()
    restart_policy: str = ""
    scheduler_name: str = ""
    scheduling_gates: tuple[V1ObjectReference, ...] = ()
    priority_class_name: str = ""
    service_account_name: str = ""
    automount_service_account_token: bool | None = None
    node_selector: dict[str, str] = msgspec.field(default_factory=dict)
    affinity: dict[str, Any] | None = None
    topology_spread_constraints: tuple[dict[str, Any], ...] = ()
    tolerations: tuple[dict[str, Any], ...] = ()
    image_pull_secrets: tuple[V1ObjectReference, ...] = ()
    readiness_gates: tuple[Gate, ...] = ()
    share_process_namespace: bool = False
    host_network: bool = False
    runtime_class_name: str = ""
    active_deadline_seconds: Int | None = None
    termination_grace_period_seconds: Int | None = None
    security_context: dict[str, Any] | None = None
    resources: Resources = Resources()


class V1Waiting(WireStruct, frozen=True):
    """`state.waiting`."""

    reason: str = ""
    message: str = ""


class V1Running(WireStruct, frozen=True):
    """`state.running`."""

    started_at: datetime | None = None


class V1Terminated(WireStruct, frozen=True):
    """`state.terminated`."""

    reason: str = ""
    exit_code: Int | None = None
    signal: Int | None = None
    message: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None


class ContainerState(WireStruct, frozen=True):
    """`state` or `lastState`; at most one is set."""

    waiting: V1Waiting | None = None
    running: V1Running | None = None
    terminated: V1Terminated | None = None


class ContainerStatus(WireStruct, frozen=True):
    """One entry of the three lists of container statuses."""

    name: str = ""
    state: ContainerState = ContainerState()
    last_state: ContainerState = ContainerState()
    ready: bool | None = None
    started: bool | None = None
    restart_count: Int = 0
    image: str = ""
    image_id: str = msgspec.field(default="", name="imageID")
    container_id: str = msgspec.field(default="", name="containerID")


class PodStatus(WireStruct, frozen=True):
    """`status` of a pod."""

    phase: str = ""
    reason: str = ""
    message: str = ""
    nominated_node_name: str = ""
    start_time: datetime | None = None
    qos_class: str = ""
    pod_ip: str = msgspec.field(default="", name="podIP")
    conditions: tuple[V1Condition, ...] = ()
    container_statuses: tuple[ContainerStatus, ...] = ()
    init_container_statuses: tuple[ContainerStatus, ...] = ()
    ephemeral_container_statuses: tuple[ContainerStatus, ...] = ()


class V1Pod(WireStruct, frozen=True):
    """A pod."""

    metadata: Metadata = Metadata()
    spec: PodSpec = PodSpec()
    status: PodStatus = PodStatus()


class PodList(WireStruct, frozen=True):
    """A page of pods."""

    metadata: ListMeta = ListMeta()
    items: tuple[V1Pod, ...] = ()


class PodTemplate(WireStruct, frozen=True):
    """`spec.template` of a workload."""

    metadata: Metadata = Metadata()
    spec: PodSpec = PodSpec()
