"""Facts about where a pod stands on its way from init containers to its end. Pure."""

from core.messages.report import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes
from workers.snapshot import Event, Snapshot

LOST_WITH_THE_NODE = 255
"""Exit code a restarted kubelet reports for containers whose end it did not see (reason `Unknown`)."""
HOOK_TAKES = 20
"""Seconds a hook may take before it is spoken of; the kubelet's own report is up to 10 s late."""


@fact(of_container=True)
def init_container_keeps_running(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """An init container runs, none has failed, and others wait for it."""
    if container is None:
        raise NotSeen("pod")
    waits = any(item.waiting and item.waiting.reason == "PodInitializing" for item in snapshot.containers)
    if container.kind != "init" or container.running is None or not waits:
        return None
    since = container.running.started_at
    seconds = (snapshot.observed_at - since).total_seconds() if since and snapshot.observed_at else None
    for_how_long = f" for {int(seconds)} s" if seconds and seconds > 0 else ""
    return Yes((Evidence(source="status", quote=f"init container running{for_how_long}", container=container.name),))


@fact(of_container=True, values=("restarts",))
def an_init_container_runs_again(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """An init container has been restarted and has not ended since: the kubelet restarts only those that failed."""
    if container is None:
        raise NotSeen("pod")
    if container.kind != "init" or not container.restarts or container.waiting or container.terminated:
        return None
    word = snapshot.pod.status_word if snapshot.pod else ""
    if not (container.running or word.startswith("Init:")) or container.ready:
        return None
    ago = f" ({snapshot.pod.restarted_ago} ago)" if snapshot.pod and snapshot.pod.restarted_ago else ""
    quote = f"{word or 'init container running'}, {container.restarts} restarts{ago}"
    evidence = Evidence(source="status", quote=quote, container=container.name)
    return Yes((evidence,), {"restarts": str(container.restarts)})


@fact(of_container=False)
def the_events_were_not_shown(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """Nobody looked at the events, or a paste quotes single ones: what is not among them may have happened."""
    return None if snapshot.events is not None and snapshot.events_whole else Yes()


@fact(of_container=True)
def is_an_init_container(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """One of those that run to their end before the pod's own start."""
    if container is None or container.kind != "init":
        return None
    return Yes((Evidence(source="status", quote="init container", container=container.name),))


@fact(of_container=True)
def is_in_its_first_run(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """It runs and has never ended: whatever its log complains of did not end it."""
    if container is None or container.running is None or container.restarts or container.ended:
        return None
    return Yes((Evidence(source="status", quote="running, 0 restarts", container=container.name),))


@fact(of_container=True)
def its_start_hook_goes_on(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """It was started, has a postStart hook, and is still reported as being created.

    The kubelet runs the hook inside the start of the container and writes no other state before it has returned
    (pkg/kubelet/kuberuntime/kuberuntime_container.go, `startContainer`).
    """
    if container is None:
        raise NotSeen("pod")
    if snapshot.events is None:
        raise NotSeen("events")
    started = _last_start(snapshot, container)
    if started is None or container.ended or not _is_being_created(container):
        return None
    at, now, known = started.last, snapshot.observed_at, "postStart" in container.hooks
    seconds = int((now - at).total_seconds()) if at and now else 0
    hidden = not container.hooks and not (snapshot.pod and snapshot.pod.uid)  # `kubectl describe` shows no hooks
    if not (known or (hidden and seconds)) or 0 < seconds < HOOK_TAKES:
        return None  # 0: a saved state, whose newest time this is; nothing says how long ago that was
    known_so_far = ", ".join([f"started {seconds} s ago" if seconds else "started", *["postStart is set"] * known])
    quote = f"{known_so_far}, still {container.waiting.reason if container.waiting else ''}"
    evidence = Evidence(source="status", quote=quote, container=container.name)
    return Yes((evidence,), weak=not (known and seconds))


def _last_start(snapshot: Snapshot, container: Container) -> Event | None:
    mine = (container.name, None if len(snapshot.containers) == 1 else container.name)
    started = [item for item in snapshot.events or () if item.reason == "Started" and item.container in mine]
    return started[-1] if started else None


def _is_being_created(container: Container) -> bool:
    return container.waiting is not None and container.waiting.reason in ("ContainerCreating", "PodInitializing")


@fact(of_container=False, values=("line",))
def node_restarted_under_it(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The kubelet came back without knowing how the container ended, and nothing starts it again."""
    if snapshot.pod is None:
        raise NotSeen("pod")
    lost = [
        item
        for item in snapshot.containers
        if item.terminated and item.terminated.reason == "Unknown" and item.terminated.code == LOST_WITH_THE_NODE
    ]
    if not lost or snapshot.pod.phase != "Failed":
        return None
    quote = f"terminated: Unknown, exit {LOST_WITH_THE_NODE}"
    return Yes((Evidence(source="status", quote=quote, container=lost[0].name),), {"line": quote})


@fact(of_container=False, values=("finalizers",))
def finalizer_holds_it(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """It is deleted, its containers have ended, and finalizers are still set; of the pod or of an object above it."""
    pod = snapshot.pod
    ended = all(not item.running for item in snapshot.containers)
    if pod and pod.finalizers and ended and (pod.deleted_at or pod.status_word == "Terminating"):
        return _held("pod", pod.finalizers)
    for owner in snapshot.owners or ():
        if owner.deleted_at and owner.finalizers:
            return _held(f"{owner.kind} {owner.name}", owner.finalizers)
    if pod is None and snapshot.owners is None:
        raise NotSeen("pod")
    return None


def _held(what: str, finalizers: tuple[str, ...]) -> Yes:
    names = ", ".join(finalizers)
    return Yes(
        (Evidence(source="status", quote=f"{what}: deletionTimestamp set, finalizers {names}"),), {"finalizers": names}
    )


@fact(of_container=False)
def node_controller_gave_it_up(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """Ready is False without a reason while ContainersReady is True: only the node controller writes that.

    It marks the pods of a node that stopped reporting (pkg/controller/util/node, `MarkPodsNotReady`); the kubelet, when
    it sets Ready itself, always gives a reason. A pasted `describe` shows no reasons, so it does not count.
    """
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    conditions = {condition.type: condition for condition in pod.conditions}
    ready, containers_ready = conditions.get("Ready"), conditions.get("ContainersReady")
    if not pod.uid or not ready or not containers_ready or pod.readiness_gates:
        return None
    if ready.status != "False" or ready.reason or containers_ready.status != "True":
        return None
    quote = "Ready=False without a reason, ContainersReady=True: written by the node controller"
    return Yes((Evidence(source="condition", quote=quote),))


@fact(of_container=False, values=("done", "runs"))
def a_job_waits_for_a_container_that_runs_on(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """A pod of a Job: one ordinary container has ended with 0, and another, ready, still runs."""
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    of_a_job = pod.controller.startswith("Job/") or any(owner.kind == "Job" for owner in snapshot.owners or ())
    ordinary = [item for item in snapshot.containers if item.kind == "main"]
    done = [item.name or "" for item in ordinary if item.terminated and item.terminated.code == 0]
    runs = [item.name or "" for item in ordinary if item.running and item.ready]
    if not of_a_job or pod.deleted_at or not done or not runs or len(done) + len(runs) != len(ordinary):
        return None
    evidence = (
        Evidence(source="status", quote="Completed, exit 0", container=done[0]),
        Evidence(source="status", quote="running", container=runs[0]),
    )
    return Yes(evidence, {"done": done[0], "runs": runs[0]})
