"""A list of patterns is the one pattern of them all; what stands around has its places in it."""

from typing import Any

import pytest

from knowledge.pattern import pattern
from knowledge.regex import BadRegex


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a+", "a+"),
        (["a+", "b"], "a+|b"),
        ({"text": ["a+", "b"], "around": "(?i)<text>"}, "(?i)(?:a+|b)"),
        ({"text": "a", "around": r"^(?P<line><text>.{0,80})"}, r"^(?P<line>(?:a).{0,80})"),
        ({"text": ["a", "b"], "after": ["c", "d"]}, "^(?>.*?(?:c|d)).*(?:a|b)"),
        ({"text": "a", "after": "c", "around": "<after>: <text>"}, "(?:c): (?:a)"),
    ],
)
def test_a_value_is_one_pattern(value: Any, written: str) -> None:
    """One string, a list, and a list with what stands before and around it."""
    assert pattern(value).pattern == written


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (7, "text: a regular expression in quotes, or a list of them, not 7"),
        ([], r"text: a regular expression in quotes, or a list of them, not \[\]"),
        (["a", ["b"]], "text: a regular expression in quotes"),
        ({"text": "a", "befor": "b"}, "no such part: 'befor'; there are text, after, around"),
        ({"after": "a"}, "text: is missing"),
        ({"text": "a", "around": "(?i)"}, "around: <text> has to stand in it once"),
        ({"text": "a", "after": "b", "around": "<text>"}, "around: <after> has to stand in it once"),
        ({"text": "a", "around": ["<text>"]}, "around: a regular expression in quotes, not"),
        (["(", "a"], "not a regex"),
        (["(?P<line>a)", "(?P<line>b)"], "not a regex: redefinition of group name 'line'"),
    ],
)
def test_what_is_no_pattern_is_refused(value: Any, said: str) -> None:
    """With the part that is wrong, and the parts there are."""
    with pytest.raises(BadRegex, match=said):
        pattern(value)
