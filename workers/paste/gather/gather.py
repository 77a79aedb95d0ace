"""Reads each segment of a paste by its form and puts everything into one Parsed. Pure."""

from dataclasses import replace

from workers.paste.describe.reader import describe
from workers.paste.events.forms import in_columns, own_columns
from workers.paste.events.lines import add_line
from workers.paste.events.quoted import quoted
from workers.paste.gather.alerts import add_alerts
from workers.paste.gather.documents import add_json, add_yaml
from workers.paste.gather.journal import add_journal
from workers.paste.gather.rows import add_lone_row, add_table
from workers.paste.gather.text import MOST_LINES, add_answer, add_log, add_text
from workers.paste.parsed import Parsed, ParsedEvent
from workers.paste.split.segment import Segment, parts
from workers.paste.tables.rows import event_header, is_rule

_CHANGES = ("delete", "patch", "edit", "exec", "debug", "annotate", "label")
MOST_TEXT = 2 * MOST_LINES
"""Lines of no form in a whole paste: each is read for what it tells, at 0.1 ms a sentence."""
LONGEST_COMMAND = 120
"""Characters; a longer one may have lost its line feeds."""


def gather(lines: list[str]) -> Parsed:
    """Everything the lines hold, not yet sorted by pod."""
    parsed = Parsed()
    readers = {
        "command": _command, "describe": _describe, "yaml": add_yaml, "json": add_json, "table": add_table,
        "events": _events, "row": add_lone_row, "journal": add_journal, "log": add_answer, "text": add_text,
    }  # fmt: skip
    left = MOST_TEXT
    for number, segment in enumerate(parts(add_alerts(parsed, lines))):
        before = len(parsed.events)
        if segment.form == "text":
            if not left:
                continue
            segment = replace(segment, lines=segment.lines[-min(left, MOST_LINES) :])
            left -= len(segment.lines)
        readers[segment.form](parsed, segment)
        for place in range(before, len(parsed.events)):
            parsed.events[place] = replace(parsed.events[place], part=number)
    return parsed


def _command(parsed: Parsed, segment: Segment) -> None:
    typed = segment.command
    if typed is None:
        return
    if len(segment.lines[0]) > LONGEST_COMMAND:  # its output follows on the same line
        parsed.events.extend(quoted(segment.lines[0])[0])
    if typed.shows_logs:
        parsed.logs_shown = True
    if typed.name and typed.kind in ("pod", "") and typed.verb in ("describe", "logs", "log", "get", *_CHANGES):
        parsed.focus.append((typed.namespace, typed.name))
        if typed.verb == "delete":
            parsed.deleted.append((typed.namespace, typed.name))


def _describe(parsed: Parsed, segment: Segment) -> None:
    typed = segment.command if segment.fresh else None
    read = describe(segment.lines, typed)
    if read.object is not None:
        parsed.objects.append(read.object)
    metadata = read.object.get("metadata", {}) if read.object else {}
    kind = read.object["kind"] if read.object else "Pod"
    for parsed_event in read.events:
        event = parsed_event.event
        own = event.name or read.object is None
        named = event.model_copy(
            update={"name": event.name or metadata.get("name", ""), "kind": event.kind if own else kind}
        )
        namespace = parsed_event.namespace or metadata.get("namespace", "")
        parsed.events.append(replace(parsed_event, event=named, namespace=namespace))
    parsed.events_shown |= read.events_shown
    parsed.events_whole |= read.events_whole
    if read.left:
        add_log(parsed, replace(segment, lines=read.left, command=None))


def _events(parsed: Parsed, segment: Segment) -> None:
    parsed.events_shown = True
    parsed.events_whole |= any(map(event_header, segment.lines[:3]))
    if len(parsed.events) > MOST_LINES:
        return
    order = {"first": True, "last": False}.get(event_header(segment.lines[0]))
    namespace = segment.command.namespace if segment.command else ""
    events: list[ParsedEvent] = []
    chosen = own_columns(segment.lines[0])
    for line in segment.lines[:MOST_LINES]:
        if chosen and not event_header(line) and (parsed_event := in_columns(chosen, line)):
            events.append(parsed_event)
        elif not (event_header(line) or is_rule(line) or not line.strip()):
            add_line(events, line, first_seen_first=order)
    parsed.events.extend(replace(each, namespace=each.namespace or namespace) for each in events)
