"""Reads what somebody typed as codes to explain; pure, and must not explain them.

Plain integers, the common case, are read here; names, phrases and pasted output cost a regular expression and are
read by knowledge.codes.phrases.
"""

from __future__ import annotations

from knowledge.codes.query import Query, is_integer, of_integer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# A Slack command holds 4,000 characters at most; whoever pastes more meant its beginning.
LONGEST_TEXT = 4_000
# Nobody reads more answers than these in one message.
MOST_CODES = 50
# `exitcode $(seq 0 255)` asks about every code there is.
ALL_CODES = 256
# Digits of one number in a text: its two ends are what is shown of it and what makes its last byte.
LONGEST_DIGITS = 64
# More words than these are a phrase.
PLAIN_WORDS = 6
# What may stand beside another word and still mean by itself what it means alone.
BESIDE = ("number", "long", "reason", "runtime")


def queries(given: str | Sequence[str], at_most: int = LONGEST_TEXT) -> list[Query]:
    """What is asked for, in order; never empty: words nobody understands come back as one `unknown`.

    Of a text the first MOST_CODES are read; of words that a shell has split as many as there are codes.
    """
    if isinstance(given, str):
        return _read(_bounded(given, at_most))[:MOST_CODES]
    return _read(_bounded(" ".join(given), at_most))[:ALL_CODES]


def _read(text: str) -> list[Query]:
    words = text.split()
    if words and all(is_integer(word) for word in words):
        return [of_integer(word) for word in words]
    if len(words) <= PLAIN_WORDS and (queries := _plain(words)):
        return queries
    from knowledge.codes.phrases import read

    return read(text)


def _plain(words: list[str]) -> list[Query]:
    """One name, or a few numbers with reasons and runtimes, such as `137 Error`: they need no regular expression.

    A signal's name beside other words may be part of a phrase (`Bus error`, `kill -9`) and is left to phrases.
    """
    from knowledge.codes.tokens import joined, merged, of_word, shown

    pieces = [of_word(word) for word in words]
    if not all(piece and (len(words) == 1 or piece.origin in BESIDE) for piece in pieces):
        return []
    queries = merged(joined([piece for piece in pieces if piece]))
    return [queries[0].replace(input=shown(" ".join(words)))] if len(queries) == 1 else queries


def _bounded(text: str, at_most: int) -> str:
    """The beginning of a long text, cut between words, so that no number is cut in two.

    Of a number longer than LONGEST_DIGITS its two ends stay.
    """
    if len(text) <= at_most or is_integer(text.strip()):
        return text
    import re

    half = LONGEST_DIGITS // 2
    text = re.sub(rf"\d{{{LONGEST_DIGITS},}}", lambda number: number[0][:half] + number[0][-half:], text)
    if len(text) <= at_most:
        return text
    head, _, _ = text[: at_most + 1].rpartition(" ")
    return head or text[:at_most]
