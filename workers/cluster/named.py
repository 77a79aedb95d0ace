"""Objects a pod refers to by name: whether they exist, and the nearest names when they do not. Never their values.

It asks the API for metadata only (names, labels); the one exception is a ConfigMap in which a key is missing, of which
the keys are read and the values are thrown away undecoded.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from workers.cluster import errors, wire
from workers.cluster.addresses import path
from workers.cluster.candidates import MOST_NEAREST
from workers.cluster.connect import METADATA, METADATA_LIST, Cluster
from workers.container import Container
from workers.snapshot import Named, Volume

MOST = 20
"""Names looked up for one pod; more would be more requests than an answer is worth."""
MOST_NAMES = 500
"""Names in which the nearest are sought: one page."""
NEAR = 60
"""Of 100: names of ConfigMaps are long, and half a name in common is worth showing."""

RESOURCES = {"ConfigMap": "configmaps", "Secret": "secrets", "ServiceAccount": "serviceaccounts"}
UNSEEN = {"ConfigMap": "config-maps", "Secret": "secrets", "ServiceAccount": "service-account"}
"""What `Unseen` calls them."""


EVERYWHERE = "kube-root-ca.crt"
"""The ConfigMap of every service account token's volume: the controller manager puts it into each namespace
(pkg/controller/certificates/rootcacertpublisher). Looking for it costs a read and, where it is
forbidden, a line in every answer."""


@dataclass(frozen=True, order=True)
class ObjectName:
    """One object referred to. `optional`: the pod may start without it. `keys`: which of its keys there are matters."""

    kind: str
    name: str
    optional: bool = False
    keys: bool = False


def names(
    containers: tuple[Container, ...],
    volumes: tuple[Volume, ...],
    pull_secrets: tuple[str, ...],
    service_account: str,
    started: bool,
) -> tuple[ObjectName, ...]:
    """What is worth looking up: everything while something has not started; later only what may be missing."""
    keyless = " ".join(item.waiting.message for item in containers if item.waiting and "key" in item.waiting.message)
    objects: dict[tuple[str, str], ObjectName] = {}
    for kind, name, optional in _references(containers, volumes, pull_secrets, service_account):
        if name and name != EVERYWHERE and (optional or not started):
            keys = kind == "ConfigMap" and name in keyless
            objects.setdefault((kind, name), ObjectName(kind, name, optional, keys))
    return tuple(sorted(objects.values()))[:MOST]


def _references(
    containers: tuple[Container, ...], volumes: tuple[Volume, ...], pull_secrets: tuple[str, ...], service_account: str
) -> Iterator[tuple[str, str, bool]]:
    for container in containers:
        for variable in container.env:
            yield "ConfigMap", variable.config_map or "", variable.optional
            yield "Secret", variable.secret or "", variable.optional
    for volume in volumes:
        if volume.kind in ("configMap", "secret"):
            yield volume.kind[0].upper() + volume.kind[1:], volume.source, volume.optional
    for name in pull_secrets:
        yield "Secret", name, False
    yield "ServiceAccount", service_account, False


def look_up(cluster: Cluster, namespace: str, name: ObjectName, until: float) -> Named:
    """Whether it exists. Raises `ClusterError` when that cannot be determined."""
    resource = RESOURCES[name.kind]
    where = path(resource, namespace, name.name)
    try:
        if name.keys:
            config_map = cluster.read(where, wire.ConfigMap, until=until)
            keys = tuple(sorted({*config_map.data, *config_map.binary_data}))
            return Named(kind=name.kind, name=name.name, exists=True, keys=keys)
        cluster.get(where, accept=METADATA, until=until)
    except errors.NoSuchObject:
        return Named(
            kind=name.kind,
            name=name.name,
            exists=False,
            nearest=nearest(cluster, resource, namespace, name.name, until),
        )
    return Named(kind=name.kind, name=name.name, exists=True)


def nearest(cluster: Cluster, resource: str, namespace: str, name: str, until: float) -> tuple[str, ...]:
    """Existing names most like `name`, best first; none when they may not be listed."""
    query: dict[str, str | int] = {"limit": MOST_NAMES}
    try:
        page = cluster.read(path(resource, namespace), wire.MetadataList, query, accept=METADATA_LIST, until=until)
    except errors.ClusterError:
        return ()  # that it is missing is the answer; the nearest name is a courtesy
    known = [item.metadata.name for item in page.items]
    return tuple(
        match for match, _, _ in process.extract(name, known, scorer=fuzz.ratio, limit=MOST_NEAREST, score_cutoff=NEAR)
    )
