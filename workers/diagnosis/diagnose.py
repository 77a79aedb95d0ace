"""diagnose(snapshot, library) -> Report: every cause is asked, the best findings are kept. Pure and deterministic."""

from dataclasses import replace
from datetime import timedelta

from core.messages.model import CONFIDENCES, Confidence
from core.messages.report import Evidence, Finding, PodRef, Report, RuledOut, Unseen
from knowledge.cause import Alternative, Cause
from knowledge.library import Library
from workers.container import Container
from workers.diagnosis.evidence_index import EvidenceIndex
from workers.diagnosis.facts import FACTS
from workers.diagnosis.hearsay import KNOWS_LITTLE, NO_LOG, is_from_outside
from workers.diagnosis.match import match
from workers.diagnosis.no_fault import is_no_fault
from workers.diagnosis.notes import notes
from workers.diagnosis.now import has_an_end, pod_state, without_the_past
from workers.diagnosis.outcome import MOST_QUOTES, NotSeen, Yes
from workers.diagnosis.rank import CandidateFinding, ranked
from workers.diagnosis.scheduler_words import node_by_node
from workers.diagnosis.surroundings import container_rows, log_excerpts, timeline, workload
from workers.snapshot import Snapshot

ABOUT_CONTAINERS = frozenset({"run", "start", "config", "image", "windows"})
"""Families that speak of a container, also where only an event tells of it."""
BEFORE_IT_RUNS = frozenset({"start", "config", "image", "init"})
"""Families of what keeps a container from running: one in which a probe's command runs is past it."""
ANY_ERROR = "run.app-error"
"""The cause that says no more than that there is an error."""
EVENTS_KEPT = timedelta(hours=1)
"""kube-apiserver --event-ttl, unless it is set otherwise."""
MOST_FINDINGS = 8
"""An answer shows three; `--json` gets a few more."""


def diagnose(snapshot: Snapshot, library: Library, target: str = "") -> Report:
    """All causes that fit `snapshot`, best first, and everything else an answer shows."""
    index = EvidenceIndex(snapshot)
    fitting = [each for cause in library.causes.values() for each in _candidates(cause, index, library)]
    fitting = _with_what_is_over(fitting, snapshot, library)
    ref = snapshot.ref
    best_first = [_as_of_now(each) for each in _debug_containers_last(fitting, snapshot, library)]
    findings = _of_the_one_asked_for(best_first, ref)[:MOST_FINDINGS]
    return Report(
        target=target or (str(ref) if ref else ""),
        ref=ref,
        node=snapshot.pod.node_name if snapshot.pod and snapshot.pod.node_name else None,
        owner=workload(snapshot),
        now=pod_state(snapshot),
        findings=tuple(findings),
        ruled_out=_ruled_out(findings, index, library),
        unseen=(*_no_such_container(snapshot), *snapshot.unseen),
        notes=notes(snapshot, tuple(findings)),
        timeline=timeline(snapshot),
        containers=container_rows(snapshot),
        logs=log_excerpts(snapshot),
        hidden=snapshot.hidden,
        observed_at=snapshot.observed_at,
        knowledge_version=library.version,
        platform=snapshot.platform,
        platform_name=snapshot.platform_name,
    )


def _with_what_is_over(fitting: list[CandidateFinding], snapshot: Snapshot, library: Library) -> list[CandidateFinding]:
    """Marks what does not fit the pod as it is now; where no run ever ended, that did no harm and is left out."""
    present = without_the_past(snapshot)
    if present is None:
        return fitting
    index = EvidenceIndex(present)
    over = [each for each in fitting if not _fits_now(each, index, library)]
    still = [each for each in fitting if each not in over]
    if not has_an_end(snapshot):
        return still
    return [*still, *(replace(each, finding=each.finding.model_copy(update={"over": True})) for each in over)]


def _fits_now(candidate: CandidateFinding, index: EvidenceIndex, library: Library) -> bool:
    if candidate.cause.family == "healthy":
        return True
    now = _candidates(candidate.cause, index, library)
    return any(each.finding.container in (None, candidate.finding.container) for each in now)


def _as_of_now(finding: Finding) -> Finding:
    """What is over is not certain for now. Lowered behind the ranking: it is as good an account of what was."""
    lowered = finding.over and finding.confidence == "certain"
    return finding.model_copy(update={"confidence": "likely"}) if lowered else finding


def _debug_containers_last(fitting: list[CandidateFinding], snapshot: Snapshot, library: Library) -> list[Finding]:
    """Best first; what `kubectl debug` added has no part in the pod's health, so what it met comes behind the rest."""
    added = {container.name for container in snapshot.containers if container.kind == "ephemeral"}
    debug = [each for each in fitting if each.finding.container in added and each.finding.container]
    rest = [each for each in fitting if each not in debug]
    return [*ranked(rest, library), *ranked(debug, library)]


def _of_the_one_asked_for(findings: list[Finding], ref: PodRef | None) -> list[Finding]:
    """With `-c NAME` what concerns that container or the whole pod; everything where nothing does."""
    if ref is None or not ref.container:
        return findings
    return [finding for finding in findings if finding.container in (None, ref.container)] or findings


def _no_such_container(snapshot: Snapshot) -> tuple[Unseen, ...]:
    """`-c NAME` of a container the pod does not have: said, since the answer is about the others then."""
    asked = snapshot.ref.container if snapshot.ref else None
    names = [container.name for container in snapshot.containers]
    return (Unseen(what=f"container/{asked}", why="not-found"),) if asked and names and asked not in names else ()


def _candidates(cause: Cause, index: EvidenceIndex, library: Library) -> list[CandidateFinding]:
    """One finding for each container that the cause fits, by the first alternative that fits it.

    One in all where it speaks of the pod.
    """
    candidates: dict[str | None, CandidateFinding] = {}
    for alternative in cause.alternatives:
        bound = _speaks_of_a_container(alternative)
        for container in index.scopes if bound else (None,):
            if candidates and (container is None or None in candidates or container.name in candidates):
                continue
            answer = match(alternative.clause, index, container)
            if isinstance(answer, Yes) and not _is_anothers(cause, alternative, answer):
                name = container.name if container else _concerned(cause, answer, index)
                finding = _as_written(_finding(cause, alternative, answer, name, library))
                candidates[name] = CandidateFinding(cause, alternative, finding)
    return list(candidates.values())


def _as_written(finding: Finding) -> Finding:
    """At most likely where it rests on the words of somebody who cannot know, or is one of several reasons.

    A probe's command cannot, either: what it met may concern itself alone.
    """
    retold = any(each.writer in KNOWS_LITTLE or _printed_by_a_probe(each) for each in finding.evidence)
    if finding.confidence == "certain" and (retold or _is_one_of_several(finding)):
        return finding.model_copy(update={"confidence": "likely"})
    return finding


def _is_one_of_several(finding: Finding) -> bool:
    """Whether the scheduler names other reasons beside it: none of them alone keeps the pod from every node."""
    refused = [node_by_node(each.quote.removeprefix("FailedScheduling: ")) for each in finding.evidence]
    return any(
        sum("control-plane" not in reason and "node-role.kubernetes.io" not in reason for _, reason in each.reasons) > 1
        for each in refused
        if each
    )


def _is_anothers(cause: Cause, alternative: Alternative, yes: Yes) -> bool:
    """Whether a cause of the program's rests on words that are not the program's, or on lines that report no trouble.

    Nobody but the program reports its errors in general; of whom stands outside not even what it met itself counts.
    """
    if cause.family in BEFORE_IT_RUNS and any(_printed_by_a_probe(each) for each in yes.evidence):
        return True
    words = [each for each in yes.evidence if each.source in ("log", "previous-log", "journal")]
    if cause.family not in ABOUT_CONTAINERS or not words:
        return False
    if alternative.fallback and cause.counts_as == ANY_ERROR:
        return all(each.writer in NO_LOG or is_no_fault(each.quote) for each in words)
    return all(is_from_outside(each) for each in words)


def _printed_by_a_probe(evidence: Evidence) -> bool:
    return evidence.source == "event" and evidence.writer == "program"


def _concerned(cause: Cause, yes: Yes, index: EvidenceIndex) -> str | None:
    """Which container an event is about: its field path, its own words, or the only one there is."""
    named = yes.about or yes.values.get("container")
    if named or cause.family not in ABOUT_CONTAINERS:
        return named
    names = [item.name for item in index.snapshot.containers if item.kind != "ephemeral"]
    return names[0] if len(names) == 1 else None


def _finding(cause: Cause, alternative: Alternative, yes: Yes, container: str | None, library: Library) -> Finding:
    confidence = _weaker(alternative.confidence) if yes.weak else alternative.confidence
    return Finding(
        cause=library.listed(cause.id),
        detail=cause.id,
        confidence="likely" if yes.unsigned and confidence == "certain" else confidence,
        container=container,
        evidence=yes.evidence[:MOST_QUOTES],
        values=yes.values,
    )


def _weaker(confidence: Confidence) -> Confidence:
    return CONFIDENCES[min(CONFIDENCES.index(confidence) + 1, len(CONFIDENCES) - 1)]


def _speaks_of_a_container(alternative: Alternative) -> bool:
    return alternative.binds_a_container or any(FACTS[name].of_container for name in alternative.facts)


def _ruled_out(findings: list[Finding], index: EvidenceIndex, library: Library) -> tuple[RuledOut, ...]:
    """The rivals of the first finding that do not fit, each with the clause that spoke against it.

    That no event tells of one says nothing of a run that ended before the events that are kept.
    """
    if not findings:
        return ()
    first = findings[0]
    fired = {finding.cause for finding in findings} | {finding.detail for finding in findings}
    container = next((c for c in index.snapshot.containers if c.name == first.container), None)
    out = []
    for rival in library.rivals(first.detail):
        answer = match(rival.when, index, container)
        if isinstance(answer, Yes | NotSeen) or rival.id in fired:
            continue
        if answer.clause != "event" or not _is_forgotten(container, index):
            out.append(RuledOut(cause=rival.id, clause=answer.clause, seen=answer.seen))
    return tuple(out)


def _is_forgotten(container: Container | None, index: EvidenceIndex) -> bool:
    """Whether the container's last run ended longer ago than events are kept."""
    ended, now = container.ended if container else None, index.snapshot.observed_at
    return bool(ended and ended.finished_at and now and now - ended.finished_at > EVENTS_KEPT)
