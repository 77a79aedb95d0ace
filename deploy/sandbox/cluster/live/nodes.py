"""The node the simulated pods run on: it is there, and its kubelet goes on reporting. It runs nothing."""

from __future__ import annotations

from deploy.sandbox.cluster.live.shapes import NODE, NODE_IP, ZONE
from deploy.sandbox.cluster.live.world import World
from deploy.sandbox.cluster.objects.resources import NODES
from deploy.sandbox.json import Json

REPORTS_EVERY = 300  # kubelet's nodeStatusReportFrequency when nothing has changed

_HEALTHY = (
    ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
)


def keep_node_alive(world: World) -> None:
    """Makes the node if no recording has brought it, and renews its heartbeat."""
    if world.store.get(NODES, "", NODE) is None:
        world.store.put(NODES, _node(world))
    world.every(REPORTS_EVERY, lambda: _report(world))


def _report(world: World) -> None:
    node = world.store.get(NODES, "", NODE)
    if node is None:
        return
    conditions = [{**condition, "lastHeartbeatTime": world.stamp()} for condition in node["status"]["conditions"]]
    world.store.put(NODES, {**node, "status": {**node["status"], "conditions": conditions}})


def _node(world: World) -> Json:
    now = world.stamp()
    times = {"lastHeartbeatTime": now, "lastTransitionTime": now}
    conditions = [
        {"type": kind, "status": status, **times, "reason": reason, "message": message}
        for kind, status, reason, message in _HEALTHY
    ]
    labels = {"kubernetes.io/hostname": NODE, "kubernetes.io/os": "linux", "topology.kubernetes.io/zone": ZONE}
    room = {"cpu": "2", "memory": "24684084Ki", "pods": "230"}
    addresses = [{"type": "InternalIP", "address": NODE_IP}, {"type": "Hostname", "address": NODE}]
    info = {
        "kubeletVersion": "v1.36.2",
        "containerRuntimeVersion": "containerd://2.1.9",
        "osImage": "Debian GNU/Linux 12 (bookworm)",
        "operatingSystem": "linux",
        "architecture": "amd64",
    }
    status = {"capacity": room, "allocatable": room, "conditions": conditions, "addresses": addresses, "nodeInfo": info}
    metadata = {"name": NODE, "uid": world.uid(), "creationTimestamp": now, "labels": labels}
    return {"kind": "Node", "apiVersion": "v1", "metadata": metadata, "spec": {}, "status": status}
