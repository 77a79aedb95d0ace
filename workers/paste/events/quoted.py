"""Events that a sentence quotes, in backticks, in quotation marks or just so; and the sentence around them. Pure."""

import re

from workers.paste.events.lines import event_line
from workers.paste.parsed import ParsedEvent
from workers.paste.writers.program import looks_logged

_SHORTEST = 12
"""Characters. What is shorter between quotation marks is a name."""
_MOST = 20
_INSIDE = re.compile(
    r"(?:Liveness|Readiness|Startup) probe (?:failed|errored): |\d{1,6}/\d{1,6} nodes are available: "
    r"|The node was low on resource: |Back-off restarting failed container|Marking for deletion Pod "
    r"|Container [\w.-]{1,63} failed (?:liveness|startup) probe, will be restarted|Predicate \w{3,40} failed"
    r'|MountVolume\.\w{3,40} failed for volume|Error: (?:configmaps?|secrets?) "|(?:Exec|HTTP|Http) lifecycle hook \('
)
"""Beginnings of messages that nothing but Kubernetes writes: they need no quotation marks."""
_MARKS = (
    "`",
    '"',
    " probe",
    "nodes are",
    "low on",
    "Back-off",
    "Marking",
    "Predicate",
    "MountVolume.",
    "Error: ",
    "hook (",
)
"""One of them stands in every line that holds an event: most lines are done after this look."""


def quoted(line: str) -> tuple[list[ParsedEvent], str]:
    """The events within a line, and what is left of it; none for a line of a log."""
    if not any(mark in line for mark in _MARKS) or looks_logged(line):
        return [], line
    spans = _spans(line)
    events = [(span, event) for span in spans if len(span) > _SHORTEST and (event := event_line(span))]
    for span, _ in events:
        line = line.replace(span, "…", 1)
    return [event for _, event in events], line


def _spans(line: str) -> list[str]:
    if "`" in line:
        return line.split("`")[1::2][:_MOST]
    first, last = line.find('"'), line.rfind('"')
    if first >= 0:
        span = line[first + 1 : last] if last > first else line[first + 1 :]
        if event_line(span):
            return [span]
    match = _INSIDE.search(line, 1)
    return [line[match.start() :].rstrip()] if match else []
