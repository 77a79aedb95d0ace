"""The node's own lines: the pod errors in them, and the lines themselves. Pure."""

from dataclasses import replace

from workers.paste.events.forms import logged
from workers.paste.events.journal import pod_error
from workers.paste.gather.text import MOST_LINES, add_log
from workers.paste.parsed import Parsed, ParsedEvent
from workers.paste.sentences.facts import line_facts
from workers.paste.sentences.states import end_with_reason
from workers.paste.split.segment import Segment
from workers.paste.writers.node import may_be_program
from workers.paste.writers.tellers import is_node_unit
from workers.paste.writers.writer import platform_shown

MOST_KINDS = 20
"""Different events of a journal among which a repetition is looked for."""


def add_journal(parsed: Parsed, segment: Segment) -> None:
    """The lines themselves, and the events and waits of pods in them."""
    parsed.journal.extend(line for line in segment.lines[-MOST_LINES:] if not logged(line))
    if own := [line for line in segment.lines[-MOST_LINES:] if may_be_program(line)]:
        add_log(parsed, replace(segment, lines=own))
    for line in segment.lines[-MOST_LINES:]:
        error = pod_error(line)
        if error is None:
            if (platform := platform_shown(line)) and not is_node_unit(line):
                parsed.platforms.append(platform)
            if fact := end_with_reason(line):
                parsed.rows.append(fact)
            else:
                parsed.rows.extend(line_facts([line]).pods)
            continue
        if error.event is not None:
            _count(parsed, ParsedEvent(error.event, error.namespace))
            parsed.events_shown = True
        if error.waiting is not None:
            reason, message = error.waiting
            status = {"name": error.container or "", "state": {"waiting": {"reason": reason, "message": message}}}
            metadata = {"name": error.pod, "namespace": error.namespace}
            parsed.rows.append({"kind": "Pod", "metadata": metadata, "status": {"containerStatuses": [status]}})


def _count(parsed: Parsed, reported: ParsedEvent) -> None:
    """A node repeats itself: the same event again is one more of it."""
    for place, known in enumerate(parsed.events[-MOST_KINDS:], max(0, len(parsed.events) - MOST_KINDS)):
        if known.event.model_copy(update={"count": 1}) == reported.event and known.namespace == reported.namespace:
            event = known.event.model_copy(update={"count": known.event.count + 1})
            parsed.events[place] = replace(known, event=event)
            return
    parsed.events.append(reported)
