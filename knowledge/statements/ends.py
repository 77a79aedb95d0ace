"""Exit codes and signals of one line, and which of several counts: of nested ones the innermost. Pure."""

from __future__ import annotations

import re

from knowledge.statements.forms import FORMS
from knowledge.statements.statement import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from knowledge.statements.forms import StatementForm

# Whatever no form can match is not tried; 退, 码, 信 and 以 begin every Chinese one.
_MAY_TELL = re.compile(
    r"exit|code|等待|status|signal|sig|return|restarting|rc|errno|error \d|\$\?|退出|返回|状态码|信号|以", re.IGNORECASE
)
# Between two codes of which the second is inside the first: `exit code 1: command terminated with exit code 137`.
_NESTED = re.compile(
    r"[\"'`)\s]{0,4}(?:[:：]|->|=>|←)\s|.{0,60}?(?:caused by|because|due to|message|原因)", re.IGNORECASE
)
# `status=200` beside these words is an answer of HTTP.
_HTTP = re.compile(r"\bHTTP\b|\b(?:GET|POST|PUT|PATCH|HEAD|DELETE) /")
# Of an answer of HTTP as well, whose errors no exit status can be.
_ANSWER = frozenset({"状态码", "返回码", "返回状态码", "statuscode"})
_SAME = re.compile(
    r"[\s(（\[\],，/:：=\"'`]{0,6}(?:(?:interrupted|killed|terminated)\s)?(?:via|by|with|被)?[\s(（\[,，:：=\"'`]{0,4}"
)


def ends(line: str) -> list[Span]:
    """The exit codes and signals of a line, in order, no character read twice."""
    if not _MAY_TELL.search(line):
        return []
    spans: list[Span] = []
    for form in FORMS:
        for match in form.pattern.finditer(line):
            if not _is_answer(form, match, line) and not any(
                match.start() < span.end and span.start < match.end() for span in spans
            ):
                spans.append(_span(form, match))
    return _counting(sorted(spans, key=lambda span: span.start), line)


def _is_answer(form: StatementForm, match: re.Match[str], line: str) -> bool:
    """Whether the number is an answer of HTTP rather than how something ended."""
    if form.predicate != "exit-code":
        return False
    key, number = _key(match), match["number"]
    if key in ("status", "code"):
        return _HTTP.search(line) is not None
    return key in _ANSWER and len(number) == 3 and number[0] in "45"


def _span(form: StatementForm, match: re.Match[str]) -> Span:
    groups = match.groupdict()
    upper = groups.get("upper")
    value = groups.get("number") or (groups.get("name") or "").upper() or str(groups.get("words")).lower()
    return Span(
        predicate=form.predicate,
        value=value,
        start=match.start(),
        end=match.end(),
        key=_key(match),
        writer=form.writer,
        upper=int(upper) if upper else None,
    )


def _key(match: re.Match[str]) -> str:
    """What stands before the number, as one word: `exitcode`, `rc`."""
    number = match.start("number") if "number" in match.re.groupindex and match["number"] else match.end()
    return "".join(character for character in match.string[match.start() : number] if character.isalnum()).lower()


def _counting(spans: list[Span], line: str) -> list[Span]:
    """Without outer codes of nested ones, and without a code whose signal is named beside it."""
    counting: list[Span] = []
    for span in spans:
        if span.predicate == "signal" and span.value == "0":  # Nomad's word for none
            continue
        before = counting[-1] if counting else None
        if before and before.predicate == "exit-code":
            between = line[before.end : span.start]
            if span.predicate == "signal" and _SAME.fullmatch(between):
                if before.value != "0":
                    continue  # `134 (SIGABRT)`: the code says it already
                counting.pop()  # pm2: `exited with code [0] via signal [SIGKILL]`
            elif _NESTED.match(between):
                counting.pop()
        counting.append(span)
    return counting
