"""Pasted alerts: their objects, and the state their rules hold for. An alert proves that its rule fired. Pure."""

from collections.abc import Mapping
from typing import Any

from knowledge.alerts.standard import is_exporter, subject
from workers.paste.alerts.read import PastedAlert, pasted_alerts
from workers.paste.parsed import TOLD_BY, Mapped, Parsed

TOLD_BY_ALERT = "alerting"
_WAITS: Mapping[str, str] = {"KubePodCrashLooping": "CrashLoopBackOff"}
"""Alerts whose expression holds for that waiting reason alone (kubernetes-mixin alerts/apps_alerts.libsonnet)."""
_NOT_READY = frozenset({"KubeNodeNotReady", "KubeNodeUnreachable"})
_WAITING = frozenset({
    "CrashLoopBackOff", "ImagePullBackOff", "ErrImagePull", "CreateContainerConfigError", "CreateContainerError",
    "InvalidImageName", "ContainerCreating", "PodInitializing",
})  # fmt: skip
_ENDED = frozenset({"OOMKilled", "Error", "ContainerCannotRun", "StartError", "DeadlineExceeded"})
"""Values of `reason` in kube-state-metrics' kube_pod_container_status_{waiting,last_terminated}_reason."""


def add_alerts(parsed: Parsed, lines: list[str]) -> list[str]:
    """The lines without those that are an alert's own; their places stay, blank, so that nothing is glued."""
    alerts = pasted_alerts(lines)
    parsed.alerts.extend(dict.fromkeys(alert.name for alert in alerts if alert.firing))
    for alert in alerts:
        if pod := _pod(alert):
            parsed.rows.append(pod)
        elif node := _node(alert):
            parsed.objects.append(node)
    own = frozenset[int]().union(*(alert.lines for alert in alerts))
    return ["" if number in own else line for number, line in enumerate(lines)] if own else lines


def _node(alert: PastedAlert) -> Mapped | None:
    """The node that an alert which fires says is not Ready."""
    named = subject(alert.name, alert.labels)
    if not (named and alert.firing and alert.name in _NOT_READY):
        return None
    ready = {"type": "Ready", "status": "", "reason": alert.name}
    return {"kind": "Node", "metadata": {"name": named.name}, "status": {"conditions": [ready]}, TOLD_BY: TOLD_BY_ALERT}


def _pod(alert: PastedAlert) -> Mapped | None:
    """The pod an alert is about, with the state its rule holds for; None for other objects and for exporters."""
    named = subject(alert.name, alert.labels)
    if named is not None and named.kind != "pod":
        return None
    if named is not None:
        name, namespace, container = named.name, named.namespace, named.more.get("container", "")
    else:  # a rule of their own
        name, namespace, container = (_own(alert.labels, label) for label in ("pod", "namespace", "container"))
        if is_exporter(name):
            return None
    if not name:
        return None
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    state = _state(alert) if alert.firing else {}
    if not (state or container):
        return {"kind": "Pod", "metadata": metadata, "status": {}}
    status = {**state, **({"name": container} if container else {})}
    return {"kind": "Pod", "metadata": metadata, "status": {"containerStatuses": [status]}}


def _state(alert: PastedAlert) -> dict[str, Any]:
    reason = alert.labels.get("reason", "") or _WAITS.get(alert.name, "")
    if alert.name == "KubeContainerOOMKilled":
        reason = "OOMKilled"
    if reason in _WAITING:
        return {"state": {"waiting": {"reason": reason, TOLD_BY: TOLD_BY_ALERT}}}
    if reason in _ENDED:
        return {"lastState": {"terminated": {"reason": reason, TOLD_BY: TOLD_BY_ALERT}}}
    return {}


def _own(labels: Mapping[str, str], label: str) -> str:
    return labels.get(f"exported_{label}") or labels.get(label, "")
