"""Whole numbers in text that anybody may have written: bounded, as Python refuses to read 4,301 digits. Pure."""

MOST_DIGITS = 18
"""Every number of so many digits fits into 64 bits; those of Kubernetes fit into 32, or count bytes or nanoseconds."""


def whole_number(text: str) -> int | None:
    """`42` is 42; None for whatever is not ASCII digits alone, and for more of them than 64 bits surely hold."""
    return int(text) if len(text) <= MOST_DIGITS and text.isascii() and text.isdecimal() else None
