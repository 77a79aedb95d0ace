"""A log ready for many patterns, searched from its end: the line nearest to it decides. Pure."""

import re
from collections.abc import Iterator
from functools import cached_property

from knowledge.regex import Regex
from workers.diagnosis.prefilter import Prefilter

_FIELD = re.compile(r"\s{1,8}\[?(errno|code|syscall|requireStack)\]?: ")
"""Node prints an error's own fields below its stack: `  code: 'ECONNREFUSED',` (its util.inspect)."""

_CALM = re.compile(
    r"^(?:(?!ERR|WARN|FATAL|CRIT|SEVERE|PANIC)[^\n]){0,60}?"
    r"(?:\b(?:INFO|DEBUG|TRACE|NOTICE)\b|\[ ?(?:info|debug|trace|notice) ?\]"
    r"|\blevel\"?[=:] ?\"?(?:info|debug|trace|notice)\b)|^\s{0,4}I\d{4} \d\d:\d\d:"
)
"""A level the program itself gives the line that is no warning: words, brackets, logfmt and JSON, klog's `I`."""

_NOTHING = re.compile(
    r"\b(?:0|no|zero|without(?: any)?) (?:\w+ )?(?:errors?|failures?|failed|problems?|issues?|exceptions?|critical)\b"
    r"|\b(?:errors?|failures?|failed|exceptions?)[\"']?\s?[=:]\s?[\"']?(?:0|null|none|false|\[\])(?![\w.])"
    r"|\berror summary\b",
    re.IGNORECASE,
)
"""A count of errors that is none: `41 passed; 0 failed`, `errors=0`."""
_TROUBLE = re.compile(r"error|fail|exception|critical|fatal|denied|refused|panic|cannot|unable", re.IGNORECASE)
_PASSED = re.compile(r"\s{0,8}(?:[✓✔√]|PASS\b|--- PASS|ok\b)|.{0,300}\" [23]\d\d \d{1,12}\b")
"""A test that passed, a request that was served."""
_ROUTINE = re.compile(
    r"\blevel=(?:info|debug) msg=(?!.{0,200}(?:OOM|fail|error|kill))"
    r"|\blevel=warning msg=\"cleaning up after shim disconnected"
)
"""What containerd and dockerd write whenever a container starts or ends (core/runtime/v2/shim.go), but no errors."""


class Printed:
    """What a program printed."""

    def __init__(self, text: str) -> None:
        """The whole of it, lines apart by line feeds."""
        self._text = text
        self._last: dict[Regex, re.Match[str] | None] = {}

    @cached_property
    def _lines(self) -> list[str]:
        """From the last to the first; of equal lines only that which is met first."""
        return list(dict.fromkeys(reversed(self._text.split("\n"))))

    @cached_property
    def _pieces(self) -> Prefilter:
        return Prefilter(self._lines)

    def last(self, regex: Regex) -> re.Match[str] | None:
        """The last match, or the last before the fields of an error object that only repeat its code.

        Looked for once: a log of nobody is asked again for every container.
        """
        if regex not in self._last:
            self._last[regex] = self._telling(regex)
        return self._last[regex]

    def _telling(self, regex: Regex) -> re.Match[str] | None:
        field = None
        for hit in self._matches(regex):
            if not _is_field(hit):
                return hit
            field = field or hit
        return field

    def _matches(self, regex: Regex) -> Iterator[re.Match[str]]:
        """From the last to the first. A pattern of one line meets only the lines that hold its words."""
        lines = [self._lines[number] for number in self._pieces.holding(regex)]
        whole = bool(lines) and not regex.in_one_line  # asked last: it costs as much as compiling the pattern
        for text in [self._text] if whole else lines:
            yield from reversed(list(regex.compiled.finditer(text)))


def _is_field(hit: re.Match[str]) -> bool:
    text = hit.string
    return _FIELD.match(text, text.rfind("\n", 0, hit.start() + 1) + 1) is not None


def is_calm(line: str) -> bool:
    """Whether the program marked the line as no trouble: a level below warning."""
    return _CALM.match(line) is not None


def is_no_fault(line: str) -> bool:
    """Whether the line reports no trouble: by its level, or since all that it counts of errors is none."""
    return bool(is_calm(line) or _PASSED.match(line)) or (
        _NOTHING.search(line) is not None and not _TROUBLE.search(_NOTHING.sub("", line))
    )


def is_routine(line: str) -> bool:
    """Whether a container runtime writes the line in good times as well."""
    return _ROUTINE.search(line, 0, 600) is not None
