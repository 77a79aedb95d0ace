"""What is kept of a pod, and how it is read from what the watch tells. Pure: it remembers and judges nothing."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from workers.cluster.wire.watched import WatchedPod, WatchedStatus

_BACK_OFF = re.compile(r"back-off (?:(\d{1,3})m)?(?:(\d{1,3})s)? restarting")


@dataclass(slots=True)
class CachedContainer:
    """One container."""

    name: str
    kind: str
    image: str
    restarts: int
    numbered: int
    """The last end that was recorded; one more than `restarts` while a failed container waits to be restarted."""
    ready: bool
    waiting: str
    back_off: int
    """Seconds, where it waits in CrashLoopBackOff."""
    running_since: float | None
    last_end: float | None
    reason: str
    code: int | None


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
    """Being deleted, or told to go (evicted, preempted, its node drained)."""
    deleting: bool
    ready: bool
    ready_since: float | None
    boxes: tuple[CachedContainer, ...]
    marks: Mapping[str, str] | None
    """Our annotations; None for none."""
    labels: Mapping[str, str] | None
    seen: int = 0
    """The list it was last in."""


def statuses(pod: WatchedPod) -> tuple[WatchedStatus, ...]:
    """Of all containers, in the order of `boxes`."""
    status = pod.status
    return (*status.init_container_statuses, *status.container_statuses, *status.ephemeral_container_statuses)


def boxes(pod: WatchedPod) -> Iterator[CachedContainer]:
    """Its containers: init and sidecar, main, ephemeral."""
    sidecars = {one.name for one in pod.spec.init_containers if one.restart_policy == "Always"}
    for status in pod.status.init_container_statuses:
        yield _box(status, "sidecar" if status.name in sidecars else "init")
    for status in pod.status.container_statuses:
        yield _box(status, "main")
    for status in pod.status.ephemeral_container_statuses:
        yield _box(status, "ephemeral")


def _box(status: WatchedStatus, kind: str) -> CachedContainer:
    state = status.state
    ended = state.terminated or status.last_state.terminated
    restarts = max(0, status.restart_count)
    return CachedContainer(
        name=sys.intern(status.name),
        kind=kind,
        image=sys.intern(status.image),
        restarts=restarts,
        numbered=restarts,
        ready=status.ready,
        waiting=sys.intern(state.waiting.reason) if state.waiting else "",
        back_off=back_off_seconds(state.waiting.message) if state.waiting else 0,
        running_since=stamp(state.running.started_at) if state.running else None,
        last_end=stamp(ended.finished_at) if ended else None,
        reason=sys.intern(ended.reason) if ended else "",
        code=ended.exit_code if ended else None,
    )


def back_off_seconds(message: str) -> int:
    """80 for `back-off 1m20s restarting failed container=app ...` (pkg/kubelet/kuberuntime); 0 for anything else."""
    found = _BACK_OFF.match(message)
    return int(found[1] or 0) * 60 + int(found[2] or 0) if found else 0


def owner(pod: WatchedPod) -> tuple[str, str]:
    """Kind and name of what controls it."""
    found = next((one for one in pod.metadata.owner_references if one.controller), None)
    # A static pod is owned by its Node, which is nobody's workload.
    return (found.kind, found.name) if found and found.kind != "Node" else ("Pod", pod.metadata.name)


def template(labels: Mapping[str, str]) -> str:
    """What the Deployment, StatefulSet and DaemonSet controllers name the template by."""
    return labels.get("pod-template-hash") or labels.get("controller-revision-hash") or ""


def readiness(pod: WatchedPod) -> tuple[bool, float | None]:
    """The pod's own condition: on a dead node it is the only thing that turns False."""
    found = next((one for one in pod.status.conditions if one.type == "Ready"), None)
    ready = found is not None and found.status == "True"
    return ready, stamp(found.last_transition_time) if found is not None and ready else None


def disrupted(pod: WatchedPod) -> bool:
    """Evicted, preempted, drained or deleted by a taint (KEP-3329)."""
    return any(one.type == "DisruptionTarget" and one.status == "True" for one in pod.status.conditions)


def stamp(time: datetime | None) -> float | None:
    """Seconds since 1970."""
    return time.timestamp() if time is not None else None
