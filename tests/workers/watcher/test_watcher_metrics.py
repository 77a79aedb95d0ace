"""What Prometheus is told of incidents: by kind and state, and only by the watcher that leads."""

from prometheus_client import CollectorRegistry, generate_latest

from core.messages.incidents import StormIncident, WorkloadIncident
from core.messages.jumps import Workload
from workers.watcher.metrics import IncidentMetrics

TIMES = {"started_at": 1.0, "detected_at": 2.0}
ORDERS = Workload(namespace="shop", kind="Deployment", name="orders")


def samples(leads: bool) -> list[str]:
    """The samples."""
    incidents = [
        WorkloadIncident(id="a", workload=ORDERS, stage="open", **TIMES),
        WorkloadIncident(id="b", workload=ORDERS, stage="open", **TIMES),
        StormIncident(id="c", stage="resolved", **TIMES),
    ]
    registry = CollectorRegistry()
    registry.register(IncidentMetrics(lambda: leads, lambda: incidents))
    return [line for line in generate_latest(registry).decode().splitlines() if not line.startswith("#")]


def test_a_watcher_that_does_not_lead_counts_none() -> None:
    """Its state is that of the time it led, and two sums would be double the truth."""
    assert samples(leads=False) == []


def test_incidents_are_counted_by_kind_and_state() -> None:
    """States without any are told as zero, so that an alarm on them has something to read."""
    assert samples(leads=True) == [
        'whypod_incidents{kind="storm",state="resolved"} 1.0',
        'whypod_incidents{kind="workload",state="gone"} 0.0',
        'whypod_incidents{kind="workload",state="open"} 2.0',
        'whypod_incidents{kind="workload",state="pending"} 0.0',
        'whypod_incidents{kind="workload",state="resolved"} 0.0',
    ]
