"""Whose line an entry of a log system is: the pod, namespace and container named in it. Pure.

| from | where the names stand |
|---|---|
| Google Cloud Logging | `resource.labels`: `pod_name`, `namespace_name`, `container_name` (k8s_container) |
| fluent-bit, fluentd | `kubernetes`: the same three (filter_kubernetes) |
| Elastic's beats and agent | `kubernetes`: `pod.name`, `namespace`, `container.name`, nested or with dots |
| Loki | `labels` or `stream`: `pod`, `namespace`, `container` |
| Vector | `kubernetes`: `pod_name`, `pod_namespace`, `container_name` |
"""

import re
from collections.abc import Mapping
from typing import Any

_HOLDERS = ("kubernetes", "labels", "stream", "metadata")
_PODS = ("pod_name", "pod.name", "pod")
_NAMESPACES = ("namespace_name", "pod_namespace", "namespace.name", "namespace")
_CONTAINERS = ("container_name", "container.name", "container")
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")


def with_origin(entry: Mapping[str, Any], line: str) -> str:
    """The line, each of its parts behind `namespace/pod[container]: ` where the entry names all three, as kail has it.

    Where it names no namespace, behind `[pod/POD/CONTAINER] `, as `kubectl logs --prefix` has it.
    """
    labels = _labels(entry)
    pod, namespace, container = (_named(labels, names) for names in (_PODS, _NAMESPACES, _CONTAINERS))
    if not (pod and container):
        return line
    prefix = f"{namespace}/{pod}[{container}]: " if namespace else f"[pod/{pod}/{container}] "
    return "\n".join(prefix + part for part in line.split("\n"))


def _labels(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What may name the pod, by its key without what it is nested in."""
    resource = entry.get("resource")
    places = [resource.get("labels")] if isinstance(resource, Mapping) else []
    places += [entry.get(holder) for holder in _HOLDERS]
    labels: dict[str, Any] = {}
    for place in places:
        for key, value in place.items() if isinstance(place, Mapping) else ():
            labels.setdefault(key, value)
            if isinstance(value, Mapping) and "name" in value:
                labels[f"{key}.name"] = value["name"]
    dotted = {key.removeprefix("kubernetes."): value for key, value in entry.items() if key.startswith("kubernetes.")}
    return {**labels, **dotted}


def _named(labels: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    values = (labels.get(key) for key in keys)
    return next((value for value in values if isinstance(value, str) and _NAME.fullmatch(value)), "")
