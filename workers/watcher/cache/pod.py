"""What is kept of a pod, and how it is read from what the watch sends. Pure: it remembers and decides nothing."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workers.cluster.wire.watched import WatchedPod, WatchedStatus

FINISHED = ("Succeeded", "Failed")
"""Phases of a pod whose containers do not run again."""
_BACK_OFF = re.compile(r"back-off (?:(\d{1,3})m)?(?:(\d{1,3})s)? restarting")


@dataclass(slots=True)
class CachedContainer:
    """One container."""

    name: str
    image: str
    restarts: int
    last_number: int
    """The last termination recorded; one more than `restarts` while a failed container waits to be restarted."""
    waiting: str
    back_off: int
    """Seconds, where it waits in CrashLoopBackOff."""
    last_end: float | None
    """When its last run ended, by the kubelet's clock."""


@dataclass(slots=True)
class CachedPod:
    """One pod."""

    uid: str
    name: str
    namespace: str
    owner: tuple[str, str]
    """Kind and name of what controls it; its own for a pod that stands alone."""
    node: str
    template: str
    created: float
    phase: str
    leaving: bool
    """Being deleted, or about to be: evicted, preempted, its node drained."""
    deleting: bool
    ready: bool
    ready_since: float | None
    containers: tuple[CachedContainer, ...]
    """Init and sidecar containers first, then the main ones, then the ephemeral ones."""
    annotations: Mapping[str, str] | None
    """Ours, without the prefix; None for none."""
    labels: Mapping[str, str] | None
    """Those kept for routing; None for none."""
    list_number: int = 0
    """The list it was last part of."""


def statuses(pod: WatchedPod) -> tuple[WatchedStatus, ...]:
    """Of all containers, in the order of `CachedPod.containers`."""
    status = pod.status
    return (*status.init_container_statuses, *status.container_statuses, *status.ephemeral_container_statuses)


def cached_container(status: WatchedStatus) -> CachedContainer:
    """What is kept of a container."""
    state = status.state
    ended = state.terminated or status.last_state.terminated
    restarts = max(0, status.restart_count)
    return CachedContainer(
        name=sys.intern(status.name),
        image=sys.intern(status.image),
        restarts=restarts,
        last_number=restarts,
        waiting=sys.intern(state.waiting.reason) if state.waiting else "",
        back_off=back_off_seconds(state.waiting.message) if state.waiting else 0,
        last_end=stamp(ended.finished_at) if ended else None,
    )


def back_off_seconds(message: str) -> int:
    """80 for `back-off 1m20s restarting failed container=app ...` (pkg/kubelet/kuberuntime); 0 for anything else."""
    match = _BACK_OFF.match(message)
    return int(match[1] or 0) * 60 + int(match[2] or 0) if match else 0


def owner(pod: WatchedPod) -> tuple[str, str]:
    """Kind and name of what controls it."""
    controller = next((each for each in pod.metadata.owner_references if each.controller), None)
    # A static pod is owned by its Node, which is nobody's workload.
    if controller is None or controller.kind == "Node":
        return "Pod", pod.metadata.name
    return controller.kind, controller.name


def template(labels: Mapping[str, str]) -> str:
    """The hash by which the Deployment, StatefulSet and DaemonSet controllers name the template."""
    return labels.get("pod-template-hash") or labels.get("controller-revision-hash") or ""


def readiness(pod: WatchedPod) -> tuple[bool, float | None]:
    """The pod's own condition: on a dead node it is the only thing that turns False."""
    condition = next((each for each in pod.status.conditions if each.type == "Ready"), None)
    if condition is None or condition.status != "True":
        return False, None
    return True, stamp(condition.last_transition_time)


def disrupted(pod: WatchedPod) -> bool:
    """Evicted, preempted, drained or deleted by a taint (KEP-3329)."""
    return any(each.type == "DisruptionTarget" and each.status == "True" for each in pod.status.conditions)


def stamp(time: datetime | None) -> float | None:
    """Seconds since 1970."""
    return time.timestamp() if time is not None else None
