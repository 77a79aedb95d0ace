"""The lines of a paste and what can be asked of them: whether a line goes on with the one above.

Pure. It answers for one line at a time and moves nothing; `segment` cuts.
"""

import re

from workers.paste.command import TypedCommand
from workers.paste.describe import keys
from workers.paste.documents import yaml_keys
from workers.paste.events.lines import event_line
from workers.paste.split.forms import Form, form_of, typed_command
from workers.paste.split.unwrap import WIDEST
from workers.paste.tables.rows import event_header, header, is_rule, pod_row
from workers.paste.writers.node import is_node_line
from workers.paste.writers.person import looks_said
from workers.paste.writers.program import looks_logged

_LONGEST_MESSAGE = 12
"""Lines of a probe's or mount's output inside an event, after which the next event is looked for."""
_LONGEST_ENDING = 80
"""Lines of a termination message (the API keeps 80 lines of a log in it), which describe prints without indentation."""
_CURL_METER = re.compile(r"\s{0,6}\d{1,3}\s{1,6}\S{1,6}\s.{10,80}[-\d]:[-\d]{2}:[-\d]{2}\s")
"""A row of curl's progress meter, which a probe's output begins with; the error may stand on the same line."""
_LOOK_AHEAD = 4
"""Lines after a doubtful one that may settle what it is."""


class Lines:
    """The lines, and where in them we are."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.width = max(map(len, lines), default=0)
        self.at = 0
        self.command: TypedCommand | None = None
        self.fresh = True

    def prompt(self, at: int) -> TypedCommand | None:
        return typed_command(self.lines[at])

    def following(self, at: int) -> list[str]:
        return [line for line in self.lines[at + 1 : at + 1 + _LOOK_AHEAD] if line.strip()]

    def shape(self, at: int) -> Form | None:
        """The form of a line that is no plain text."""
        return form_of(self.lines[at], self.following(at))

    def leaves_log(self, at: int) -> bool:
        """Whether what follows an empty line in a log's output is another command's output after all."""
        if self.fresh and at and self.lines[at - 1].strip():
            return False
        line = self.lines[at]
        if header(line) or event_header(line) or keys.begins(line) or pod_row(line):
            return True
        if looks_said(line, among_logs=True):
            return True
        event = event_line(line) if "Warning" in line or "Normal" in line else None
        return event is not None or (line.strip() in ("apiVersion: v1", "{") and not self.fresh)

    def wrapped(self, at: int) -> bool:
        """Whether the line's first word did not fit at the end of the line before."""
        before = self.lines[at - 1]
        if (event := event_line(before)) and not event.event.message:
            return True
        word = self.lines[at].split(None, 1)[0]
        return self.width <= WIDEST and len(before) + 1 + len(word) > self.width

    def event_follows(self, at: int) -> bool:
        """Whether the table of events goes on below, so that the line is one of a message of several lines."""
        for line in self.lines[at + 1 : at + 1 + _LONGEST_MESSAGE]:
            if not line.strip():
                return False
            if ("Warning" in line or "Normal" in line) and event_line(line):
                return True
        return False

    def continues(self, at: int) -> bool:
        """Whether the line goes on with the message of the event above it."""
        line = self.lines[at]
        if _CURL_METER.match(line):
            return True
        if keys.begins(line) or header(line) or looks_logged(line) or is_node_line(line):
            return False
        if yaml_keys.yaml_begins(line) or pod_row(line) or line.strip() == "<none>":
            return line.strip() == "<none>"
        return line.startswith("      ") or self.wrapped(at) or self.event_follows(at)

    def names_source(self, at: int) -> bool:
        """Whether this is the `Name:` of a volume's ConfigMap, which stands below its `Type:`."""
        before = keys.key_of(self.lines[at - 1]) if at else None
        return before is not None and before[1] == "Type"

    def after_gap(self, at: int, events: bool) -> int:
        """The next line of the description after empty ones, or minus the place where it ended."""
        gap = at
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        if at >= len(self.lines):
            return -at
        line = self.lines[at]
        if keys.key_of(line) and (keys.begins(line) or line.startswith(" ")):
            return at
        return at if event_header(line) or (events and at - gap < 2 and event_line(line)) else -at

    def breaks_describe(self, at: int, events: bool) -> bool:
        """Whether a line cannot belong to the description above it."""
        line = self.lines[at]
        if self.prompt(at):
            return True
        if events:
            return not (event_header(line) or event_line(line) or is_rule(line) or self.continues(at))
        if header(line) and not event_header(line):
            return not line.startswith(" ")
        if line[:1] in "{" and yaml_keys.json_begins(line, []):
            return True
        if not line.startswith(" ") and (is_node_line(line) or pod_row(line)):
            return True
        foreign = not line.startswith(" ") and not keys.key_of(line)
        if foreign and (self.lines[at - 1].startswith(" ") or looks_logged(line) or looks_said(line)):
            return not any(keys.begins(other) for other in self.lines[at + 1 : at + 1 + _LONGEST_ENDING])
        return yaml_keys.yaml_begins(line) and not keys.key_of(line) and "=" not in line

    def yaml_goes_on(self, at: int, base: int) -> bool:
        """Whether the document goes on after an empty line: a string of several lines may hold one."""
        for line in self.lines[at : at + _LOOK_AHEAD]:
            if line.strip():
                if line == "---":
                    return True
                deeper = len(line) - len(line.lstrip()) > base
                other = keys.begins(line) or event_line(line)
                return (deeper and not other) or yaml_keys.yaml_begins(line)
        return False

    def breaks_yaml(self, at: int, base: int) -> bool:
        line = self.lines[at]
        if len(line) - len(line.lstrip()) > base and not keys.begins(line):
            return "Warning " in line and event_line(line) is not None
        if keys.begins(line) or header(line) or event_header(line):
            return True
        if yaml_keys.yamlish(line):
            return False
        nearby = self.following(at)
        wrapped = self.wrapped(at) and bool(nearby) and yaml_keys.yaml_key(nearby[0]) is not None
        return not (wrapped or line.lstrip().startswith(("- ", "'", '"', "}")))
