"""The control API under /_sandbox/: scenarios, requests, faults, watches. The bot must not use it."""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from aiohttp import web

from deploy.sandbox.cluster.breaking import break_connection
from deploy.sandbox.cluster.faults import read_fault
from deploy.sandbox.cluster.live.story import Story
from deploy.sandbox.cluster.objects.recordings import Scenario
from deploy.sandbox.cluster.objects.resources import BY_KIND
from deploy.sandbox.cluster.objects.store import Store, name_of
from deploy.sandbox.cluster.state import ClusterState
from deploy.sandbox.json import Json


def control_routes(cluster: ClusterState) -> list[web.RouteDef]:
    """The routes, bound to one cluster."""

    async def scenarios(_: web.Request) -> web.Response:
        return web.json_response({"scenarios": [_scenario(scenario) for scenario in cluster.scenarios]})

    async def requests(_: web.Request) -> web.Response:
        return web.json_response({"requests": list(cluster.requests)})

    async def forget_requests(_: web.Request) -> web.Response:
        cluster.requests.clear()
        return web.json_response({"requests": []})

    async def faults(_: web.Request) -> web.Response:
        return web.json_response({"faults": cluster.faults.listed()})

    async def add_fault(request: web.Request) -> web.Response:
        try:
            cluster.faults.add(read_fault(json.loads(await request.read())))
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)
        return await faults(request)

    async def clear_faults(request: web.Request) -> web.Response:
        cluster.faults.clear()
        return await faults(request)

    async def cut_watches(_: web.Request) -> web.Response:
        """Breaks every open watch, as a load balancer or a restarted API server does."""
        cut = list(cluster.watches.values())
        for transport in cut:
            break_connection(transport)
        cluster.watches.clear()
        return web.json_response({"cut": len(cut)})

    async def compact(_: web.Request) -> web.Response:
        """Makes every resource version and continue token handed out so far too old."""
        cluster.store.forget()
        cluster.pages.forget()
        return web.json_response({"oldest": cluster.store.version})

    async def live(_: web.Request) -> web.Response:
        return web.json_response({"workloads": _workloads(cluster.story) if cluster.story else []})

    async def act(request: web.Request) -> web.Response:
        """Breaks or heals the catalog now instead of at its time."""
        acts = {"break": cluster.story.break_catalog, "heal": cluster.story.heal_catalog} if cluster.story else {}
        action = acts.get(request.match_info["act"])
        if action is None:
            return web.json_response({"error": "break or heal, of a cluster with live workloads"}, status=404)
        action()
        return await live(request)

    async def change(request: web.Request) -> web.Response:
        """Puts and removes objects: `{"put": [OBJECT…], "remove": [{kind, apiVersion, metadata}…]}`."""
        try:
            count = change_objects(cluster.store, json.loads(await request.read()), cluster.clock())
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return web.json_response({"error": f"not a change: {error!r}"}, status=400)
        return web.json_response({"changed": count, "resourceVersion": str(cluster.store.version)})

    return [
        web.post("/_sandbox/objects", change),
        web.get("/_sandbox/live", live),
        web.post("/_sandbox/live/{act}", act),
        web.get("/_sandbox/scenarios", scenarios),
        web.get("/_sandbox/requests", requests),
        web.delete("/_sandbox/requests", forget_requests),
        web.get("/_sandbox/faults", faults),
        web.post("/_sandbox/faults", add_fault),
        web.delete("/_sandbox/faults", clear_faults),
        web.post("/_sandbox/cut-watches", cut_watches),
        web.post("/_sandbox/compact", compact),
    ]


def change_objects(store: Store, document: Json, now: datetime) -> int:
    """Does what `POST /_sandbox/objects` asks; how many objects. All are looked at before the first is changed."""
    puts = [(BY_KIND[item["apiVersion"], item["kind"]], item, name_of(item)) for item in document.get("put", [])]
    removals = [(BY_KIND[item["apiVersion"], item["kind"]], name_of(item)) for item in document.get("remove", [])]
    for resource, obj, _ in puts:
        store.put(resource, _admitted(obj, now))
    for resource, name in removals:
        store.remove(resource, *name)
    return len(puts) + len(removals)


STATUSES = ("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")
NO_STATUS = {"image": "", "imageID": "", "ready": False, "restartCount": 0, "state": {}, "lastState": {}}
"""What a container's status is never without: the fields without `omitempty` (k8s.io/api/core/v1/types.go)."""


def _admitted(obj: Json, now: datetime) -> Json:
    """With what no object of a real API server is without."""
    defaults = {"uid": str(uuid.uuid4()), "creationTimestamp": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
    whole = {**obj, "metadata": {**defaults, **obj["metadata"]}}
    if obj["kind"] != "Pod":
        return whole
    status = dict(obj.get("status", {}))
    status |= {
        name: [{**NO_STATUS, **container_status} for container_status in status[name]]
        for name in STATUSES
        if name in status
    }
    return {**whole, "spec": {"containers": [], **obj.get("spec", {})}, "status": status}


def _workloads(story: Story) -> list[Json]:
    return [
        {"namespace": one.json["metadata"]["namespace"], "name": name, "pods": [pod.name for pod in one.pods]}
        for name, one in story.deployments.items()
    ]


def _scenario(scenario: Scenario) -> Json:
    pod = name_of(scenario.pod)[1] if scenario.pod else ""
    return {"name": scenario.name, "namespace": scenario.namespace, "pod": pod, "cause": scenario.cause}
