"""What the server says about itself: /version, /api, /apis and the resource lists. Pure.

Only the older, unaggregated form of discovery is served; every client falls back to it.
"""

from __future__ import annotations

from deploy.sandbox.cluster.objects.resources import ALL, GROUP_VERSIONS, PODS, Resource
from deploy.sandbox.json import Json

VERSION: Json = {"major": "1", "minor": "36", "gitVersion": "v1.36.2", "platform": "linux/amd64"}
"""What /version says when no recording brings its own."""


def discovered(path: str, address: str) -> Json | None:
    """The discovery document of a path without query, or None. `address` is host:port as the client knows it."""
    steps = [step for step in path.split("/") if step]
    if steps == ["api"]:
        reach = [{"clientCIDR": "0.0.0.0/0", "serverAddress": address}]
        return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": reach}
    if steps == ["apis"]:
        groups = [_group(group) for group in dict.fromkeys(group for group, _ in GROUP_VERSIONS) if group]
        return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}
    if len(steps) == 2 and steps[0] == "apis" and any(group == steps[1] for group, _ in GROUP_VERSIONS):
        return {"kind": "APIGroup", "apiVersion": "v1", **_group(steps[1])}
    if steps == ["api", "v1"]:
        return _resource_list("", "v1")
    if len(steps) == 3 and steps[0] == "apis" and (steps[1], steps[2]) in GROUP_VERSIONS:
        return _resource_list(steps[1], steps[2])
    return None


def _group(group: str) -> Json:
    numbers = [version for known, version in GROUP_VERSIONS if known == group]
    versions = [{"groupVersion": f"{group}/{version}", "version": version} for version in numbers]
    return {"name": group, "versions": versions, "preferredVersion": versions[0]}


def _resource_list(group: str, version: str) -> Json:
    resources = [_entry(resource) for resource in ALL if (resource.group, resource.version) == (group, version)]
    if not group:
        resources.append({**_entry(PODS), "name": "pods/log", "singularName": "", "verbs": ["get"]})
        resources[-1].pop("shortNames")
    group_version = f"{group}/{version}" if group else version
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group_version, "resources": resources}


def _entry(resource: Resource) -> Json:
    entry: Json = {
        "name": resource.plural,
        "singularName": resource.kind.lower(),
        "namespaced": resource.namespaced,
        "kind": resource.kind,
        "verbs": list(resource.verbs),
    }
    return {**entry, "shortNames": list(resource.short_names)} if resource.short_names else entry
