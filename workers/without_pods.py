"""Why a workload that exists has no pods, where nothing is wrong that a cause would name. Pure; it reads no cluster."""

from core.messages.report import Note, Report
from workers.snapshot import Owner, Snapshot

PAUSED = "DeploymentPaused"
"""Reason of the condition `Progressing` (pkg/controller/deployment/util/deployment_util.go, PausedDeployReason)."""


def with_reason(report: Report, seen: Snapshot) -> Report:
    """The report, with a note on why there is no pod; unchanged where there is one, or where a cause was found."""
    owner = _asked_for(seen)
    if report.findings or seen.pod or seen.containers or owner is None:
        return report
    return report.model_copy(update={"notes": (_note(owner), *report.notes)})


def _asked_for(seen: Snapshot) -> Owner | None:
    """Of the chain the one that was asked about: where there is no pod, `ref` bears its name."""
    return next((owner for owner in seen.owners or () if seen.ref and owner.name == seen.ref.name), None)


def _note(owner: Owner) -> Note:
    word, more = _reason(owner)
    values = {"object": f"{owner.kind.lower()}/{owner.name}", **more}
    return Note(kind=f"no-pods-{word}", values=values)


def _reason(owner: Owner) -> tuple[str, dict[str, str]]:
    """The end of the note's kind, and what its sentence names beside the object."""
    if owner.deleted_at:
        return "deleted", {}
    if owner.kind == "CronJob":
        return "no-run", {"schedule": owner.schedule}
    if owner.kind == "Job" and any(each.type == "Complete" and each.status == "True" for each in owner.conditions):
        return "done", {}
    if not owner.replicas and owner.kind == "DaemonSet":
        return "no-node", {}
    if owner.replicas == 0:
        return ("old", {"controller": owner.controller}) if owner.controller else ("zero", {})
    if any(each.type == "Progressing" and each.reason == PAUSED for each in owner.conditions):
        return "paused", {}
    return "unsaid", {"wanted": str(owner.replicas or 1)}
