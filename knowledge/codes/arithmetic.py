"""What a number becomes as an exit status, step by step; pure, and must not know any table.

A Linux process leaves one byte behind: the kernel keeps `code & 0xFF` (_exit(2)). The popular formula for negatives,
256 - (|code| mod 256), is wrong for multiples of 256: it gives 256 for -256, where the kernel keeps 0.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from knowledge.codes.answer import Category

# 128 + the signal number is what shells and container runtimes report for a signal; 64 is the highest signal of
# Linux (signal(7)).
SIGNAL_BASE, LAST_SIGNAL = 128, 64
# 125 to 128: env, timeout and docker themselves (125), cannot execute (126), not found (127), start error or bad
# exit argument (128).
RESERVED = range(125, 129)
# More digits than 64 bits have: no computer reports such a number as a status, but its last byte is still arithmetic.
LONGEST_NUMBER = 20


def last_byte(digits: str) -> int:
    """The byte a decimal number of any length leaves: 10**8 is a multiple of 256, so the last eight digits decide."""
    negative = digits.startswith("-")
    low = int(digits.lstrip("+-")[-8:])
    return (-low if negative else low) & 0xFF


def shortened(text: str, longest: int = 40) -> str:
    """A text as it can be shown on one line: the middle of a long one left out."""
    return text if len(text) <= longest else f"{text[: longest // 2]}…{text[-longest // 4 :]}"


def number_steps(number: int) -> tuple[str, ...]:
    """How a number that is not 0..255 becomes the byte Linux keeps."""
    return () if 0 <= number <= 255 else (f"{number} mod 256 = {number & 0xFF}",)


def as_32_bits(number: int) -> tuple[int, int] | None:
    """A number as (unsigned, signed) 32 bits, if it fits in either form."""
    if not -(2**31) <= number < 2**32:
        return None
    unsigned = number & 0xFFFF_FFFF
    return unsigned, unsigned - 2**32 if unsigned >= 2**31 else unsigned


def looks_windows(number: int) -> bool:
    """Whether only a Windows process can have reported this: 32 bits whose upper half is a status, an HRESULT or an
    exception code.

    The top bits are severity and customer flag (MS-ERREF 2.3): 0x8, 0xC warnings and errors, 0xE exceptions of a
    runtime such as .NET,
    0x4 informational; 0xFFFFnnnn as an unsigned number is a small negative one.
    """
    both = as_32_bits(number)
    if both is None:
        return False
    unsigned, _ = both
    return (unsigned >> 28) in (0x4, 0x8, 0xC, 0xD, 0xE) or (number > 0 and unsigned >> 28 == 0xF)


def category(number: int) -> Category:
    """The class of a number as it was given."""
    if looks_windows(number):
        return "windows"
    if not -256 < number < 256:
        return "out-of-range"
    code = number & 0xFF
    if code == 0:
        return "success"
    if code in RESERVED:
        return "reserved"
    return "signal" if SIGNAL_BASE < code <= SIGNAL_BASE + LAST_SIGNAL else "application"


def wait_status(number: int) -> int | None:
    """The exit code inside a raw wait status, as system(3), os.system() and Perl's $? return it: the byte above the
    lowest (wait(2)).

    Only for multiples of 256, which no exit status can be and every raw status of an ordinary exit is.
    """
    return number >> 8 if 256 <= number <= 0xFF00 and number & 0xFF == 0 else None


def ksh_signal(number: int) -> int | None:
    """The signal in ksh93's own form, 256 + n, which scripts see in `$?` inside that shell only."""
    # Standard signals only: 31 of them.
    return number - 256 if 257 <= number <= 256 + 31 else None
