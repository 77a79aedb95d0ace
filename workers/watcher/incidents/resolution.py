"""When an incident is over, and on what evidence; and when it comes back. Pure.

An incident is resolved late rather than wrongly: the time a container has been ready and the time without
a restart are measured by the watcher's clock; a node whose clock is wrong cannot make an incident end early.
"""

from core.messages.incidents import Ending, EndReason, Update
from workers.watcher.cache.view import Fate, WorkloadView
from workers.watcher.incidents.progress import active_pods, all_ready, uncounted
from workers.watcher.incidents.state import Policy, Silences, Transaction, WorkloadRecord, edited

GONE: dict[Fate, EndReason] = {"deleted": "deleted", "scaled-to-zero": "scaled-to-zero"}
MOST_MESSAGES = 5
"""Messages of one incident in all, its first one included: a person who mutes the channel reads nothing."""


def resolve(
    transaction: Transaction, record: WorkloadRecord, current: WorkloadView | None, fate: Fate, policy: Policy
) -> WorkloadRecord:
    """The record, ended if it is over; that is announced if the incident was."""
    if current is None or not active_pods(current):
        return _resolve_without_pods(transaction, record, current, fate, policy)
    record = _readiness_observed(record, current, transaction.now)
    if record.ready_seen_at is None:
        return record
    ready, quiet = transaction.now - record.ready_seen_at, transaction.now - record.grown_at
    if ready < policy.ready_for or quiet < _quiet_needed(record, policy):
        return record
    return _end(transaction, record, "ready", ready)


def relapsed(
    record: WorkloadRecord, current: WorkloadView | None, now: float, policy: Policy, silences: Silences
) -> bool:
    """Whether a resolved workload restarts again, in the way it did before."""
    incident = record.incident
    if current is None or incident.stage != "resolved" or not can_relapse(record, now, policy, silences):
        return False
    return any(
        termination.reason == incident.last_reason and termination.code in incident.exit_codes
        for termination in uncounted(record, current)
    )


def can_relapse(record: WorkloadRecord, now: float, policy: Policy, silences: Silences) -> bool:
    """Whether it ended so recently, and was announced so recently, that coming back is the same incident."""
    incident = record.incident
    if incident.ended_at is None:
        return False
    recent = now - incident.ended_at <= policy.relapse_within or silences.snoozed(incident, now)
    return recent and (incident.announced_at is None or now - incident.announced_at <= policy.reopen_within)


def reopen(transaction: Transaction, record: WorkloadRecord, silences: Silences) -> WorkloadRecord:
    """Open it again, with a reply in the thread: nobody sees the edit of a message an hour up."""
    incident, now = record.incident, transaction.now
    changes: dict[str, object] = {
        "stage": "open" if incident.announced_at is not None or incident.storm_id else "pending",
        "reopen_count": incident.reopen_count + 1,
        "ended_at": None,
        "ending": None,
    }
    silent = silences.snoozed(incident, now) or silences.muted(incident.workload, now) or incident.storm_id
    if incident.announced_at is not None and not silent and 1 + len(incident.updates) < MOST_MESSAGES:
        count = str(incident.reopen_count + 1)
        update = Update(seq=len(incident.updates) + 1, at=now, what="reopened", after=count)
        changes["updates"] = (*incident.updates, update)
    observed = {"ready_seen_at": None, "ready_since": None, "absent_since": None, "diagnose_at": now, "grown_at": now}
    record = edited(record, **changes).model_copy(update=observed)
    if record.incident.stage == "open":
        return transaction.announce(record, "reopened")
    transaction.put(record)
    return record


def _resolve_without_pods(
    transaction: Transaction, record: WorkloadRecord, current: WorkloadView | None, fate: Fate, policy: Policy
) -> WorkloadRecord:
    """Resolves a workload that completed, was deleted or scaled to zero; not one that is between two pods."""
    remaining = [pod for pod in current.pods if not pod.deleting] if current is not None else []
    if any(pod.phase == "Succeeded" for pod in remaining):
        newest = max(remaining, key=lambda pod: pod.created)
        return _end(transaction, record, "completed", 0.0) if newest.phase == "Succeeded" else record
    if remaining:  # failed for good: still wrong
        return record
    if record.absent_since is None:
        absence = {"absent_since": transaction.now, "ready_seen_at": None, "ready_since": None}
        record = record.model_copy(update=absence)
    absent_since = record.absent_since if record.absent_since is not None else transaction.now
    if fate in GONE and transaction.now - absent_since >= policy.absent_for:
        return _end(transaction, record, GONE[fate], 0.0)
    return record


def _readiness_observed(record: WorkloadRecord, current: WorkloadView, now: float) -> WorkloadRecord:
    """Since when all have been ready, as far as we saw it."""
    if not all_ready(current):
        if record.ready_seen_at is None and record.absent_since is None:
            return record
        return record.model_copy(update={"ready_seen_at": None, "ready_since": None, "absent_since": None})
    since = max((pod.ready_since or 0.0) for pod in active_pods(current))
    if record.ready_seen_at is not None and record.ready_since == since:
        return record
    return record.model_copy(update={"ready_seen_at": now, "ready_since": since, "absent_since": None})


def _quiet_needed(record: WorkloadRecord, policy: Policy) -> float:
    """Seconds without a restart: a loop that restarts every 25 minutes is not healthy after 10."""
    return max(policy.quiet_for, min(2 * record.longest_gap, policy.quiet_at_most))


def _end(transaction: Transaction, record: WorkloadRecord, reason: EndReason, ready_seconds: float) -> WorkloadRecord:
    incident = record.incident
    ending = Ending(
        reason=reason,
        ready_seconds=ready_seconds,
        last_restart=record.last_restart,
        longest_run=record.longest_run,
    )
    stage = "gone" if reason in GONE.values() else "resolved"
    never_announced = incident.stage == "pending" or (incident.storm_id and incident.announced_at is None)
    record = edited(record, stage=stage, ended_at=transaction.now, ending=ending)
    if not never_announced:
        return transaction.announce(record, "gone" if stage == "gone" else "resolved")
    transaction.put(record)
    return record
