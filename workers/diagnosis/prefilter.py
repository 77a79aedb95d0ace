"""Pieces of text ready for many patterns: which of them hold the words a pattern needs. Pure; it runs no pattern."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate

from knowledge.regex import Regex


class Prefilter:
    """Lines or messages, lower-cased and joined once, so that a word is looked for in all of them at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        """In the order in which they are to be tried."""
        self._texts = texts

    @cached_property
    def _lowered(self) -> list[str]:
        return [text.lower() for text in self._texts]

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self._lowered)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each piece begins in the joined text."""
        return list(accumulate((len(text) + 1 for text in self._lowered), initial=0))

    @cached_property
    def _words(self) -> str:
        """Every word once: a third of the text of most logs, and a needle's longest word is in few of them."""
        return " ".join(set(self._joined.split()))

    @cached_property
    def _threes(self) -> frozenset[str]:
        """All three characters that stand together in a word: of a thousand needles most have three that do not."""
        return _threes(self._words)

    def holding(self, regex: Regex) -> list[int]:
        """The numbers of the pieces `regex` may match: those that hold one of its needles, all where it has none."""
        if not regex.needles:
            return list(range(len(self._texts)))
        return sorted({number for needle in regex.needles for number in self._holding(needle)})

    def _holding(self, needle: str) -> set[int]:
        word, threes = _telling(needle)
        if not self._texts or not threes <= self._threes or word not in self._words:
            return set()
        numbers = set()
        at = self._joined.find(needle)
        while at >= 0:
            number = bisect_right(self._starts, at) - 1
            numbers.add(number)
            at = self._joined.find(needle, self._starts[number + 1])
        return numbers


@cache
def _telling(needle: str) -> tuple[str, frozenset[str]]:
    """The longest word of a needle, nothing of a needle of spaces; and what of it is looked for first."""
    word = max(needle.split(), key=len, default="")
    return word, _threes(word)


def _threes(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))
