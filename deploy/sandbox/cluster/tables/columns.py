"""The columns `kubectl get` shows for each resource. Pure.

Names and order: pkg/printers/internalversion/printers.go of Kubernetes v1.36.
A column with priority 1 is shown by `-o wide` only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deploy.sandbox.cluster.objects import resources as kinds
from deploy.sandbox.cluster.objects.resources import Resource
from deploy.sandbox.cluster.tables import pods
from deploy.sandbox.cluster.tables.durations import human, since
from deploy.sandbox.json import Json

Cell = str | int | bool
NONE = "<none>"


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it shows of an object at a time, and whether only `-o wide` shows it."""

    name: str
    cell: Callable[[Json, datetime], Cell]
    priority: int = 0
    type: str = "string"


def at(path: str, missing: Cell = NONE) -> Callable[[Json, datetime], Cell]:
    """The cell of a field, by its path."""

    def cell(obj: Json, _: datetime) -> Cell:
        value: Any = obj
        for step in path.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if value is None or value == "":
            return missing
        return value if isinstance(value, (str, int, bool)) else str(value)

    return cell


def _age(obj: Json, now: datetime) -> Cell:
    return since(obj["metadata"].get("creationTimestamp"), now)


def _ratio(part: str, whole: str) -> Callable[[Json, datetime], Cell]:
    return lambda obj, now: f"{at(part, 0)(obj, now)}/{at(whole, 0)(obj, now)}"


def _size(path: str) -> Callable[[Json, datetime], Cell]:
    def cell(obj: Json, _: datetime) -> Cell:
        return len(obj.get(path) or {})

    return cell


def _of_containers(key: str) -> Callable[[Json, datetime], Cell]:
    return lambda obj, _: ",".join(container[key] for container in obj["spec"]["template"]["spec"]["containers"])


def _selector(obj: Json, _: datetime) -> Cell:
    labels = obj["spec"].get("selector", {}).get("matchLabels", {})
    return ",".join(f"{key}={value}" for key, value in sorted(labels.items())) or NONE


def _node_status(node: Json, _: datetime) -> Cell:
    is_ready = [entry["status"] for entry in node["status"].get("conditions", []) if entry["type"] == "Ready"]
    words = ["Ready" if is_ready == ["True"] else "NotReady"]
    return ",".join(words + (["SchedulingDisabled"] if node["spec"].get("unschedulable") else []))


def _node_roles(node: Json, _: datetime) -> Cell:
    prefix = "node-role.kubernetes.io/"
    labels = node["metadata"].get("labels", {})
    return ",".join(sorted(key.removeprefix(prefix) for key in labels if key.startswith(prefix))) or NONE


def _node_address(kind: str) -> Callable[[Json, datetime], Cell]:
    return lambda node, _: next((a["address"] for a in node["status"].get("addresses", []) if a["type"] == kind), NONE)


def _first_seen(event: Json, now: datetime) -> Cell:
    return since(event.get("firstTimestamp") or event.get("eventTime"), now)


def _last_seen(event: Json, now: datetime) -> Cell:
    series = (event.get("series") or {}).get("lastObservedTime")
    return since(series or event.get("lastTimestamp") or event.get("firstTimestamp") or event.get("eventTime"), now)


def _event_object(event: Json, _: datetime) -> Cell:
    return f"{event['involvedObject']['kind'].lower()}/{event['involvedObject']['name']}"


def _event_source(event: Json, _: datetime) -> Cell:
    source = event.get("source") or {}
    component = source.get("component") or event.get("reportingComponent", "")
    return f"{component}, {source['host']}" if source.get("host") else component


def _event_count(event: Json, _: datetime) -> Cell:
    return int((event.get("series") or {}).get("count") or event.get("count") or 1)


def _job_status(job: Json, _: datetime) -> Cell:
    true = {entry["type"] for entry in job.get("status", {}).get("conditions", []) if entry["status"] == "True"}
    if "Complete" in true:
        return "Complete"
    if "Failed" in true:
        return "Failed"
    if job["metadata"].get("deletionTimestamp"):
        return "Terminating"
    return next((kind for kind in ("Suspended", "FailureTarget", "SuccessCriteriaMet") if kind in true), "Running")


def _job_duration(job: Json, now: datetime) -> Cell:
    state = job.get("status", {})
    if not state.get("startTime"):
        return ""
    end = datetime.fromisoformat(state["completionTime"]) if state.get("completionTime") else now
    return human((end - datetime.fromisoformat(state["startTime"])).total_seconds())


def _modes(claim: Json, _: datetime) -> Cell:
    short = {"ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"}
    return ",".join(short.get(mode, mode) for mode in claim["spec"].get("accessModes", []))


def _volume_claim(volume: Json, _: datetime) -> Cell:
    claim = volume["spec"].get("claimRef")
    return f"{claim['namespace']}/{claim['name']}" if claim else ""


_NAME = Column("Name", at("metadata.name"))
_AGE = Column("Age", _age)
_WORKLOAD = (
    Column("Containers", _of_containers("name"), 1),
    Column("Images", _of_containers("image"), 1),
)
_SELECTOR = Column("Selector", _selector, 1)

COLUMNS: dict[Resource, tuple[Column, ...]] = {
    kinds.PODS: (
        _NAME,
        Column("Ready", lambda pod, _: pods.ready(pod)),
        Column("Status", lambda pod, _: pods.status(pod)),
        Column("Restarts", lambda pod, now: pods.restarts(pod, now)),
        _AGE,
        Column("IP", at("status.podIP"), 1),
        Column("Node", at("spec.nodeName"), 1),
        Column("Nominated Node", at("status.nominatedNodeName"), 1),
        Column("Readiness Gates", lambda pod, _: pods.gates(pod), 1),
    ),
    kinds.EVENTS: (
        Column("Last Seen", _last_seen),
        Column("Type", at("type")),
        Column("Reason", at("reason")),
        Column("Object", _event_object),
        Column("Subobject", at("involvedObject.fieldPath", ""), 1),
        Column("Source", _event_source, 1),
        Column("Message", at("message", "")),
        Column("First Seen", _first_seen, 1),
        Column("Count", _event_count, 1, "integer"),
        Column("Name", at("metadata.name"), 1),
    ),
    kinds.NODES: (
        _NAME,
        Column("Status", _node_status),
        Column("Roles", _node_roles),
        _AGE,
        Column("Version", at("status.nodeInfo.kubeletVersion")),
        Column("Internal-IP", _node_address("InternalIP"), 1),
        Column("External-IP", _node_address("ExternalIP"), 1),
        Column("OS-Image", at("status.nodeInfo.osImage"), 1),
        Column("Kernel-Version", at("status.nodeInfo.kernelVersion"), 1),
        Column("Container-Runtime", at("status.nodeInfo.containerRuntimeVersion"), 1),
    ),
    kinds.NAMESPACES: (_NAME, Column("Status", at("status.phase")), _AGE),
    kinds.DEPLOYMENTS: (
        _NAME,
        Column("Ready", _ratio("status.readyReplicas", "spec.replicas")),
        Column("Up-to-date", at("status.updatedReplicas", 0), type="integer"),
        Column("Available", at("status.availableReplicas", 0), type="integer"),
        _AGE,
        *_WORKLOAD,
        _SELECTOR,
    ),
    kinds.REPLICA_SETS: (
        _NAME,
        Column("Desired", at("spec.replicas", 0), type="integer"),
        Column("Current", at("status.replicas", 0), type="integer"),
        Column("Ready", at("status.readyReplicas", 0), type="integer"),
        _AGE,
        *_WORKLOAD,
        _SELECTOR,
    ),
    kinds.STATEFUL_SETS: (_NAME, Column("Ready", _ratio("status.readyReplicas", "spec.replicas")), _AGE, *_WORKLOAD),
    kinds.DAEMON_SETS: (
        _NAME,
        Column("Desired", at("status.desiredNumberScheduled", 0), type="integer"),
        Column("Current", at("status.currentNumberScheduled", 0), type="integer"),
        Column("Ready", at("status.numberReady", 0), type="integer"),
        Column("Up-to-date", at("status.updatedNumberScheduled", 0), type="integer"),
        Column("Available", at("status.numberAvailable", 0), type="integer"),
        _AGE,
        *_WORKLOAD,
        _SELECTOR,
    ),
    kinds.JOBS: (
        _NAME,
        Column("Status", _job_status),
        Column("Completions", _ratio("status.succeeded", "spec.completions")),
        Column("Duration", _job_duration),
        _AGE,
        *_WORKLOAD,
    ),
    kinds.CRON_JOBS: (
        _NAME,
        Column("Schedule", at("spec.schedule")),
        Column("Timezone", at("spec.timeZone")),
        Column("Suspend", lambda job, _: str(job["spec"].get("suspend", False))),
        Column("Active", lambda job, _: len(job.get("status", {}).get("active", [])), type="integer"),
        Column("Last Schedule", lambda job, now: since(job.get("status", {}).get("lastScheduleTime"), now)),
        _AGE,
    ),
    kinds.CLAIMS: (
        _NAME,
        Column("Status", at("status.phase")),
        Column("Volume", at("spec.volumeName", "")),
        Column("Capacity", at("status.capacity.storage", "")),
        Column("Access Modes", _modes),
        Column("StorageClass", at("spec.storageClassName", "")),
        _AGE,
    ),
    kinds.VOLUMES: (
        _NAME,
        Column("Capacity", at("spec.capacity.storage")),
        Column("Access Modes", _modes),
        Column("Reclaim Policy", at("spec.persistentVolumeReclaimPolicy")),
        Column("Status", at("status.phase")),
        Column("Claim", _volume_claim),
        Column("StorageClass", at("spec.storageClassName", "")),
        Column("Reason", at("status.reason", "")),
        _AGE,
    ),
    kinds.CONFIG_MAPS: (_NAME, Column("Data", _size("data"), type="integer"), _AGE),
    kinds.SECRETS: (_NAME, Column("Type", at("type")), Column("Data", _size("data"), type="integer"), _AGE),
    kinds.STORAGE_CLASSES: (_NAME, Column("Provisioner", at("provisioner")), _AGE),
    kinds.LEASES: (_NAME, Column("Holder", at("spec.holderIdentity", "")), _AGE),
}

DEFAULT = (_NAME, _AGE)
"""What is shown of a resource without columns of its own."""
