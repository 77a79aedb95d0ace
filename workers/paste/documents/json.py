"""Reads JSON that was cut anywhere: what is open is closed, what closes nothing is opened. Pure; linear in time."""

import json
import re
from itertools import pairwise
from typing import Any

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
"""Strings, also one that is not closed; punctuation; bare words. The possessive star never backtracks."""

_BARE = re.compile(r"-?\d{1,19}(?:\.\d{1,17})?(?:[eE][-+]?\d{1,3})?\Z|true\Z|false\Z|null\Z")
_QUOTE = re.compile(r'(?<!\\)(?:\\\\){0,40}"')
_LONGEST_STRING = 100
"""Lines of 60 columns and more: an annotation with a whole object in it."""
_CLOSING = {"{": "}", "[": "]"}
_DEEPEST = 150
"""Brackets within brackets; a pod has 14. Python's reader gives up at about a thousand."""


class OpenString:
    """Whether a line of JSON ends inside a string, which only a wrapped line does."""

    def __init__(self, line: str) -> None:
        self.lines = 0
        self.open = False
        self.escaped = False
        """The line ended in the backslash of an escape, and what it escapes begins the next line."""
        self.read(line)

    def read(self, line: str) -> None:
        """Take the next line into account."""
        quotes = len(_QUOTE.findall(line)) - (self.escaped and line.startswith('"'))
        if quotes % 2:
            self.open = not self.open
        self.escaped = self.open and (len(line) - len(line.rstrip("\\"))) % 2 == 1
        self.lines = self.lines + 1 if self.open else 0

    def go_on(self) -> bool:
        """Whether the next line belongs to a string; after a hundred lines the quote was a stray one."""
        return self.open and self.lines < _LONGEST_STRING


def json_text(lines: list[str]) -> str:
    """The lines as one text, strings that were wrapped put together again."""
    width = max(map(len, lines), default=0)
    pieces = [lines[0]]
    strings = OpenString(lines[0])
    for before, line in pairwise(lines):
        whole = len(before) == width or strings.escaped
        pieces.append(("" if whole else " ") if strings.go_on() else "\n")
        pieces.append(line)
        strings.read(line)
    return "".join(pieces)


def read_json(text: str) -> Any:
    """The value in `text`, or None. Fragments such as `"State": {...},` are read as the object they come from."""
    text = text.strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _repaired(text)


def _repaired(text: str) -> Any:
    try:
        return json.loads(_mended(text), strict=False)
    except (ValueError, RecursionError):
        return None


def _mended(text: str) -> str:
    """Valid JSON from the tokens: missing brackets are added at both ends, dangling commas and keys dropped."""
    out: list[str] = []
    stack: list[str] = []
    front: list[str] = []
    if not text.startswith(("{", "[")):
        out.append("{")
        stack.append("{")
    tokens = _TOKEN.findall(text)
    for at, token in enumerate(tokens):
        if len(stack) + len(front) > _DEEPEST:
            break
        if token in "{[":
            _before_value(out, stack)
            stack.append(token)
            out.append(token)
        elif token in "}]":
            _close(out, stack, front, token)
        elif token == ",":
            _comma(out, stack, front, tokens[at + 1 : at + 3])
        elif token == ":":
            _colon(out)
        else:
            _value(out, stack, token)
    while stack:
        _close(out, stack, front, _CLOSING[stack[-1]])
    return "".join([*reversed(front), *out])


def _comma(out: list[str], stack: list[str], front: list[str], following: list[str]) -> None:
    """After a whole value something follows: then it was an entry of what the cut took."""
    if not out or out[-1] in ("{", "[", ",", ":"):
        return
    if not stack:
        if not following:
            return
        keyed = following[0][0] == '"' and following[1:] == [":"]
        front.append('{"":' if keyed else "[")
        stack.append("{" if keyed else "[")
    out.append(",")


def _before_value(out: list[str], stack: list[str]) -> None:
    """A comma where it was forgotten; and inside an object a key, a nameless one where the cut took it."""
    if out and out[-1] not in ("{", "[", ",", ":"):
        out.append(",")
    if stack and stack[-1] == "{" and (not out or out[-1] in ("{", ",")):
        out.append('"":')


def _value(out: list[str], stack: list[str], token: str) -> None:
    if token[0] == '"':
        if len(token) < 2 or token[-1] != '"' or _odd_backslashes(token):
            token = json.dumps(token[1:].rstrip("\\"))
    elif not _BARE.match(token):
        token = json.dumps(token)
    if out and out[-1] not in ("{", "[", ",", ":"):
        out.append(",")
    out.append(token)


def _odd_backslashes(token: str) -> bool:
    inner = token[1:-1]
    return (len(inner) - len(inner.rstrip("\\"))) % 2 == 1


def _colon(out: list[str]) -> None:
    if out and out[-1][0] == '"' and (len(out) < 2 or out[-2] in ("{", ",")):
        out.append(":")


def _close(out: list[str], stack: list[str], front: list[str], token: str) -> None:
    if out and out[-1] == ",":
        out.pop()
    if out and out[-1] == ":":
        out.append("null")
    if not stack:  # it closes what the cut took: put that into one more object or list
        if out:
            front.append('{"":' if token == "}" else "[")
            out.append(token)
        return
    if stack[-1] == "{" and out[-1][0] == '"' and (len(out) < 2 or out[-2] in ("{", ",")):
        out.extend((":", "null"))  # a key whose value was cut off
    opening = stack.pop()
    out.append(_CLOSING[opening])
