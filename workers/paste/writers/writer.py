"""Who wrote a line: by its own signature, by the marks of a log, else a person. Pure.

A line's own signature counts first; then a log's marks (a time, a level, a stack); a line with neither that reads like
a sentence, or stands outside a fence, is a person's; what is left is a program's, in whose log it stands.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from core.messages.model import Platform, Writer
from workers.paste.writers.prefixes import unprefixed
from workers.paste.writers.signatures import Signature, signatures

REACH = 300
"""Characters at the beginning of a line in which a signature is looked for."""
_HEAD = re.compile(
    r"\s{0,12}(?:[-•*>] )?"
    r"(?:\[?\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)?\]?\s{1,3}"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )?"
    r"(?:[\w.-]{1,100} (?=systemd\[|supervisord|kernel: ))?(?:systemd\[\d{1,7}\]: |supervisord(?:\[\d{1,7}\])?: )?"
)
"""What may stand before a writer's own words: a bullet, a time, a host and the init's name."""


@lru_cache(maxsize=8192)  # asked three times about the lines of a part, which has 5,000 at most
def signed(line: str) -> tuple[Signature, re.Match[str]] | None:
    """The first row of the table that knows the line, and how it fits; None where none does."""
    bare = unprefixed(line)
    text = bare.text if bare else line
    head = _HEAD.match(text)
    text = text[head.end() if head else 0 :][:REACH]
    lowered = text.lower()
    for known in _candidates(lowered):
        pattern = known.regex.compiled
        if match := (pattern.match if known.at_head else pattern.search)(text):
            return known, match
    return None


def _candidates(lowered: str) -> Iterator[Signature]:
    """The rows one of whose words is in the text: `Regex.may_match`, without a call of it for each row."""
    for known in signatures():
        needles = known.regex.needles
        for needle in needles:
            if needle in lowered:
                yield known
                break
        else:
            if not needles:
                yield known


def writer_by_signature(line: str) -> Writer:
    """Who signs the line; empty where nobody does."""
    known = signed(line)
    return known[0].writer if known else ""


def platform_shown(line: str) -> tuple[Platform, str] | None:
    """What runs the container, other than Kubernetes, and its name there; None where the line does not tell."""
    known = signed(line)
    if known is None or not known[0].platform:
        return None
    return known[0].platform, known[1].groupdict().get("name") or ""
