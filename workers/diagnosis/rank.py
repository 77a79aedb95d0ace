"""Which finding comes first. Pure.

A cause silences those it `beats`; what is left is ordered by confidence, then fallbacks behind the others, then by
family. What still ties keeps the order in which it was asked: causes by id, containers as the pod lists them.
"""

from core.messages.model import CONFIDENCES
from core.messages.report import Finding
from knowledge.cause import Cause
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


def ranked(fitting: list[tuple[Cause, Finding]], library: Library) -> list[Finding]:
    """Findings without the silenced ones, best first."""
    loud = [(cause, finding) for cause, finding in fitting if not _silenced(cause, finding, fitting, library)]
    if any(_covers_all_nodes(finding) for _, finding in loud):
        loud = [(cause, finding) for cause, finding in loud if not _nodes(finding) or _covers_all_nodes(finding)]
    elif sum(_nodes(finding) > 0 for _, finding in loud) > 1:
        loud = [(cause, _one_of_several(finding)) for cause, finding in loud]
    return _merged([finding for _, finding in sorted(loud, key=_key)])


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


def _silenced(cause: Cause, finding: Finding, fitting: list[tuple[Cause, Finding]], library: Library) -> bool:
    """True when another fitting cause beats this one, in the same container or for the whole pod.

    A fallback is silenced by everything that is more than possible and no fallback itself.
    """
    return any(
        _same_place(found, finding)
        and (
            cause.id in library.beaten_by(other.id) or (cause.fallback and _speaks_louder(other, found, cause, library))
        )
        for other, found in fitting
    )


def _speaks_louder(other: Cause, found: Finding, cause: Cause, library: Library) -> bool:
    return not other.fallback and found.confidence != "possible" and other.id not in library.beaten_by(cause.id)


def _nodes(finding: Finding) -> int:
    """On how many nodes the scheduler met it; 0 where no number was said."""
    return int(finding.values.get("nodes", "0"))


def _covers_all_nodes(finding: Finding) -> bool:
    """The scheduler counts every resource a node is short of: what all are short of keeps the pod waiting alone."""
    messages = (node_by_node(item.quote) for item in finding.evidence)
    return any(message and message.total == _nodes(finding) for message in messages)


def _same_place(one: Finding, other: Finding) -> bool:
    return one.container is None or other.container is None or one.container == other.container


def _key(pair: tuple[Cause, Finding]) -> tuple[int, bool, int]:
    cause, finding = pair
    family = FAMILIES.index(cause.family) if cause.family in FAMILIES else len(FAMILIES)
    return CONFIDENCES.index(finding.confidence), cause.fallback, family
