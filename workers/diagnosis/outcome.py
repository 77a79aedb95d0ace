"""What a clause answers about a snapshot: yes, no or not seen; what `all`, `any`, `none` make of several. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from core.messages.report import Evidence


@dataclass(frozen=True)
class Yes:
    """The clause is met. `weak`: something that could have spoken against it was not looked at."""

    evidence: tuple[Evidence, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    weak: bool = False
    unsigned: bool = False
    """It rests on a line that reads like prose and that nobody signed."""
    about: str | None = None
    """The container the evidence names, where the clause itself does not bind one."""


@dataclass(frozen=True)
class No:
    """The clause is not met; `seen` is what stands there instead, None when nothing of the kind is there."""

    clause: str
    seen: str | None = None


@dataclass(frozen=True)
class NotSeen(Exception):
    """It could not be looked at. Facts raise it, clauses return it."""

    what: str


ClauseOutcome = Yes | No | NotSeen


def all_of(answers: Iterable[ClauseOutcome]) -> ClauseOutcome:
    """Yes when all are; the first no ends it, something unseen stays unseen unless a no follows."""
    met: list[Yes] = []
    unseen: NotSeen | None = None
    for answer in answers:
        if isinstance(answer, No):
            return answer
        if isinstance(answer, NotSeen):
            unseen = unseen or answer
        else:
            met.append(answer)
    if unseen:
        return unseen
    values: dict[str, str] = {}
    for yes in met:
        values |= yes.values
    evidence = tuple(dict.fromkeys(item for yes in met for item in yes.evidence))
    about = next((yes.about for yes in met if yes.about), None)
    return Yes(evidence, values, any(yes.weak for yes in met), any(yes.unsigned for yes in met), about)


def any_of(answers: Iterable[ClauseOutcome]) -> ClauseOutcome:
    """The first yes; without one, something unseen rather than a no."""
    first: ClauseOutcome | None = None
    for answer in answers:
        if isinstance(answer, Yes):
            return answer
        if first is None or (isinstance(first, No) and isinstance(answer, NotSeen)):
            first = answer
    assert first is not None  # a group is never empty: `knowledge.when` refuses that
    return first


def none_of(answers: Iterable[ClauseOutcome]) -> ClauseOutcome:
    """Yes when no part is met; what could not be seen makes that yes a weak one."""
    weak = False
    for answer in answers:
        if isinstance(answer, Yes):
            return No("none", answer.evidence[0].quote if answer.evidence else None)
        weak = weak or isinstance(answer, NotSeen)
    return Yes(weak=weak)


GROUPS: Mapping[str, Callable[[Iterable[ClauseOutcome]], ClauseOutcome]] = {
    "all": all_of,
    "any": any_of,
    "none": none_of,
}
"""By the word that stands in a cause's `when`."""

MOST_QUOTES = 6
"""Quotes of one finding; an answer shows three of them."""
QUOTE_LIMIT = 300
"""Characters of one quote; an answer shows three of them on a phone screen."""
QUOTE_HEAD = 120
"""Characters kept of the beginning of a longer one: enough to say what was tried."""


def quote(text: str) -> str:
    """The text on one line, within the limit; what is cut is its middle, since an error wraps its cause last."""
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE_LIMIT else f"{flat[:QUOTE_HEAD]}…{flat[QUOTE_HEAD + 1 - QUOTE_LIMIT :]}"
