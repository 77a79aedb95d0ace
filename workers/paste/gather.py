"""Reads each part of a paste by its form and puts everything into one Found. Pure."""

from dataclasses import replace
from typing import Any

from workers.cluster import parse, wire
from workers.paste.describe.reader import describe
from workers.paste.documents.fragments import objects
from workers.paste.documents.values import json_value, yaml_values
from workers.paste.events.forms import in_columns, logged, own_columns
from workers.paste.events.lines import add_line
from workers.paste.events.quoted import quoted
from workers.paste.journal import may_be_own, pod_error
from workers.paste.logs import looks_logged, looks_said, troubled, unprefixed
from workers.paste.parsed import WORD, LogLines, Mapped, Parsed, ParsedEvent
from workers.paste.sentences import (
    end_with_reason,
    state_alone,
    state_in_answer,
    state_quoted,
    state_within,
    tells_deletion,
)
from workers.paste.split.command import TypedCommand
from workers.paste.split.segment import Segment, parts
from workers.paste.tables.rows import event_header, header, is_rule, loose_pod, pod_row, rows
from workers.paste.told_facts import docker_state, told_facts

_CHANGES = ("delete", "patch", "edit", "exec", "debug", "annotate", "label")
_KUBELET_ERRORS = ("KillPodSandboxError:", "KillContainerError:", "CreatePodSandboxError:", "RunContainerError:")
MOST_OBJECTS = 2_000
LONGEST_COMMAND = 120
"""Characters; a longer one may have lost its line feeds."""
MOST_KINDS = 20
"""Different events of a journal among which a repetition is looked for."""
MOST_LINES = 5_000
"""Of a log, a journal or words; of a log the last ones count, since that is where it ends."""


def gather(lines: list[str]) -> Parsed:
    """Everything the lines hold, not yet sorted by pod."""
    found = Parsed()
    readers = {
        "command": _command, "describe": _describe, "yaml": _yaml, "json": _json, "table": _table, "events": _events,
        "row": _row, "journal": _journal, "log": _log, "text": _text,
    }  # fmt: skip
    for number, part in enumerate(parts(lines)):
        before = len(found.events)
        readers[part.form](found, part)
        for place in range(before, len(found.events)):
            found.events[place] = replace(found.events[place], part=number)
    return found


def _command(found: Parsed, part: Segment) -> None:
    typed = part.command
    if typed is None:
        return
    if len(part.lines[0]) > LONGEST_COMMAND:  # its output follows on the same line
        found.events.extend(quoted(part.lines[0])[0])
    if typed.shows_logs:
        found.logs_shown = True
    if typed.name and typed.kind in ("pod", "") and typed.verb in ("describe", "logs", "log", "get", *_CHANGES):
        found.focus.append((typed.namespace, typed.name))
        if typed.verb == "delete":
            found.deleted.append((typed.namespace, typed.name))


def _describe(found: Parsed, part: Segment) -> None:
    typed = part.command if part.fresh else None
    read = describe(part.lines, typed)
    if read.object is not None:
        found.objects.append(read.object)
    metadata = read.object.get("metadata", {}) if read.object else {}
    kind = read.object["kind"] if read.object else "Pod"
    for event in read.events:
        name = event.event.name or metadata.get("name", "")
        own = event.event.name or read.object is None
        told_event = event.event.model_copy(update={"name": name, "kind": event.event.kind if own else kind})
        found.events.append(
            replace(event, event=told_event, namespace=event.namespace or metadata.get("namespace", ""))
        )
    found.events_shown |= read.events_shown
    if read.left:
        _say(found, replace(part, lines=read.left, command=None))


def _yaml(found: Parsed, part: Segment) -> None:
    before = len(found.objects) + len(found.events) + len(found.words)
    for value in yaml_values(part.lines):
        _keep(found, value, part.command)
    if len(found.objects) + len(found.events) + len(found.words) == before:
        _say(found, part)


def _json(found: Parsed, part: Segment) -> None:
    value = json_value(part.lines)
    if not _is_object(value) and (state := docker_state(part.lines)):
        found.rows.append(state)
        return
    if len(part.lines) == 1 and _is_log(value):
        _say(found, part)
        return
    before = len(found.objects) + len(found.events) + len(found.words)
    if value is not None:
        _keep(found, value, part.command)
    if len(found.objects) + len(found.events) + len(found.words) == before:
        _say(found, part)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict | list) and next(iter(objects(value)), None) is not None


def _is_log(value: Any) -> bool:
    """One line of JSON is a log line unless it is an object of the API."""
    if not isinstance(value, dict):
        return not isinstance(value, list)
    return "log" in value or not next(iter(objects(value)), None)


def _keep(found: Parsed, value: Any, typed: TypedCommand | None) -> None:
    for item in objects(value):
        if len(found.objects) >= MOST_OBJECTS:
            return
        if item["kind"] == "Event":
            _keep_event(found, item)
        elif item["kind"] == "Status":
            found.words.append(str(item.get("message", ""))[:2000])
        else:
            found.objects.append(_named(item, typed))
        if item["kind"] == "Event" or str(item["kind"]).startswith("Event"):
            found.events_shown = True


def _named(item: Mapped, typed: TypedCommand | None) -> Mapped:
    """A fragment of `kubectl get pod NAME` is of that pod."""
    metadata = item.get("metadata")
    if item["kind"] != "Pod" or not typed or typed.kind != "pod" or not typed.name:
        return item
    if isinstance(metadata, dict) and not metadata.get("name"):
        return {**item, "metadata": {**metadata, "name": typed.name, "namespace": typed.namespace}}
    return item


def _keep_event(found: Parsed, item: Mapped) -> None:
    try:
        shape = wire.from_mapping(item, wire.V1Event)
    except wire.Unreadable:
        return
    regarding = shape.involved_object or shape.regarding
    found.events.extend(ParsedEvent(event, regarding.namespace if regarding else "") for event in parse.events([shape]))


def _table(found: Parsed, part: Segment) -> None:
    names = header(part.lines[0])
    for line in part.lines[1 : MOST_OBJECTS + 1]:
        row = rows(names, line) or loose_pod(line)
        if row is None:
            found.words.append(line.strip())
            found.rows.extend([fact] if (fact := state_quoted(line) or state_within(line)) else told_facts([line]).pods)
        elif row["kind"] == "Pod":
            found.rows.append(_in_namespace(row, part.command))
        else:
            found.objects.append(_in_namespace(row, part.command))


def _in_namespace(row: dict[str, Any], typed: TypedCommand | None) -> Mapped:
    if typed and typed.namespace and not row["metadata"].get("namespace"):
        row["metadata"]["namespace"] = typed.namespace
    return row


def _row(found: Parsed, part: Segment) -> None:
    if len(found.rows) >= MOST_OBJECTS:
        return
    row = pod_row(part.lines[0]) or loose_pod(part.lines[0])
    if row is not None:
        found.rows.append(_in_namespace(row, part.command))


def _events(found: Parsed, part: Segment) -> None:
    found.events_shown = True
    if len(found.events) > MOST_LINES:
        return
    order = {"first": True, "last": False}.get(event_header(part.lines[0]))
    namespace = part.command.namespace if part.command else ""
    events: list[ParsedEvent] = []
    chosen = own_columns(part.lines[0])
    for line in part.lines[:MOST_LINES]:
        if chosen and not event_header(line) and (told_event := in_columns(chosen, line)):
            events.append(told_event)
        elif not (event_header(line) or is_rule(line) or not line.strip()):
            add_line(events, line, first_seen_first=order)
    found.events.extend(replace(told, namespace=told.namespace or namespace) for told in events)


def _journal(found: Parsed, part: Segment) -> None:
    found.journal.extend(line for line in part.lines[-MOST_LINES:] if not logged(line))
    if own := [line for line in part.lines[-MOST_LINES:] if may_be_own(line)]:
        _say(found, replace(part, lines=own))
    for line in part.lines[-MOST_LINES:]:
        error = pod_error(line)
        if error is None:
            if fact := end_with_reason(line):
                found.rows.append(fact)
            else:
                found.rows.extend(told_facts([line]).pods)
            continue
        if error.event is not None:
            _count(found, ParsedEvent(error.event, error.namespace))
            found.events_shown = True
        if error.waiting is not None:
            reason, message = error.waiting
            status = {"name": error.container or "", "state": {"waiting": {"reason": reason, "message": message}}}
            metadata = {"name": error.pod, "namespace": error.namespace}
            found.rows.append({"kind": "Pod", "metadata": metadata, "status": {"containerStatuses": [status]}})


def _count(found: Parsed, told_event: ParsedEvent) -> None:
    """A node repeats itself: the same event again is one more of it."""
    for place, known in enumerate(found.events[-MOST_KINDS:], max(0, len(found.events) - MOST_KINDS)):
        if known.event.model_copy(update={"count": 1}) == told_event.event and known.namespace == told_event.namespace:
            event = known.event.model_copy(update={"count": known.event.count + 1})
            found.events[place] = replace(known, event=event)
            return
    found.events.append(told_event)


def _log(found: Parsed, part: Segment) -> None:
    found.logs_shown = True
    for line in part.lines[:3]:  # instead of a log kubectl may answer why there is none
        if fact := state_in_answer(line):
            _tell(found, _in_namespace(dict(fact), part.command))
            return
    _say(found, part)


def _tell(found: Parsed, row: Mapped) -> None:
    """A row that a line stands for. `PodInitializing`, logs' answer in all init troubles, yields to a table's word."""
    name = row["metadata"].get("name")
    if row.get(WORD) != "PodInitializing" or all(known["metadata"].get("name") != name for known in found.rows):
        found.rows.append(row)


def _say(found: Parsed, part: Segment) -> None:
    """Log lines, by whose they are."""
    typed = part.command if part.command and part.command.shows_logs else None
    shown = LogLines(())
    if typed:
        named = typed.name if typed.kind in ("pod", "") else ""
        shown = LogLines((), named, typed.namespace, typed.container, bool(typed.previous))
    group: list[str] = []
    whose: LogLines | None = None
    for line in part.lines[-MOST_LINES:]:
        bare = unprefixed(line)
        speaker = shown
        if bare:
            pod, namespace = bare.pod or shown.pod, bare.namespace or shown.namespace
            speaker = replace(shown, pod=pod, namespace=namespace, container=bare.container or shown.container)
        if whose is not None and speaker != whose:
            found.logs.append(replace(whose, lines=tuple(group)))
            group = []
        whose = speaker
        group.append(bare.text if bare else line)
    if whose is not None:
        found.logs.append(replace(whose, lines=tuple(group)))


def _anybodys(line: str) -> bool:
    """Whether the node, too, may have written the line: no mark of a log, or an error of the kubelet's."""
    return not looks_logged(line) or line.lstrip().startswith(_KUBELET_ERRORS)


def _text(found: Parsed, part: Segment) -> None:
    """Lines of no form: what a program wrote is a log, what a person wrote are words."""
    part = replace(part, lines=part.lines[-MOST_LINES:])
    if part.command and part.command.kind == "event" and part.lines[0].startswith("No resources found"):
        found.events_shown = True  # kubectl's word for an empty list: looked at, and nothing there
    logged = any(looks_logged(line) or troubled(line) for line in part.lines)
    output = part.fresh and part.command is not None and not part.command.shows_logs
    written: list[str] = []
    facts = told_facts(part.lines)
    for number, line in enumerate(part.lines):
        inside, around = quoted(line)
        if inside:
            found.events_shown = True
            found.events.extend(inside)
            found.words.append(around.strip())
        elif not line.strip(" .-"):
            continue
        elif fact := state_alone(line):
            found.rows.append(fact)
        elif number in facts.runners:
            continue
        elif (
            number in facts.unlogged
            or looks_said(line, among_logs=logged)
            or (output and not logged)
            or tells_deletion(line)
        ):
            found.words.extend([line.strip()] if line.strip("-=_*~. ") else [])
        else:
            written.append(line)
            found.words.extend([line.strip()] if _anybodys(line) else [])
        if fact := state_quoted(line) or (None if number in facts.telling else state_within(line)):
            _tell(found, fact)
    found.rows.extend(facts.pods)
    if part.command and part.fresh and part.command.text.startswith("echo "):
        found.rows.extend(told_facts([part.command.text, *part.lines[:1]]).pods)
    if written:
        _say(found, replace(part, lines=written))
