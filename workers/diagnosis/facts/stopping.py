"""Facts about pods that were asked to stop and are still there. Pure."""

from core.messages.report import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes
from workers.snapshot import Snapshot

OVERDUE = 120.0
"""Seconds after the deletion's deadline: SIGKILL, the sandbox's end and the unmounts take seconds, not minutes."""
AGAIN_AND_AGAIN = 5
"""Times the kubelet says `Stopping container`: once is the rule; each failed attempt says it once more."""
STOPPED = frozenset((0, 137, 143))
"""Exit codes of a container that was asked to stop: it obeyed, was killed, or left SIGTERM to its default."""
OTHER_ENDS = frozenset(("Evicted", "Preempted", "Preempting", "TaintManagerEviction", "DeadlineExceeded"))
"""Events of those that end a pod without a deletion by a person, or say themselves who deleted it."""
OVER_SECONDS = 600.0
"""Over at least this long: a slow shutdown may be asked twice or three times within a minute."""


STOP_BEGINNING = "Stopping container"
STOP_ENDING = ":Need to kill Pod"
"""How the kubelet's `Killing` begins, or ended before 1.13, when it stops a container because its pod is to go."""


@fact(of_container=False, values=("late",))
def deleted_long_past_its_deadline(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """deletionTimestamp lies minutes back: the time by which it has to be gone (the request plus its grace period)."""
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    if pod.deleted_at is None or snapshot.observed_at is None:
        return None
    late = (snapshot.observed_at - pod.deleted_at).total_seconds()
    if late < OVERDUE:
        return None
    minutes = str(int(late // 60))
    return Yes((Evidence(source="status", quote=f"deleted; {minutes} minutes past its deadline"),), {"late": minutes})


@fact(of_container=False, values=("left",))
def has_time_left_to_stop(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """deletionTimestamp lies ahead: the grace period is not over yet."""
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    if pod.deleted_at is None or snapshot.observed_at is None or snapshot.observed_at >= pod.deleted_at:
        return None
    left = str(int((pod.deleted_at - snapshot.observed_at).total_seconds()))
    quote = f"deletionTimestamp {pod.deleted_at:%Y-%m-%dT%H:%M:%SZ}, {left} s ahead"
    return Yes((Evidence(source="status", quote=quote),), {"left": left})


@fact(of_container=False, values=("times",))
def stop_is_asked_again_and_again(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The kubelet repeats `Stopping container` for a long time: each attempt before it failed.

    The message is of pkg/kubelet/kuberuntime, killContainer, before 1.13 with `Need to kill Pod` at its end; a probe's
    kill is worded otherwise.
    """
    if snapshot.events is None:
        raise NotSeen("events")
    for event in snapshot.events:
        stops = event.message.startswith(STOP_BEGINNING) or event.message.endswith(STOP_ENDING)
        if event.reason != "Killing" or not stops:
            continue
        over = (event.last - event.first).total_seconds() if event.first and event.last else 0.0
        if event.count >= AGAIN_AND_AGAIN and over >= OVER_SECONDS:
            quote = f"Killing: {event.message} (x{event.count} over {int(over // 60)} min)"
            return Yes((Evidence(source="event", quote=quote),), {"times": str(event.count)})
    return None


@fact(of_container=False, values=("line",))
def stopped_for_good_and_still_listed(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The kubelet stopped every container, the pod is over, nothing else explains why, and the object is still there.

    `kubectl describe` says neither deletionTimestamp nor finalizers of a pod that is Succeeded or Failed
    (k8s.io/kubectl/pkg/describe, `describePod`). The kubelet stops a main container with `Stopping container` when the
    pod is deleted or evicted; after a deletion the object goes within seconds, unless something holds it.
    """
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    if snapshot.events is None or not snapshot.events_whole:
        raise NotSeen("events")
    main = [item for item in snapshot.containers if item.kind == "main"]
    over = pod.phase in ("Succeeded", "Failed") and not pod.reason and all(item.terminated for item in main)
    if not over or any(item.terminated and item.terminated.code not in STOPPED for item in main):
        return None
    if any(event.reason in OTHER_ENDS for event in snapshot.events):
        return None
    if any(item.type == "DisruptionTarget" and item.status == "True" for item in pod.conditions):
        return None
    stopped = {
        event.container or event.message.removeprefix("Stopping container ").strip()
        for event in snapshot.events
        if event.reason == "Killing" and event.message.startswith("Stopping container")
    }
    if not main or not {item.name for item in main} <= stopped:
        return None
    quote = f"Killing: Stopping container {main[0].name}; phase {pod.phase}"
    return Yes((Evidence(source="event", quote=quote),), {"line": quote})
