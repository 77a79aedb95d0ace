"""A log ready for many patterns, searched from its end: the line nearest to it decides. Pure."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice

from knowledge.regex import Regex
from knowledge.statements.settled import is_settled
from workers.diagnosis.no_fault import is_calm, stands_still
from workers.diagnosis.prefilter import Prefilter

_FIELD = re.compile(r"\s{1,8}\[?(errno|code|syscall|requireStack)\]?: ")
"""Node prints an error's own fields below its stack: `  code: 'ECONNREFUSED',` (its util.inspect)."""


MOST_MATCHES = 100
"""Of one pattern in a log. So many in a row that report no trouble tell what kind of log it is."""


class Printed:
    """What a program printed."""

    def __init__(self, text: str, *, calm_counts: bool = True) -> None:
        """The whole of it, lines apart by line feeds; `calm_counts`: whether a line below warning is evidence."""
        self._text = text
        self._calm_counts = calm_counts
        self._last: dict[Regex, re.Match[str] | None] = {}

    @cached_property
    def _lines(self) -> list[str]:
        """From the last to the first; of equal lines only that which is met first."""
        return list(dict.fromkeys(reversed(self._text.split("\n"))))

    @cached_property
    def _pieces(self) -> Prefilter:
        return Prefilter(self._lines)

    def last(self, regex: Regex) -> re.Match[str] | None:
        """The last match that reports trouble, or the last before the fields of an error object that repeat its code.

        Looked for once: a log of nobody is asked again for every container.
        """
        if regex not in self._last:
            self._last[regex] = self._telling(regex)
        return self._last[regex]

    def _telling(self, regex: Regex) -> re.Match[str] | None:
        field = None
        for hit in islice(self._matches(regex), MOST_MATCHES):
            if not reports_trouble(lines_of(hit), calm_counts=self._calm_counts):
                continue
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


def lines_of(hit: re.Match[str]) -> str:
    """The whole lines the match lies in: what a reader is shown."""
    text, start, end = hit.string, hit.start(), hit.end()
    stop = text.find("\n", max(start, end - 1))
    return text[text.rfind("\n", 0, start) + 1 : stop if stop >= 0 else len(text)]


@lru_cache(maxsize=4096)  # many patterns meet the same lines
def reports_trouble(lines: str, *, calm_counts: bool) -> bool:
    """Whether what a match lies in is evidence of a fault. Several lines are: no single one of them settles it."""
    if "\n" in lines:
        return True
    return not is_settled(lines) and (calm_counts or not is_calm(lines) or stands_still(lines))
