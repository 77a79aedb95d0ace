"""Which objects a value read from YAML or JSON is, or is a piece of.

Pure. A whole object says its kind; a fragment is known by its keys: a `status:` alone, `lastState:` alone, a list of
conditions, `"State": {...}` of `docker inspect`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from workers.paste.documents.platforms import container_elsewhere
from workers.paste.events.messages import known_reason, reason_of
from workers.paste.parsed import Mapped
from workers.paste.tables.status_column import WAITING
from workers.paste.vocabulary.kinds import of_node
from workers.paste.vocabulary.names import names

SPEC_KEYS = names(
    "containers initContainers ephemeralContainers volumes nodeSelector nodeName tolerations affinity restartPolicy "
    "schedulerName topologySpreadConstraints imagePullSecrets serviceAccountName terminationGracePeriodSeconds "
    "hostNetwork priorityClassName runtimeClassName schedulingGates readinessGates"
)
STATUS_KEYS = names(
    "phase conditions containerStatuses initContainerStatuses ephemeralContainerStatuses podIP startTime qosClass "
    "nominatedNodeName hostIP"
)
METADATA_KEYS = names(
    "finalizers deletionTimestamp deletionGracePeriodSeconds ownerReferences labels annotations creationTimestamp"
)
CONTAINER_STATUS_KEYS = names("state lastState restartCount containerID imageID started")
CONTAINER_KEYS = names(
    "livenessProbe readinessProbe startupProbe resources command args env envFrom volumeMounts ports image "
    "imagePullPolicy workingDir lifecycle securityContext"
)
STATE_KEYS = ("terminated", "waiting", "running")
_NODE_CONDITIONS = names("MemoryPressure DiskPressure PIDPressure NetworkUnavailable OutOfDisk")
_JOB_CONDITIONS = names("Failed Complete FailureTarget SuccessCriteriaMet Suspended")
_DEPLOYMENT_CONDITIONS = names("Progressing ReplicaFailure Available")
_WORKLOAD_SPEC = {"backoffLimit": "Job", "completions": "Job", "parallelism": "Job", "strategy": "Deployment"}
_DEEPEST = 40


def objects(value: Any, depth: int = 0) -> Iterator[Mapped]:
    """The objects in `value`, in order; every one has a `kind`. A fragment becomes the object it is a piece of."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        yield from _listed(value, depth)
    elif isinstance(value, Mapping):
        yield from _one(value, depth)


def _listed(value: list[Any], depth: int) -> Iterator[Mapped]:
    entries = [entry for entry in value if isinstance(entry, Mapping)]
    conditions = [entry for entry in entries if _is_condition(entry)]
    if conditions:
        yield _fragment({"conditions": conditions})
    statuses = [entry for entry in entries if entry.keys() & CONTAINER_STATUS_KEYS and "spec" not in entry]
    if statuses:
        yield _fragment({"containerStatuses": statuses})
    placed = [*conditions, *statuses]
    for entry in entries:
        if not any(entry is other for other in placed):
            yield from _one(entry, depth + 1)


def _is_condition(entry: Mapped) -> bool:
    return isinstance(entry.get("type"), str) and entry.get("status") in ("True", "False", "Unknown", True, False)


_CONDITION_OF = {"Unschedulable": "PodScheduled", "SchedulingGated": "PodScheduled", "ContainersNotReady": "Ready"}
"""Reasons of a condition that only one of a pod's conditions has (k8s.io/api core/v1/types.go, PodReason...)."""


def _typed(condition: Mapped) -> Mapped:
    """The condition with its type, where that was cut off and its reason tells."""
    reason = condition.get("reason")
    kind = _CONDITION_OF.get(reason) if isinstance(reason, str) and "type" not in condition else None
    return {**condition, "type": kind} if kind else condition


def _one(value: Mapped, depth: int) -> Iterator[Mapped]:
    kind = value.get("kind")
    items = value.get("items")
    if isinstance(items, list) and not (isinstance(kind, str) and kind and not kind.endswith("List")):
        named = kind.removesuffix("List") if isinstance(kind, str) else ""
        for item in items:
            if isinstance(item, Mapping):
                yield from _one({"kind": named, **item} if named and "kind" not in item else item, depth + 1)
        return
    if isinstance(kind, str) and kind and ("metadata" in value or "apiVersion" in value or "involvedObject" in value):
        yield value
    elif "involvedObject" in value or "regarding" in value:
        yield {**value, "kind": "Event"}
    elif elsewhere := container_elsewhere(value):
        yield elsewhere
    elif isinstance(value.get("reason"), str) and _is_condition(_typed(value)):
        yield _fragment({"conditions": [_typed(value)]})
    elif known := value.keys() & _ALL_KEYS or "metadata" in value:
        if known:
            yield _fragment(value)
    elif isinstance(value.get("reason"), str) and isinstance(value.get("message"), str):
        yield from _reasoned(value)
    elif isinstance(value.get("msg"), str) and reason_of(value["msg"]):
        yield {"kind": "Event", "reason": value.get("reason") or reason_of(value["msg"]), "message": value["msg"]}
    else:
        for part in value.values():  # a piece whose outer keys the cut took, or of a tool that wraps its answer
            yield from objects(part, depth + 1)


def _reasoned(value: Mapped) -> Iterator[Mapped]:
    """An event or a container's state, cut down to its reason and message."""
    if value["reason"] in WAITING:
        yield _fragment({"waiting": {"reason": value["reason"], "message": value["message"]}})
    elif value.get("type") in ("Normal", "Warning") or known_reason(value["reason"]):
        yield {**value, "kind": "Event"}


_ALL_KEYS = (
    SPEC_KEYS | STATUS_KEYS | CONTAINER_STATUS_KEYS | CONTAINER_KEYS | METADATA_KEYS
    | {"spec", "status", "template", "exitCode", *STATE_KEYS}
)  # fmt: skip


def _fragment(value: Mapped) -> Mapped:
    """The object that a mapping without kind is, or is a part of."""
    pod: dict[str, Any] = {"kind": "Pod", "metadata": {}, "spec": {}, "status": {}}
    for part in ("metadata", "spec", "status"):
        if isinstance(value.get(part), Mapping):
            pod[part].update(value[part])
    for key, inner in value.items():
        if key in SPEC_KEYS:
            pod["spec"][key] = inner
        elif key in STATUS_KEYS:
            pod["status"][key] = inner
        elif key in METADATA_KEYS:
            pod["metadata"][key] = inner
    statuses = pod["status"].pop("containerStatuses", None)
    if isinstance(statuses, Mapping):
        statuses = [statuses]  # the list's dash was left out with other lines
    if isinstance(statuses, list):
        pod["status"]["containerStatuses"] = statuses
    _of_pod(value, pod)
    _of_container(value, pod)
    _crictl(value, pod)
    pod["kind"] = _kind(value, pod)
    return pod


def _of_pod(value: Mapped, pod: dict[str, Any]) -> None:
    """`reason` and `message` beside `phase`: of the pod, not of a container."""
    if "phase" in value:
        pod["status"].update({key: value[key] for key in ("reason", "message") if isinstance(value.get(key), str)})


def _of_container(value: Mapped, pod: dict[str, Any]) -> None:
    name = {"name": value["name"]} if isinstance(value.get("name"), str) else {}
    status = {key: inner for key, inner in value.items() if key in CONTAINER_STATUS_KEYS or key == "ready"}
    state = {key: value[key] for key in STATE_KEYS if isinstance(value.get(key), Mapping)}
    if "exitCode" in value and "state" not in value:
        keys = ("exitCode", "reason", "message", "signal", "startedAt", "finishedAt")
        state = {"terminated": {key: value[key] for key in keys if key in value}}
    if state:
        status["state"] = state
    if isinstance(status.get("state"), str):
        del status["state"]
    if status and (len(status) > 1 or "ready" not in status):
        pod["status"].setdefault("containerStatuses", []).append({**name, **status})
    spec = {key: inner for key, inner in value.items() if key in CONTAINER_KEYS}
    if spec and "containers" not in pod["spec"]:
        if set(spec) == {"image"} and status:
            return  # part of a container's status
        pod["spec"]["containers"] = [{**name, **spec}]


def _crictl(value: Mapped, pod: dict[str, Any]) -> None:
    """`crictl inspect`: `"state": "CONTAINER_EXITED"` and the exit code beside it."""
    status = value["status"] if isinstance(value.get("status"), Mapping) else value
    word = status.get("state")
    if not isinstance(word, str) or not word.startswith("CONTAINER_"):
        return
    at = {"startedAt": status.get("startedAt"), "finishedAt": status.get("finishedAt")}
    ended = {
        **at,
        "exitCode": status.get("exitCode", 0),
        "reason": status.get("reason", ""),
        "message": status.get("message", ""),
    }
    state = {"terminated": ended} if word == "CONTAINER_EXITED" else {"running": {"startedAt": at["startedAt"]}}
    name = status["metadata"].get("name", "") if isinstance(status.get("metadata"), Mapping) else ""
    pod["status"] = {"containerStatuses": [{"name": name, "state": state}]}


def _kind(value: Mapped, pod: Mapped) -> str:
    """The kind a fragment belongs to, by the keys and conditions that only one kind has."""
    spec, status = pod["spec"], pod["status"]
    raw = status.get("conditions")
    entries = raw if isinstance(raw, list) else []
    types = {
        entry.get("type") for entry in entries if isinstance(entry, Mapping) and isinstance(entry.get("type"), str)
    }
    reasons = [entry.get("reason") for entry in entries if isinstance(entry, Mapping)]
    if types & _NODE_CONDITIONS or any(map(of_node, reasons)) or "nodeInfo" in status or "allocatable" in status:
        return "Node"
    for key, kind in _WORKLOAD_SPEC.items():
        if key in spec:
            return kind
    if types & _JOB_CONDITIONS and "phase" not in status:
        return "Job"
    if types & _DEPLOYMENT_CONDITIONS or ("observedGeneration" in status and "replicas" in status):
        return "ReplicaSet" if types == {"ReplicaFailure"} else "Deployment"
    if "template" in spec or "template" in value:
        return "Deployment"
    return "PersistentVolumeClaim" if "accessModes" in spec or "storageClassName" in spec else "Pod"
