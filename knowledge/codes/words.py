"""Reads what somebody typed as codes to explain; pure, and must not explain them.

Plain integers, the common case, are read here; names, phrases and pasted output cost a regular expression and are
read by knowledge.codes.phrases.
"""

from __future__ import annotations

from knowledge.codes.arithmetic import LONGEST_NUMBER, last_byte, number_steps, shortened
from knowledge.codes.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# A Slack command holds 4,000 characters at most; whoever pastes more meant its beginning.
LONGEST_TEXT = 4_000


class Asked(Record):
    """One thing to explain: a number as given and the byte it becomes, or only a reason, or nothing that was
    understood.
    """

    input: str
    number: int | None = None  # as given; None for a name, or a number longer than any computer's
    code: int | None = None
    steps: tuple[str, ...] = ()
    origin: str = "number"  # number, long (more digits than 64 bits), signal, sysexit, windows, reason or unknown
    reason: str | None = None
    runtime: str | None = None
    guess: str | None = None


def asked(given: str | Sequence[str], at_most: int = LONGEST_TEXT) -> list[Asked]:
    """What is asked for, in order; never empty: words nobody understands come back as one `unknown`."""
    text = _bounded(given if isinstance(given, str) else " ".join(given), at_most)
    words = text.split()
    if words and all(is_integer(word) for word in words):
        return [of_integer(word) for word in words]
    from knowledge.codes.phrases import read

    return read(text)


def is_integer(word: str) -> bool:
    """Whether a word is a plain decimal integer, with or without one sign."""
    digits = word[1:] if word[:1] in ("-", "+") else word
    return digits.isascii() and digits.isdigit()


def of_integer(word: str) -> Asked:
    """One decimal integer of any length."""
    digits = word.lstrip("+-")
    if len(digits) > LONGEST_NUMBER:
        code = last_byte(word)
        return Asked(input=shortened(word), code=code, origin="long", steps=(f"{shortened(word)} mod 256 = {code}",))
    number = int(word)
    return Asked(input=word, number=number, code=number & 0xFF, steps=number_steps(number))


def _bounded(text: str, at_most: int) -> str:
    """The beginning of a long text, cut between words, so that no number is cut in two."""
    if len(text) <= at_most or is_integer(text.strip()):
        return text
    head, _, _ = text[: at_most + 1].rpartition(" ")
    return head or text[:at_most]
