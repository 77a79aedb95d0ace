"""Which incidents are due for a diagnosis, and what a diagnosis changes about one. Pure."""

from collections import Counter
from dataclasses import dataclass

from core.messages.alerts import Alert
from core.messages.incidents import Rollout
from core.messages.report import PodRef, Report
from workers.watcher.incidents.state import Policy, State, Transaction, WorkloadRecord, edited

ROLLOUT_SECONDS = 3600.0
"""A rollout older than this at the first restart is not what the incident began with."""
EARLY = 300.0
"""Seconds after the first message in which another diagnosis only corrects it: the first one may come too early."""
MOST_DIAGNOSED = 6
"""Members of one storm that are diagnosed: enough to see what they share, and no storm of our own on the API."""
RETRY = 60.0
"""Seconds after which a diagnosis that found nothing is tried again."""


@dataclass(frozen=True)
class DiagnosisRequest:
    """A pod to be diagnosed, for the incident it belongs to."""

    incident: str
    ref: PodRef


@dataclass(frozen=True)
class Diagnosis:
    """What the diagnosis of one pod of an incident brought; everything may be missing."""

    report: Report | None = None
    rollout: Rollout | None = None


def due_diagnoses(state: State, now: float) -> tuple[DiagnosisRequest, ...]:
    """The diagnoses that are due, the youngest incident first; of a storm's members only some."""
    records = [record for record in state.records.values() if isinstance(record, WorkloadRecord)]
    due = [record for record in records if record.diagnose_at is not None and record.diagnose_at <= now]
    diagnosed = Counter(record.incident.storm_id for record in records if record.diagnosed_at)
    requests = []
    for record in sorted(due, key=lambda record: -record.incident.detected_at):
        incident = record.incident
        if incident.over or not incident.pods:
            continue
        if incident.storm_id and diagnosed[incident.storm_id] >= MOST_DIAGNOSED:
            continue
        diagnosed[incident.storm_id] += 1
        ref = PodRef(
            cluster=incident.cluster or None,
            namespace=incident.workload.namespace,
            name=incident.pods[-1 if incident.reopen_count else 0].name,
            container=incident.containers[0],
        )
        requests.append(DiagnosisRequest(incident.id, ref))
    return tuple(requests)


def apply_diagnosis(state: State, incident_id: str, diagnosis: Diagnosis, now: float) -> tuple[State, list[Alert]]:
    """The state with a diagnosis. One that finds the pod healthy does not replace one that knew what was wrong."""
    transaction = Transaction(state, now)
    record = transaction.workload(incident_id)
    if record is None:
        return state, []
    before = record.incident
    changes: dict[str, object] = {}
    if diagnosis.report is not None and _finds_fault(diagnosis.report):
        changes["report"] = diagnosis.report
    if diagnosis.rollout is not None:
        recent = 0 <= before.started_at - diagnosis.rollout.at <= ROLLOUT_SECONDS
        changes["rollout"] = diagnosis.rollout if recent else None
    record = edited(record, **changes)
    next_at = None if "report" in changes or before.over else now + RETRY
    record = record.model_copy(update={"diagnose_at": next_at, "diagnosed_at": now})
    early = before.announced_at is not None and now - before.announced_at <= EARLY
    if early and record.incident.signature != before.signature and not before.over and not before.storm_id:
        causes = (record.incident.cause,) if record.incident.cause else ()
        transaction.announce(record.model_copy(update={"announced_causes": causes}), "update")
    else:
        transaction.put(record)
    return transaction.commit()


def diagnose_again(record: WorkloadRecord, now: float, policy: Policy) -> WorkloadRecord:
    """Due again after another restart: the log of the run that ended tells more than that of a first look."""
    if record.diagnose_at is not None or not record.incident.pods:
        return record
    rested = now - record.diagnosed_at >= policy.diagnosis_interval
    return (
        record.model_copy(update={"diagnose_at": now}) if rested and record.grown_at > record.diagnosed_at else record
    )


def _finds_fault(report: Report) -> bool:
    return bool(report.findings) and not report.findings[0].cause.startswith("healthy.")
