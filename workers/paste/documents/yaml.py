"""Reads the YAML that kubectl prints, cut anywhere: no error, no alias, no tag, time in proportion to the lines.

Pure. It is not a YAML reader at large: block mappings and lists, scalars over several lines, small flow values.
What it cannot make sense of it leaves out and goes on.
"""

import json
import re
from typing import Any

_BLOCK = re.compile(r"[|>][-+0-9]{0,3}\s*(?:#.*)?$")
_INT = re.compile(r"[-+]?\d{1,18}\Z")
_FLOAT = re.compile(r"[-+]?\d{1,15}\.\d{1,15}(?:[eE][-+]?\d{1,3})?\Z")
_KEY = re.compile(
    r"""("[^"\n]{1,400}"|'[^'\n]{1,400}'|[A-Za-z0-9_.$/~][^:\s]{0,400}(?::[^:\s]{1,300}){0,4}?)\s?:(?:\s+(.*))?$"""
)
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False, "True": True, "False": False}
_DEEPEST = 60
"""Levels of indentation; a pod with everything set has 14."""
_LONGEST_FLOW = 20_000


def read_loosely(lines: list[str]) -> list[Any]:
    """The values in the lines, in order: one, or several when the text was cut inside and dedents below its start."""
    return _Lines(lines).values()


class _Lines:
    """The lines with their indentation, and how far they have been read."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = [(len(line) - len(line.lstrip()), line.strip()) for line in lines if _counts(line)]
        self.at = 0

    def values(self) -> list[Any]:
        values = []
        while self.at < len(self.lines):
            before = self.at
            value = self.block(self.lines[self.at][0], 0)
            if value not in (None, {}, []):
                values.append(value)
            if self.at == before:
                self.at += 1  # neither a key nor an item: passed over
        return values

    def peek(self) -> tuple[int, str] | None:
        return self.lines[self.at] if self.at < len(self.lines) else None

    def block(self, indent: int, depth: int) -> Any:
        """The mapping or list that begins here."""
        if depth > _DEEPEST:
            self.skip(indent)
            return None
        line = self.peek()
        if line is None:
            return None
        if _is_item(line[1]):
            return self.listed(indent, depth)
        return self.mapping(indent, depth)

    def listed(self, indent: int, depth: int) -> list[Any]:
        items: list[Any] = []
        while (line := self.peek()) and line[0] == indent and _is_item(line[1]):
            rest = line[1][1:]
            inner = indent + 1 + len(rest) - len(rest.lstrip())
            rest = rest.strip()
            if not rest:
                self.at += 1
                items.append(self.below(indent, depth, same_list=False))
            elif (_KEY.match(rest) and not rest.startswith(("{", "["))) or _is_item(rest):
                self.lines[self.at] = (inner, rest)
                items.append(self.block(inner, depth + 1))
            else:
                self.at += 1
                items.append(self.scalar(rest, indent))
        return items

    def mapping(self, indent: int, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        while (line := self.peek()) and line[0] == indent and (match := _KEY.match(line[1])):
            self.at += 1
            key, value = match[1].strip("\"'"), match[2] or ""
            if key == "managedFields":  # a third of an object's text, and nobody reads it
                self.skip(indent, items=True)
            elif value and not value.startswith("#"):
                mapping[key] = self.scalar(value, indent)
            else:
                mapping[key] = self.below(indent, depth, same_list=True)
            self.orphans(indent)
        return mapping

    def orphans(self, indent: int) -> None:
        """Pass over deeper lines that belong to nothing, as a cut or a wrapped line leaves them."""
        while (line := self.peek()) and line[0] > indent and not _KEY.match(line[1]) and not _is_item(line[1]):
            self.at += 1

    def below(self, indent: int, depth: int, *, same_list: bool) -> Any:
        """What is indented further, or, under a key, a list that is not."""
        line = self.peek()
        if line is None:
            return None
        if line[0] > indent or (same_list and line[0] == indent and _is_item(line[1])):
            if not _is_item(line[1]) and not _KEY.match(line[1]):
                self.at += 1
                return self.scalar(line[1], indent)
            return self.block(line[0], depth + 1)
        return None

    def skip(self, indent: int, *, items: bool = False) -> None:
        while (line := self.peek()) and (line[0] > indent or (items and line[0] == indent and _is_item(line[1]))):
            self.at += 1

    def scalar(self, text: str, indent: int) -> Any:
        if _BLOCK.match(text):
            return self.block_scalar(text[0] == ">", indent)
        if text[0] in "\"'":
            return self.quoted(text, indent)
        if text[0] in "{[":
            return _flow(text)
        return self.plain(text, indent)

    def block_scalar(self, folded: bool, indent: int) -> str:
        lines: list[str] = []
        while (line := self.peek()) and line[0] > indent:
            lines.append(line[1])
            self.at += 1
        return (" " if folded else "\n").join(lines)

    def quoted(self, text: str, indent: int) -> str:
        quote = text[0]
        lines = [text]
        while not _closed(lines[-1], quote, first=len(lines) == 1) and (line := self.peek()) and line[0] > indent:
            lines.append(line[1])
            self.at += 1
        inner = " ".join(lines)[1:]
        inner = inner[: inner.rfind(quote)] if quote in inner else inner
        return inner.replace("''", "'") if quote == "'" else _unescaped(inner)

    def plain(self, text: str, indent: int) -> Any:
        if (line := self.peek()) is None or line[0] <= indent or _KEY.match(line[1]) or _is_item(line[1]):
            return _word(text)
        lines = [text]
        while (line := self.peek()) and line[0] > indent and not _is_item(line[1]):
            lines.append(line[1])
            self.at += 1
        return " ".join(lines)


def _counts(line: str) -> bool:
    text = line.strip()
    return bool(text) and text[0] != "#" and text not in ("---", "...", "…")


def _is_item(text: str) -> bool:
    return text == "-" or text.startswith("- ")


def _word(text: str) -> Any:
    text = text.split(" #", 1)[0].rstrip()
    if text in _WORDS:
        return _WORDS[text]
    if _INT.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text


def _closed(text: str, quote: str, *, first: bool) -> bool:
    inner = text[1:] if first else text
    if quote == "'":
        return inner.count("'") % 2 == 1
    stripped = inner.rstrip()
    backslashes = len(stripped[:-1]) - len(stripped[:-1].rstrip("\\"))
    return stripped.endswith('"') and backslashes % 2 == 0


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:  # escapes that only YAML has, or a cut
        return text.replace('\\"', '"').replace("\\n", "\n").replace("\\\\", "\\")


def _flow(text: str) -> Any:
    """`[]`, `{app: web}`, `["sh", "-c"]` on one line; the text itself when it is no such value."""
    if len(text) > _LONGEST_FLOW or text.count("[") + text.count("{") > _DEEPEST:
        return text
    try:
        return json.loads(text)
    except ValueError:
        pass
    inner = text[1:].rstrip("]} ,")
    parts = [part.strip() for part in inner.split(",") if part.strip()]
    if text[0] == "[":
        return [_word(part.strip("\"'")) for part in parts]
    pairs = (part.partition(":") for part in parts)
    return {key.strip(" \"'{"): _word(value.strip(" \"'}]")) for key, _, value in pairs}
