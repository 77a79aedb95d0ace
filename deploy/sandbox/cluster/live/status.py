"""The status of a simulated pod: what the kubelet reports of its one container. Pure but for the moment it is told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from deploy.sandbox.cluster.live.shapes import NODE_IP, SimulatedTemplate
from deploy.sandbox.json import Json

_ORDER = ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")


@dataclass
class Reported:
    """What is known of the pod at present; `json` turns it into the API's form."""

    template: SimulatedTemplate
    phase: str = "Pending"
    ip: str = ""
    started_at: str = ""
    """When the kubelet took the pod; empty until then."""
    state: Json = field(default_factory=lambda: {"waiting": {"reason": "ContainerCreating"}})
    last: Json = field(default_factory=dict)
    container_id: str = ""
    restarts: int = 0
    ready: bool = False
    conditions: dict[str, Json] = field(default_factory=dict)

    def judge(self, now: str) -> None:
        """Sets the conditions that follow from the container's state; a transition is dated `now`."""
        running, finished = "running" in self.state, self.phase in ("Succeeded", "Failed")
        self._set("PodScheduled", True, now)
        if not self.started_at:
            return
        completed = {"reason": "PodCompleted"} if finished or self._has_completed else {}
        unready = {"reason": "ContainersNotReady", "message": "containers with unready status: [app]"}
        self._set("PodReadyToStartContainers", bool(self.ip) and not finished, now)
        self._set("Initialized", True, now, completed)
        for kind in ("Ready", "ContainersReady"):
            is_ready = running and self.ready
            self._set(kind, is_ready, now, {} if is_ready else completed or unready)

    @property
    def _has_completed(self) -> bool:
        ended = self.state.get("terminated")
        return bool(ended and ended["exitCode"] == 0 and self.template.restart_policy == "Never")

    def _set(self, kind: str, true: bool, now: str, words: Json | None = None) -> None:
        status, before = "True" if true else "False", self.conditions.get(kind)
        since = before["lastTransitionTime"] if before and before["status"] == status else now
        head: Json = {"type": kind, "observedGeneration": 1} if self.started_at else {"type": kind}
        change = {"status": status, "lastProbeTime": None, "lastTransitionTime": since}
        self.conditions[kind] = {**head, **change, **(words or {})}

    def json(self, pod: Json) -> Json:
        """`status` of the pod."""
        memory = self.template.memory
        status: Json = {"observedGeneration": 1} if self.started_at else {}
        status |= {"phase": self.phase, "conditions": [self.conditions[k] for k in _ORDER if k in self.conditions]}
        if not self.started_at:
            return {**status, "qosClass": pod["status"]["qosClass"]}
        status |= {"hostIP": NODE_IP, "hostIPs": [{"ip": NODE_IP}]}
        if self.ip:
            status |= {"podIP": self.ip, "podIPs": [{"ip": self.ip}]}
        status |= {"startTime": self.started_at, "containerStatuses": [self._container(pod)]}
        status["qosClass"] = pod["status"]["qosClass"]
        if memory:
            status["allocatedResources"] = {"memory": memory}
        return {**status, "resources": self.template.resources}

    def _container(self, pod: Json) -> Json:
        template = self.template
        status: Json = {"name": "app", "state": self.state, "lastState": self.last, "ready": self.ready}
        status |= {"restartCount": self.restarts, "image": template.image, "imageID": ""}
        if self.container_id:
            status |= {"imageID": image_id(template.image), "containerID": self.container_id}
        status["started"] = "running" in self.state
        if self.container_id and template.memory:
            status["allocatedResources"] = {"memory": template.memory}
        if self.container_id:
            status["resources"] = template.resources
        mounts = pod["spec"]["containers"][0]["volumeMounts"]
        status["volumeMounts"] = [_seen(mount) for mount in mounts]
        if self.container_id:
            status["user"] = {"linux": {"uid": 0, "gid": 0, "supplementalGroups": [0]}}
        return status


def _seen(mount: Json) -> Json:
    return {
        "name": mount["name"],
        "mountPath": mount["mountPath"],
        "readOnly": True,
        "recursiveReadOnly": "Disabled",
    }


def image_id(image: str) -> str:
    """An id that is the same for the same image."""
    return "sha256:" + hashlib.sha256(image.encode()).hexdigest()
