"""How an incident grows: restarts counted from the ends of its containers, pods and nodes touched, who is ready.

Pure. It must not decide whether anything is said; `news` and `endings` do.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from core.messages.incidents import MOST_PODS, MOST_TIMES, Incident, TouchedPod
from workers.watcher.cache.view import ContainerView, End, PodView, WorkloadView
from workers.watcher.incidents.state import Record

BACKOFF = "CrashLoopBackOff"
CONNECTED = 900.0
"""Seconds between two restarts of one loop at most: five minutes of back-off, and a start that takes ten."""
FINISHED = ("Succeeded", "Failed")
MOST_COUNTED = 500
"""Containers of an incident remembered before those that are gone are dropped."""

T = TypeVar("T")


def new_ends(entry: Record, seen: WorkloadView) -> list[End]:
    """Ends of its containers that were not counted yet, oldest first; not those of pods that are being deleted."""
    leaving = {pod.uid for pod in seen.pods if pod.deleting}
    found = []
    for end in seen.ends:
        ours = end.container in entry.incident.containers and end.uid not in leaving and end.restarted
        known = entry.counted.get(_key(end))
        fresh = end.number > known if known is not None else end.at >= entry.incident.began - 1.0  # rounded to seconds
        if ours and fresh:
            found.append(end)
    return found


def first_of(seen: WorkloadView | None, container: str, since: float) -> float:
    """When it really began: the rule counts within its window, and the loop may be older than that."""
    ends = [one.at for one in seen.ends if one.container == container and one.restarted] if seen is not None else []
    first = since
    for at in sorted((at for at in ends if at < since), reverse=True):
        if first - at > CONNECTED:
            break
        first = at
    return first


def grown(entry: Record, seen: WorkloadView, now: float) -> Record:
    """The entry with everything that happened to it since."""
    fresh, incident = new_ends(entry, seen), entry.incident
    changes: dict[str, object] = _state(incident, seen)
    if fresh:
        last = fresh[-1]
        times = tuple(sorted((*incident.times, *(end.at for end in fresh))))[-MOST_TIMES:]
        changes |= {
            "restarts": incident.restarts + len(fresh),
            "times": times,
            "last_reason": last.reason,
            "last_code": last.code,
            "codes": _with(incident.codes, [end.code for end in fresh]),
            "nodes": _with(incident.nodes, [end.node for end in fresh if end.node]),
            "pods": _touched(incident, fresh),
            "template": last.template or incident.template,
        }
        known = {key.partition("/")[0] for key in entry.counted}
        counted = _kept(entry.counted, seen) | {_key(end): end.number for end in fresh}
        before = incident.pod_count if incident.restarts else 0  # until then it is what the rule counted
        changes["pod_count"] = before + len({end.uid for end in fresh} - known)
        runs = [end.ran for end in fresh if end.ran is not None]
        entry = entry.model_copy(
            update={
                "counted": counted,
                "grown": now,
                "last_restart": max(end.at for end in fresh),
                "gap": max([entry.gap, *(after - before for before, after in pairwise(times))]),
                "longest_run": max([*runs, entry.longest_run or 0.0]) if runs else entry.longest_run,
            }
        )
    elif all(getattr(incident, name) == value for name, value in changes.items()):
        return entry  # the same object: what has not changed need not be written
    return entry.model_copy(update={"incident": incident.model_copy(update=changes)})


def _kept(counted: dict[str, int], seen: WorkloadView) -> dict[str, int]:
    """Without those nobody will hear of again: a CronJob that fails for weeks has a pod a minute."""
    if len(counted) < MOST_COUNTED:
        return counted
    there = {pod.uid for pod in seen.pods} | {end.uid for end in seen.ends}
    return {key: number for key, number in counted.items() if key.partition("/")[0] in there}


def living(seen: WorkloadView) -> list[PodView]:
    """Pods that are neither finished nor on their way out."""
    return [pod for pod in seen.pods if not pod.deleting and pod.phase not in FINISHED]


def backing_off(pod: PodView) -> list[ContainerView]:
    """Its containers that wait in CrashLoopBackOff."""
    return [container for container in pod.containers if container.waiting == BACKOFF]


def all_ready(seen: WorkloadView) -> bool:
    """Whether there are pods, and each has every container ready and none in back-off."""
    pods = living(seen)
    return bool(pods) and all(pod.ready and not backing_off(pod) for pod in pods)


def _state(incident: Incident, seen: WorkloadView) -> dict[str, object]:
    pods = living(seen)
    waiting = [one.waiting for pod in pods for one in pod.containers if one.name in incident.containers and one.waiting]
    images = [one.image for pod in pods for one in pod.containers if one.name in incident.containers and one.image]
    routes = {**seen.labels, **{f"whypod.dev/{name}": value for name, value in seen.annotations.items()}}
    return {
        "ready": sum(pod.ready for pod in pods),
        "replicas": len(pods),
        "waiting": waiting[0] if waiting else incident.waiting,  # kept: it comes and goes with every back-off
        "guessed": seen.guessed,
        "images": tuple(dict.fromkeys(images))[:MOST_PODS] or incident.images,
        "routes": routes or incident.routes,
    }


def _touched(incident: Incident, fresh: list[End]) -> tuple[TouchedPod, ...]:
    known = {pod.name: pod for pod in incident.pods}
    for end in fresh:
        before = known.get(end.pod, TouchedPod(name=end.pod))
        known[end.pod] = TouchedPod(name=end.pod, node=end.node, restarts=before.restarts + 1)
    return tuple(sorted(known.values(), key=lambda pod: -pod.restarts)[:MOST_PODS])


def _with(known: tuple[T, ...], seen: Sequence[T | None]) -> tuple[T, ...]:
    return tuple(dict.fromkeys([*known, *(one for one in seen if one is not None)]))[:MOST_PODS]


def _key(end: End) -> str:
    return f"{end.uid}/{end.container}"
