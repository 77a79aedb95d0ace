"""What is worth a reply in the thread, and what only an edit; reminders. Pure.

An incident has at most five messages: the first one and four replies, of which the last is kept for a reminder or for
coming back. Everything else is shown by editing the first message, which makes no sound.
"""

from core.messages.incidents import Update, UpdateKind
from workers.watcher.incidents.resolution import MOST_MESSAGES
from workers.watcher.incidents.state import Policy, Silences, Transaction, WorkloadRecord, appearance, edited

MOST_UPDATES = 3
"""Replies about what changed."""
MOST_DOUBLED = 2
"""Of them about the count alone: then a steady loop is old news."""
JUST_NOW = 60.0
"""Seconds after a restart in which its count may be announced; later, what is ready may be on its way to health."""
SETTLED = 120.0
"""Seconds in which a new incident may still spread over nodes without that being news."""


def publish_update(transaction: Transaction, record: WorkloadRecord, policy: Policy, silences: Silences) -> None:
    """A reply when there is news, else an edit when enough has changed for long enough."""
    incident, now = record.incident, transaction.now
    if incident.announced_at is None or incident.storm_id:
        return
    snoozed, muted = silences.snoozed(incident, now), silences.muted(incident.workload, now)
    snooze_ended = record.snoozed and not snoozed
    if record.snoozed != snoozed:
        record = record.model_copy(update={"snoozed": snoozed})
    update = None if snoozed or muted else _weightiest(record, now, snooze_ended, policy, silences)
    if update is not None:
        record = announced(edited(record, updates=(*incident.updates, update)))
        transaction.announce(record, "reminder" if update.what == "reminder" else "news")
    elif appearance(incident) != record.shown and now - record.edited_at >= policy.edit_interval:
        transaction.announce(record, "update")
    else:
        transaction.put(record)


def announced(record: WorkloadRecord) -> WorkloadRecord:
    """The record with what has been announced by now, so that later it is known what is new."""
    incident, causes = record.incident, record.announced_causes
    if incident.cause and incident.cause not in causes:
        causes = (*causes, incident.cause)
    return record.model_copy(
        update={
            "announced_restarts": incident.restarts,
            "announced_nodes": len(incident.nodes),
            "announced_causes": causes,
        }
    )


def container_joined(record: WorkloadRecord, container: str, now: float, silent: bool) -> WorkloadRecord:
    """The record after another container of the workload fails, too; `silent` while nobody wants to hear of it."""
    incident = record.incident
    containers = (*incident.containers, container)
    if silent or incident.announced_at is None or incident.storm_id or len(incident.updates) >= MOST_UPDATES:
        return edited(record, containers=containers)
    update = _update(record, now, "container", ", ".join(incident.containers), container)
    return edited(record, containers=containers, updates=(*incident.updates, update))


def _weightiest(
    record: WorkloadRecord, now: float, snooze_ended: bool, policy: Policy, silences: Silences
) -> Update | None:
    """The weightiest thing that is new; the rest is seen in the edit that goes with it."""
    incident = record.incident
    announced_at = incident.announced_at or now
    if snooze_ended and 1 + len(incident.updates) < MOST_MESSAGES:
        return _update(record, now, "snooze-over", "", str(incident.restarts))
    if len(incident.updates) < MOST_UPDATES:
        if record.announced_causes and incident.cause and incident.cause not in record.announced_causes:
            return _update(record, now, "cause", record.announced_causes[-1], incident.cause)
        spread = record.announced_nodes and len(incident.nodes) >= 2 * record.announced_nodes
        if spread and now - announced_at >= SETTLED:
            return _update(record, now, "nodes", str(record.announced_nodes), str(len(incident.nodes)))
        ongoing = record.ready_seen_at is None or now - record.grown_at <= JUST_NOW
        counts = sum(update.what == "count" for update in incident.updates)
        doubled = incident.restarts >= 2 * record.announced_restarts
        last_message = incident.updates[-1].at if incident.updates else announced_at
        if ongoing and counts < MOST_DOUBLED and doubled and now - last_message >= policy.count_interval:
            return _update(record, now, "count", str(record.announced_restarts), str(incident.restarts))
    return _reminder(record, now, policy, silences)


def _reminder(record: WorkloadRecord, now: float, policy: Policy, silences: Silences) -> Update | None:
    incident = record.incident
    if policy.reminder_after is None or silences.acknowledged(incident) or incident.severity == "info":
        return None
    if any(update.what == "reminder" for update in incident.updates) or 1 + len(incident.updates) >= MOST_MESSAGES:
        return None
    if now - (incident.announced_at or now) < policy.reminder_after:
        return None
    return _update(record, now, "reminder", "", str(incident.restarts))


def _update(record: WorkloadRecord, now: float, what: UpdateKind, before: str, after: str) -> Update:
    return Update(seq=len(record.incident.updates) + 1, at=now, what=what, before=before, after=after)
