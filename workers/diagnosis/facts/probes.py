"""Facts about probes and what came of them. Pure."""

from knowledge.model import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import Yes
from workers.snapshot import Snapshot

STARTING = frozenset({"Created", "Started", "Pulled"})
"""Events the kubelet emits once for every start of a container."""


@fact(of_container=False)
def started_more_than_once(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """Restart counts say so, or the count of the events that come with a start."""
    for item in snapshot.containers:
        if item.restarts > 0:
            quote = f"{item.restarts} restarts"
            return Yes((Evidence(source="status", quote=quote, container=item.name),), about=item.name)
    for event in snapshot.events or ():
        if event.reason in STARTING and event.count > 1:
            evidence = Evidence(source="event", quote=f"{event.reason}: {event.message}", count=event.count)
            return Yes((evidence,), about=event.container)
    return None
