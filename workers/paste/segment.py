"""Cuts a paste into parts that each have one form: command, described object, YAML, JSON, table, events, journal, text.

Pure. It decides by the form of lines alone and never loses one: what fits nothing is `text`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workers.paste import describe_keys, yaml_keys
from workers.paste.clean import FENCED
from workers.paste.command import Command, command
from workers.paste.events import event_line
from workers.paste.journal import is_journal
from workers.paste.json_loose import OpenString
from workers.paste.logs import looks_logged, looks_said
from workers.paste.tables import event_header, header, is_rule, loose_pod, pod_row
from workers.paste.unwrap import WIDEST

Form = Literal["command", "describe", "yaml", "json", "table", "events", "journal", "row", "log", "text"]
_LONGEST_MESSAGE = 12
"""Lines of a probe's or mount's output inside an event, after which the next event is looked for."""
MOST_PARTS = 3_000
"""A cluster's worth of described pods has a few hundred; what is cut finer is noise, and read as plain text."""
_SHORTEST = 5
"""`kind:`. What is shorter has no form."""
_BRACKETS = frozenset({"{", "[", "[{", "---"})
_LONGEST_ENDING = 80
"""Lines of a termination message (the API keeps 80 lines of a log in it), which describe prints without indentation."""
_LOOK_AHEAD = 4
"""Lines after a doubtful one that may settle what it is."""


@dataclass(frozen=True)
class Part:
    """Lines of one form, and the command whose output they are, if one was typed before them."""

    form: Form
    lines: list[str]
    command: Command | None = None
    fresh: bool = True
    """They follow the command directly: nothing else of its output and no empty line stands between."""


def parts(lines: list[str]) -> Iterator[Part]:
    """The parts of a paste in order; empty lines between them are dropped."""
    yield from _Cutter(lines).parts()


class _Cutter:
    """The lines, and how far they have been cut."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.width = max(map(len, lines), default=0)
        self.at = 0
        self.command: Command | None = None
        self.fresh = True

    def parts(self) -> Iterator[Part]:
        cut = 0
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if cut >= MOST_PARTS:
                yield Part("text", self.lines[self.at :])
                return
            if not line.strip():
                self.at += 1
                self.fresh = False
                self.command = None if line == FENCED else self.command
                continue
            if typed := self.prompt(self.at):
                self.command, self.fresh = typed, True
                self.at += 1
                cut += 1
                yield Part("command", [line], typed)
                continue
            cut += 1
            form = self.form()
            start = self.at
            self.at = max(self.end(form), start + 1)
            yield Part(form, self.lines[start : self.at], self.command, self.fresh)
            self.fresh = False

    def prompt(self, at: int) -> Command | None:
        line = self.lines[at]
        head = line.lstrip()[:1]
        if head and (head in "$#%>[(~❯➜λ»+" or "$" in line[:160] or "#" in line[:160] or _names_tool(line)):
            return command(line)
        return None

    def following(self, at: int) -> list[str]:
        return [line for line in self.lines[at + 1 : at + 1 + _LOOK_AHEAD] if line.strip()]

    def form(self) -> Form:
        """The form of the line we are at."""
        line = self.lines[self.at]
        if self.command and self.command.shows_logs and not self.leaves_log(self.at):
            return "log"
        return self.shape(self.at) or ("describe" if self.weakly_described(line) else "text")

    def shape(self, at: int) -> Form | None:
        """The form of a line that is no plain text."""
        line = self.lines[at]
        if len(line) < _SHORTEST and line.strip() not in _BRACKETS:
            return None
        if describe_keys.begins(line):
            return "describe"
        if line.lstrip()[:1] in '{["' and yaml_keys.json_begins(line, self.following(at)):
            return "json"
        if event_header(line) or is_rule(line):
            return "events"
        if header(line):
            return "table"
        if is_journal(line):
            return "journal"
        if pod_row(line):
            return "row"
        if event_line(line):
            return "events"
        if loose_pod(line):
            return "row"
        if not yaml_keys.yaml_key(line) and line[:3] != "---":
            return None
        return "yaml" if yaml_keys.yaml_may_begin(line, self.following(at)) else None

    def weakly_described(self, line: str) -> bool:
        """A field that other programs print as well, next to another field of describe."""
        if not describe_keys.key_of(line):
            return False
        return any(describe_keys.key_of(other) for other in self.following(self.at)[:2])

    def leaves_log(self, at: int) -> bool:
        """Whether what follows an empty line in a log's output is another command's output after all."""
        if self.fresh and at and self.lines[at - 1].strip():
            return False
        line = self.lines[at]
        if header(line) or event_header(line) or describe_keys.begins(line) or pod_row(line):
            return True
        if looks_said(line, among_logs=True):
            return True
        told = event_line(line) if "Warning" in line or "Normal" in line else None
        return told is not None or (line.strip() in ("apiVersion: v1", "{") and not self.fresh)

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
            found = describe_keys.key_of(line)
            if found and found[1] == "Name" and found[0] < 2 and not self.names_source(at):
                if named:
                    return at
                named = True
            if found and found[1] == "Events":
                events = True
            elif at > self.at and self.breaks_describe(at, events):
                return at
            at += 1
        return at

    def names_source(self, at: int) -> bool:
        """Whether this is the `Name:` of a volume's ConfigMap, which stands below its `Type:`."""
        before = describe_keys.key_of(self.lines[at - 1]) if at else None
        return before is not None and before[1] == "Type"

    def after_gap(self, at: int, events: bool) -> int:
        """The next line of the description after empty ones, or minus the place where it ended."""
        gap = at
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        if at >= len(self.lines):
            return -at
        line = self.lines[at]
        if describe_keys.key_of(line) and (describe_keys.begins(line) or line.startswith(" ")):
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
        if not line.startswith(" ") and (is_journal(line) or pod_row(line)):
            return True
        if not line.startswith(" ") and looks_logged(line) and not describe_keys.key_of(line):
            return not any(describe_keys.begins(other) for other in self.lines[at + 1 : at + 1 + _LONGEST_ENDING])
        return yaml_keys.yaml_begins(line) and not describe_keys.key_of(line) and "=" not in line

    def continues(self, at: int) -> bool:
        """Whether the line goes on with the message of the event above it."""
        line = self.lines[at]
        if describe_keys.begins(line) or header(line) or looks_logged(line) or is_journal(line):
            return False
        if yaml_keys.yaml_begins(line) or pod_row(line) or line.strip() == "<none>":
            return line.strip() == "<none>"
        return line.startswith("      ") or self.wrapped(at) or self.event_follows(at)

    def wrapped(self, at: int) -> bool:
        """Whether the line's first word did not fit at the end of the line before."""
        before = self.lines[at - 1]
        if (told := event_line(before)) and not told.event.message:
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

    def yaml_goes_on(self, at: int, base: int) -> bool:
        """Whether the document goes on after an empty line: a string of several lines may hold one."""
        for line in self.lines[at : at + _LOOK_AHEAD]:
            if line.strip():
                if line == "---":
                    return True
                deeper = len(line) - len(line.lstrip()) > base
                other = describe_keys.begins(line) or event_line(line)
                return (deeper and not other) or yaml_keys.yaml_begins(line)
        return False

    def breaks_yaml(self, at: int, base: int) -> bool:
        line = self.lines[at]
        if len(line) - len(line.lstrip()) > base and not describe_keys.begins(line):
            return "Warning " in line and event_line(line) is not None
        if describe_keys.begins(line) or header(line) or event_header(line):
            return True
        if yaml_keys.yamlish(line):
            return False
        nearby = self.following(at)
        wrapped = self.wrapped(at) and bool(nearby) and yaml_keys.yaml_key(nearby[0]) is not None
        return not (wrapped or line.lstrip().startswith(("- ", "'", '"', "}")))

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
            if odd > 2 or (odd and (not head or self.prompt(at) or describe_keys.begins(line))):
                return at - odd + 1
            at += 1
        return at

    def end_of_table(self) -> int:
        at = self.at + 1
        while at < len(self.lines) and (line := self.lines[at]).strip():
            if header(line) or event_header(line) or self.prompt(at) or describe_keys.begins(line) or is_journal(line):
                return at
            if (event_line(line) and not pod_row(line)) or line == "---" or yaml_keys.yaml_begins(line):
                return at
            at += 1
        return at

    def end_of_events(self) -> int:
        at = self.at + 1
        headed = bool(event_header(self.lines[self.at]))
        while at < len(self.lines) and (line := self.lines[at]).strip():
            if self.prompt(at) or (headed and event_header(line)):
                return at
            told = is_rule(line) or (not pod_row(line) and event_line(line))
            if not told and not self.continues(at):
                return at
            at += 1
        return at

    def end_of_journal(self) -> int:
        at = self.at + 1
        while at < len(self.lines) and self.lines[at].strip() and is_journal(self.lines[at]) and not self.prompt(at):
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
            at += 1
        return at

    def end_of_text(self) -> int:
        at = self.at + 1
        while at < len(self.lines) and self.lines[at].strip():
            if self.prompt(at) or self.shape(at):
                return at
            at += 1
        return at


def _names_tool(line: str) -> bool:
    return line.lstrip().startswith(("kubectl ", "oc ", "k "))
