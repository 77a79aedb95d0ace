"""Takes secrets out of text and of whole snapshots, before anything leaves the worker. Pure.

It never shortens: truncation comes after it, so that no secret survives with its tell-tale beginning cut off.
"""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, TypeVar

from knowledge.model import Model
from workers.container import EnvVar
from workers.secrets import ALL_WORDS, HIDDEN, KEY, RULES, Rule, may_be_a_value
from workers.snapshot import Snapshot

_NAME = re.compile(rf"(?i){KEY}$")
_BENIGN_NAME = re.compile(r"(?i)[_-](FILE|PATH|DIR|NAME|HOST|PORT|URL[_-]?PREFIX|TTL|TIMEOUT|EXPIR\w*|TYPE|ENABLED)$")
M = TypeVar("M", bound=Model)


def redact_text(text: str) -> tuple[str, int]:
    """The text with every secret replaced by `[hidden]`, and how many there were."""
    hidden = 0
    for rule in RULES:
        if rule.spans_lines and any(word in text.lower() for word in rule.words):
            text, count = _apply(rule, text)
            hidden += count
    lines = text.split("\n")
    for index, line in enumerate(lines):
        lines[index], count = _line(line)
        hidden += count
    return "\n".join(lines), hidden


def _line(line: str) -> tuple[str, int]:
    lowered = line.lower()
    hidden = 0
    for rule in RULES if any(word in lowered for word in ALL_WORDS) else ():
        if not rule.spans_lines and any(word in lowered for word in rule.words):
            line, count = _apply(rule, line)
            hidden += count
    return line, hidden


def redact(snapshot: Snapshot) -> Snapshot:
    """The snapshot with every string of it redacted; `hidden` grows by the number of values replaced."""
    counter = _Counter()
    clean = counter.model(snapshot)
    return clean.model_copy(update={"hidden": snapshot.hidden + counter.hidden})


def _apply(rule: Rule, text: str) -> tuple[str, int]:
    hidden = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal hidden
        group = next((name for name in ("secret", "secret2") if found.groupdict().get(name)), None)
        secret = found.group(group) if group else found.group()
        key = found.groupdict().get("key")
        if (
            secret.startswith(HIDDEN[:-1])
            or HIDDEN in secret
            or not rule.is_secret(secret)
            or (key and _BENIGN_NAME.search(key))
        ):
            return found.group()
        hidden += 1
        if group is None:
            return HIDDEN
        start, end = found.start(group) - found.start(), found.end(group) - found.start()
        return found.group()[:start] + HIDDEN + found.group()[end:]

    return rule.pattern.sub(replaced, text), hidden


class _Counter:
    """Walks a model and counts what it hides."""

    def __init__(self) -> None:
        self.hidden = 0

    def text(self, text: str) -> str:
        clean, count = redact_text(text)
        self.hidden += count
        return clean

    def model(self, model: M) -> M:
        """A copy with redacted strings; the model itself where nothing changes, since most hold no secret."""
        if isinstance(model, EnvVar):
            return self._variable(model)  # type: ignore[return-value]
        changes = {}
        for name in type(model).model_fields:
            value = getattr(model, name)
            clean = self.value(value)
            if clean is not value and clean != value:
                changes[name] = clean
        return model.model_copy(update=changes) if changes else model

    def value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value) if len(value) > 5 else value  # no secret is shorter, most strings are
        if isinstance(value, Model):
            return self.model(value)
        if isinstance(value, tuple | list) and value:
            return self._sequence(value)
        if isinstance(value, Mapping) and value:
            return {key: self._under(str(key), item) for key, item in value.items()}
        return value

    def _sequence(self, values: tuple[Any, ...] | list[Any]) -> tuple[Any, ...]:
        """Strings belong together: a PEM block spans lines, a flag's value is the next argument."""
        if all(isinstance(value, str) for value in values):
            return tuple(self._arguments(self.text("\n".join(values)).split("\n")))
        return tuple(self.value(value) for value in values)

    def _arguments(self, values: list[str]) -> list[str]:
        """A command line's `--password` and its value stand in two strings."""
        for index, (flag, value) in enumerate(pairwise(values)):
            named = flag.startswith("-") and "=" not in flag and " " not in flag and _names_a_secret(flag.lstrip("-"))
            if named and not value.startswith("-") and value != HIDDEN and may_be_a_value(value):
                values[index + 1] = HIDDEN
                self.hidden += 1
        return values

    def _under(self, name: str, value: Any) -> Any:
        """A value in a mapping: its key may say that it is a secret."""
        if isinstance(value, str) and _names_a_secret(name) and may_be_a_value(value):
            self.hidden += 1
            return HIDDEN
        return self.value(value)

    def _variable(self, variable: EnvVar) -> EnvVar:
        if variable.value is None:
            return variable
        return variable.model_copy(update={"value": self._under(variable.name, variable.value)})


def _names_a_secret(name: str) -> bool:
    return bool(_NAME.search(name)) and not _BENIGN_NAME.search(name)
