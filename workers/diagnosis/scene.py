"""A snapshot made ready for many clauses: who said what, lower-cased once, logs joined once. Pure."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from knowledge.model import Evidence, Source
from knowledge.regex import Regex
from workers.container import Container, Terminated
from workers.diagnosis.current import current_events
from workers.diagnosis.outcome import quote
from workers.snapshot import Condition, Event, Snapshot

_FIELD = re.compile(r"\s{1,8}\[?(errno|code|syscall|requireStack)\]?: ")
"""Node prints an error's own fields below its stack: `  code: 'ECONNREFUSED',` (its util.inspect)."""


@dataclass(frozen=True)
class Words:
    """Something said: the text, where, and by or about which container."""

    text: str
    source: Source
    container: str | None = None
    count: int = 1
    over_seconds: float | None = None

    @cached_property
    def lowered(self) -> str:
        """Lower-cased, for the needles."""
        return self.text.lower()

    def evidence(self, said: str | None = None) -> Evidence:
        """The words, or a part of them, as evidence."""
        return Evidence(
            source=self.source,
            quote=quote(self.text if said is None else said),
            container=self.container,
            count=self.count,
            over_seconds=self.over_seconds,
        )


class Scene:
    """One snapshot, with what the clauses ask for again and again worked out once."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Nothing is worked out before it is asked for."""
        self.snapshot = snapshot
        self._last: dict[tuple[Regex, int], re.Match[str] | None] = {}

    def last(self, regex: Regex, words: Words) -> re.Match[str] | None:
        """The last match in a log, looked for once: a log of nobody is asked again for every container."""
        key = (regex, id(words))
        if key not in self._last:
            self._last[key] = _last_telling(regex, words.text)
        return self._last[key]

    @cached_property
    def scopes(self) -> tuple[Container | None, ...]:
        """The containers a container-bound cause is tried on; one empty scope where none is known."""
        return self.snapshot.containers or (None,)

    @cached_property
    def events(self) -> tuple[tuple[Event, Words], ...] | None:
        """Events that still hold, with their messages as words, newest last."""
        if self.snapshot.events is None:
            return None
        return tuple((event, event_words(event)) for event in current_events(self.snapshot))

    @cached_property
    def logs(self) -> tuple[tuple[bool, Words], ...]:
        """(previous?, the whole text) of every log, and the lines of a paste that may be anybody's."""
        logs = [
            (log.previous, Words(_text(log.lines), "previous-log" if log.previous else "log", log.container))
            for log in self.snapshot.logs or ()
        ]
        if self.snapshot.words:
            logs.append((False, Words(_text(self.snapshot.words), "log")))
        return tuple(logs)

    @cached_property
    def utterances(self) -> tuple[Words, ...]:
        """Everything the cluster itself said: events, states, conditions, node lines; never the program's own log."""
        return tuple(words for words in self._utterances() if words.text)

    @cached_property
    def spoken(self) -> str:
        """All utterances in one lower-cased text, to turn most clauses away at once."""
        return "\n".join(words.lowered for words in self.utterances)

    @cached_property
    def printed(self) -> str:
        """All logs in one lower-cased text."""
        return "\n".join(words.lowered for _, words in self.logs)

    def _utterances(self) -> Iterator[Words]:
        snapshot = self.snapshot
        for event, words in self.events or ():
            if not event.reason.startswith("Resize"):  # a resize that has to wait leaves the pod running as it is
                yield words
        for container in snapshot.containers:
            yield from _container_words(container)
        if snapshot.pod:
            yield Words(snapshot.pod.message, "status")
            yield from (
                _condition_words(condition)
                for condition in snapshot.pod.conditions
                if not condition.type.startswith("PodResize")
            )
        for owner in snapshot.owners or ():
            yield from (Words(condition.message, "owner") for condition in owner.conditions)
        for claim in snapshot.claims or ():
            yield from (event_words(event) for event in claim.events or ())
        for line in (*(snapshot.journal or ()), *snapshot.words, *self._nobodys_lines()):
            yield Words(line[:LONGEST_LINE], "journal")

    def _nobodys_lines(self) -> tuple[str, ...]:
        """Lines of a paste without any pod: they may be the program's or the node's."""
        if self.snapshot.pod or self.snapshot.containers:
            return ()
        return tuple(line for log in self.snapshot.logs or () if log.container is None for line in log.lines)


LONGEST_LINE = 4000
"""Characters of one line that are searched. What a line means stands near its beginning; a long one is data (a body,
a dump), and searching it costs each of the long patterns its length."""


def _text(lines: tuple[str, ...]) -> str:
    return "\n".join(line[:LONGEST_LINE] for line in lines)


def event_words(event: Event) -> Words:
    """An event's message, with how often and over what time it was said."""
    over = (event.last - event.first).total_seconds() if event.first and event.last else None
    return Words(event.message, "event", event.container, event.count, over if event.count > 1 else None)


def ending(terminated: Terminated) -> str:
    """`Error, exit 137`: one end of a run in the API's words."""
    parts = [terminated.reason] if terminated.reason else []
    if terminated.code is not None:
        parts.append(f"exit {terminated.code}")
    return ", ".join(parts)


def _last_telling(regex: Regex, text: str) -> re.Match[str] | None:
    """The last match, or the last before the fields of an error object that only repeat its code."""
    found = regex.last(text)
    if found is None or not _is_field(text, found):
        return found
    told = deque((each for each in regex.compiled.finditer(text) if not _is_field(text, each)), maxlen=1)
    return told[0] if told else found


def _is_field(text: str, found: re.Match[str]) -> bool:
    return _FIELD.match(text, text.rfind("\n", 0, found.start() + 1) + 1) is not None


def _container_words(container: Container) -> Iterator[Words]:
    if container.waiting:
        yield Words(container.waiting.message, "status", container.name)
    for terminated in (container.terminated, container.last):
        if terminated:
            yield Words(terminated.message, "status", container.name)


def _condition_words(condition: Condition) -> Words:
    return Words(condition.message, "condition")
