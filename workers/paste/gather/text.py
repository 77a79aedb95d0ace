"""Lines of no form and logs: what a program wrote, what a person wrote, and what either tells. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from core.messages.model import Writer
from workers.paste.events.quoted import quoted
from workers.paste.gather.rows import add_row, in_namespace
from workers.paste.parsed import LogLines, Parsed, ParsedEvent
from workers.paste.sentences.facts import LineFacts, line_facts
from workers.paste.sentences.states import (
    state_alone,
    state_in_answer,
    state_quoted,
    state_within,
    tells_deletion,
)
from workers.paste.split.segment import Segment
from workers.paste.writers.occasion import is_general, tells_of_an_occasion
from workers.paste.writers.person import is_person, looks_said
from workers.paste.writers.prefixes import unprefixed
from workers.paste.writers.program import looks_logged, troubled
from workers.paste.writers.writer import platform_shown, writer_by_signature
from workers.snapshot import Written

_KUBELET_ERRORS = ("KillPodSandboxError:", "KillContainerError:", "CreatePodSandboxError:", "RunContainerError:")
_EMPTY_FIELD = re.compile(r"\s{0,40}[\"'][\w.-]{1,60}[\"']\s?:\s{0,4}(?:\"\"|''|null|\[\]|\{\})[\s,}\]]{0,20}")
FEW_WORDS = 3
"""Around a quoted event: a label (`Message: ...`), which makes no sentence."""
MOST_LINES = 5_000
"""Of a log, a journal or words; of a log the last ones count, since that is where it ends."""


def add_answer(parsed: Parsed, segment: Segment) -> None:
    """What `kubectl logs` printed: a log, or why there is none."""
    parsed.logs_shown = True
    for line in segment.lines[:3]:  # instead of a log kubectl may answer why there is none
        if fact := state_in_answer(line):
            add_row(parsed, in_namespace(dict(fact), segment.command))
            return
    add_log(parsed, segment)


def add_log(parsed: Parsed, segment: Segment) -> None:
    """Log lines, by whose they are."""
    typed = segment.command if segment.command and segment.command.shows_logs else None
    shown = LogLines(())
    if typed:
        named = typed.name if typed.kind in ("pod", "") else ""
        shown = LogLines((), named, typed.namespace, typed.container, bool(typed.previous))
    group: list[str] = []
    whose: LogLines | None = None
    for line in segment.lines[-MOST_LINES:]:
        bare = unprefixed(line)
        speaker = shown
        if bare:
            pod, namespace = bare.pod or shown.pod, bare.namespace or shown.namespace
            speaker = replace(shown, pod=pod, namespace=namespace, container=bare.container or shown.container)
        if whose is not None and speaker != whose:
            parsed.logs.append(replace(whose, lines=tuple(group)))
            group = []
        whose = speaker
        group.append(bare.text if bare else line)
    if whose is not None:
        parsed.logs.append(replace(whose, lines=tuple(group)))


def holds_nothing(line: str) -> bool:
    """Whether the line is a field of a JSON object without a value, cut out of it."""
    return _EMPTY_FIELD.fullmatch(line) is not None


def _anybodys(line: str) -> bool:
    """Whether the node, too, may have written the line: no mark of a log, or an error of the kubelet's."""
    return not looks_logged(line) or line.lstrip().startswith(_KUBELET_ERRORS)


def add_text(parsed: Parsed, segment: Segment) -> None:
    """Lines of no form, each by who wrote it: what a program wrote is a log, what a person wrote are words."""
    segment = replace(segment, lines=segment.lines[-MOST_LINES:])
    if segment.command and segment.command.kind == "event" and segment.lines[0].startswith("No resources found"):
        parsed.events_shown = parsed.events_whole = True  # kubectl's word for an empty list: looked at, nothing there
    facts = line_facts(segment.lines)
    written: list[str] = []
    for number, (line, writer) in enumerate(zip(segment.lines, _writers(segment, facts), strict=True)):
        if not line.strip(" .-") or holds_nothing(line):
            continue
        if writer == "person" and not tells_of_an_occasion(line):
            continue
        if not writer and is_general(line):
            continue
        inside, around = quoted(line)
        if inside:
            parsed.events_shown = True
            by = writer if writer not in ("", "program") else "person" if len(around.split()) > FEW_WORDS else ""
            parsed.events.extend(_quoted_by(by, each) for each in inside)
            add_written(parsed, "person", around)
        elif fact := state_alone(line):
            parsed.rows.append(fact)
        elif writer == "program":
            written.append(line)
            parsed.words.extend([line.strip()] if _anybodys(line) else [])
        elif writer:
            add_written(parsed, writer, line)
        elif line.strip("-=_*~. "):
            parsed.words.append(line.strip())
        if fact := state_quoted(line) or (None if number in facts.telling else state_within(line)):
            add_row(parsed, fact)
    parsed.rows.extend(facts.pods)
    if segment.command and segment.fresh and segment.command.text.startswith("echo "):
        parsed.rows.extend(line_facts([segment.command.text, *segment.lines[:1]]).pods)
    if written:
        add_log(parsed, replace(segment, lines=written))


def _quoted_by(writer: Writer, quoted_event: ParsedEvent) -> ParsedEvent:
    """The event with who quotes it."""
    return replace(quoted_event, event=quoted_event.event.model_copy(update={"writer": writer}))


def _writers(segment: Segment, facts: LineFacts) -> Iterator[Writer]:
    """Who wrote each line; empty where that is in doubt: a sentence of nobody, the output of a command."""
    logged = any(looks_logged(line) or troubled(line) for line in segment.lines)
    output = segment.fresh and segment.command is not None and not segment.command.shows_logs
    for number, line in enumerate(segment.lines):
        bare = unprefixed(line)
        if bare is not None and bare.pod:
            yield "program"  # a log tool says whose line it is
        elif writer := writer_by_signature(line):
            yield writer
        elif number in facts.unlogged or is_person(line) or (segment.outside and not looks_logged(line)):
            yield "person"
        elif (number in facts.fragments and not logged) or looks_said(line, among_logs=logged) or tells_deletion(line):
            yield ""
        else:
            yield "" if output and not logged else "program"


def add_written(parsed: Parsed, writer: Writer, line: str) -> None:
    """A line of a writer that is known, and the platform it shows; nothing where a person tells of no occasion."""
    text = line.strip()
    if not text.strip("-=_*~. …") or (writer == "person" and not tells_of_an_occasion(text)):
        return
    parsed.written.append(Written(writer=writer, text=text))
    if platform := platform_shown(line):
        parsed.platforms.append(platform)
