"""One rule: a pattern, and the words without which it need not be tried. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

HIDDEN = "[hidden]"
"""What stands where a secret stood."""


@dataclass(frozen=True)
class Rule:
    """A pattern whose groups `secret...` are replaced; the whole match where it has none. The rest of the line stays,
    since it is what the diagnosis reads."""

    name: str
    words: frozenset[str]
    """Lower-case words of which one must be in the text before the pattern is tried."""
    pattern: re.Pattern[str]
    source: str
    """Who documents the format."""
    is_secret: Callable[[str, str], bool] = lambda value, key: True
    """Whether what was found is one; gets the value and the pattern's group `key`, empty where it has none."""
    groups: tuple[str, ...] = ()
    """The pattern's groups that hold a secret."""


def rule(
    name: str, words: str, pattern: str, source: str, is_secret: Callable[[str, str], bool] = lambda value, key: True
) -> Rule:
    """A rule from its pattern's text and its words in one string."""
    compiled = re.compile(pattern)
    groups = tuple(group for group in compiled.groupindex if group.startswith("secret"))
    return Rule(name, frozenset(words.split()), compiled, source, is_secret, groups)
