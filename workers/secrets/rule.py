"""One rule: a pattern, and the words without which it need not be tried. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

HIDDEN = "[hidden]"
"""What stands where a secret stood."""


@dataclass(frozen=True)
class SecretRule:
    """A pattern whose groups `secret...` are replaced; the whole match where it has none. The rest of the line stays,
    since it is what the diagnosis reads."""

    name: str
    words: frozenset[str]
    """Lower-case words of which one must be in the text before the pattern is tried."""
    regex: str
    source: str
    """Who documents the format."""
    is_secret: Callable[[str, str], bool] = lambda value, key: True
    """Whether what was found is one; gets the value and the pattern's group `key`, empty where it has none."""
    opened_by: str | None = None
    """Of a pattern that begins with a name: the signs it wants before it, of which `\\` may be repeated. Else None."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled at the first text that holds one of the words: a start needs few of them."""
        return re.compile(self.regex)

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The pattern's groups that hold a secret."""
        return tuple(group for group in self.pattern.groupindex if group.startswith("secret"))

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """As `finditer`; but a pattern that begins with a name is tried only at names that hold one of the words.

        Such a pattern costs 400 ns a character elsewhere, fifty times what it costs to look for its words.
        """
        lowered = text.lower()
        if self.opened_by is None or len(lowered) != len(text):
            yield from self.pattern.finditer(text)
            return
        done = 0
        for start in _names(lowered, self.words):
            first = start
            while first > max(done, start - MOST_OPENING) and text[first - 1] in self.opened_by:
                first -= 1
            for at in range(first, start) if self.opened_by else (start,):
                if at >= done and (match := self.pattern.match(text, at)):
                    yield match
                    done = match.end()
                    break


MOST_OPENING = 8
"""A quotation mark within strings within strings, `\\\\\\\\"`, and no deeper."""
LONGEST_NAME = 160
"""Characters before a word that may belong to its name: the 120 a pattern allows, and the longest word."""


_REST_OF_NAME = re.compile(r"[\w.-]*")
_TO_VALUE = re.compile(r"(?:\x1b\[[\d;]{0,12}m|[\s'\"\\]){0,20}[=:：]")
"""What stands between a name and its value in every such pattern: colors, blanks, quotation marks and then a sign."""


def _names(lowered: str, words: frozenset[str]) -> list[int]:
    """Where each name (of letters, digits, `_`, `.` and `-`) begins that holds one of the words and has a value."""
    starts = set()
    for word in words:
        at = lowered.find(word)
        while at >= 0:
            start = at
            while start > max(0, at - LONGEST_NAME) and (lowered[start - 1].isalnum() or lowered[start - 1] in "_.-"):
                start -= 1
            end = _REST_OF_NAME.match(lowered, at).end()  # type: ignore[union-attr]  # it matches nothing, too
            if at - start < LONGEST_NAME and _TO_VALUE.match(lowered, end):
                starts.add(start)
            at = lowered.find(word, end)
    return sorted(starts)


def rule(
    name: str,
    words: str,
    pattern: str,
    source: str,
    is_secret: Callable[[str, str], bool] = lambda value, key: True,
    opened_by: str | None = None,
) -> SecretRule:
    """A rule from its pattern's text and its words in one string."""
    return SecretRule(name, frozenset(words.split()), pattern, source, is_secret, opened_by)
