"""Facts about how often and how a container ended. Pure."""

from knowledge.model import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes
from workers.snapshot import Snapshot


@fact(of_container=True)
def restarts_though_it_succeeded(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """It ended with 0 and is started again, because the restart policy says so."""
    if container is None:
        raise NotSeen("pod")
    ended = container.ended
    if ended is None or ended.code != 0 or container.kind == "init":
        return None
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
