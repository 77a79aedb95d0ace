"""What a clause answers about a snapshot: yes, no, or not seen. Pure values, three of them, on purpose."""

from dataclasses import dataclass, field

from core.messages.report import Evidence


@dataclass(frozen=True)
class Yes:
    """The clause is met. `weak`: something that could have spoken against it was not looked at."""

    evidence: tuple[Evidence, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    weak: bool = False
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
