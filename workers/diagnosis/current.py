"""Which events still hold. Pure.

Events live an hour and outlive what they complain of: a pod that waited for a node and then got one keeps its
`FailedScheduling` beside the crash it has now. An event is over when the pod's own status shows that it went past it;
where no status is known, every event holds.
"""

import re
from collections.abc import Callable

from workers.container import Container
from workers.snapshot import Event, Snapshot

BEFORE_START = frozenset(
    {
        "FailedMount",
        "FailedMapVolume",
        "FailedAttachVolume",
        "FailedCreatePodSandBox",
        "FailedPodSandBoxStatus",
        "NetworkNotReady",
        "FailedCreatePodContainer",
        "FailedNodeAllocatableEnforcement",
    }
)
"""Reasons that keep a pod from starting (pkg/kubelet/events/event.go): over once nothing waits to be created."""

NOT_STARTED = frozenset({"ContainerCreating", "PodInitializing", ""})
PULLING = frozenset(
    {
        "ErrImagePull",
        "ImagePullBackOff",
        "ImageInspectError",
        "ErrImageNeverPull",
        "InvalidImageName",
        "RegistryUnavailable",
        "SignatureValidationFailed",
        "ContainerCreating",
        "PodInitializing",
    }
)
"""Waiting reasons under which a failed pull still matters (pkg/kubelet/images/types.go)."""

_NO_SUCH_TOOL = re.compile(r"executable file not found|no such file or directory|permission denied")
_PULL = re.compile(r"(?i)pull|ErrImage|image tag|parse image")


def current_events(snapshot: Snapshot) -> tuple[Event, ...]:
    """The events that still hold, in their order."""
    return tuple(event for event in snapshot.events or () if not is_over(event, snapshot))


def is_over(event: Event, snapshot: Snapshot) -> bool:
    """True when the pod's status shows that it went past what the event complains of."""
    if event.kind not in ("Pod", ""):
        return False
    judge = _JUDGES.get(event.reason)
    if judge is None and event.reason in BEFORE_START:
        judge = _something_started
    return judge is not None and judge(event, snapshot)


def _has_a_node(event: Event, snapshot: Snapshot) -> bool:
    if snapshot.pod and snapshot.pod.node_name:
        return True
    return any(other.reason == "Scheduled" for other in snapshot.events or ())


def _something_started(event: Event, snapshot: Snapshot) -> bool:
    """No container waits to be created, and at least one has been: the sandbox and the volumes are there."""
    known = [item for item in snapshot.containers if item.waiting or item.running or item.terminated]
    if not known or (snapshot.pod and snapshot.pod.deleted_at):
        return False
    return not any(item.waiting and item.waiting.reason in NOT_STARTED for item in known)


def _has_its_image(event: Event, snapshot: Snapshot) -> bool:
    if not _PULL.search(event.message):
        return False
    concerned = [item for item in _containers_of(event, snapshot) if item.waiting or item.running or item.terminated]
    return bool(concerned) and not any(item.waiting and item.waiting.reason in PULLING for item in concerned)


def _has_image_or_runs(event: Event, snapshot: Snapshot) -> bool:
    """A pull is over with the image; a start that the runtime refused (`Error: ...`) once the container runs."""
    if _PULL.search(event.message) or not event.message.startswith("Error: "):
        return _has_its_image(event, snapshot)
    concerned = _containers_of(event, snapshot)
    return bool(concerned) and all(item.running for item in concerned)


def _is_well_again(event: Event, snapshot: Snapshot) -> bool:
    """A probe that failed matters while the container is not ready, or was restarted for it."""
    concerned = _containers_of(event, snapshot)
    if "errored" in event.message and _NO_SUCH_TOOL.search(event.message):
        return False  # a liveness probe that cannot be run restarts nothing, and goes on saying so
    return bool(concerned) and all(item.ready and not item.restarts for item in concerned)


def _node_is_back(event: Event, snapshot: Snapshot) -> bool:
    """The node (or, where it was not looked at, the pod) is ready again, or a container has started on it since."""
    started = [item.running.started_at for item in snapshot.containers if item.running and item.running.started_at]
    if event.last and any(at > event.last for at in started):
        return True
    if snapshot.node:
        return any(condition.type == "Ready" and condition.status == "True" for condition in snapshot.node.conditions)
    conditions = snapshot.pod.conditions if snapshot.pod else ()
    return any(condition.type == "Ready" and condition.status == "True" for condition in conditions)


def _containers_of(event: Event, snapshot: Snapshot) -> list[Container]:
    return [item for item in snapshot.containers if event.container in (None, item.name)]


_JUDGES: dict[str, Callable[[Event, Snapshot], bool]] = {
    "FailedScheduling": _has_a_node,
    "Failed": _has_image_or_runs,
    "BackOff": _has_its_image,
    "ErrImageNeverPull": _has_its_image,
    "InspectFailed": _has_its_image,
    "Unhealthy": _is_well_again,
    "NodeNotReady": _node_is_back,
}
