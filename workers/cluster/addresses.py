"""Where each resource lives in the API: plural names and paths, nothing else. Pure."""

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from workers.cluster import wire

CORE: Final = "/api/v1"
APPS: Final = "/apis/apps/v1"
BATCH: Final = "/apis/batch/v1"

GROUPS: Final[Mapping[str, str]] = {
    "pods": CORE,
    "events": CORE,
    "nodes": CORE,
    "namespaces": CORE,
    "persistentvolumeclaims": CORE,
    "configmaps": CORE,
    "secrets": CORE,
    "serviceaccounts": CORE,
    "replicasets": APPS,
    "deployments": APPS,
    "statefulsets": APPS,
    "daemonsets": APPS,
    "jobs": BATCH,
    "cronjobs": BATCH,
}
"""The API group of each resource that is ever read; `deploy/rbac` grants exactly these."""

WORKLOADS: Final[Mapping[str, tuple[str, type[wire.V1Workload]]]] = {
    "deployment": ("deployments", wire.Deployment),
    "statefulset": ("statefulsets", wire.StatefulSet),
    "daemonset": ("daemonsets", wire.DaemonSet),
    "replicaset": ("replicasets", wire.ReplicaSet),
    "cronjob": ("cronjobs", wire.CronJob),
    "job": ("jobs", wire.Job),
}
"""Resource and shape of each kind that owns pods, by its lower-case kind; the commonest first."""


def path(resource: str, namespace: str | None = None, name: str | None = None, sub: str | None = None) -> str:
    """`/api/v1/namespaces/shop/pods/web/log`; without a namespace the resource over all namespaces."""
    parts = ["namespaces", namespace] if namespace else []
    parts += [resource, *(part for part in (name, sub) if part)]
    return "/".join([GROUPS[resource], *(quote(part, safe="") for part in parts)])


def label_selector(selector: wire.Selector) -> str:
    """A workload's selector as the API's query wants it; empty when it cannot be written as one."""
    return ",".join([*_equalities(selector.match_labels.items()), *_requirements(selector)])


def _equalities(labels: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{key}={value}" for key, value in labels]


def _requirements(selector: wire.Selector) -> list[str]:
    terms = []
    for requirement in selector.match_expressions:
        values = ",".join(requirement.values)
        match requirement.operator:
            case "In":
                terms.append(f"{requirement.key} in ({values})")
            case "NotIn":
                terms.append(f"{requirement.key} notin ({values})")
            case "Exists":
                terms.append(requirement.key)
            case "DoesNotExist":
                terms.append(f"!{requirement.key}")
    return terms
