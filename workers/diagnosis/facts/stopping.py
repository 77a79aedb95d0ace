"""Facts about pods that were asked to stop and are still there. Pure."""

from knowledge.model import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes
from workers.snapshot import Snapshot

OVERDUE = 120.0
"""Seconds after the deletion's deadline: SIGKILL, the sandbox's end and the unmounts take seconds, not minutes."""
AGAIN_AND_AGAIN = 5
"""Times the kubelet says `Stopping container`: once is the rule; each failed attempt says it once more."""
OVER_SECONDS = 600.0
"""Over at least this long: a slow shutdown may be asked twice or three times within a minute."""


@fact(of_container=False, values=("late",))
def deleted_long_past_its_deadline(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """deletionTimestamp lies minutes back: the time by which it has to be gone (the request plus its grace period)."""
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    if pod.deleted_at is None or snapshot.observed_at is None:
        return None
    if any(item.running for item in snapshot.containers):
        return None  # whether its stop fails is told by the events that ask for it again
    late = (snapshot.observed_at - pod.deleted_at).total_seconds()
    if late < OVERDUE:
        return None
    minutes = str(int(late // 60))
    return Yes((Evidence(source="status", quote=f"deleted; {minutes} minutes past its deadline"),), {"late": minutes})


@fact(of_container=False, values=("times",))
def stop_is_asked_again_and_again(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The kubelet repeats `Stopping container` for a long time: each attempt before it failed.

    The message is of pkg/kubelet/kuberuntime, killContainer; a probe's kill is worded otherwise.
    """
    if snapshot.events is None:
        raise NotSeen("events")
    for event in snapshot.events:
        if event.reason != "Killing" or not event.message.startswith("Stopping container"):
            continue
        over = (event.last - event.first).total_seconds() if event.first and event.last else 0.0
        if event.count >= AGAIN_AND_AGAIN and over >= OVER_SECONDS:
            quote = f"Killing: {event.message} (x{event.count} over {int(over // 60)} min)"
            return Yes((Evidence(source="event", quote=quote),), {"times": str(event.count)})
    return None
