"""Facts about how often and how a container ended. Pure."""

import re

from core.duration import seconds_of
from core.messages.report import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes
from workers.snapshot import Snapshot

_TROUBLE = re.compile(
    r"(?i)err|fail|fatal|exception|panic|cannot|can.t|could not|unable|refused|denied|invalid|missing|no such|not found"
    r"|unknown|usage:|killed|abort|segmentation|timed? ?out|warn|traceback|unexpected|must |required|exit(ed|ing)? "
)


@fact(of_container=True)
def restarts_though_it_succeeded(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """It ended with 0 and is started again, because the restart policy says so."""
    if container is None:
        raise NotSeen("pod")
    ended = container.ended
    if ended is None or ended.code != 0 or container.kind == "init":
        return None
    if snapshot.pod and snapshot.pod.phase == "Succeeded":
        return None  # the kubelet starts nothing in it any more; an earlier try may have failed
    again = container.restarts > 0 or (container.waiting is not None and container.waiting.reason == "CrashLoopBackOff")
    again = again or any(
        event.reason == "BackOff"
        and "restarting" in event.message
        and container.name in (event.container or container.name, "")
        for event in snapshot.events or ()
    )
    policy = container.restart_policy or (snapshot.pod.restart_policy if snapshot.pod else "")
    if not again or policy in ("Never", "OnFailure"):
        return None
    quote = f"exit 0, {container.restarts} restarts, restartPolicy {policy or 'Always'}"
    return Yes((Evidence(source="status", quote=quote, container=container.name),))


@fact(of_container=True)
def log_speaks_of_no_trouble(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """Something was printed, and none of it has a word in which programs report errors."""
    if snapshot.logs is None:
        raise NotSeen("log")
    name = container.name if container else None
    lines = [line for log in snapshot.logs if log.container in (None, name) for line in log.lines if line.strip()]
    if not lines or any(_TROUBLE.search(line, 0, 2000) for line in lines):
        return None
    return Yes((Evidence(source="log", quote=lines[-1], container=name),))


OFTEN = 5
"""Restarts of a table's row from which on they are told: fewer happen to any program in a long life."""
RARELY_SECONDS = 14 * 86_400.0
"""Restarts further apart than this on average, node upgrades among them, are no trouble now."""


@fact(of_container=False, values=("restarts", "age", "every"))
def restarts_and_runs_now(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """A row of `get pods` counts many restarts of a pod that runs and is ready, and nothing shows how a run ended."""
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    most = max((item.restarts for item in snapshot.containers), default=0)
    if most < OFTEN or pod.uid or any(item.ended or not item.ready for item in snapshot.containers):
        return None
    age = seconds_of(pod.age)
    if age is None or age / most > RARELY_SECONDS:
        return None
    ago = f" ({pod.restarted_ago} ago)" if pod.restarted_ago else ""
    quote = f"{pod.status_word or pod.phase}, {most} restarts{ago} in {pod.age}"
    evidence = Evidence(source="status", quote=quote)
    return Yes((evidence,), {"restarts": str(most), "age": pod.age, "every": _rounded(age / most)})


def _rounded(seconds: float) -> str:
    """As kubectl writes ages, in the largest unit: `8h`."""
    size, unit = next((unit for unit in ((86_400, "d"), (3600, "h"), (60, "m")) if seconds >= unit[0]), (1, "s"))
    return f"{round(seconds / size)}{unit}"


@fact(of_container=False)
def everything_is_ready(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The pod runs and every container that should be is ready."""
    pod = snapshot.pod
    if pod is None:
        raise NotSeen("pod")
    serving = [item for item in snapshot.containers if item.kind in ("main", "sidecar")]
    leaving = pod.deleted_at is not None or pod.status_word == "Terminating"
    if pod.phase not in ("Running", "") or leaving or not serving:
        return None
    if not all(item.ready and not item.waiting for item in serving):
        return None
    if any(condition.type == "Ready" and condition.status != "True" for condition in pod.conditions):
        return None
    return Yes((Evidence(source="status", quote=f"{len(serving)}/{len(serving)} containers ready"),))
