"""Counts and quantities of one line: restarts, memory limit and request, age. Pure."""

from __future__ import annotations

import re

from knowledge.statements.forms import LEFT, RIGHT
from knowledge.statements.statement import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from knowledge.statements.statement import Predicate, SubjectKind

_QUANTITY = r"(?P<number>\d{1,9}(?:\.\d{1,3})?)\s?(?P<unit>[KMGT]i?)B?" + RIGHT
_IS = (
    r"\s{0,4}(?:(?:is|was|of|set to|only|just|为|是|设为|设置为|只有|设的是|给了)\s{0,2}){0,2}"
    r"[\"'`*]{0,3}\s{0,2}[:=：]?\s{0,4}[\"'`*]{0,3}"
)
_SECONDS = {"s": 1, "秒": 1, "m": 60, "min": 60, "分": 60, "h": 3600, "小": 3600, "d": 86_400, "天": 86_400}

_AMOUNTS: tuple[tuple[Predicate, re.Pattern[str]], ...] = (
    ("restarts", re.compile(rf"{LEFT}restart(?:s|[ _-]?count"
                            rf"|[ _-]?counts)?[\"'`*]{{0,2}}\s{{0,9}}[:=：]?\s{{0,30}}"
                            rf"(?P<number>\d{{1,6}}){RIGHT}", re.I)),
    ("restarts", re.compile(rf"{LEFT}restart(?:ed|s|ing)(?: already| about"
                            rf"| over)?\s(?P<number>\d{{1,6}})\s?(?:x|times){RIGHT}", re.I)),
    ("restarts", re.compile(rf"{LEFT}(?P<number>\d{{1,6}})\srestarts?{RIGHT}", re.I)),
    ("restarts", re.compile(r"重启(?:次数)?(?:已经|已|超过)?(?:了|为|是|达)?\s?[:：]?\s?(?P<number>\d{1,6})\s?次?")),
    ("memory-limit", re.compile(rf"{LEFT}(?:memory |mem )?limits?(?:\.memory)?(?: memory)?{_IS}{_QUANTITY}", re.I)),
    ("memory-limit", re.compile(rf"(?:内存)?(?:限制|上限|限额){_IS}{_QUANTITY}", re.I)),
    ("memory-limit", re.compile(rf"{LEFT}{_QUANTITY}\s(?:memory |mem |of memory )?limit{RIGHT}", re.I)),
    ("memory-request", re.compile(rf"{LEFT}(?:memory |mem )?requests?(?:\.memory)?(?: memory)?{_IS}{_QUANTITY}", re.I)),
    ("memory-request", re.compile(rf"内存请求(?:值|量)?{_IS}{_QUANTITY}", re.I)),
    ("age", re.compile(rf"{LEFT}(?:age|uptime)\s{{0,4}}[:=：]\s{{0,9}}(?P<number>\d{{1,6}})\s?"
                       rf"(?P<unit>[smhd]){RIGHT}", re.I)),
    ("age", re.compile(rf"{LEFT}(?:up|running|created|pending|for)\s(?:for\s)?(?P<number>\d{{1,6}})\s?"
                       rf"(?P<unit>s|min|m|h|d)[a-z]{{0,6}}{RIGHT}", re.I)),
    ("age", re.compile(r"(?:已运行|运行了|已经运行|已经)\s?(?P<number>\d{1,6})\s?(?P<unit>秒|分|小|天)")),
)  # fmt: skip
_MAY_TELL = re.compile(r"\d")
# In lower case; one of them stands in whatever any of the patterns fits, and most lines have none.
_WORDS = ("restart", "limit", "request", "age", "up", "running", "created", "pending", "for", *"重限请运已")


def amounts(line: str) -> list[Span]:
    """The counts and quantities of a line, in order, each place once."""
    spans: list[Span] = []
    lowered = line.lower()
    if not (_MAY_TELL.search(line) and any(word in lowered for word in _WORDS)):
        return spans
    for predicate, pattern in _AMOUNTS:
        for match in pattern.finditer(line):
            if not any(match.start() < span.end and span.start < match.end() for span in spans):
                kind: SubjectKind = "pod" if predicate == "age" else "container"
                spans.append(
                    Span(
                        predicate=predicate,
                        value=_value(predicate, match),
                        start=match.start(),
                        end=match.end(),
                        kind=kind,
                    )
                )
    return sorted(spans, key=lambda span: span.start)


def _value(predicate: Predicate, match: re.Match[str]) -> str:
    if predicate == "restarts":
        return str(int(match["number"]))
    if predicate == "age":
        return str(int(match["number"]) * _SECONDS[match["unit"].lower()])
    return match["number"] + match["unit"][:1].upper() + match["unit"][1:]
