"""What Prometheus is told of incidents: by kind and state, and only by the watcher that leads."""

from prometheus_client import CollectorRegistry, generate_latest

from core.messages.incidents import Incident
from workers.watcher.metrics import Incidents


def incident(name: str, **fields: str) -> Incident:
    return Incident.model_validate({"id": name, "began": 1.0, "born": 2.0, "changed": 3.0, **fields})


def said(leads: bool) -> list[str]:
    """The samples."""
    book = [incident("a", stage="open"), incident("b", stage="open"), incident("c", kind="storm", stage="resolved")]
    registry = CollectorRegistry()
    registry.register(Incidents(lambda: leads, lambda: book))
    return [line for line in generate_latest(registry).decode().splitlines() if not line.startswith("#")]


def test_a_watcher_that_does_not_lead_counts_none() -> None:
    """Its book is that of the time it led, and two sums would be double the truth."""
    assert said(leads=False) == []


def test_incidents_are_counted_by_kind_and_state() -> None:
    """States without any are told as zero, so that an alarm on them has something to read."""
    assert said(leads=True) == [
        'whypod_incidents{kind="storm",state="resolved"} 1.0',
        'whypod_incidents{kind="workload",state="gone"} 0.0',
        'whypod_incidents{kind="workload",state="open"} 2.0',
        'whypod_incidents{kind="workload",state="pending"} 0.0',
        'whypod_incidents{kind="workload",state="resolved"} 0.0',
    ]
