"""Numbers that anybody may have written are read without an exception."""

import pytest

from core.number import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("007", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None), ("", None), ("-1", None),
        ("1.5", None), ("²", None), ("٣", None), ("１", None), ("1 ", None), ("0x1", None),
    ],
)  # fmt: skip
def test_only_digits_that_fit_are_a_number(text: str, number: int | None) -> None:
    """A superscript is a digit to Python but no number, and of 4,301 digits Python raises."""
    assert whole_number(text) == number
