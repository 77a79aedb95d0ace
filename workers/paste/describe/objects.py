"""The parts of a described object, put together as the API would give it.

Pure. It tells kinds apart by their fields.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from workers.paste.describe import values
from workers.paste.parsed import WORD, Mapped
from workers.paste.tables.status_column import PHASES, is_status_word, pod_status
from workers.paste.vocabulary.ages import rfc3339, seconds
from workers.paste.vocabulary.kinds import KINDS, SHORT_NAMES, of_node

LASTS = "whypod.terminatingSeconds"
"""Key of a Pod mapping: for how long it has been past its deletion time. No API field; the clock comes later."""


_COUNTS = {
    "available": "availableReplicas",
    "current": "replicas",
    "total": "replicas",
    "updated": "updatedReplicas",
    "unavailable": "unavailableReplicas",
    "active": "active",
    "succeeded": "succeeded",
    "failed": "failed",
}
"""Words of `Replicas:` and `Pods Statuses:`, and the API's fields."""


@dataclass
class DescribedParts:
    """Everything a described object said, by section."""

    kind: str = ""
    """From the command, if there was one."""
    fields: dict[str, str] = field(default_factory=dict)
    containers: list[dict[str, Any]] = field(default_factory=list)
    conditions: list[dict[str, Any]] = field(default_factory=list)
    volumes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    tolerations: list[dict[str, Any]] = field(default_factory=list)
    taints: list[dict[str, Any]] = field(default_factory=list)
    gates: list[dict[str, Any]] = field(default_factory=list)
    pairs: dict[str, dict[str, str]] = field(default_factory=dict)


def built(parts: DescribedParts) -> Mapped | None:
    """The object; None when there was nothing to make one of."""
    if not (parts.fields.keys() - {"Name", "Namespace"} or parts.containers or parts.conditions or parts.taints):
        return None
    kind = _kind(parts)
    if not kind:
        return None
    metadata = {**_metadata(parts), "labels": parts.pairs.get("Labels", {})}
    metadata["annotations"] = parts.pairs.get("Annotations", {})
    if kind == "Pod":
        return _pod(parts, metadata)
    if kind == "Node":
        return {"kind": kind, "metadata": metadata, **_node(parts)}
    if kind == "PersistentVolumeClaim":
        return {"kind": kind, "metadata": metadata, **_claim(parts)}
    return {"kind": kind, "metadata": metadata, **_workload(kind, parts)}


def _kind(parts: DescribedParts) -> str:
    fields = parts.fields
    if parts.kind:
        return KINDS.get(SHORT_NAMES.get(parts.kind, parts.kind), "")
    if parts.taints or fields.keys() & {"Kubelet Version", "Roles", "Unschedulable", "PodCIDR", "Taints", "Lease"}:
        return "Node"
    pressures = ("MemoryPressure", "DiskPressure", "PIDPressure")
    if any(name["type"] in pressures or of_node(name.get("reason")) for name in parts.conditions):
        return "Node"
    if "Concurrency Policy" in fields:
        return "CronJob"
    if fields.keys() & {"StrategyType", "OldReplicaSets", "NewReplicaSet"}:
        return "Deployment"
    if fields.keys() & {"StorageClass", "Used By", "VolumeMode", "Mounted By"}:
        return "PersistentVolumeClaim" if "Namespace" in fields or "Used By" in fields else ""
    if "Replicas" in fields:
        return "StatefulSet" if fields.keys() & {"Update Strategy", "Volume Claims"} else "ReplicaSet"
    if "Desired Number of Nodes Scheduled" in fields:
        return "DaemonSet"
    if fields.keys() & {"Completions", "Parallelism", "Pods Statuses"} or _of_job(parts):
        return "Job"
    return "" if fields.get("Type", "") in ("ClusterIP", "NodePort", "LoadBalancer", "Opaque") else "Pod"


def _of_job(parts: DescribedParts) -> bool:
    """Conditions alone that only a Job has."""
    types = {name["type"] for name in parts.conditions}
    return bool(types) and types <= {"Suspended", "Failed", "FailureTarget", "Complete", "SuccessCriteriaMet"}


def _metadata(parts: DescribedParts) -> dict[str, Any]:
    fields = parts.fields
    metadata: dict[str, Any] = {"name": _value(fields, "Name")}
    if namespace := _value(fields, "Namespace"):
        metadata["namespace"] = namespace
    created = fields.get("CreationTimestamp") or fields.get("Created At") or ""
    if at := rfc3339(created):
        metadata["creationTimestamp"] = at
    owner = _value(fields, "Controlled By") or _value(fields, "Controlled by") or _value(fields, "Controllers")
    if "/" in owner:
        kind, _, name = owner.partition("/")
        metadata["ownerReferences"] = [{"kind": kind, "name": name, "controller": True}]
    if finalizers := re.findall(r"[\w./-]{3,253}", fields.get("Finalizers", "").strip("[]")):
        metadata["finalizers"] = finalizers
    return metadata


def _value(fields: dict[str, str], key: str) -> str:
    value = fields.get(key, "")
    return "" if value.startswith(("<none>", "<unset>")) else value


def _pod(parts: DescribedParts, metadata: dict[str, Any]) -> Mapped:
    fields = parts.fields
    spec: dict[str, Any] = {}
    node = _value(fields, "Node").partition("/")[0]
    texts = {
        "nodeName": node,
        "serviceAccountName": _value(fields, "Service Account"),
        "priorityClassName": _value(fields, "Priority Class Name"),
        "runtimeClassName": _value(fields, "Runtime Class Name"),
    }
    spec.update({key: text for key, text in texts.items() if text})
    if selectors := parts.pairs.get("Node-Selectors") or parts.pairs.get("Node Selectors"):
        spec["nodeSelector"] = selectors
    if parts.tolerations:
        spec["tolerations"] = parts.tolerations
    if parts.gates:
        spec["readinessGates"] = parts.gates
    if volumes := [values.volume(name, body) for name, body in parts.volumes]:
        spec["volumes"] = volumes
    pod: dict[str, Any] = {"kind": "Pod", "metadata": metadata, "spec": spec, "status": _status(parts)}
    _containers(parts, spec, pod["status"])
    _deleted(fields, pod)
    return pod


def _status(parts: DescribedParts) -> dict[str, Any]:
    fields = parts.fields
    status: dict[str, Any] = {
        "phase": fields["Status"] if fields.get("Status") in PHASES else "",
        "reason": _value(fields, "Reason"),
        "message": _value(fields, "Message"),
        "qosClass": _value(fields, "QoS Class") or _value(fields, "QoS Tier"),
        "podIP": _value(fields, "IP"),
        "startTime": rfc3339(fields.get("Start Time", "")) or "",
        "nominatedNodeName": _value(fields, "NominatedNodeName") or _value(fields, "Nominated Node Name"),
        "conditions": parts.conditions,
    }
    return {key: value for key, value in status.items() if value}


def _containers(parts: DescribedParts, spec: dict[str, Any], status: dict[str, Any]) -> None:
    for container in parts.containers:
        kind = container["list"]
        _commands(container["spec"])
        spec.setdefault(kind, []).append(container["spec"])
        if len(container["status"]) > 1:
            status.setdefault(f"{kind.removesuffix('s')}Statuses", []).append(container["status"])


def _commands(spec: dict[str, Any]) -> None:
    """describe prints a script line by line, as it does the words of a command."""
    command, args = spec.get("command", []), spec.get("args", [])
    if command:
        spec["command"] = values.words_of_command(command, "\n")
    if args:
        shell = [command[-1]] if command and re.fullmatch(r"-[a-z]{0,4}c", command[-1]) else []
        spec["args"] = values.words_of_command([*shell, *args], "\n")[len(shell) :]


def _deleted(fields: dict[str, str], pod: dict[str, Any]) -> None:
    """`Status: Terminating (lasts 20s)`, or the STATUS word of a table that somebody wrote in its place."""
    value = fields.get("Status", "")
    word = value.partition("(")[0].strip().removeprefix("Waiting:").strip()
    if word == "Terminating":
        pod[WORD] = word
        if at := rfc3339(value.partition("(expires ")[2].rstrip(")")):
            pod["metadata"]["deletionTimestamp"] = at
        elif "(lasts " in value:
            pod[LASTS] = seconds(value.partition("(lasts ")[2]) or 0.0  # `<invalid>`: its time is not over yet
        if (grace := seconds(fields.get("Termination Grace Period", ""))) is not None:
            pod["metadata"]["deletionGracePeriodSeconds"] = int(grace)
    elif word and word not in PHASES and is_status_word(word):
        lasts = pod_status(word)
        pod[WORD] = word
        if not parts_known(pod):
            pod["status"] = {**lasts["status"], **pod["status"]}


def parts_known(pod: Mapped) -> bool:
    """Whether the pod's own container statuses are there, which say more than a word."""
    return bool(pod["status"].get("containerStatuses"))


def _node(parts: DescribedParts) -> dict[str, Any]:
    fields = parts.fields
    return {
        "spec": {"taints": parts.taints, "unschedulable": fields.get("Unschedulable") == "true"},
        "status": {
            "conditions": parts.conditions,
            "capacity": parts.pairs.get("Capacity", {}),
            "allocatable": parts.pairs.get("Allocatable", {}),
            "nodeInfo": {
                "bootID": fields.get("Boot ID", ""),
                "kernelVersion": fields.get("Kernel Version", ""),
                "osImage": fields.get("OS Image", ""),
                "architecture": fields.get("Architecture", ""),
                "containerRuntimeVersion": fields.get("Container Runtime Version", ""),
                "kubeletVersion": fields.get("Kubelet Version", ""),
            },
        },
    }


def _claim(parts: DescribedParts) -> dict[str, Any]:
    fields = parts.fields
    modes = {"RWO": "ReadWriteOnce", "ROX": "ReadOnlyMany", "RWX": "ReadWriteMany", "RWOP": "ReadWriteOncePod"}
    given = [modes.get(mode, mode) for mode in re.findall(r"\w{3,20}", _value(fields, "Access Modes"))]
    return {
        "spec": {
            "storageClassName": _value(fields, "StorageClass"),
            "volumeName": _value(fields, "Volume"),
            "accessModes": given,
        },
        "status": {"phase": fields.get("Status", "")},
    }


def _workload(kind: str, parts: DescribedParts) -> dict[str, Any]:
    numbers = _numbers(f"{parts.fields.get('Replicas', '')} / {parts.fields.get('Pods Statuses', '')}")
    template: dict[str, Any] = {}
    _containers(parts, template, {})
    spec: dict[str, Any] = {"template": {"spec": template}}
    if "desired" in numbers:
        spec["replicas"] = numbers["desired"]
    if parts.fields.get("Suspend", "").lower() == "true":  # of a Job `true`, of a CronJob `True`
        spec["suspend"] = True
    status: dict[str, Any] = {"conditions": parts.conditions}
    status.update({_COUNTS[word]: number for word, number in numbers.items() if word in _COUNTS})
    if kind in ("ReplicaSet", "StatefulSet", "ReplicationController"):
        running = re.match(r"(\d{1,6}) Running", parts.fields.get("Pods Status", ""))
        status.update({"readyReplicas": int(running[1])} if running else {})
    return {"spec": spec, "status": status}


def _numbers(text: str) -> dict[str, int]:
    """`1 desired | 1 updated | 0 available`, `0 current / 2 desired`, `0 Active / 1 Succeeded / 2 Failed`."""
    return {word.lower(): int(number) for number, word in re.findall(r"(\d{1,6})\s+([A-Za-z]{4,12})", text)}
