"""A pattern as a cause file writes it: one regular expression, or a list of them, one a line, with what stands around.

Pure: it reads plain YAML values into a `Regex` and refuses everything else. It must not know of clauses.
"""

from collections.abc import Mapping
from typing import Any

from knowledge.regex import BadRegex, Regex, checked

PARTS = ("text", "after", "around")
"""`text` is what is looked for; `after` has to stand before it in the same line; `around` is the pattern that holds
both, with `<text>` and `<after>` in their places."""

AROUND = {False: "<text>", True: "^(?>.*?<after>).*<text>"}
"""What stands around when nothing is said of it, without and with an `after`."""


def pattern(value: Any) -> Regex:
    """`'a'`, `['a', 'b']` or `{text: ['a', 'b'], after: 'c', around: '(?i)…'}`; raises BadRegex, with the part."""
    parts = dict(value) if isinstance(value, Mapping) else {"text": value}
    if unknown := [key for key in parts if key not in PARTS]:
        raise BadRegex(f"no such part: {unknown[0]!r}; there are {', '.join(PARTS)}")
    if "text" not in parts:
        raise BadRegex("text: is missing")
    around = parts.pop("around", AROUND["after" in parts])
    if not isinstance(around, str):
        raise BadRegex(f"around: a regular expression in quotes, not {_short(around)}")
    return checked(_framed(around, {name: _choice(given, name) for name, given in parts.items()}))


def _framed(around: str, lists: Mapping[str, str]) -> str:
    if around == "<text>" and len(lists) == 1:
        return lists["text"]
    for name, choice in lists.items():
        if around.count(f"<{name}>") != 1:
            raise BadRegex(f"around: <{name}> has to stand in it once")
        around = around.replace(f"<{name}>", f"(?:{choice})")
    return around


def _choice(value: Any, name: str) -> str:
    patterns = value if isinstance(value, list) else [value]
    if not patterns or not all(isinstance(each, str) for each in patterns):
        raise BadRegex(f"{name}: a regular expression in quotes, or a list of them, not {_short(value)}")
    return "|".join(patterns)


def _short(value: Any) -> str:
    return repr(value)[:60]
