"""From a jump to an incident: what the rule counted is carried over."""

from core.messages.incidents import WorkloadIncident
from core.messages.jumps import Decision, Jump, NodeRestart, RuleCheck, StaleWatch, Workload
from workers.watcher.cache.view import Fate, WorkloadView
from workers.watcher.incidents.lifecycle import advance
from workers.watcher.incidents.state import State

NOW = 1_800_000_000.0
ORDERS = Workload(namespace="shop", kind="Deployment", name="orders")


class EmptyView:
    """A watcher that sees nothing."""

    def workload(self, key: Workload) -> WorkloadView | None:
        return None

    def fate(self, key: Workload) -> Fate:
        return "there"

    def stale_watches(self) -> tuple[StaleWatch, ...]:
        return ()

    def node_restarts(self) -> tuple[NodeRestart, ...]:
        return ()

    def restarts_per_day(self, key: Workload, container: str) -> float:
        return 12.0


def test_an_incident_says_by_what_it_was_detected() -> None:
    """Count, threshold, window and factor of the rule that names the jump, not those of another."""
    checks = (
        RuleCheck(rule="pod-restarts", counted=2, needed=3, window=600, silence="below"),
        RuleCheck(rule="usual", counted=9, needed=8, window=21_600, factor=2.5, spoke=True),
    )
    jump = Jump(
        workload=ORDERS,
        container="app",
        rule="usual",
        decision=Decision(workload=ORDERS, container="app", at=NOW, checks=checks),
        pods=("orders-1",),
        nodes=("node-1",),
        restarts=9,
        since=NOW - 20_000,
        at=NOW - 5,
    )
    state, _ = advance(State(), [jump], EmptyView(), NOW)
    (record,) = state.records.values()
    incident = record.incident

    assert isinstance(incident, WorkloadIncident)
    assert (incident.rule, incident.counted, incident.needed, incident.window, incident.factor) == (
        "usual",
        9,
        8,
        21_600,
        2.5,
    )
