"""Facts about a pod that has no node yet, or one that is not there. Pure."""

from core.messages.report import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes, quote
from workers.snapshot import Event, Snapshot


@fact(of_container=False)
def no_scheduler_spoke(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """Neither a condition nor an event of any scheduler: nobody has looked at the pod."""
    if snapshot.pod is None:
        raise NotSeen("pod")
    if snapshot.events is None or not snapshot.events_whole:
        raise NotSeen("events")
    pod = snapshot.pod
    if any(condition.type == "PodScheduled" for condition in pod.conditions) or pod.scheduling_gates:
        return None
    if any(event.reason in ("FailedScheduling", "Scheduled", "Preempted") for event in snapshot.events):
        return None
    if any(item.waiting or item.running or item.terminated for item in snapshot.containers):
        return None  # a kubelet reports on it: it has a node
    absence = f"phase Pending, no node, no event of a scheduler; schedulerName {pod.scheduler or 'not set'}"
    return Yes((Evidence(source="status", quote=absence),))


@fact(of_container=False)
def marked_unscheduled_without_a_word(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """PodScheduled is False, no reason is shown, and there is no event at all: so `describe` shows a gated pod.

    The API server itself sets the condition of a gated pod (pkg/registry/core/pod, `applySchedulingGatedCondition`);
    a scheduler that finds no node writes `FailedScheduling` as well, and again every few minutes.
    """
    if snapshot.pod is None:
        raise NotSeen("pod")
    if snapshot.events is None or not snapshot.events_whole:
        raise NotSeen("events")
    pod = snapshot.pod
    marked = any(item.type == "PodScheduled" and item.status == "False" and not item.reason for item in pod.conditions)
    if not marked or pod.phase != "Pending" or pod.node_name or pod.nominated_node:
        return None
    if any(event.kind == "Pod" for event in snapshot.events):
        return None
    return Yes((Evidence(source="status", quote="PodScheduled False, and no event of a scheduler"),))


@fact(of_container=False)
def bound_to_a_missing_node(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """`spec.nodeName` is set, and the API server knows no node of that name."""
    if snapshot.pod is None:
        raise NotSeen("pod")
    pod = snapshot.pod
    missing = any(item.what == "node" and item.why == "not-found" for item in snapshot.unseen)
    if pod.phase != "Pending" or not pod.node_name or not missing:
        return None
    return Yes((Evidence(source="spec", quote=f"nodeName: {pod.node_name}; no node of that name"),))


@fact(of_container=False)
def bound_and_never_taken_up(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """It names a node, and neither a scheduler nor a kubelet has left a trace: no event, no start time, no condition.

    A scheduler that binds a pod writes `Scheduled`; a kubelet that sees it writes `startTime` at once
    (pkg/kubelet, `generateAPIPodStatus`). What is left is a `nodeName` set by hand, and nobody on that node.
    """
    if snapshot.pod is None:
        raise NotSeen("pod")
    pod = snapshot.pod
    if pod.phase != "Pending" or not pod.node_name or pod.started_at or pod.conditions or snapshot.node:
        return None
    if snapshot.events or any(item.waiting or item.running or item.terminated for item in snapshot.containers):
        return None
    return Yes((Evidence(source="status", quote=f"Node: {pod.node_name}; no event, no start time, no condition"),))


@fact(of_container=False, values=("line",))
def a_claim_shown_beside_it_waits(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """A table shows the pod as Pending and a claim as well; whether the pod names that claim is not shown."""
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    if pod.node_name or pod.phase != "Pending" or pod.volumes or snapshot.events:
        return None
    claim = next((claim for claim in snapshot.claims or () if claim.phase in ("Pending", "Lost")), None)
    if claim is None:
        return None
    line = f"claim {claim.name}: {claim.phase}"
    return Yes((Evidence(source="status", quote=line),), {"line": line})


@fact(of_container=False, values=("line",))
def waits_for_its_claims(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """No node yet, and a claim it names is missing, pending or lost; or the scheduler holds a node for it until then.

    Since 1.34 the scheduler writes `nominatedNodeName` before it waits for volumes (KEP-5278).
    """
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    names = [volume.source for volume in pod.volumes if volume.kind == "persistentVolumeClaim"]
    if pod.node_name or pod.phase not in ("Pending", "") or not names:
        return None
    for claim in snapshot.claims or ():
        if claim.name in names and (not claim.exists or claim.phase in ("Pending", "Lost")):
            line = f"claim {claim.name}: {claim.phase if claim.exists else 'does not exist'}"
            warned = [event.message for event in claim.events or () if event.message and _tells_why(event)]
            warnings = tuple(Evidence(source="event", quote=quote(message)) for message in warned[-1:])
            return Yes(
                (Evidence(source="status", quote=line), *warnings),
                {"line": ", ".join([line, *(each.split(". ")[0] for each in warned[-1:])])},
            )
    spoken = any(event.reason == "FailedScheduling" for event in snapshot.events or ())
    if pod.nominated_node and snapshot.claims is None and not spoken:
        line = f"node {pod.nominated_node} is nominated, claim {names[0]} is waited for"
        return Yes((Evidence(source="status", quote=line),), {"line": line})
    return None


def _tells_why(event: Event) -> bool:
    """A warning, or a normal event with which the volume controller says what the claim waits for.

    `FailedBinding` (no volume, no class) and `ProvisioningFailed` come as Normal or Warning with the version
    (pkg/controller/volume/persistentvolume/pv_controller.go).
    """
    return event.type == "Warning" or event.reason in ("ExternalProvisioning", "FailedBinding", "ProvisioningFailed")


@fact(of_container=False)
def the_selected_node_is_tainted(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The scheduler turned some nodes away for the selector and others for a taint, and the pod selects one by name."""
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    host = pod.node_selector.get("kubernetes.io/hostname")
    if not host:
        return None
    return Yes((Evidence(source="spec", quote=f"nodeSelector kubernetes.io/hostname: {host}"),))


@fact(of_container=False)
def spread_may_forbid_every_node(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """It waits for a node, has a hard spread constraint, and no word of the scheduler was seen."""
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    hard = [rule for rule in pod.spread if rule.get("whenUnsatisfiable", "DoNotSchedule") == "DoNotSchedule"]
    explained = any(item.type == "PodScheduled" and item.message for item in pod.conditions)
    if pod.phase != "Pending" or pod.node_name or not hard or explained or snapshot.events is not None:
        return None
    rule = f"topologySpreadConstraints: {hard[0].get('topologyKey', '?')}, DoNotSchedule"
    return Yes((Evidence(source="spec", quote=rule),))
