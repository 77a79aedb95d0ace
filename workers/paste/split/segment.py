"""Cuts a paste into parts that each have one form: command, described object, YAML, JSON, table, events, journal, text.

Pure. It decides by the form of lines alone and never loses one: what fits nothing is `text`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workers.paste.command import TypedCommand
from workers.paste.describe import keys
from workers.paste.documents import yaml_keys
from workers.paste.documents.json import OpenString
from workers.paste.events.forms import in_columns, own_columns
from workers.paste.events.lines import event_line
from workers.paste.split.clean import FENCED, OPENED
from workers.paste.split.forms import Form
from workers.paste.split.lines import Lines
from workers.paste.tables.rows import event_header, header, is_rule, pod_row
from workers.paste.writers.node import is_node_line

MOST_PARTS = 2_000
"""A cluster's worth of described pods has a few hundred; what is cut finer is noise, and read as plain text."""

MOST_LEADING = 4
"""Weak fields of a container's state that may stand before its exit code: reason, message, signal."""


@dataclass(frozen=True)
class Segment:
    """Lines of one form, and the command whose output they are, if one was typed before them."""

    form: Form
    lines: list[str]
    command: TypedCommand | None = None
    fresh: bool = True
    """They follow the command directly: nothing else of its output and no empty line stands between."""
    outside: bool = False
    """They stand outside of a paste's fences: what somebody wrote around what they copied."""


def parts(lines: list[str]) -> Iterator[Segment]:
    """The parts of a paste in order; empty lines between them are dropped."""
    yield from _Cutter(lines).parts()


class _Cutter(Lines):
    """Moves over the lines, part by part."""

    def parts(self) -> Iterator[Segment]:
        cut = 0
        fenced = OPENED in self.lines
        outside = fenced
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if cut >= MOST_PARTS:
                yield Segment("text", self.lines[self.at :])
                return
            if not line.strip():
                self.at += 1
                self.fresh = False
                outside = fenced and (line == FENCED or (outside and line != OPENED))
                self.command = None if line == FENCED else self.command
                continue
            if typed := self.prompt(self.at):
                self.command, self.fresh = typed, True
                self.at += 1
                cut += 1
                yield Segment("command", [line], typed)
                continue
            cut += 1
            form = self.form()
            start = self.at
            self.at = max(self.end(form), start + 1)
            yield Segment(form, self.lines[start : self.at], self.command, self.fresh, outside)
            self.fresh = False

    def form(self) -> Form:
        """The form of the line we are at."""
        line = self.lines[self.at]
        if self.command and self.command.shows_logs and not self.leaves_log(self.at):
            return "log"
        return self.shape(self.at) or ("describe" if self.weakly_described(line) else "text")

    def weakly_described(self, line: str) -> bool:
        """A field that other programs print as well, next to another field of describe."""
        if not keys.key_of(line):
            return False
        return any(keys.key_of(other) for other in self.following(self.at)[:2])

    def end(self, form: Form) -> int:
        """Where the part that begins here ends."""
        ends = {
            "describe": self.end_of_describe, "yaml": self.end_of_yaml, "json": self.end_of_json,
            "table": self.end_of_table, "events": self.end_of_events, "journal": self.end_of_journal,
            "log": self.end_of_log, "text": self.end_of_text,
        }  # fmt: skip
        return ends[form]() if form in ends else self.at + 1

    def end_of_describe(self) -> int:
        at, named, events = self.at, False, False
        while at < len(self.lines):
            line = self.lines[at]
            if not line.strip():
                at = self.after_gap(at, events)
                if at < 0:
                    return -at
                continue
            field = keys.key_of(line)
            if field and field[1] == "Name" and field[0] < 2 and not self.names_source(at):
                if named:
                    return at
                named = True
            if field and field[1] == "Events":
                events = True
            elif at > self.at and self.breaks_describe(at, events):
                return at
            at += 1
        return at

    def end_of_yaml(self) -> int:
        base = len(self.lines[self.at]) - len(self.lines[self.at].lstrip())
        at = self.at + 1
        while at < len(self.lines):
            line = self.lines[at]
            if not line.strip():
                if not self.yaml_goes_on(at, base):
                    return at
            elif self.prompt(at) or self.breaks_yaml(at, base):
                return at
            at += 1
        return at

    def end_of_json(self) -> int:
        start = self.lines[self.at]
        text = start.strip()
        if text[0] in "{[" and text[-1] in "}]," and len(text) > 2 and text not in ("[{", "[ {"):
            return self.at + 1
        indent = len(start) - len(start.lstrip())
        closing = {"{": "}", "[": "]"}.get(text[0], "")
        at, odd = self.at + 1, 0
        strings = OpenString(start)
        while at < len(self.lines):
            line = self.lines[at]
            head = line.strip()
            if strings.go_on():
                strings.read(line)
                at += 1
                continue
            strings.read(line)
            if head[:1] == closing != "" and len(line) - len(line.lstrip()) <= indent:
                return at + 1
            odd = 0 if yaml_keys.jsonish(line) else odd + 1
            if odd > 2 or (odd and (not head or self.prompt(at) or keys.begins(line))):
                return at - odd + 1
            at += 1
        return at

    def end_of_table(self) -> int:
        at = self.at + 1
        while at < len(self.lines) and (line := self.lines[at]).strip():
            if header(line) or event_header(line) or self.prompt(at) or keys.begins(line) or is_node_line(line):
                return at
            if (event_line(line) and not pod_row(line)) or line == "---" or yaml_keys.yaml_begins(line):
                return at
            at += 1
        return at

    def end_of_events(self) -> int:
        at = self.at + 1
        headed = bool(event_header(self.lines[self.at]))
        chosen = own_columns(self.lines[self.at])
        while at < len(self.lines) and (line := self.lines[at]).strip():
            if self.prompt(at) or (headed and event_header(line)):
                return at
            is_event = (
                is_rule(line) or (not pod_row(line) and event_line(line)) or (chosen and in_columns(chosen, line))
            )
            if not (is_event or is_rule(line) or (chosen and in_columns(chosen, line)) or self.continues(at)):
                return at
            at += 1
        return at

    def end_of_journal(self) -> int:
        at = self.at + 1
        while at < len(self.lines) and self.lines[at].strip() and is_node_line(self.lines[at]) and not self.prompt(at):
            at += 1
        return at

    def end_of_log(self) -> int:
        at = self.at
        while at < len(self.lines):
            line = self.lines[at]
            if line == FENCED:
                return at
            if line.strip() and at > self.at:
                if self.prompt(at):
                    return at
                if not self.lines[at - 1].strip() and self.leaves_log(at):
                    return at
                if self.state_described(at):
                    return at
            at += 1
        return at

    def end_of_text(self) -> int:
        at = self.at + 1
        while at < len(self.lines) and self.lines[at].strip():
            if self.prompt(at) or self.shape(at) or self.leads_to_description(at):
                return at
            at += 1
        return at

    def state_described(self, at: int) -> bool:
        """`Last State: Terminated` with `Reason:` or `Exit Code:` below it, which no program logs."""
        line = self.lines[at]
        if not line.lstrip().startswith(("State:", "Last State:")):
            return False
        return any(keys.key_of(other) for other in self.following(at)[:1])

    def leads_to_description(self, at: int) -> bool:
        """`Reason:` right above `Exit Code:`, cut off from the `Last State:` before it."""
        for line in self.lines[at : at + MOST_LEADING]:
            if not keys.key_of(line):
                return False
            if keys.begins(line):
                return True
        return False
