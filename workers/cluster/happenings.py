"""Events about an object, and claims with theirs: small reads that a look needs several times. It judges nothing."""

from dataclasses import dataclass

from workers.cluster import errors, parse, wire
from workers.cluster.addresses import path
from workers.cluster.connect import Cluster
from workers.cluster.named import nearest
from workers.cluster.pages import listed
from workers.snapshot import Claim, Named

MOST_EVENTS = 500
"""Of one object; the API server keeps an hour's worth, and repeats are counted, not listed."""
NODE_EVENTS_NAMESPACE = "default"
"""Events of objects without a namespace go there (client-go tools/record, makeEvent)."""


def events_of_uid(cluster: Cluster, namespace: str, uid: str, until: float) -> tuple[wire.V1Event, ...]:
    """The events of exactly this object, and of no earlier one of the same name; none for an empty uid."""
    return _events(cluster, namespace, f"involvedObject.uid={uid}", until) if uid else ()


def events_of_name(cluster: Cluster, kind: str, name: str, namespace: str, until: float) -> tuple[wire.V1Event, ...]:
    """The events of an object known by name; a node's carry its name for a uid when the kubelet wrote them."""
    return _events(cluster, namespace, f"involvedObject.kind={kind},involvedObject.name={name}", until)


def _events(cluster: Cluster, namespace: str, selector: str, until: float) -> tuple[wire.V1Event, ...]:
    query = {"fieldSelector": selector}
    return tuple(listed(cluster, "events", wire.EventList, namespace, query, until=until, most=MOST_EVENTS))


@dataclass(frozen=True)
class ClaimFound:
    """A claim, its events as they came, and the nearest names when there is no such claim."""

    claim: Claim
    events: tuple[wire.V1Event, ...] = ()
    missing: Named | None = None


def claim(cluster: Cluster, namespace: str, name: str, until: float) -> ClaimFound:
    """A claim by name; its events too unless it is bound and has nothing to complain of."""
    try:
        shape = cluster.read(path("persistentvolumeclaims", namespace, name), wire.V1PersistentVolumeClaim, until=until)
    except errors.NoSuchObject:
        near = nearest(cluster, "persistentvolumeclaims", namespace, name, until)
        missing = Named(kind="PersistentVolumeClaim", name=name, exists=False, nearest=near)
        return ClaimFound(Claim(name=name, exists=False), missing=missing)
    if shape.status.phase == "Bound":
        return ClaimFound(parse.claim(shape))
    events = events_of_uid(cluster, namespace, shape.metadata.uid, until)
    return ClaimFound(parse.claim(shape, parse.events(events)), events)
