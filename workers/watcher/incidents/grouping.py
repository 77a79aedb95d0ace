"""Many incidents at once: which are announced alone and which together as a storm. Pure.

The first incident of a minute is announced as soon as its diagnosis is there. Those after it wait until three seconds
pass without another one; if there are more than five in the minute by then, one message announces all of them.
"""

from collections.abc import Iterable, Sequence

from core.messages.alerts import workload_key
from core.messages.incidents import MOST_PODS, StormIncident, Update, WorkloadIncident, incident_id
from workers.watcher.incidents.resolution import MOST_MESSAGES
from workers.watcher.incidents.similarity import common, shares_any
from workers.watcher.incidents.state import (
    Policy,
    Silences,
    StormRecord,
    Transaction,
    WorkloadRecord,
    appearance,
    edited,
)
from workers.watcher.incidents.updates import announced

MOST_MEMBERS = 2000
"""Members of a storm kept by id: more workloads than a cluster of 5,000 nodes has broken at once."""
JOIN = 300.0
"""Seconds after its latest member in which a storm still takes in new ones that share what it shares."""
LATE = 120.0
"""An incident that began so long before it was detected was not seen to happen: the watch has just begun."""
FRESH = 60.0
"""Seconds after its announcement in which a storm takes in every new incident, and is not yet said to have grown."""


def announce_pending(transaction: Transaction, policy: Policy, silences: Silences) -> None:
    """Announce what is pending: alone, or as a storm."""
    now = transaction.now
    pending = [record for record in transaction.workloads if record.incident.stage == "pending"]
    pending = [record for record in pending if not silences.muted(record.incident.workload, now)]
    pending = _without_joining(transaction, pending)
    if not pending:
        return
    recent = [record for record in transaction.workloads if _announced_recently(record, now, policy)]
    if len(recent) + len(pending) > policy.storm_size:
        _open_storm(transaction, pending, recent)
        return
    newest = max(record.incident.detected_at for record in pending)
    for record in sorted(pending, key=lambda record: record.incident.detected_at):
        waited = now - record.incident.detected_at
        diagnosed = record.incident.report is not None or waited >= policy.diagnosis_wait
        alone = not recent and len(pending) == 1
        if diagnosed and (alone or now - newest >= policy.group_wait):
            transaction.announce(announced(edited(record, stage="open", announced_at=now)), "new")


def refresh_storms(transaction: Transaction, policy: Policy) -> None:
    """Bring every open storm up to date: who still fails, what they share, whether it is over."""
    now = transaction.now
    for record in transaction.storms:
        storm = record.incident
        if storm.over:
            continue
        members = [member.incident for member in map(transaction.workload, storm.member_ids) if member is not None]
        record = edited(record, **_summary(members))
        if not record.incident.open_members:
            transaction.announce(edited(record, stage="resolved", ended_at=now), "resolved")
            continue
        announced_members = record.announced_members
        grown = announced_members and len(members) >= 2 * announced_members and not storm.updates
        if grown and now - (storm.announced_at or now) >= FRESH:
            counts = {"before": str(announced_members), "after": str(len(members))}
            record = edited(record, updates=(Update(seq=1, at=now, what="grown", **counts),))
            transaction.announce(record.model_copy(update={"announced_members": len(members)}), "news")
        elif appearance(record.incident) != record.shown and now - record.edited_at >= policy.edit_interval:
            transaction.announce(record, "update")
        else:
            transaction.put(record)


def remind_of_storms(transaction: Transaction, policy: Policy, silences: Silences) -> None:
    """The one reminder of a storm nobody has taken in hand."""
    now = transaction.now
    for record in transaction.storms:
        storm = record.incident
        quiet = storm.over or silences.acknowledged(storm) or silences.snoozed(storm, now)
        reminded = any(update.what == "reminder" for update in storm.updates)
        if quiet or reminded or policy.reminder_after is None or 1 + len(storm.updates) >= MOST_MESSAGES:
            continue
        if now - (storm.announced_at or now) >= policy.reminder_after:
            count = str(storm.open_members)
            reminder = Update(seq=len(storm.updates) + 1, at=now, what="reminder", after=count)
            transaction.announce(edited(record, updates=(*storm.updates, reminder)), "reminder")


def _announced_recently(record: WorkloadRecord, now: float, policy: Policy) -> bool:
    incident = record.incident
    new = not incident.reopen_count and now - incident.detected_at <= policy.group_window
    return new and incident.announced_at is not None


def _without_joining(transaction: Transaction, pending: list[WorkloadRecord]) -> list[WorkloadRecord]:
    """Those that do not belong to a storm that is still growing; the others join it."""
    remaining, storm_ids = [], [storm.incident.id for storm in transaction.storms]
    for record in pending:
        storms = (transaction.storm(storm_id) for storm_id in storm_ids)  # as they are after each that has joined
        storm = next((storm for storm in storms if storm and _takes_in(storm, record, transaction)), None)
        if storm is None:
            remaining.append(record)
            continue
        transaction.put(edited(record, stage="open", storm_id=storm.incident.id))
        member_ids = (*storm.incident.member_ids, record.incident.id)[:MOST_MEMBERS]
        transaction.put(edited(storm, member_ids=member_ids))
    return remaining


def _takes_in(record: StormRecord, joining: WorkloadRecord, transaction: Transaction) -> bool:
    storm, now = record.incident, transaction.now
    latest = transaction.workload(storm.member_ids[-1]) if storm.member_ids and not storm.over else None
    if latest is None or now - latest.incident.detected_at > JOIN:
        return False
    if storm.announced_at is not None and now - storm.announced_at < FRESH:
        return True
    return shares_any(joining.incident, storm.common)


def _open_storm(transaction: Transaction, pending: list[WorkloadRecord], recent: list[WorkloadRecord]) -> None:
    """One message for all of them; those that have one already are named in it, and say no more on their own."""
    now, members = transaction.now, [record.incident for record in (*recent, *pending)]
    started_at = min(member.started_at for member in members)
    storm_id = incident_id("storm", min(workload_key(member.workload) for member in members), began=started_at)
    for record in pending:
        transaction.put(edited(record, stage="open", storm_id=storm_id))
    for record in recent:
        transaction.announce(edited(record, storm_id=storm_id), "update")
    late = sum(member.detected_at - member.started_at > LATE for member in members)
    storm = StormIncident(
        id=storm_id,
        cluster=members[0].cluster,
        stage="open",
        version=0,
        started_at=started_at,
        detected_at=now,
        announced_at=now,
        member_ids=tuple(member.id for member in members)[:MOST_MEMBERS],
        preexisting=2 * late > len(members),
    )
    storm_record = StormRecord(incident=storm, announced_members=len(members))
    transaction.announce(edited(storm_record, **_summary(members)), "storm")


def _summary(members: Sequence[WorkloadIncident]) -> dict[str, object]:
    open_members = [member for member in members if not member.over]
    ended = [member for member in members if member.over]
    ordered = [*sorted(open_members, key=lambda member: -member.restarts), *ended]  # an example must still fail
    return {
        "open_members": len(open_members),
        "member_names": tuple(_names(ordered))[:MOST_PODS],
        "common": common(members),
        "report": next((member.report for member in ordered if member.report is not None), None),
    }


def _names(members: Iterable[WorkloadIncident]) -> Iterable[str]:
    return dict.fromkeys(f"{member.workload.namespace}/{member.workload.name}" for member in members)
