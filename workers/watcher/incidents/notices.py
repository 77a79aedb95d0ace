"""Incidents that are about no workload: a watch that brings nothing fresh, a node that was restarted. Pure."""

from collections.abc import Iterable

from core.messages.incidents import NodeRestartIncident, StaleWatchIncident, incident_id
from core.messages.jumps import NodeRestart, StaleWatch
from workers.watcher.incidents.state import NoticeRecord, Transaction, edited

ERROR = 300
"""Characters of the API server's words that are kept."""


def announce_stale_watches(transaction: Transaction, watches: Iterable[StaleWatch]) -> None:
    """Say once that a watch brings nothing fresh, and once, in the same message, what was missed."""
    now, by_id = transaction.now, {_stale_watch_id(watch): watch for watch in watches}
    for key, watch in by_id.items():
        if key not in transaction.records and watch.until is None:
            incident = StaleWatchIncident(
                id=key,
                cluster=watch.cluster,
                namespace=watch.namespace,
                error=watch.error[:ERROR],
                stage="open",
                version=0,
                started_at=watch.since,
                detected_at=now,
                announced_at=now,
            )
            transaction.announce(NoticeRecord(incident=incident), "stale-watch")
    for record in list(transaction.records.values()):
        if not isinstance(record.incident, StaleWatchIncident) or record.incident.over:
            continue
        recovered = by_id.get(record.incident.id)
        if recovered is None:  # forgotten long after it recovered, or the watcher has been restarted
            transaction.announce(edited(record, stage="resolved", ended_at=now), "watch-recovered")
        elif recovered.until is not None:
            ended = {"ended_at": recovered.until, "missed_restarts": recovered.missed_restarts}
            transaction.announce(edited(record, stage="resolved", **ended), "watch-recovered")


def announce_node_restart(transaction: Transaction, restart: NodeRestart) -> None:
    """A node was restarted and all is well again: one message that asks nothing of anybody."""
    key = incident_id("note", restart.cluster, restart.node, began=restart.at)
    if key in transaction.records:
        return
    incident = NodeRestartIncident(
        id=key,
        cluster=restart.cluster,
        node=restart.node,
        containers=restart.containers,
        workloads=restart.workloads,
        stage="resolved",
        severity="info",
        version=0,
        started_at=restart.at,
        detected_at=transaction.now,
        announced_at=transaction.now,
        ended_at=restart.ready_at,
    )
    transaction.announce(NoticeRecord(incident=incident), "node-restart")


def _stale_watch_id(watch: StaleWatch) -> str:
    return incident_id("blind", watch.cluster, watch.namespace, began=watch.since)
