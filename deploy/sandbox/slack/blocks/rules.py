"""The grammar in which Slack's limits are written down: strings, numbers, lists and shapes with JSON pointers.

Pure: it must not know any limit of Slack itself (see limits.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Problems = list[str]
FieldRule = Callable[[Any, str, Problems], None]
FieldCheck = Callable[[dict[str, Any], str, Problems], None]


def say(problems: Problems, what: str, where: str) -> None:
    """Add one problem in the form Slack gives it."""
    problems.append(f"{what} [json-pointer:{where}]")


def string(most: int, *, least: int = 1, pattern: str = "") -> FieldRule:
    """A string of `least` to `most` characters, perhaps of a pattern."""

    def rule(value: Any, where: str, problems: Problems) -> None:
        if not isinstance(value, str):
            say(problems, "must be a string", where)
        elif len(value) < least:
            say(problems, f"must be more than {least - 1} characters", where)
        elif len(value) > most:
            say(problems, f"must be less than {most + 1} characters", where)
        elif pattern and not re.fullmatch(pattern, value):
            say(problems, "must match the format", where)

    return rule


def whole(low: int, high: int) -> FieldRule:
    """A whole number from low to high."""

    def rule(value: Any, where: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            say(problems, "must be an integer", where)
        elif not low <= value <= high:
            say(problems, f"must be between {low} and {high}", where)

    return rule


def number(*, above: float | None = None) -> FieldRule:
    """Any number, perhaps greater than a bound."""

    def rule(value: Any, where: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            say(problems, "must be a number", where)
        elif above is not None and value <= above:
            say(problems, f"must be greater than {above:g}", where)

    return rule


def flag(value: Any, where: str, problems: Problems) -> None:
    """True or false."""
    if not isinstance(value, bool):
        say(problems, "must be a boolean", where)


def anything(value: Any, where: str, problems: Problems) -> None:
    """Whatever Slack does not look at here."""


def word(*allowed: str) -> FieldRule:
    """One of a few words."""

    def rule(value: Any, where: str, problems: Problems) -> None:
        if value not in allowed:
            say(problems, f"must be one of {', '.join(allowed)}", where)

    return rule


def items(rule: FieldRule, *, least: int = 1, most: int) -> FieldRule:
    """A list of `least` to `most` things that each keep a rule."""

    def check(value: Any, where: str, problems: Problems) -> None:
        if not isinstance(value, list):
            say(problems, "must be an array", where)
            return
        if len(value) < least:
            say(problems, f"no fewer than {least} items allowed", where)
        if len(value) > most:
            say(problems, f"no more than {most} items allowed", where)
        # Two beyond the limit are enough to show; a hostile list is not walked to its end.
        for number_, item in enumerate(value[: most + 2]):
            rule(item, f"{where}/{number_}", problems)

    return check


@dataclass(frozen=True)
class BlockShape:
    """An object: fields it needs, fields it may have, and nothing else."""

    needs: Mapping[str, FieldRule] = field(default_factory=dict)
    may: Mapping[str, FieldRule] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()
    """At least one of these must be there."""
    checks: tuple[FieldCheck, ...] = ()
    """What must hold between fields."""

    def __call__(self, value: Any, where: str, problems: Problems) -> None:
        """Check one object."""
        if not isinstance(value, dict):
            say(problems, "must be an object", where)
            return
        before = len(problems)
        for name in self.needs:
            if value.get(name) is None:
                say(problems, f"missing required field: {name}", where)
        if self.one_of and all(value.get(name) is None for name in self.one_of):
            say(problems, f"missing required field: {' or '.join(self.one_of)}", where)
        for name, field_value in value.items():
            self._field(name, field_value, where, problems)
        if len(problems) == before:
            for check in self.checks:
                check(value, where, problems)

    def _field(self, name: str, field_value: Any, where: str, problems: Problems) -> None:
        rule = self.needs.get(name) or self.may.get(name)
        if name == "type" and rule is None:
            return
        if rule is None:
            say(problems, f"invalid additional property: {name}", where)
        elif field_value is not None:
            rule(field_value, f"{where}/{name}", problems)


def variants(shapes: Mapping[str, FieldRule], *, only: Iterable[str] = ()) -> FieldRule:
    """An object whose `type` says which shape it has."""
    allowed = set(only) or set(shapes)

    def rule(value: Any, where: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            say(problems, "must be an object", where)
            return
        kind = value.get("type")
        if kind is None:
            say(problems, "missing required field: type", where)
        elif not isinstance(kind, str) or kind not in allowed:
            say(problems, f"unsupported type: {str(kind)[:100]}", f"{where}/type")
        else:
            shapes[kind](value, where, problems)

    return rule


def later(find: Callable[[], FieldRule]) -> FieldRule:
    """A rule that is defined further down."""

    def rule(value: Any, where: str, problems: Problems) -> None:
        find()(value, where, problems)

    return rule
