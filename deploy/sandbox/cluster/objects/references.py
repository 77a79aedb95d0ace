"""Which ConfigMaps, Secrets, ServiceAccounts and storage classes must have existed when a scenario was recorded. Pure.

They were not recorded themselves. What is served follows from what was: a container that started proves that
everything it refers to was there, a pod that exists proves its ServiceAccount, and manifests say what was applied.
A name nothing proves is not served, so that a missing ConfigMap is a 404 here as it was there.
Secrets never have data.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

from deploy.sandbox.cluster.objects.resources import (
    BY_KIND,
    CONFIG_MAPS,
    SECRETS,
    SERVICE_ACCOUNTS,
    STORAGE_CLASSES,
    Resource,
)
from deploy.sandbox.json import Json

Referenced = tuple[Resource, Json]

_NAMES = uuid.UUID("6b0f5c1e-8f0b-4f5e-9a40-3f6c1b0f2a11")  # any fixed number: same name, same uid
_SERVED = (CONFIG_MAPS, SECRETS, SERVICE_ACCOUNTS, STORAGE_CLASSES)


def proven(pods: Iterable[Json], applied: Iterable[Json], namespaces: Iterable[str], created: str) -> list[Referenced]:
    """The objects that must have existed, each once; `created` is their creationTimestamp."""
    objects: dict[tuple[str, str, str], Referenced] = {}
    for resource, obj in _all(list(pods), applied, namespaces, created):
        key = (resource.plural, obj["metadata"].get("namespace", ""), obj["metadata"]["name"])
        objects.setdefault(key, (resource, obj))
    return list(objects.values())


def _all(pods: list[Json], applied: Iterable[Json], namespaces: Iterable[str], created: str) -> Iterator[Referenced]:
    for document in applied:
        resource = BY_KIND.get((document.get("apiVersion", ""), document.get("kind", "")))
        if resource in _SERVED:
            yield resource, _completed(resource, document, created)
    for namespace in namespaces:
        yield _named(CONFIG_MAPS, namespace, "kube-root-ca.crt", created)
        yield _named(SERVICE_ACCOUNTS, namespace, "default", created)
    for pod in pods:
        namespace = pod["metadata"]["namespace"]
        yield _named(SERVICE_ACCOUNTS, namespace, pod["spec"].get("serviceAccountName", "default"), created)
        if _has_started(pod):
            yield from (_named(kind, namespace, name, created) for kind, name in _referred(pod["spec"]))


def _completed(resource: Resource, document: Json, created: str) -> Json:
    metadata = document["metadata"]
    _, empty = _named(resource, metadata.get("namespace", ""), metadata["name"], created)
    fields = {key: value for key, value in document.items() if key not in ("metadata", "stringData")}
    if resource is SECRETS:
        fields.pop("data", None)
    return {**empty, **fields, "metadata": {**metadata, **empty["metadata"]}}


def _named(resource: Resource, namespace: str, name: str, created: str) -> Referenced:
    metadata: Json = {"name": name}
    if resource.namespaced:
        metadata["namespace"] = namespace
    metadata["uid"] = str(uuid.uuid5(_NAMES, f"{resource.plural}/{namespace}/{name}"))
    metadata["creationTimestamp"] = created
    obj: Json = {"kind": resource.kind, "apiVersion": resource.group_version, "metadata": metadata}
    return resource, {**obj, "type": "Opaque"} if resource is SECRETS else obj


def _has_started(pod: Json) -> bool:
    """Every container has run at least once: then each of its mounts and variables could be made."""
    statuses = pod.get("status", {}).get("containerStatuses", [])
    return bool(statuses) and all(status.get("containerID") for status in statuses)


def _referred(spec: Json) -> Iterator[tuple[Resource, str]]:
    for container in [*spec.get("initContainers", []), *spec["containers"]]:
        for variable in container.get("env", []):
            source = variable.get("valueFrom", {})
            yield from _one(CONFIG_MAPS, source.get("configMapKeyRef"), "name")
            yield from _one(SECRETS, source.get("secretKeyRef"), "name")
        for source in container.get("envFrom", []):
            yield from _one(CONFIG_MAPS, source.get("configMapRef"), "name")
            yield from _one(SECRETS, source.get("secretRef"), "name")
    for volume in spec.get("volumes", []):
        yield from _one(CONFIG_MAPS, volume.get("configMap"), "name")
        yield from _one(SECRETS, volume.get("secret"), "secretName")
        for source in volume.get("projected", {}).get("sources", []):
            yield from _one(CONFIG_MAPS, source.get("configMap"), "name")
            yield from _one(SECRETS, source.get("secret"), "name")


def _one(resource: Resource, reference: Json | None, key: str) -> Iterator[tuple[Resource, str]]:
    """An optional reference proves nothing: the container starts without it."""
    if reference and not reference.get("optional"):
        yield resource, reference[key]
