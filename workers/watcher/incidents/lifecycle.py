"""Incidents: from jumps and what is seen now to what Slack must show. Pure: no clock, no Redis, no cluster.

An incident belongs to a workload, whatever ReplicaSet its pods come from; another container of the same workload that
fails while it is open joins it. It goes through `pending` (waits for its diagnosis, or for its neighbors in a storm),
`open`, `resolved` or `gone`, and is reopened by a relapse within the hour.
"""

from collections.abc import Sequence

from core.messages.alerts import Alert, workload_key
from core.messages.incidents import WorkloadIncident, incident_id
from core.messages.jumps import Jump, NodeRestart, RuleCheck
from workers.watcher.cache.view import View
from workers.watcher.incidents.diagnoses import diagnose_again
from workers.watcher.incidents.grouping import announce_pending, refresh_storms, remind_of_storms
from workers.watcher.incidents.notices import announce_node_restart, announce_stale_watches
from workers.watcher.incidents.progress import first_restart, progressed
from workers.watcher.incidents.resolution import can_relapse, relapsed, reopen, resolve
from workers.watcher.incidents.state import (
    Policy,
    Silences,
    State,
    Transaction,
    WorkloadRecord,
)
from workers.watcher.incidents.updates import container_joined, publish_update

WARN = ("usual", "cannot-start")
"""Rules whose incidents can wait for the morning."""
JOBS = ("Job", "CronJob")


def advance(
    state: State,
    jumps: Sequence[Jump],
    view: View,
    now: float,
    silences: Silences | None = None,
    policy: Policy | None = None,
    node_restarts: Sequence[NodeRestart] = (),
) -> tuple[State, list[Alert]]:
    """The state at `now`, and an alert for every incident that Slack must show anew. Call it about once a second."""
    silences, policy, transaction = silences or Silences(), policy or Policy(), Transaction(state, now)
    ids_by_workload = _ids_by_workload(transaction) if jumps else {}
    for jump in jumps:
        _take_in(transaction, jump, ids_by_workload, view, policy, silences)
    stale_watches = view.stale_watches()
    stale_clusters = {watch.cluster for watch in stale_watches if watch.until is None}
    for record in transaction.workloads:
        _follow(transaction, record, view, policy, silences, stale_clusters)
    announce_pending(transaction, policy, silences)
    refresh_storms(transaction, policy)
    remind_of_storms(transaction, policy, silences)
    announce_stale_watches(transaction, stale_watches)
    for node_restart in node_restarts:
        announce_node_restart(transaction, node_restart)
    _forget(transaction, policy)
    return transaction.commit()


def _follow(
    transaction: Transaction,
    record: WorkloadRecord,
    view: View,
    policy: Policy,
    silences: Silences,
    stale_clusters: set[str],
) -> None:
    """One incident: grown, reopened or over, and whether that is news."""
    now, workload = transaction.now, record.incident.workload
    if record.incident.over and not can_relapse(record, now, policy, silences):
        return
    current = view.workload(workload)
    if record.incident.over:
        if not relapsed(record, current, now, policy, silences):
            return
        record = reopen(transaction, record, silences)
    if current is not None:
        record = diagnose_again(progressed(record, current, now), now, policy)
    transaction.put(record)
    if workload.cluster not in stale_clusters:
        fate = view.fate(workload) if current is None or not current.pods else "there"
        record = resolve(transaction, record, current, fate, policy)
        transaction.put(record)
    if record.incident.stage == "open":
        publish_update(transaction, record, policy, silences)


def _ids_by_workload(transaction: Transaction) -> dict[str, list[str]]:
    """Incident ids by workload key."""
    ids: dict[str, list[str]] = {}
    for record in transaction.workloads:
        ids.setdefault(workload_key(record.incident.workload), []).append(record.incident.id)
    return ids


def _take_in(
    transaction: Transaction,
    jump: Jump,
    ids_by_workload: dict[str, list[str]],
    view: View,
    policy: Policy,
    silences: Silences,
) -> None:
    """Into the incident it belongs to; a new one when there is none."""
    ids = ids_by_workload.setdefault(workload_key(jump.workload), [])
    records = [record for record in map(transaction.workload, ids) if record is not None]
    open_records = [record for record in records if not record.incident.over]
    if open_records:
        if jump.container not in open_records[0].incident.containers:
            _join(transaction, open_records[0], jump.container, silences)
        return
    for record in records:
        if jump.container not in record.incident.containers or jump.at <= (record.last_restart or 0.0):
            continue  # another container, or what was counted before it was over
        if can_relapse(record, transaction.now, policy, silences):
            reopen(transaction, record, silences)
            return
    if any(jump.at <= (record.last_restart or 0.0) for record in records):
        return  # still within the rule's window, but it was announced and is over
    began = first_restart(view.workload(jump.workload), jump.container, jump.since)
    opened = _opened(jump, began, view.restarts_per_day(jump.workload, jump.container), transaction.now)
    ids.append(opened.incident.id)
    transaction.put(opened)


def _join(transaction: Transaction, record: WorkloadRecord, container: str, silences: Silences) -> None:
    incident, now = record.incident, transaction.now
    silent = silences.snoozed(incident, now) or silences.muted(incident.workload, now)
    joined = container_joined(record, container, now, silent).model_copy(update={"diagnose_at": now})
    if joined.incident.updates != incident.updates:
        transaction.announce(joined, "news")
    else:
        transaction.put(joined)


def _opened(jump: Jump, began: float, baseline_per_day: float, now: float) -> WorkloadRecord:
    spoke = next(
        (check for check in jump.decision.checks if check.spoke and check.rule == jump.rule),
        RuleCheck(rule=jump.rule, counted=jump.restarts, needed=0, window=0),
    )
    can_wait = jump.rule in WARN or jump.workload.kind in JOBS
    incident = WorkloadIncident(
        id=incident_id(workload_key(jump.workload), jump.container, began=jump.since),
        workload=jump.workload,
        cluster=jump.workload.cluster,
        guessed=jump.guessed,
        containers=(jump.container,),
        version=0,
        started_at=began,
        detected_at=now,
        severity="warn" if can_wait else "page",
        rule=jump.rule,
        counted=spoke.counted,
        needed=spoke.needed,
        window=max(spoke.window, spoke.gap),
        factor=spoke.factor,
        baseline_per_day=baseline_per_day or None,  # nothing is known of what nobody has watched for a day
        nodes=jump.nodes,
        pod_count=len(jump.pods),
        last_reason=jump.reason,
        last_exit_code=jump.code,
        template=jump.template,
    )
    return WorkloadRecord(incident=incident, grown_at=now, last_restart=jump.at, diagnose_at=now)


def _forget(transaction: Transaction, policy: Policy) -> None:
    """What has been over for a day leaves the state, and Redis with it; a storm's members stay as long as the storm."""
    for incident_id_, record in list(transaction.records.items()):
        incident = record.incident
        storm = transaction.storm(incident.storm_id) if isinstance(incident, WorkloadIncident) else None
        if incident.ended_at is None or (storm is not None and not storm.incident.over):
            continue
        if transaction.now - incident.ended_at > policy.keep:
            del transaction.records[incident_id_]
