"""One code that is asked about, and the plain integers that are one by themselves; pure, and reads no phrases."""

from __future__ import annotations

from core.record import Frozen
from knowledge.codes.arithmetic import LONGEST_NUMBER, last_byte, number_steps, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from core.messages.model import Platform


class Query(Frozen):
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
    program: str | None = None  # one that is named and of whose codes nothing is known
    guess: str | None = None
    platform: Platform = ""  # what ran the process, where the text shows that it is not Kubernetes
    platform_name: str = ""  # what it is called there


def is_integer(word: str) -> bool:
    """Whether a word is a plain decimal integer, with or without one sign."""
    digits = word[1:] if word[:1] in ("-", "+") else word
    return digits.isascii() and digits.isdigit()


def of_integer(word: str) -> Query:
    """One decimal integer of any length."""
    digits = word.lstrip("+-")
    if len(digits) > LONGEST_NUMBER:
        code = last_byte(word)
        return Query(input=shortened(word), code=code, origin="long", steps=(f"{shortened(word)} mod 256 = {code}",))
    number = int(word)
    return Query(input=word, number=number, code=number & 0xFF, steps=number_steps(number))
