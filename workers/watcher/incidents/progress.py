"""How an incident grows: restarts counted from terminations, pods and nodes touched, how many are ready.

Pure. It must not decide whether anything is announced; `updates` and `resolution` do.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from core.messages.incidents import MOST_PODS, MOST_TIMES, TouchedPod, WorkloadIncident
from core.messages.terminations import Termination
from workers.watcher.cache.pod import FINISHED
from workers.watcher.cache.view import ContainerView, PodView, WorkloadView
from workers.watcher.incidents.state import WorkloadRecord

BACKOFF = "CrashLoopBackOff"
CONNECTED = 900.0
"""Seconds between two restarts of one loop at most: five minutes of back-off, and a start that takes ten."""
MOST_COUNTED = 500
"""Containers of an incident remembered before those that are gone are dropped."""

T = TypeVar("T")


def uncounted(record: WorkloadRecord, current: WorkloadView) -> list[Termination]:
    """Terminations of its containers not counted yet, oldest first; not those of pods that are being deleted."""
    incident, deleting = record.incident, {pod.uid for pod in current.pods if pod.deleting}
    fresh = []
    for termination in current.terminations:
        relevant = termination.container in incident.containers and termination.restarted
        counted = record.counted.get(_key(termination))
        later = (
            termination.number > counted
            if counted is not None
            else termination.at >= incident.started_at - 1.0  # the kubelet rounds to seconds
        )
        if relevant and later and termination.uid not in deleting:
            fresh.append(termination)
    return fresh


def first_restart(current: WorkloadView | None, container: str, since: float) -> float:
    """When it really began: the rule counts within its window, and the loop may be older than that."""
    terminations = current.terminations if current is not None else ()
    times = [each.at for each in terminations if each.container == container and each.restarted]
    first = since
    for at in sorted((at for at in times if at < since), reverse=True):
        if first - at > CONNECTED:
            break
        first = at
    return first


def progressed(record: WorkloadRecord, current: WorkloadView, now: float) -> WorkloadRecord:
    """The record with everything that has happened since; the same object when nothing has."""
    fresh, incident = uncounted(record, current), record.incident
    changes = _current_state(incident, current)
    if fresh:
        last = fresh[-1]
        times = tuple(sorted((*incident.restart_times, *(each.at for each in fresh))))[-MOST_TIMES:]
        changes |= {
            "restarts": incident.restarts + len(fresh),
            "restart_times": times,
            "last_reason": last.reason,
            "last_exit_code": last.code,
            "exit_codes": _extended(incident.exit_codes, [each.code for each in fresh]),
            "nodes": _extended(incident.nodes, [each.node for each in fresh if each.node]),
            "pods": _touched(incident, fresh),
            "template": last.template or incident.template,
        }
        counted_pods = {key.partition("/")[0] for key in record.counted}
        before = incident.pod_count if incident.restarts else 0  # until then it is what the rule counted
        changes["pod_count"] = before + len({each.uid for each in fresh} - counted_pods)
        runs = [each.ran for each in fresh if each.ran is not None]
        record = record.model_copy(
            update={
                "counted": _remembered(record.counted, current) | {_key(each): each.number for each in fresh},
                "grown_at": now,
                "last_restart": max(each.at for each in fresh),
                "longest_gap": max([record.longest_gap, *(after - before for before, after in pairwise(times))]),
                "longest_run": max([*runs, record.longest_run or 0.0]) if runs else record.longest_run,
            }
        )
    elif all(getattr(incident, name) == value for name, value in changes.items()):
        return record  # the same object: what has not changed need not be written
    return record.model_copy(update={"incident": incident.model_copy(update=changes)})


def _remembered(counted: dict[str, int], current: WorkloadView) -> dict[str, int]:
    """Without pods that no longer exist: a CronJob that fails for weeks creates a pod a minute."""
    if len(counted) < MOST_COUNTED:
        return counted
    uids = {pod.uid for pod in current.pods} | {each.uid for each in current.terminations}
    return {key: number for key, number in counted.items() if key.partition("/")[0] in uids}


def active_pods(current: WorkloadView) -> list[PodView]:
    """Pods that are neither finished nor being deleted."""
    return [pod for pod in current.pods if not pod.deleting and pod.phase not in FINISHED]


def backing_off(pod: PodView) -> list[ContainerView]:
    """Its containers that wait in CrashLoopBackOff."""
    return [container for container in pod.containers if container.waiting == BACKOFF]


def all_ready(current: WorkloadView) -> bool:
    """Whether there are pods, and each has every container ready and none in back-off."""
    pods = active_pods(current)
    return bool(pods) and all(pod.ready and not backing_off(pod) for pod in pods)


def _current_state(incident: WorkloadIncident, current: WorkloadView) -> dict[str, object]:
    pods = active_pods(current)
    containers = [each for pod in pods for each in pod.containers if each.name in incident.containers]
    waiting = [container.waiting for container in containers if container.waiting]
    images = [container.image for container in containers if container.image]
    annotations = {f"whypod.dev/{name}": value for name, value in current.annotations.items()}
    return {
        "ready": sum(pod.ready for pod in pods),
        "replicas": len(pods),
        "waiting_reason": waiting[0] if waiting else incident.waiting_reason,  # kept: it changes with every back-off
        "guessed": current.guessed,
        "images": tuple(dict.fromkeys(images))[:MOST_PODS] or incident.images,
        "routing_labels": {**current.labels, **annotations} or incident.routing_labels,
    }


def _touched(incident: WorkloadIncident, fresh: list[Termination]) -> tuple[TouchedPod, ...]:
    pods = {pod.name: pod for pod in incident.pods}
    for each in fresh:
        before = pods.get(each.pod, TouchedPod(name=each.pod))
        pods[each.pod] = TouchedPod(name=each.pod, node=each.node, restarts=before.restarts + 1)
    return tuple(sorted(pods.values(), key=lambda pod: -pod.restarts)[:MOST_PODS])


def _extended(known: tuple[T, ...], more: Sequence[T | None]) -> tuple[T, ...]:
    return tuple(dict.fromkeys([*known, *(value for value in more if value is not None)]))[:MOST_PODS]


def _key(termination: Termination) -> str:
    return f"{termination.uid}/{termination.container}"
