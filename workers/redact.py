"""Takes secrets out of text and of whole snapshots, before anything leaves the worker. Pure.

It never shortens: truncation comes after it, so that no secret survives with its tell-tale beginning cut off.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, TypeVar

from core.messages.model import Model
from workers.container import EnvVar
from workers.secrets.blocks import BLOCKS, keys_without_beginning, secret_objects
from workers.secrets.issued import ISSUED, PLACED
from workers.secrets.pairs import KEY, PAIRS
from workers.secrets.rule import HIDDEN, SecretRule
from workers.secrets.sentences import SENTENCES
from workers.secrets.values import PLACES, looks_like_a_key, looks_random, may_be_a_value
from workers.snapshot import Snapshot

RULES: tuple[SecretRule, ...] = (*ISSUED, *PLACED, *PAIRS, *SENTENCES)
"""Tried on each line, in this order."""
_WORDS = frozenset(word for rule in (*BLOCKS, *RULES) for word in rule.words) | {"secret", "-----end"}
"""A text with none of these holds no secret we know of."""

_NAME = re.compile(rf"(?i){KEY}$")
_SOME_KEY = re.compile(r"(?i)[_-]key$")
M = TypeVar("M", bound=Model)


def redact_text(text: str) -> tuple[str, int]:
    """The text with every secret replaced by `[hidden]`, and how many there were."""
    words = _present(_WORDS, text)
    if not words:
        return text, 0
    text, hidden = secret_objects(text)
    text, count = keys_without_beginning(text)
    text, more = _tried(text, BLOCKS, words)
    hidden += count + more
    lines = text.split("\n")
    clean = {line: _line(line, words) for line in set(lines)}  # a log repeats itself
    return "\n".join(clean[line][0] for line in lines), hidden + sum(clean[line][1] for line in lines)


def _line(line: str, words: set[str]) -> tuple[str, int]:
    here = _present(words, line)
    return _tried(line, RULES, here) if here else (line, 0)


def _present(words: Iterable[str], text: str) -> set[str]:
    lowered = text.lower()
    return {word for word in words if word in lowered}


def _tried(text: str, rules: Iterable[SecretRule], words: set[str]) -> tuple[str, int]:
    hidden = 0
    for rule in rules:
        if not words.isdisjoint(rule.words):
            text, count = _apply(rule, text)
            hidden += count
    return text, hidden


def redact(snapshot: Snapshot) -> Snapshot:
    """The snapshot with every string of it redacted; `hidden` grows by the number of values replaced."""
    counter = _Counter()
    clean = counter.model(snapshot)
    return clean.model_copy(update={"hidden": snapshot.hidden + counter.hidden})


def _apply(rule: SecretRule, text: str) -> tuple[str, int]:
    hidden, parts, done = 0, [], 0
    for match in rule.matches(text):
        group: str | int = next((name for name in rule.groups if match[name]), 0)
        secret, key = match[group], match.groupdict().get("key") or ""
        known = HIDDEN in secret
        if (known and not looks_random(secret.replace(HIDDEN, ""))) or secret.startswith(HIDDEN[:-1]):
            continue  # another rule has hidden it
        if PLACES.search(key) or not rule.is_secret(secret, key):
            continue
        hidden += not known
        parts += [text[done : match.start(group)], HIDDEN]
        done = match.end(group)
    return "".join([*parts, text[done:]]), hidden


class _Counter:
    """Redacts the strings of a model and counts the secrets."""

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
        """Strings belong together: a PEM block spans the lines of a log, a flag's value is the next argument."""
        if not all(isinstance(value, str) for value in values):
            return tuple(self.value(value) for value in values)
        if any("\n" in value for value in values):  # a script among arguments: it stays the one argument it is
            return tuple(self._arguments([self.text(value) for value in values]))
        return tuple(self._arguments(self.text("\n".join(values)).split("\n")))

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
        if isinstance(value, str) and _is_secret(name, value):
            self.hidden += 1
            return HIDDEN
        return self.value(value)

    def _variable(self, variable: EnvVar) -> EnvVar:
        if variable.value is None:
            return variable
        return variable.model_copy(update={"value": self._under(variable.name, variable.value)})


def _is_secret(name: str, value: str) -> bool:
    if _names_a_secret(name):
        return may_be_a_value(value, name)
    return bool(_SOME_KEY.search(name)) and looks_like_a_key(value, name)


def _names_a_secret(name: str) -> bool:
    return bool(_NAME.search(name)) and not PLACES.search(name)
