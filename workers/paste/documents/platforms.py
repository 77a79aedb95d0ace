"""Containers of other platforms in JSON, as Pod mappings: `docker inspect`, ECS tasks, Azure Container Instances. Pure.

Sources: docker/docker api/types/container (State, InspectResponse); Amazon ECS API reference, Task and Container;
Azure Container Instances REST API, ContainerState. What runs the container stands under PLATFORM.
"""

from collections.abc import Mapping
from typing import Any

from workers.paste.parsed import PLATFORM, Mapped

LONGEST_NAME = 63
"""Characters of a container's or task's name."""
_ECS_TASK = frozenset({"taskArn", "stoppedReason", "stopCode", "desiredStatus", "lastStatus"})
_OUT_OF_MEMORY = "OutOfMemoryError"
"""How ECS begins the reason of a container that the kernel killed for its memory limit."""
_CANNOT_PULL = ("CannotPullContainerError", "CannotPullECRContainerError")


def container_elsewhere(value: Mapped) -> Mapped | None:
    """The pod that stands for an object of another platform; None for all others."""
    if isinstance(state := value.get("State"), Mapping) and state.keys() & {"ExitCode", "OOMKilled", "Status"}:
        return _of_docker(value, state)
    listed = value.get("containers")
    entries = [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []
    if value.keys() & _ECS_TASK or any("exitCode" in each or "containerArn" in each for each in entries):
        return _of_ecs(value, entries)
    if any("instanceView" in each for each in entries):
        return _of_aci(value, [status for each in entries if (status := _aci_status(each))])
    if status := _aci_status(value):
        return _of_aci(value, [status])
    return None


def _of_docker(value: Mapped, state: Mapped) -> Mapped:
    """As the kubelet's dockershim made a container status of it; one that restarts has ended, though `Running`."""
    times = {"startedAt": state.get("StartedAt"), "finishedAt": state.get("FinishedAt")}
    if state.get("Running") and not state.get("Restarting"):
        status: dict[str, Any] = {"state": {"running": {"startedAt": times["startedAt"]}}}
    else:
        code = state.get("ExitCode")
        reason = "OOMKilled" if state.get("OOMKilled") else ("Completed" if code == 0 else "Error")
        ended = {**times, "exitCode": code, "reason": reason, "message": state.get("Error", "")}
        status = {"state": {"terminated": ended}}
    config = value.get("Config")
    labels = config.get("Labels") if isinstance(config, Mapping) else None
    labels = labels if isinstance(labels, Mapping) else {}
    status["name"] = str(labels.get("io.kubernetes.container.name", ""))
    metadata = {
        "name": str(labels.get("io.kubernetes.pod.name", "")),
        "namespace": str(labels.get("io.kubernetes.pod.namespace", "")),
    }
    pod = _pod([status], metadata)
    if not metadata["name"]:  # a container that no kubelet made
        pod[PLATFORM] = ("docker", _text(value.get("Name") or value.get("Id")).lstrip("/")[:LONGEST_NAME])
    return pod


def _of_ecs(task: Mapped, containers: list[Mapped]) -> Mapped:
    """A task of `aws ecs describe-tasks`, or of the event of its state change, whole or a piece of it."""
    statuses = [_ecs_status(each) for each in containers]
    stopped = _text(task.get("stoppedReason"))
    if not any(status.keys() > {"name"} for status in statuses) and stopped.startswith(_CANNOT_PULL):
        statuses = [_ecs_status({"reason": stopped})]
    pod = _pod([status for status in statuses if status.keys() > {"name"}])
    name = _text(task.get("taskArn")).rpartition("/")[2]
    pod[PLATFORM] = ("ecs", name[:LONGEST_NAME])
    return pod


def _ecs_status(container: Mapped) -> dict[str, Any]:
    reason, code = _text(container.get("reason")), container.get("exitCode")
    status: dict[str, Any] = {"name": _text(container.get("name"))}
    if reason.startswith(_CANNOT_PULL):
        status["state"] = {"waiting": {"reason": "ErrImagePull", "message": reason}}
    elif isinstance(code, int) or reason.startswith(_OUT_OF_MEMORY):
        killed = reason.startswith(_OUT_OF_MEMORY)
        word = "OOMKilled" if killed else "Error" if code else "Completed"
        status["state"] = {"terminated": {"exitCode": 137 if code is None else code, "reason": word, "message": reason}}
    return status


def _of_aci(group: Mapped, statuses: list[dict[str, Any]]) -> Mapped:
    pod = _pod(statuses)
    pod[PLATFORM] = ("aci", _text(group.get("name"))[:LONGEST_NAME])
    return pod


def _aci_status(container: Mapped) -> dict[str, Any] | None:
    """The status of a container or of its instanceView, of which the last state with an end counts; None for others."""
    view = container.get("instanceView") or container
    states = [view.get("currentState"), view.get("previousState"), view] if isinstance(view, Mapping) else []
    ended = next((each for each in states if isinstance(each, Mapping) and _has_ended(each)), None)
    if ended is None:
        return None
    detail, code = _text(ended.get("detailStatus")), ended.get("exitCode")
    word = detail if detail in ("OOMKilled", "Completed", "Error") else "Error" if code else "Completed"
    terminated = {"reason": word, "exitCode": code if isinstance(code, int) else 137 if word == "OOMKilled" else 1}
    restarts = view.get("restartCount") if isinstance(view, Mapping) else None
    return {
        "name": _text(container.get("name")),
        "state": {"terminated": terminated},
        **({"restartCount": restarts} if isinstance(restarts, int) else {}),
    }


def _has_ended(state: Mapped) -> bool:
    return "detailStatus" in state and ("exitCode" in state or state["detailStatus"] == "OOMKilled")


def _pod(statuses: list[dict[str, Any]], metadata: Mapped | None = None) -> dict[str, Any]:
    return {"kind": "Pod", "metadata": metadata or {}, "spec": {}, "status": {"containerStatuses": statuses}}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
