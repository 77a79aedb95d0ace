"""The node, owners, siblings, claims and named objects of a pod, from what else the paste shows. Pure."""

from collections.abc import Mapping
from typing import Any

from workers.cluster import parse, wire
from workers.paste.assemble.merge import filled
from workers.paste.assemble.subject import PastedPod
from workers.paste.parsed import TOLD_BY, WORD, Mapped, Parsed
from workers.snapshot import Claim, Event, Named, Node, Owner, Sibling

_NAMED = frozenset({"ConfigMap", "Secret", "ServiceAccount", "StorageClass"})
_WORKLOADS: dict[str, type[wire.V1Workload]] = {
    "ReplicaSet": wire.ReplicaSet,
    "Deployment": wire.Deployment,
    "StatefulSet": wire.StatefulSet,
    "DaemonSet": wire.DaemonSet,
    "Job": wire.Job,
    "CronJob": wire.CronJob,
}
_MOST = 200
_MOST_SIBLINGS = 50
"""Of one pod: what a few dozen siblings do, the others do as well."""


def around(subject: PastedPod, parsed: Parsed, everyone: list[PastedPod]) -> dict[str, Any]:
    """The fields of a Snapshot that are not the pod's own; None for what the paste does not show."""
    return {
        "node": _node(subject, parsed),
        "owners": _owners(subject, parsed, alone=len(everyone) == 1),
        "siblings": _siblings(subject, everyone),
        "claims": _claims(subject, parsed),
        "named": _named(parsed),
    }


def _of_kind(parsed: Parsed, *kinds: str) -> list[Mapped]:
    return [item for item in parsed.objects if item.get("kind") in kinds][:_MOST]


def _node(subject: PastedPod, parsed: Parsed) -> Node | None:
    """The pod's own node or, where the paste does not say which that is, the one that is not well."""
    nodes = [
        parse.node(wire.from_mapping(item, wire.V1Node)).model_copy(update={"told_by": item.get(TOLD_BY, "")})
        for item in _of_kind(parsed, "Node")
    ]
    spec = subject.object.get("spec") if subject.object else None
    wanted = spec.get("nodeName") if isinstance(spec, Mapping) else None
    if wanted:
        return next((node for node in nodes if node.name == wanted or not node.name), None)
    return max(nodes, key=_ill, default=None)


def _ill(node: Node) -> int:
    pressed = any(item.status == "True" and item.type.endswith("Pressure") for item in node.conditions)
    unready = any(item.type == "Ready" and item.status != "True" for item in node.conditions)
    return 2 * unready + pressed + bool(node.taints) + node.unschedulable


def _owners(subject: PastedPod, parsed: Parsed, *, alone: bool) -> tuple[Owner, ...] | None:
    """Workloads that may own the pod, and whatever else is shown that has no field of its own."""
    owners: list[Owner] = []
    for item in _merged(parsed.objects[:_MOST]):
        kind = str(item.get("kind", ""))
        if kind in _WORKLOADS:
            owner = parse.owner(wire.from_mapping(item, _WORKLOADS[kind]))
            if alone or not owner.name or not subject.name or subject.belongs_to(owner.name):
                owners.append(owner)
        elif kind not in _NAMED and kind not in ("Pod", "Node", "PersistentVolumeClaim", "Event"):
            metadata = item.get("metadata")
            name = metadata.get("name") if isinstance(metadata, Mapping) else ""
            owners.append(Owner(kind=kind[:63], name=str(name or "")[:253]))
    owners.sort(key=lambda owner: ("ReplicaSet", "Job").index(owner.kind) if owner.kind in ("ReplicaSet", "Job") else 2)
    return tuple(owners) or None


def _merged(items: list[Mapped]) -> list[Mapped]:
    """Each object once: a table's row and a description of the same object are one."""
    objects: dict[tuple[str, str], Mapped] = {}
    for item in items:
        metadata = item.get("metadata")
        name = metadata.get("name") if isinstance(metadata, Mapping) else ""
        key = (str(item.get("kind", "")), str(name or ""))
        objects[key] = filled(objects[key], item) if key in objects and key[0] in _WORKLOADS else item
    return list(objects.values())


def _siblings(subject: PastedPod, everyone: list[PastedPod]) -> tuple[Sibling, ...] | None:
    """The other pods of the same workload that a table or a List shows."""
    siblings = []
    for other in everyone:
        if other is subject or other.object is None or not subject.name or other.workload != subject.workload:
            continue
        sibling = parse.sibling(wire.from_mapping(other.object, wire.V1Pod))
        word = other.object.get(WORD)
        ready = _ready(other.object)
        changes = {"name": other.name, **({"status": str(word)} if word else {}), **({"ready": True} if ready else {})}
        siblings.append(sibling.model_copy(update=changes))
        if len(siblings) >= _MOST_SIBLINGS:
            break
    return tuple(siblings) or None


def _ready(item: Mapped) -> bool:
    status = item.get("status")
    statuses = status.get("containerStatuses") if isinstance(status, Mapping) else None
    return isinstance(statuses, list) and bool(statuses) and all(
        isinstance(entry, Mapping) and entry.get("ready") is True for entry in statuses
    )  # fmt: skip


def _claims(subject: PastedPod, parsed: Parsed) -> tuple[Claim, ...] | None:
    """The claims the pod names; all that are shown when the paste does not tell which these are."""
    claims = []
    for item in _of_kind(parsed, "PersistentVolumeClaim"):
        claim = parse.claim(wire.from_mapping(item, wire.V1PersistentVolumeClaim))
        claims.append(claim.model_copy(update={"events": _events_of(claim.name, subject)}))
    wanted = _claim_names(subject.object)
    if wanted and any(claim.name in wanted for claim in claims):
        claims = [claim for claim in claims if claim.name in wanted]
    return tuple(claims) or None


def _events_of(name: str, subject: PastedPod) -> tuple[Event, ...] | None:
    kind = "PersistentVolumeClaim"
    return tuple(each.event for each in subject.events if each.event.kind == kind and each.event.name == name) or None


def _claim_names(item: Mapped | None) -> set[str]:
    if item is None:
        return set()
    shape = wire.from_mapping(item, wire.V1Pod)
    return {volume.source for volume in parse.volumes(shape.spec) if volume.kind == "persistentVolumeClaim"}


def _named(parsed: Parsed) -> tuple[Named, ...] | None:
    """Objects that are shown, and so exist; with the names of their keys, never the values."""
    named = []
    for item in _of_kind(parsed, *_NAMED):
        metadata = item.get("metadata")
        name = metadata.get("name") if isinstance(metadata, Mapping) else None
        if not isinstance(name, str):
            continue
        keys = [
            str(key)
            for part in ("data", "stringData", "binaryData")
            for key in (item[part] if isinstance(item.get(part), Mapping) else {})
        ]
        named.append(Named(kind=str(item["kind"]), name=name, exists=True, keys=tuple(keys[:_MOST]) or None))
    return tuple(named) or None
