"""What crash-loops in `benchmarks/kill_storm.py`: StatefulSets of one pod, as the API shows them. It sends nothing."""

from datetime import UTC, datetime, timedelta

from deploy.sandbox.json import Json

NAMESPACE = "storm"
FOLLOWS = 4
"""Restarts of the first container after which the second one begins: a piece of news for a message that stands."""


def stamp(at: datetime) -> str:
    """As Kubernetes writes times: whole seconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def workload(name: str) -> Json:
    """The StatefulSet above the one pod."""
    labels = {"app": name, "kill-storm": "yes"}
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {
            "name": name, "namespace": NAMESPACE, "uid": f"set-{name}", "creationTimestamp": "2026-01-01T00:00:00Z",
        },
        "spec": {
            "replicas": 1, "selector": {"matchLabels": {"app": name}}, "template": {"metadata": {"labels": labels}},
        },
    }  # fmt: skip


def pod(name: str, restarts: int) -> Json:
    """A pod that has run since yesterday and has just been restarted for the `restarts`th time."""
    now = datetime.now(UTC)
    boxes = [_container("app", name, restarts, now), _container("proxy", name, max(0, restarts - FOLLOWS), now)]
    labels = {"app": name, "kill-storm": "yes", "controller-revision-hash": f"{name}-1"}
    above = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": name, "uid": f"set-{name}", "controller": True}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": f"{name}-0", "namespace": NAMESPACE, "uid": f"pod-{name}", "labels": labels,
            "creationTimestamp": stamp(now - timedelta(days=1)), "ownerReferences": [above],
        },
        "spec": {"nodeName": "node-1", "containers": [{"name": box["name"], "image": box["image"]} for box in boxes]},
        "status": {
            "phase": "Running", "startTime": stamp(now - timedelta(days=1)), "containerStatuses": boxes,
            "conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": stamp(now)}],
        },
    }  # fmt: skip


def _container(box: str, pod_name: str, restarts: int, now: datetime) -> Json:
    """Its status: it runs again."""
    status: Json = {
        "name": box, "image": f"registry.example/{box}:1", "imageID": "", "ready": True, "started": True,
        "containerID": f"containerd://{pod_name}-{box}-{restarts}", "restartCount": restarts,
        "state": {"running": {"startedAt": stamp(now)}},
    }  # fmt: skip
    if restarts:
        began, before = stamp(now - timedelta(seconds=9)), f"containerd://{pod_name}-{box}-{restarts - 1}"
        ended = {
            "exitCode": 1, "reason": "Error", "startedAt": began, "finishedAt": stamp(now), "containerID": before,
        }  # fmt: skip
        status["lastState"] = {"terminated": ended}
    return status


if __name__ == "__main__":  # `make bench` runs every file here; this one is read by another alone
    pass
