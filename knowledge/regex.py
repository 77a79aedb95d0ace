"""A regular expression that knows a plain word each match contains, so that most texts are skipped without running it.

Pure. It must not be handed patterns from outside: the catalogue's own are the only ones.
"""

import re
from collections.abc import Iterator
from functools import cached_property

# CPython's own parser of patterns: undocumented, in `re` since 3.11, and the only one that agrees with `re` by nature.
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MAX_REPEAT = 2000
"""Longest bounded repeat a pattern may ask for; above it one line can cost milliseconds."""


LINE_FEED = ord("\n")
ACROSS_LINES: dict[object, tuple[object, ...]] = {
    parser.LITERAL: (LINE_FEED,),
    parser.CATEGORY: (parser.CATEGORY_SPACE, parser.CATEGORY_NOT_DIGIT, parser.CATEGORY_NOT_WORD),
    parser.AT: (parser.AT_BEGINNING_STRING, parser.AT_END_STRING),
}
"""What takes a match over the end of a line, or ties it to the whole text."""


class BadRegex(ValueError):
    """The pattern does not compile, or could backtrack without bound."""


class Regex:
    """A pattern compiled on first use. `needles`: one of these lower-case words is in every text it matches."""

    def __init__(self, pattern: str, needles: tuple[str, ...] | None = None) -> None:
        """`needles` may be passed where they were computed before."""
        self.pattern = pattern
        self.needles = needles_of(pattern) if needles is None else needles

    def __repr__(self) -> str:
        return f"Regex({self.pattern!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Regex) and other.pattern == self.pattern

    def __hash__(self) -> int:
        return hash(self.pattern)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern; `^` and `$` stand at line ends."""
        return re.compile(self.pattern, re.MULTILINE)

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the groups that are filled in every match."""
        return frozenset(_always_filled(parser.parse(self.pattern, re.MULTILINE)))

    @cached_property
    def in_one_line(self) -> bool:
        """True when no match can hold a line's end, and none depends on the lines around it."""
        tree = parser.parse(self.pattern, re.MULTILINE)
        return not (tree.state.flags & re.DOTALL or any(_meets_line_end(*element) for element in _elements(tree)))

    def may_match(self, lowered: str) -> bool:
        """False when the text, lower-cased, holds none of the needles and so cannot match."""
        for needle in self.needles:  # a loop: `any` over a generator takes three times as long
            if needle in lowered:
                return True
        return not self.needles

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in `text`."""
        return self.compiled.search(text)


def checked(pattern: str) -> Regex:
    """A `Regex`, refused with `BadRegex` when it does not compile or repeats something repeated without bound."""
    try:
        tree = parser.parse(pattern, re.MULTILINE)
        re.compile(pattern, re.MULTILINE)
    except re.error as error:  # not a ValueError: without this it would escape with no file name
        raise BadRegex(f"not a regex: {error}") from error
    if _nests_repeats(tree):
        raise BadRegex(f"a repeat inside an unbounded repeat can backtrack without end: {pattern}")
    return Regex(pattern)


def needles_of(pattern: str) -> tuple[str, ...]:
    """The longest literal every match must hold, lower-cased; several when the pattern is a choice; empty when none."""
    return tuple(sorted(_required(parser.parse(pattern, re.MULTILINE))))


def _required(tree: parser.SubPattern) -> set[str]:
    """One set of words of which at least one must be there; empty when nothing is certain."""
    best: set[str] = set()
    run = ""
    for op, argument in [*tree, (None, None)]:
        if op is parser.LITERAL and chr(argument) != "\n":  # a needle stands in one line
            run += chr(argument).lower()
            continue
        best, run = _better(best, {run}), ""
        best = _better(best, _required_inside(op, argument))
    return best


def _required_inside(op: object, argument: object) -> set[str]:
    """What a group, a choice or a repeat requires."""
    if op is parser.SUBPATTERN:
        return _required(argument[-1])  # type: ignore[index]
    if op is parser.ATOMIC_GROUP:
        return _required(argument)
    if op is parser.MAX_REPEAT and argument[0] > 0:  # type: ignore[index]
        return _required(argument[2])  # type: ignore[index]
    if op is parser.BRANCH:
        choices = [_required(branch) for branch in argument[1]]  # type: ignore[index]
        return set().union(*choices) if all(choices) else set()
    return set()


def _better(one: set[str], other: set[str]) -> set[str]:
    """The more telling set: its shortest word is longer, or there are fewer. One- and two-letter words tell nothing."""
    useful = other if all(len(word) > 2 for word in other) else set()
    return max(one, useful, key=lambda words: (min(map(len, words), default=0), -len(words)))


def _always_filled(tree: parser.SubPattern) -> set[str]:
    """Group names that no choice and no optional part can leave empty."""
    names = {index: name for name, index in tree.state.groupdict.items()}
    filled: set[str] = set()
    for op, argument in tree:
        if op is parser.SUBPATTERN:
            if argument[0] in names:
                filled.add(names[argument[0]])
            filled |= _always_filled(argument[-1])
        elif op is parser.ATOMIC_GROUP:
            filled |= _always_filled(argument)
        elif op is parser.MAX_REPEAT and argument[0] > 0:
            filled |= _always_filled(argument[2])
        elif op is parser.BRANCH:
            filled |= set.intersection(*[_always_filled(branch) for branch in argument[1]])
    return filled


def _elements(tree: parser.SubPattern) -> Iterator[tuple[Any, Any]]:
    """Every element, those inside of others too."""
    for op, argument in tree:
        yield op, argument
        for part in _parts(op, argument):
            yield from _elements(part)


def _meets_line_end(op: Any, argument: Any) -> bool:
    """True for what matches a line feed, or looks for the beginning or the end of the whole text."""
    if op is parser.IN:
        negated = argument[0][0] is parser.NEGATE
        return bool(negated != any(_meets_line_end(*item) for item in argument))
    if op is parser.RANGE:
        return bool(argument[0] <= LINE_FEED <= argument[1])
    if op is parser.NOT_LITERAL:
        return bool(argument != LINE_FEED)
    return argument in ACROSS_LINES.get(op, ())


def _nests_repeats(tree: parser.SubPattern, inside: bool = False) -> bool:
    """True when something repeated without bound stands inside something repeated without bound."""
    for op, argument in tree:
        unbounded = op in (parser.MAX_REPEAT, parser.MIN_REPEAT) and argument[1] > MAX_REPEAT
        if unbounded and inside:
            return True
        for part in _parts(op, argument):
            if _nests_repeats(part, inside or unbounded):
                return True
    return False


def _parts(op: object, argument: object) -> list[parser.SubPattern]:
    """The sub-patterns of one element."""
    if op in (parser.MAX_REPEAT, parser.MIN_REPEAT):
        return [argument[2]]  # type: ignore[index]
    if op is parser.SUBPATTERN:
        return [argument[-1]]  # type: ignore[index]
    if op is parser.ATOMIC_GROUP:
        return [argument]
    if op is parser.BRANCH:
        return list(argument[1])  # type: ignore[index]
    if op in (parser.ASSERT, parser.ASSERT_NOT) and argument[0] > 0:  # type: ignore[index]
        return [argument[1]]  # type: ignore[index]
    return []
