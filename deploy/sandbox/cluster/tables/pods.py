"""The READY, STATUS and RESTARTS of a pod as kubectl shows them. Pure.

pkg/printers/internalversion/printers.go, printPod, of Kubernetes v1.36.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deploy.sandbox.cluster.tables.durations import since
from deploy.sandbox.json import Json


@dataclass
class _Tally:
    """What is counted while going through the containers."""

    reason: str
    ready: int = 0
    restarts: int = 0
    last_restart: str = ""

    def add_restarts(self, status: Json) -> None:
        self.restarts += status["restartCount"]
        finished = (status.get("lastState", {}).get("terminated") or {}).get("finishedAt") or ""
        self.last_restart = max(self.last_restart, finished)


def ready(pod: Json) -> str:
    """`1/2`: sidecars count, other init containers do not."""
    return f"{_tally(pod).ready}/{len(pod['spec']['containers']) + len(_sidecars(pod))}"


def status(pod: Json) -> str:
    """The STATUS column, which is no field of the API."""
    return _tally(pod).reason


def restarts(pod: Json, now: datetime) -> str:
    """`5 (62s ago)`; the time is when the container before this one ended."""
    tally = _tally(pod)
    if tally.restarts and tally.last_restart:
        return f"{tally.restarts} ({since(tally.last_restart, now)} ago)"
    return str(tally.restarts)


def gates(pod: Json) -> str:
    """`0/1`: the readiness gates that are met."""
    conditions = [gate["conditionType"] for gate in pod["spec"].get("readinessGates", [])]
    met = [kind for kind in conditions if _condition(pod, kind).get("status") == "True"]
    return f"{len(met)}/{len(conditions)}" if conditions else "<none>"


def _tally(pod: Json) -> _Tally:
    state = pod.get("status", {})
    tally = _Tally(state.get("reason") or state.get("phase", "Unknown"))
    if _condition(pod, "PodScheduled").get("reason") == "SchedulingGated":
        tally.reason = "SchedulingGated"
    initializing = _count_init_containers(pod, tally)
    if not initializing or _condition(pod, "Initialized").get("status") == "True":
        _count_containers(pod, tally)
    if pod["metadata"].get("deletionTimestamp"):
        if state.get("reason") == "NodeLost":
            tally.reason = "Unknown"
        elif state.get("phase") not in ("Succeeded", "Failed"):
            tally.reason = "Terminating"
    return tally


def _count_init_containers(pod: Json, tally: _Tally) -> bool:
    """Goes through them up to the first that is not done; returns whether there is one."""
    sidecars, total = _sidecars(pod), len(pod["spec"].get("initContainers", []))
    for position, status in enumerate(pod.get("status", {}).get("initContainerStatuses", [])):
        tally.add_restarts(status)
        terminated = status.get("state", {}).get("terminated")
        if terminated and terminated["exitCode"] == 0:
            continue
        if status["name"] in sidecars and status.get("started"):
            tally.ready += 1 if status["ready"] else 0
            continue
        waiting = status.get("state", {}).get("waiting", {}).get("reason", "")
        if terminated:
            tally.reason = f"Init:{_terminated_reason(terminated)}"
        elif waiting not in ("", "PodInitializing"):
            tally.reason = f"Init:{waiting}"
        else:
            tally.reason = f"Init:{position}/{total}"
        return True
    return False


def _count_containers(pod: Json, tally: _Tally) -> None:
    tally.restarts, tally.last_restart = 0, ""
    for status in pod.get("status", {}).get("initContainerStatuses", []):
        if status["name"] in _sidecars(pod):
            tally.add_restarts(status)
    has_running = False
    for status in reversed(pod.get("status", {}).get("containerStatuses", [])):
        tally.add_restarts(status)
        state = status.get("state", {})
        if reason := state.get("waiting", {}).get("reason"):
            tally.reason = reason
        elif "terminated" in state:
            tally.reason = _terminated_reason(state["terminated"])
        elif status["ready"] and "running" in state:
            has_running = True
            tally.ready += 1
    if tally.reason == "Completed" and has_running:
        tally.reason = "Running" if _condition(pod, "Ready").get("status") == "True" else "NotReady"


def _terminated_reason(terminated: Json) -> str:
    if terminated.get("reason"):
        return str(terminated["reason"])
    if terminated.get("signal"):
        return f"Signal:{terminated['signal']}"
    return f"ExitCode:{terminated['exitCode']}"


def _sidecars(pod: Json) -> set[str]:
    return {spec["name"] for spec in pod["spec"].get("initContainers", []) if spec.get("restartPolicy") == "Always"}


def _condition(pod: Json, kind: str) -> Json:
    conditions: list[Json] = [each for each in pod.get("status", {}).get("conditions", []) if each["type"] == kind]
    return conditions[0] if conditions else {}
