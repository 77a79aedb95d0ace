"""What the pod is now, and what of its causes is over. Pure.

A status keeps how the run before ended, an event outlives what it complains of, and a log of that run is still there:
of a pod that is ready again they tell what was. A finding is over when its cause would not fit without them.
"""

from datetime import timedelta

from core.messages.report import PodState
from workers.container import Container
from workers.diagnosis.facts.restarts import everything_is_ready
from workers.snapshot import Event, Snapshot

LASTS = 60.0
"""Seconds for which a pod has been ready before what ended the run before counts as over."""
LOOP = 3
"""Restarts from which on that takes as long as the kubelet remembers a crash loop (pkg/kubelet/kubelet.go)."""
FRESH = timedelta(minutes=10)
"""So long after it was seen last an event may still hold: the kubelet's spam filter lets one through every five minutes
(k8s.io/client-go/tools/record/events_cache.go), and a back-off waits as long."""
RESTATED = ("Pod", "Node", "")
"""Kinds of objects whose events a pod that is ready again has outlived; a workload's tell of other pods as well."""


def pod_state(snapshot: Snapshot) -> PodState | None:
    """kubectl's word for it, what of it is ready, and for how long; None where Kubernetes did not show it."""
    word = _word(snapshot)
    if not word or any(_told(item) for item in snapshot.containers):
        return None
    serving = [item for item in snapshot.containers if item.kind in ("main", "sidecar") and item.ready is not None]
    if not all(item.name for item in serving):
        serving = []  # a table's row is one container, however many the pod has
    over = word in ("Completed", "Succeeded", "Failed", "Evicted")
    return PodState(
        word=word,
        ready=sum(bool(item.ready) for item in serving),
        total=0 if over else len(serving),
        seconds=seconds_ready(snapshot) if _is_well(snapshot) else None,
    )


def without_the_past(snapshot: Snapshot) -> Snapshot | None:
    """The same without how earlier runs ended and what was said of them; None where the pod is not well by now."""
    if not _is_well(snapshot):
        return None
    seconds = seconds_ready(snapshot)
    loops = any(item.restarts >= LOOP for item in snapshot.containers)
    if seconds is not None and seconds < (FRESH.total_seconds() if loops else LASTS):
        return None
    events = snapshot.events and tuple(event for event in snapshot.events if not _is_past(event, snapshot, seconds))
    return snapshot.model_copy(
        update={
            "containers": tuple(_of_this_run(item) for item in snapshot.containers),
            "events": events,
            "logs": snapshot.logs and tuple(log for log in snapshot.logs if not log.previous),
        }
    )


def has_an_end(snapshot: Snapshot) -> bool:
    """Whether a run has ended at all: where none has, what is over did no harm."""
    return any(item.last or item.earlier or item.restarts for item in snapshot.containers)


def seconds_ready(snapshot: Snapshot) -> float | None:
    """For how long it has been running and ready; None where no time says so, as in a saved state."""
    running = [item.running for item in snapshot.containers if item.kind in ("main", "sidecar") and item.running]
    since = [item.started_at for item in running if item.started_at]
    conditions = snapshot.pod.conditions if snapshot.pod else ()
    since += [item.since for item in conditions if item.type == "Ready" and item.since]
    if since and snapshot.observed_at:
        seconds = (snapshot.observed_at - max(since)).total_seconds()
        if seconds >= 1:  # else that start is itself the newest time of a paste
            return seconds
    ages = [event.age_seconds for event in snapshot.events or () if event.reason == "Started"]
    return min((age for age in ages if age is not None), default=None)


def _is_well(snapshot: Snapshot) -> bool:
    return snapshot.pod is not None and everything_is_ready(snapshot, None) is not None


def _told(container: Container) -> bool:
    return any(each is not None and each.told_by for each in (container.waiting, container.terminated, container.last))


def _is_past(event: Event, snapshot: Snapshot, seconds: float | None) -> bool:
    """Said once, of the time before the pod became ready; or not repeated for long."""
    if event.kind not in RESTATED:
        return False
    if event.last and snapshot.observed_at:
        age = (snapshot.observed_at - event.last).total_seconds()
    elif event.age_seconds is not None:
        age = event.age_seconds
    else:
        return False
    before = seconds is not None and age > seconds and event.count == 1
    return before or age > FRESH.total_seconds()


def _of_this_run(container: Container) -> Container:
    return container.model_copy(update={"last": None, "earlier": ()})


def _word(snapshot: Snapshot) -> str:
    """As kubectl's STATUS column has it (pkg/printers/internalversion/printers.go, `printPod`)."""
    pod = snapshot.pod
    if pod is None:
        return ""
    if pod.status_word:
        return pod.status_word
    if pod.deleted_at and pod.phase not in ("Succeeded", "Failed"):
        return "Terminating"
    if pod.reason or pod.phase in ("Succeeded", "Failed"):
        return pod.reason or pod.phase
    initial = [item for item in snapshot.containers if item.kind == "init"]
    for number, item in enumerate(initial):
        if item.waiting or item.running or (item.terminated and item.terminated.code):
            word = _of_container(item)
            return f"Init:{word}" if word not in ("", "Running", "PodInitializing") else f"Init:{number}/{len(initial)}"
    words = [_of_container(item) for item in snapshot.containers if item.kind in ("main", "sidecar")]
    telling = [word for word in words if word not in ("", "Running")]
    return next(iter(telling), "") or ("Running" if "Running" in words else pod.phase)


def _of_container(container: Container) -> str:
    if container.waiting:
        return container.waiting.reason
    if container.terminated:
        code = container.terminated.code
        return container.terminated.reason or ("" if code is None else f"ExitCode:{code}")
    return "Running" if container.running else ""
