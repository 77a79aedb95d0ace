"""Facts about probes and what came of them. Pure."""

from core.messages.report import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes
from workers.snapshot import Snapshot

STARTING = frozenset({"Created", "Started", "Pulled"})
"""Events the kubelet emits once for every start of a container."""


@fact(of_container=False)
def started_more_than_once(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """A container's restart count is above zero, or an event of a start was repeated."""
    for item in snapshot.containers:
        if item.restarts > 0:
            quote = f"{item.restarts} restarts"
            return Yes((Evidence(source="status", quote=quote, container=item.name),), about=item.name)
    for event in snapshot.events or ():
        if event.reason in STARTING and event.count > 1:
            evidence = Evidence(source="event", quote=f"{event.reason}: {event.message}", count=event.count)
            return Yes((evidence,), about=event.container)
    return None


@fact(of_container=True)
def kubelet_may_have_ended_it(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """A probe or hook is set over which the kubelet ends runs, and the events that would tell of it were not seen.

    A pasted table of events (its pod has no uid) counts as whole only where it reaches to the back-off.
    """
    if container is None:
        raise NotSeen("pod")
    probes = {"liveness probe": container.liveness, "startup probe": container.startup}
    over = [name for name, probe in probes.items() if probe] + [name for name in container.hooks if name == "postStart"]
    pasted = snapshot.pod is None or not snapshot.pod.uid
    cut = pasted and not any(event.reason == "BackOff" for event in snapshot.events or ())
    if not over or (snapshot.events is not None and not cut):
        return None
    quote = f"set: {', '.join(over)}"
    return Yes((Evidence(source="status", quote=quote, container=container.name),))


@fact(of_container=True)
def ended_before_its_liveness_probe_could_fail(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """Every run that is known was shorter than the probe's earliest verdict: it ended by itself.

    The first probe comes `initialDelaySeconds` after the start, the last failure that counts `failureThreshold` - 1
    periods later (pkg/kubelet/prober/worker.go). The API gives times in whole seconds, so one second is allowed for.
    """
    probe = container.liveness if container else None
    if container is None or probe is None:
        return None
    lengths = [end.seconds for end in (*container.earlier, container.last, container.terminated) if end]
    known = [seconds for seconds in lengths if seconds is not None]
    earliest = probe.initial_delay + (probe.failures - 1) * probe.period
    if not known or max(known) + 1 >= earliest:
        return None
    quote = f"ran {max(known):.0f} s; the liveness probe gives up after {earliest:.0f} s at the earliest"
    return Yes((Evidence(source="status", quote=quote, container=container.name),))


@fact(of_container=False)
def gate_keeps_it_unready(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """All containers are ready, the pod is not: only a readiness gate stands between."""
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    status = {condition.type: condition.status for condition in pod.conditions}
    if status.get("ContainersReady") != "True" or status.get("Ready") != "False" or pod.deleted_at:
        return None
    node_ready = [item.status for item in (snapshot.node.conditions if snapshot.node else ()) if item.type == "Ready"]
    lost = any(event.reason == "NodeNotReady" for event in snapshot.events or ())
    if lost or "True" not in (node_ready or ["True"]) or (snapshot.node is None and not pod.readiness_gates):
        return None  # the node controller also sets Ready to False, for a node it has lost
    quote = f"ContainersReady=True, Ready=False; readiness gates: {', '.join(pod.readiness_gates) or 'not shown'}"
    return Yes((Evidence(source="condition", quote=quote),))
