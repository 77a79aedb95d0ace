"""Writes simulated events: repeats raise the count of the one that is there, old ones go. It invents no texts.

Merging as in staging/src/k8s.io/client-go/tools/record/events_cache.go, getEventKey: same object, field, type, reason
and message.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from deploy.sandbox.cluster.live.shapes import NODE
from deploy.sandbox.cluster.live.world import World
from deploy.sandbox.cluster.objects.resources import EVENTS
from deploy.sandbox.cluster.objects.store import name_of
from deploy.sandbox.json import Json

KEPT = timedelta(hours=1)  # kube-apiserver --event-ttl
SWEEP_SECONDS = 60
_NANOSECONDS = 1_000_000_000


class Events:
    """All events the simulation writes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._names: dict[tuple[str, ...], tuple[str, str]] = {}
        world.every(SWEEP_SECONDS, self._sweep)

    def kubelet(self, pod: Json, kind: str, reason: str, message: str, field: str = "spec.containers{app}") -> None:
        """An event of the kubelet about a pod's container."""
        self._record(pod, kind, reason, message, {"component": "kubelet", "host": NODE}, NODE, field)

    def controller(self, obj: Json, reason: str, message: str, component: str, kind: str = "Normal") -> None:
        """An event of a controller about an object it owns."""
        self._record(obj, kind, reason, message, {"component": component}, "", "")

    def scheduled(self, pod: Json) -> None:
        """The scheduler's event, in the newer form: eventTime instead of counts."""
        namespace, name = name_of(pod)
        event = self._new(pod, "Normal", "Scheduled", f"Successfully assigned {namespace}/{name} to {NODE}", "")
        event |= {"source": {}, "firstTimestamp": None, "lastTimestamp": None}
        event |= {"eventTime": self._world.micro_stamp(), "action": "Binding"}
        event |= {"reportingComponent": "default-scheduler", "reportingInstance": "default-scheduler-sandbox"}
        self._names[pod["metadata"]["uid"], "Scheduled"] = name_of(self._world.store.put(EVENTS, event))

    def _record(self, obj: Json, kind: str, reason: str, message: str, source: Json, instance: str, field: str) -> None:
        key = (obj["metadata"]["uid"], field, kind, reason, message)
        stored = self._world.store.get(EVENTS, *self._names[key]) if key in self._names else None
        if stored is not None:
            again = {"count": stored["count"] + 1, "lastTimestamp": self._world.stamp()}
            self._world.store.put(EVENTS, {**stored, **again})
            return
        event = self._new(obj, kind, reason, message, field)
        event |= {"source": source, "firstTimestamp": self._world.stamp(), "lastTimestamp": self._world.stamp()}
        event |= {"count": 1, "eventTime": None}
        event |= {"reportingComponent": source["component"], "reportingInstance": instance}
        self._names[key] = name_of(self._world.store.put(EVENTS, event))

    def _new(self, obj: Json, kind: str, reason: str, message: str, field: str) -> Json:
        namespace, name = name_of(obj)
        about = {"kind": obj["kind"], "namespace": namespace, "name": name, "uid": obj["metadata"]["uid"]}
        about |= {"apiVersion": obj["apiVersion"], "resourceVersion": obj["metadata"].get("resourceVersion", "")}
        about |= {"fieldPath": field} if field else {}
        return {
            "kind": "Event",
            "apiVersion": "v1",
            "metadata": {
                "name": self._unused_name(namespace, name),
                "namespace": namespace,
                "uid": self._world.uid(),
                "creationTimestamp": self._world.stamp(),
            },
            "involvedObject": about,
            "reason": reason,
            "message": message,
            "type": kind,
        }

    def _unused_name(self, namespace: str, name: str) -> str:
        """The object's name and the time in nanoseconds, hexadecimal, as the real recorder names events."""
        number = int(self._world.now.timestamp() * _NANOSECONDS)
        while self._world.store.get(EVENTS, namespace, f"{name}.{number:x}"):
            number += 1
        return f"{name}.{number:x}"

    def _sweep(self) -> None:
        oldest = self._world.now - KEPT
        for key, (namespace, name) in list(self._names.items()):
            event = self._world.store.get(EVENTS, namespace, name)
            last_time = event and (event["lastTimestamp"] or event["eventTime"])
            if not last_time or datetime.fromisoformat(last_time) < oldest:
                self._world.store.remove(EVENTS, namespace, name)
                del self._names[key]
