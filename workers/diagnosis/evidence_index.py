"""A snapshot made ready for many clauses: who said what, lower-cased once, logs joined once. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from core.messages.model import Source, Writer
from core.messages.report import Evidence
from knowledge.regex import Regex
from workers.container import Container, Terminated
from workers.diagnosis.carried import CarriedWords, carried_words
from workers.diagnosis.current import current_events
from workers.diagnosis.no_fault import is_routine
from workers.diagnosis.outcome import quote
from workers.diagnosis.prefilter import Prefilter
from workers.diagnosis.printed import Printed
from workers.snapshot import Condition, Event, Snapshot, Written


@dataclass(frozen=True)
class Words:
    """Something said: the text, where, and by or about which container."""

    text: str
    source: Source
    container: str | None = None
    count: int = 1
    over_seconds: float | None = None
    writer: Writer = ""
    anybodys: bool = False
    """A line of which nobody knows who wrote it."""

    @cached_property
    def lowered(self) -> str:
        """Lower-cased, for the needles."""
        return self.text.lower()

    def evidence(self, part: str | None = None) -> Evidence:
        """The words, or a part of them, as evidence."""
        return Evidence(
            source=self.source,
            quote=quote(self.text if part is None else part),
            container=self.container,
            count=self.count,
            over_seconds=self.over_seconds,
            writer=self.writer,
        )


class EvidenceIndex:
    """One snapshot, with what the clauses ask for again and again worked out once."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Nothing is worked out before it is asked for."""
        self.snapshot = snapshot
        self._saying: dict[Regex, list[Words]] = {}

    def succeeded(self, container: Container | None) -> bool:
        """The pod has completed, this container with 0: how an earlier try of it ended is over."""
        pod, now = self.snapshot.pod, container.terminated if container else None
        return bool(pod and pod.phase == "Succeeded" and now and now.code == 0)

    @cached_property
    def at_ease(self) -> bool:
        """Every container is ready in its first run: whatever was said, nothing has ended or is kept out of service."""
        serving = [item for item in self.snapshot.containers if item.kind in ("main", "sidecar")]
        return bool(serving) and all(
            item.running and item.ready and not item.restarts and not item.ended for item in serving
        )

    @cached_property
    def in_trouble(self) -> bool:
        """Something other than a printed line shows that something is wrong: a state, an end, a restart, a warning.

        Without that a line which its program marks as info or debug is evidence of nothing.
        """
        pod = self.snapshot.pod
        broken = pod is not None and (pod.phase in ("Failed", "Pending") or pod.deleted_at is not None)
        return (
            broken
            or any(
                item.waiting or item.ended or item.restarts or item.ready is False for item in self.snapshot.containers
            )
            or any(event.type != "Normal" for event in self.snapshot.events or ())
        )

    @cached_property
    def scopes(self) -> tuple[Container | None, ...]:
        """The containers on which a container-bound cause is tried, capped; one empty scope where none is known."""
        containers = self.snapshot.containers
        if len(containers) > MOST_SCOPES:
            containers = tuple(sorted(containers, key=_is_well)[:MOST_SCOPES])
        return containers or (None,)

    @cached_property
    def events(self) -> tuple[tuple[Event, Words], ...] | None:
        """Events that still hold, with their messages as words, newest last."""
        if self.snapshot.events is None:
            return None
        return tuple((event, event_words(event)) for event in current_events(self.snapshot))

    @cached_property
    def event_words(self) -> dict[str, str]:
        """All reasons and all messages, lower-cased: most patterns need a word that stands in none of them."""
        events = self.events or ()
        return {
            "reason": " ".join({event.reason.lower() for event, _ in events}),
            "message": "\n".join(words.lowered for _, words in events),
        }

    @cached_property
    def logs(self) -> tuple[tuple[bool, Words, Printed], ...]:
        """(previous?, what is quoted, what is searched) of each log, last of the lines that may be anybody's."""
        logs = [(log.previous, log.container, log.lines) for log in self.snapshot.logs or ()]
        if self.snapshot.words:
            logs.append((False, None, self.snapshot.words))
        written = (_printed(False, None, (line.text,), line.writer) for line in self._written)
        calm = self.in_trouble or self.at_ease  # of a pod at ease it counts as said in passing
        events = tuple(event for event, _ in self.events or ())
        carried = (_carried(each) for each in carried_words(self.snapshot.containers, events))
        return (*(_printed(*log, calm_counts=calm) for log in logs), *written, *carried)

    def saying(self, regex: Regex) -> list[Words]:
        """What was said that `regex` may match, the newest first."""
        if regex not in self._saying:
            self._saying[regex] = [self._utterances[number] for number in self._spoken.holding(regex)]
        return self._saying[regex]

    @cached_property
    def _utterances(self) -> tuple[Words, ...]:
        """Everything the cluster itself said: events, states, conditions, node lines; never the program's own log.

        The newest first; what was said twice stands where it was said last.
        """
        return tuple(dict.fromkeys(words for words in reversed(list(self._said())) if words.text))

    @cached_property
    def _spoken(self) -> Prefilter:
        return Prefilter([words.text for words in self._utterances])

    @cached_property
    def _written(self) -> tuple[Written, ...]:
        """Lines of writers that are known, machines before people: who knows is heard first."""
        return tuple(sorted(self.snapshot.written, key=lambda line: line.writer == "person"))

    def _said(self) -> Iterator[Words]:
        snapshot = self.snapshot
        for line in reversed(self._written):  # what comes first here is heard last
            yield Words(line.text[:LONGEST_LINE], "journal", writer=line.writer)
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
        journal = [text for text in snapshot.journal or () if not is_routine(text)]
        for text in journal:
            yield Words(text[:LONGEST_LINE], "journal")
        for text in (*snapshot.words, *self._nobodys_lines()):
            yield Words(text[:LONGEST_LINE], "journal", anybodys=True)

    def _nobodys_lines(self) -> tuple[str, ...]:
        """Lines of a paste without any pod: they may be the program's or the node's."""
        if self.snapshot.pod or self.snapshot.containers:
            return ()
        return tuple(line for log in self.snapshot.logs or () if log.container is None for line in log.lines)


MOST_SCOPES = 40
"""Containers. A pod has a handful; of a paste that names hundreds the ones that are not well are looked at first."""
LONGEST_LINE = 4000
"""Characters of one line that are searched. What a line means stands near its beginning; a long one is data (a body,
a dump), and searching it costs each of the long patterns its length."""


def _printed(
    previous: bool, container: str | None, lines: tuple[str, ...], writer: Writer = "", *, calm_counts: bool = True
) -> tuple[bool, Words, Printed]:
    text = "\n".join(line[:LONGEST_LINE] for line in lines)
    source: Source = "previous-log" if previous else "log"
    words = Words(text, source, container, writer=writer, anybodys=container is None and not writer)
    return previous, words, Printed(text, calm_counts=calm_counts)


def _carried(words: CarriedWords) -> tuple[bool, Words, Printed]:
    said = Words(words.text, words.source, words.container, writer="program")
    return words.previous, said, Printed(words.text)


def _is_well(container: Container) -> bool:
    return container.waiting is None and container.ready is not False


def event_words(event: Event) -> Words:
    """An event's message, with how often and over what time it was said."""
    over = (event.last - event.first).total_seconds() if event.first and event.last else None
    return Words(event.message, "event", event.container, event.count, over if event.count > 1 else None, event.writer)


def ending(terminated: Terminated) -> str:
    """`Error, exit 137`: one end of a run in the API's words."""
    parts = [terminated.reason] if terminated.reason else []
    if terminated.code is not None:
        parts.append(f"exit {terminated.code}")
    return ", ".join(parts)


def _container_words(container: Container) -> Iterator[Words]:
    if container.waiting:
        yield Words(container.waiting.message, "status", container.name)
    for terminated in (container.terminated, container.last):
        if terminated:
            yield Words(terminated.message, "status", container.name)


def _condition_words(condition: Condition) -> Words:
    return Words(condition.message, "condition")
