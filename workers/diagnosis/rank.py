"""Which finding comes first. Pure.

Of two that fit in one place, one silences the other: by name (`beats`), as a finer cause does what it counts as, as
everything does what is said for want of anything else (a fallback, and that all is well). What is left is ordered by
confidence, then fallbacks behind the others, then by family. What still ties keeps the order in which it was asked:
causes by id, containers as the pod lists them.
"""

from dataclasses import dataclass, replace

from core.messages.model import CONFIDENCES
from core.messages.report import Finding
from knowledge.cause import Alternative, Cause
from knowledge.library import Library
from workers.diagnosis.outcome import MOST_QUOTES
from workers.diagnosis.scheduler_words import node_by_node

FAMILIES = (
    "windows",
    "evict",
    "terminate",
    "admission",
    "cloud",
    "sandbox",
    "volume",
    "config",
    "image",
    "start",
    "init",
    "run",
    "schedule",
    "hpa",
    "node",
    "job",
    "deploy",
    "healthy",
)
"""Between findings of the same confidence: what ended or stopped the pod as a whole, then what a container met."""


@dataclass(frozen=True)
class CandidateFinding:
    """A finding before it is known whether another silences it."""

    cause: Cause
    alternative: Alternative
    finding: Finding

    @property
    def doubt(self) -> int:
        """0 for certain, 2 for possible."""
        return CONFIDENCES.index(self.finding.confidence)

    @property
    def declared_doubt(self) -> int:
        """What it would be had everything been looked at that could speak against it."""
        return CONFIDENCES.index(self.alternative.confidence)


def ranked(candidates: list[CandidateFinding], library: Library) -> list[Finding]:
    """Findings without the silenced ones, best first."""
    loud = [candidate for candidate in candidates if not _is_silenced(candidate, candidates, library)]
    if any(_covers_all_nodes(each.finding) for each in loud):
        loud = [each for each in loud if not _nodes(each.finding) or _covers_all_nodes(each.finding)]
    elif sum(_nodes(each.finding) > 0 for each in loud) > 1:
        loud = [replace(each, finding=_one_of_several(each.finding)) for each in loud]
    return _merged([each.finding for each in sorted(loud, key=_key)])


def _merged(findings: list[Finding]) -> list[Finding]:
    """One finding for each listed cause and container: the best, with the evidence of the others behind its own."""
    best: dict[tuple[str, str | None], Finding] = {}
    for finding in findings:
        place = (finding.cause, finding.container)
        best[place] = _joined(best[place], finding) if place in best else finding
    return list(best.values())


def _joined(finding: Finding, other: Finding) -> Finding:
    evidence = tuple(dict.fromkeys((*finding.evidence, *other.evidence)))[:MOST_QUOTES]
    return finding.model_copy(update={"evidence": evidence})


def _one_of_several(finding: Finding) -> Finding:
    """Some nodes were turned away for this and others for that: which of them to mend is not certain."""
    shared = _nodes(finding) > 0 and finding.confidence == "certain"
    return finding.model_copy(update={"confidence": "likely"}) if shared else finding


def _is_silenced(candidate: CandidateFinding, candidates: list[CandidateFinding], library: Library) -> bool:
    """Whether another cause that fits silences this one, in the same container or for the whole pod."""
    return any(_silences(other, candidate, library) for other in candidates if other is not candidate)


def _silences(other: CandidateFinding, candidate: CandidateFinding, library: Library) -> bool:
    if not _same_place(other.finding, candidate.finding):
        return False
    if _beats(other, candidate, library):
        return True
    by_rule = _is_finer(other, candidate) or _is_wanted_more(other, candidate) or _is_trouble(other, candidate)
    return by_rule and not _beats(candidate, other, library)


def _beats(other: CandidateFinding, candidate: CandidateFinding, library: Library) -> bool:
    """By name; a fallback silences nothing that is surer than itself and no fallback."""
    if other.alternative.fallback and not candidate.alternative.fallback and other.doubt > candidate.doubt:
        return False
    return candidate.cause.id in library.silences(other.cause.id)


def _is_finer(other: CandidateFinding, candidate: CandidateFinding) -> bool:
    """The special case of a cause tells more than the cause, where it is meant to be as sure and no less wanted."""
    special = other.cause.counts_as == candidate.cause.id != other.cause.id
    wanted = candidate.alternative.fallback or not other.alternative.fallback
    return special and wanted and other.declared_doubt <= candidate.declared_doubt


def _is_wanted_more(other: CandidateFinding, candidate: CandidateFinding) -> bool:
    """Whether the candidate is a fallback and the other is none, and is as sure or more than possible."""
    wanted = candidate.alternative.fallback and not other.alternative.fallback
    return wanted and (other.finding.confidence != "possible" or other.doubt <= candidate.doubt)


def _is_trouble(other: CandidateFinding, candidate: CandidateFinding) -> bool:
    """Any other cause silences `healthy.*`, unless it is a fallback or less sure than it was declared to be."""
    meant = not other.alternative.fallback and other.doubt == other.declared_doubt
    return candidate.cause.family == "healthy" != other.cause.family and meant


def _nodes(finding: Finding) -> int:
    """On how many nodes the scheduler found it; 0 where its message gives no number."""
    return int(finding.values.get("nodes", "0"))


def _covers_all_nodes(finding: Finding) -> bool:
    """The scheduler counts every resource a node is short of: what all are short of keeps the pod waiting alone."""
    messages = (node_by_node(item.quote) for item in finding.evidence)
    return any(message and message.total == _nodes(finding) for message in messages)


def _same_place(one: Finding, other: Finding) -> bool:
    return one.container is None or other.container is None or one.container == other.container


def _key(candidate: CandidateFinding) -> tuple[int, bool, int]:
    family = candidate.cause.family
    place = FAMILIES.index(family) if family in FAMILIES else len(FAMILIES)
    return candidate.doubt, candidate.alternative.fallback, place
