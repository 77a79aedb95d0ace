"""The shapes of what surrounds a pod: events, nodes, claims and ConfigMaps (their keys only). Judges nothing."""

from datetime import datetime

import msgspec

from workers.cluster.wire.shapes import Int, ListMeta, Metadata, Quantity, V1Condition, WireStruct


class Regarding(WireStruct, frozen=True):
    """The object an event is about."""

    kind: str = ""
    namespace: str = ""
    name: str = ""
    uid: str = ""
    field_path: str = ""


class Origin(WireStruct, frozen=True):
    """Who says it, in the old shape."""

    component: str = ""
    host: str = ""


class Series(WireStruct, frozen=True):
    """A repeated event of the newer kind: the count since the first, and the last time."""

    count: Int = 0
    last_observed_time: datetime | None = None


class V1Event(WireStruct, frozen=True):
    """An event in either shape.

    `core/v1` says involvedObject, message, count, firstTimestamp, lastTimestamp, source and reportingComponent;
    `events.k8s.io/v1` says regarding, note, deprecatedCount ... and reportingController
    (staging/src/k8s.io/api/events/v1/types.go). eventTime and series exist in both.
    """

    metadata: Metadata = Metadata()
    reason: str = ""
    type: str = ""
    involved_object: Regarding | None = None
    regarding: Regarding | None = None
    message: str = ""
    note: str = ""
    count: Int | None = None
    deprecated_count: Int | None = None
    first_timestamp: datetime | None = None
    deprecated_first_timestamp: datetime | None = None
    last_timestamp: datetime | None = None
    deprecated_last_timestamp: datetime | None = None
    event_time: datetime | None = None
    series: Series | None = None
    source: Origin | None = None
    deprecated_source: Origin | None = None
    reporting_component: str = ""
    reporting_controller: str = ""


class EventList(WireStruct, frozen=True):
    """A page of events."""

    metadata: ListMeta = ListMeta()
    items: tuple[V1Event, ...] = ()


class V1Taint(WireStruct, frozen=True):
    """A taint of a node."""

    key: str = ""
    value: str = ""
    effect: str = ""


class NodeSpec(WireStruct, frozen=True):
    """`spec` of a node."""

    unschedulable: bool = False
    taints: tuple[V1Taint, ...] = ()


class NodeInfo(WireStruct, frozen=True):
    """`status.nodeInfo`."""

    boot_id: str = msgspec.field(default="", name="bootID")
    kernel_version: str = ""
    os_image: str = ""
    container_runtime_version: str = ""
    kubelet_version: str = ""
    architecture: str = ""


class NodeStatus(WireStruct, frozen=True):
    """`status` of a node."""

    conditions: tuple[V1Condition, ...] = ()
    allocatable: dict[str, Quantity] = msgspec.field(default_factory=dict)
    capacity: dict[str, Quantity] = msgspec.field(default_factory=dict)
    node_info: NodeInfo = NodeInfo()


class V1Node(WireStruct, frozen=True):
    """A node."""

    metadata: Metadata = Metadata()
    spec: NodeSpec = NodeSpec()
    status: NodeStatus = NodeStatus()


class NodeList(WireStruct, frozen=True):
    """A page of nodes."""

    metadata: ListMeta = ListMeta()
    items: tuple[V1Node, ...] = ()


class ClaimSpec(WireStruct, frozen=True):
    """`spec` of a claim; the class is None for the default one and empty for none at all."""

    storage_class_name: str | None = None
    volume_name: str = ""
    access_modes: tuple[str, ...] = ()


class ClaimStatus(WireStruct, frozen=True):
    """`status` of a claim."""

    phase: str = ""


class V1PersistentVolumeClaim(WireStruct, frozen=True):
    """A PersistentVolumeClaim."""

    metadata: Metadata = Metadata()
    spec: ClaimSpec = ClaimSpec()
    status: ClaimStatus = ClaimStatus()


class ClaimList(WireStruct, frozen=True):
    """A page of claims."""

    metadata: ListMeta = ListMeta()
    items: tuple[V1PersistentVolumeClaim, ...] = ()


class ConfigMap(WireStruct, frozen=True):
    """A ConfigMap of which only the keys are of interest; the values stay undecoded bytes and are thrown away."""

    metadata: Metadata = Metadata()
    data: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)
    binary_data: dict[str, msgspec.Raw] = msgspec.field(default_factory=dict)
