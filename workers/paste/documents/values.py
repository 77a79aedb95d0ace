"""YAML and JSON text to values: strictly where it is whole, loosely where it was cut or wrapped.

Pure. Hostile input costs no more than its length: no alias is ever followed, depth and size are bounded.
"""

import re
from typing import Any

import yaml

from workers.paste.documents.json import json_text, read_json
from workers.paste.documents.yaml import read_loosely

_STRICT_UP_TO = 60_000
"""Characters. libyaml reads about 1 MB a second; longer text goes to the loose reader, which is faster."""

LONGEST_STRING = 20_000
"""Characters. The API cuts termination messages at 4,096 bytes; no message of a healthy API is longer than this."""
LONGEST_KEY = 400
_DEEPEST = 100
"""Levels; a pod has 14."""

_ALIAS = re.compile(r"(?:^|[\s:\[{,-])[&*!]\w", re.MULTILINE)
"""Anchors, aliases and tags: kubectl writes none, and an alias can grow without end."""

_NESTED = re.compile(r"(?:[?-] {1,9}){10}")
"""Lists opened within lists on one line."""

_SEPARATOR = re.compile(r"^---(?:[ \t].*)?$", re.MULTILINE)
_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Plain(_SAFE):  # type: ignore[misc]  # the C loader has no types
    """Knows only the scalars that JSON has: a time stays the string that the API's decoder expects."""


_Plain.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false|True|False)$", list("tTfF")),
    ("int", r"^[-+]?\d{1,18}$", list("-+0123456789")),
    ("float", r"^[-+]?\d{1,15}\.\d{1,15}(?:[eE][-+]?\d{1,3})?$", list("-+0123456789")),
):
    _Plain.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def yaml_values(lines: list[str]) -> list[Any]:
    """The values of one or several YAML documents, or of fragments of them."""
    values: list[Any] = []
    for text in _SEPARATOR.split("\n".join(lines)):
        if text.strip():
            values.extend(_bounded(value) for value in _yaml(text))
    return values


def _yaml(text: str) -> list[Any]:
    if len(text) <= _STRICT_UP_TO and not _ALIAS.search(text) and _flat(text):
        try:
            value = yaml.load(text, Loader=_Plain)
        except (yaml.YAMLError, ValueError, RecursionError):
            value = None
        if isinstance(value, dict | list):
            return [value]
    return read_loosely(text.split("\n"))


def _flat(text: str) -> bool:
    """Whether nesting stays in bounds: the C loader recurses, and a deep enough text would end the process."""
    return text.count("[") + text.count("{") < 500 and not _NESTED.search(text)


def json_value(lines: list[str]) -> Any:
    """The value of JSON text or of a part of it; None when there is none."""
    return _bounded(read_json(json_text(lines)))


def _bounded(value: Any, depth: int = 0) -> Any:
    """The value with its strings cut: what stands in a status is read by every cause's patterns."""
    if isinstance(value, str):
        return value[:LONGEST_STRING]
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {str(key)[:LONGEST_KEY]: _bounded(part, depth + 1) for key, part in value.items()}
    return [_bounded(part, depth + 1) for part in value] if isinstance(value, list) else value
