"""The answer to a paste: about the pod most in trouble, the others named beside it. Pure; it must not read text."""

from collections.abc import Callable, Sequence

from core.messages.answer import Failure
from core.messages.report import Note, Report
from knowledge.alerts.standard import standard_alerts
from workers.container import Container
from workers.kubectl_errors import kubectl_error
from workers.paste.writers.program import looks_logged, troubled
from workers.redact import redact_text
from workers.snapshot import Snapshot

MOST_NAMED = 5
"""Pods in the note; whoever pasted a whole namespace asks about the others one by one."""

MOST_TRIED = 5
"""Pods of a paste that are looked at until one gives a finding."""

WELL = frozenset({"", "Running", "Completed", "Succeeded"})
"""Words that are no trouble; an empty one says nothing."""


def explained(
    snapshots: Sequence[Snapshot], diagnose: Callable[[Snapshot, str], Report], target: str
) -> Report | Failure:
    """What `diagnose` says of the first snapshot of which it can say something, else of the first.

    A failure where the paste held nothing of Kubernetes or of a program.
    """
    if not snapshots:
        return Failure(target=target, problem="nothing-recognized")
    reports: list[Report] = []
    for each in snapshots[:MOST_TRIED]:
        reports.append(diagnose(each, target))
        if reports[-1].findings:
            break
    place = len(reports) - 1 if reports[-1].findings else 0
    report = reports[place]
    if not report.findings and (note := kubectl_error(snapshots[0])):
        values = {name: redact_text(value)[0] for name, value in note.values.items()}
        report = report.model_copy(update={"notes": (note.model_copy(update={"values": values}), *report.notes)})
    elif not report.findings and not _recognized(snapshots[0]):
        return Failure(target=target, problem="nothing-recognized")
    others = [*snapshots[:place], *snapshots[place + 1 :]]
    return with_alerts(with_others(_as_told(report, snapshots[place]), others), snapshots[place].alerts)


def _recognized(seen: Snapshot) -> bool:
    """Whether anything but prose was in it: lines of no form count as a log where one of them looks logged."""
    parts = (seen.alerts, seen.pod, seen.containers, seen.events, seen.journal, seen.node, seen.owners, seen.claims)
    lines = [line for log in seen.logs or () for line in log.lines]
    reported = [line.text for line in seen.written if line.writer != "person"] if seen.platform else []
    return any(parts) or any(looks_logged(line) or troubled(line) for line in lines) or any(map(troubled, reported))


def with_others(report: Report, others: Sequence[Snapshot]) -> Report:
    """The report, with a note that names the `others` that are in trouble: `shop/b CrashLoopBackOff`."""
    named = [f"{each.ref} {word}" for each in others if each.ref and (word := trouble(each)) not in WELL]
    named = list(dict.fromkeys(named))
    if not named:
        return report
    more = f" … +{len(named) - MOST_NAMED}" if len(named) > MOST_NAMED else ""
    note = Note(kind="others-pasted", values={"pods": redact_text(", ".join(named[:MOST_NAMED]))[0] + more})
    return report.model_copy(update={"notes": (note, *report.notes)})


def _as_told(report: Report, seen: Snapshot) -> Report:
    """At most likely what rests on a node's state that an alert told: it proves that a rule fired."""
    if seen.node is None or not seen.node.told_by:
        return report
    findings = (
        finding.model_copy(update={"confidence": "likely"})
        if finding.confidence == "certain" and any(evidence.source == "node" for evidence in finding.evidence)
        else finding
        for finding in report.findings
    )
    return report.model_copy(update={"findings": tuple(findings), "node": report.node or seen.node.name or None})


def with_alerts(report: Report, names: Sequence[str]) -> Report:
    """The report, with what each standard alert that fires proves, and what it leaves open."""
    known = [name for name in names if name in standard_alerts()][:MOST_NAMED]
    notes = tuple(Note(kind="alert-fires", values={"alert": name}) for name in known)
    return report.model_copy(update={"notes": (*notes, *report.notes)}) if notes else report


def trouble(snapshot: Snapshot) -> str:
    """The word that says how the pod fares: what a table showed, else the worst container's, else the phase."""
    pod = snapshot.pod
    if pod and pod.deleted_at:
        return "Terminating"
    words = [word for each in snapshot.containers if (word := _word(each))]
    shown = (pod.status_word or pod.reason) if pod else ""
    return shown or next(iter(words), "") or (pod.phase if pod else "")


def _word(container: Container) -> str:
    if container.waiting:
        return container.waiting.reason
    ended = container.terminated
    return "" if ended is None or ended.code == 0 else ended.reason or "Error"
