"""read(): a text to its statements. Pure; the time is linear in the text, whose lines are looked at to LONGEST_LINE."""

from __future__ import annotations

import re

from knowledge.statements.amounts import amounts
from knowledge.statements.ends import ends
from knowledge.statements.names import mentions
from knowledge.statements.polarity import polarity
from knowledge.statements.statement import Span, Statement, Subject
from knowledge.statements.states import states

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knowledge.statements.names import Mention
    from knowledge.statements.statement import SubjectKind

# Characters of one line; who tells a fact tells it early, and a longer line is data.
LONGEST_LINE = 2_000
# Statements of one text; nobody asks about more.
MOST = 500
# Lines above or below a statement in which a name may be its subject's.
NEAR = 12
_ECHO = re.compile(
    r"^\s{0,8}(?:[\w@.:~/ -]{0,80}[$#>%]\s{0,3})?echo\s{1,4}[\"']?\$(?:\?|\{PIPESTATUS[^}]{0,9}\}"
    r"|LASTEXITCODE)[\"']?\s{0,8}$"
)
_ALONE = re.compile(r"^\s{0,8}(-?\d{1,10})\s{0,8}$")


def read(text: str) -> list[Statement]:
    """Every statement of the text, in order."""
    return read_lines(text.splitlines())


def read_lines(lines: Sequence[str]) -> list[Statement]:
    """The same of lines."""
    facts: list[tuple[int, Span]] = []
    for number, line in enumerate(lines):
        facts += [(number, span) for span in _facts(line[:LONGEST_LINE])]
        if number and (match := _ALONE.match(line[:40])) and _ECHO.match(lines[number - 1][:200]):
            start, end = match.span(1)
            facts.append((number, Span(predicate="exit-code", value=match[1], start=start, end=end, writer="echo")))
        if len(facts) >= MOST:
            break
    if not facts:
        return []
    near = {at for number, _ in facts for at in range(max(0, number - NEAR), min(len(lines), number + NEAR + 1))}
    names = {at: mentions(lines[at][:LONGEST_LINE]) for at in near}
    return [
        Statement(fact=span, subject=_subject(span, number, names), polarity=polarity(span, lines[number]), line=number)
        for number, span in facts
    ]


def _facts(line: str) -> list[Span]:
    return sorted([*ends(line), *states(line), *amounts(line)], key=lambda span: span.start)


def _subject(span: Span, line: int, names: Mapping[int, Sequence[Mention]]) -> Subject:
    """The nearest name of every kind: in the same line, else in the nearest one, the one above first."""
    by_kind: dict[SubjectKind, str] = {}
    for apart in range(NEAR + 1):
        for at in (line - apart, line + apart):
            for mention in sorted(names.get(at, ()), key=lambda mention: abs(mention.start - span.start)):
                by_kind.setdefault(mention.kind, mention.name)
    return Subject(kind=span.kind, **by_kind)
