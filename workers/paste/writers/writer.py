"""Who wrote a line: by its own signature, by the marks of a log, else a person. Pure.

A line's own signature counts first; then a log's marks (a time, a level, a stack); a line with neither that reads like
a sentence, or stands outside a fence, is a person's; what is left is a program's, in whose log it stands.
"""

from __future__ import annotations

from functools import lru_cache

from knowledge.signatures import Signature, signature_of
from workers.paste.writers.prefixes import unprefixed

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from core.messages.model import Platform, Writer


@lru_cache(maxsize=8192)  # asked three times about the lines of a part, which has 5,000 at most
def signed(line: str) -> tuple[Signature, re.Match[str]] | None:
    """The first row of the table that knows the line, and how it fits; None where none does."""
    bare = unprefixed(line)
    return signature_of(bare.text if bare else line)


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
