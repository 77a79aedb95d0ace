"""Event lines: of describe, of `get events` old and new, with or without columns, and bare messages.

Pure. A line is taken apart word by word from its left; the message is whatever remains, with its own spacing.
Layouts: kubectl `pkg/describe/describe.go` (DescribeEvents) and `pkg/printers/internalversion/printers.go`
(printEvent) of 1.5 (`FirstSeen LastSeen Count From SubObjectPath Type Reason Message`), 1.9, 1.14 and later.
"""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from core.number import whole_number
from workers.paste.events.build import LONGEST, SUBJECT, build_event
from workers.paste.events.forms import headed, keyed, untyped_row
from workers.paste.events.messages import known_reason, reason_of
from workers.paste.parsed import ParsedEvent
from workers.paste.vocabulary.ages import AGE, seconds
from workers.paste.vocabulary.kinds import KINDS

_WORD = re.compile(r"\S+")
_AGE = re.compile(AGE + r"\Z")
_TIMES = re.compile(r"\(x(\d{1,9})(?: over (" + AGE + r"))?\)")
_OBJECT = re.compile(r"([a-z]{2,40}(?:\.[a-z0-9.-]{1,60})?)/([\w.-]{1,253})\Z", re.IGNORECASE)
_BRACED = re.compile(r"\{([\w.-]{1,100})(?:[ ,]\s{0,3}([\w.:-]{0,253}))?\s?\}")
_TILT = re.compile(r"^\[event: ([a-z]{2,40}) (?:([\w.-]{1,63})/)?([\w.-]{1,253})\]\s{0,4}(\S.*)$")
_REASON_FIRST = re.compile(r"([A-Z][A-Za-z]{3,60})(?:\s{2,}|\t)(\S.*)$")
_TIMED = re.compile(
    r"\[?(?:\d{1,4}[/-]\d{1,2}[/-]\d{1,4}[,T ] ?)?\d{1,2}:\d\d(?::\d\d)?[\d.,]{0,10}(?: ?[AP]M|Z)?\]?[ \t]{1,8}(\S.*)$"
)
"""Events as web consoles and log stores list them: a time, then the message."""
_LAST_COLUMNS = re.compile(r"\s{2,20}(" + AGE + r")\s{2,20}(\d{1,9})\s{2,20}[\w.-]{1,253}\.[0-9a-f]{3,20}$")
_TYPES = ("Normal", "Warning")


@dataclass
class _Line:
    """A line and how far it has been read."""

    text: str
    at: int = 0
    ages: list[float | None] = field(default_factory=list)
    count: int | None = None
    over: float | None = None

    def peek(self) -> str:
        match = _WORD.search(self.text, self.at)
        return match.group() if match else ""

    def take(self) -> str:
        match = _WORD.search(self.text, self.at)
        if not match:
            return ""
        self.at = match.end()
        return match.group()

    def rest(self) -> str:
        return self.text[self.at :].strip()

    def take_ages(self) -> None:
        """Ages at this place: `5s`, `5s (x3 over 30s)`, `22h 19s 4631`."""
        while _AGE.match(self.peek()):
            self.ages.append(seconds(self.take()))
            lead = len(self.text) - len(self.text[self.at :].lstrip())
            if match := _TIMES.match(self.text, lead):
                self.count, self.over, self.at = int(match[1]), seconds(match[2] or ""), match.end()
        if len(self.ages) == 2 and (count := whole_number(self.peek())) is not None:
            self.take()
            self.count = count


@lru_cache(maxsize=16384)  # two passes over the whole paste ask about each line; 64 KB of short lines are 11,000
def event_line(line: str, *, first_seen_first: bool | None = None) -> ParsedEvent | None:
    """The event in a line that holds one in any known layout, else None."""
    if line.startswith("[event: ") and (match := _TILT.match(line)):
        kind, namespace, name, message = match.groups()
        return _parsed_event(_Line(message), "", reason_of(message) or "", message, kind, name, namespace or "")
    at = _type_at(line)
    if at is None:
        return keyed(line) if " type=" in line and "reason=" in line else _untyped(line)
    before, after = _Line(line[:at]), _Line(line, at)
    kind_word = after.take()
    if not before.peek():
        return _described(after, kind_word)
    return _listed(before, after, kind_word, first_seen_first)


def _type_at(line: str) -> int | None:
    """Where `Normal` or `Warning` stands as a word of its own among the first columns."""
    places = [place for word in _TYPES if (place := _place_of(line, word)) >= 0]
    return min(places) if places else None


def _place_of(line: str, word: str) -> int:
    place = line.find(word, 0, 400)  # a namespace and two names of 63 to 253 characters may stand before it
    after = line[place + len(word) : place + len(word) + 1]
    before = line[place - 1 : place] if place > 0 else " "
    return place if place >= 0 and after in (" ", "\t", "") and before in (" ", "\t") else -1


def _described(after: _Line, type_: str) -> ParsedEvent | None:
    """`Warning  Failed  5s (x3 over 30s)  kubelet, node-1  Error: ...`."""
    reason = after.take()
    if not _is_reason(reason):
        return None
    after.take_ages()
    if not after.ages and not known_reason(reason):
        return None
    component = _component(after)
    message = after.rest()
    if not message and not after.ages:
        return None
    return _parsed_event(after, type_, reason, message, component=component)


def _listed(before: _Line, after: _Line, type_: str, first_seen_first: bool | None) -> ParsedEvent | None:
    """Every layout in which something stands before the type."""
    namespace = "" if _AGE.match(before.peek()) or before.peek().startswith("{") else before.take()
    before.take_ages()
    if not before.ages:
        return None
    if len(before.ages) == 2:
        _order(before, first_seen_first)
    kind, name, container, component = _subject(before)
    reason = after.take()
    if not _is_reason(reason):
        return None
    if match := _OBJECT.match(after.peek()):
        after.take()
        kind, name = match.groups()
        wide = _wide(after)
        container, component = wide[0] or container, wide[1] or component
        _trailing(before, after)
    elif name and not component:
        component = _component(after)
    message = after.rest()
    parsed_event = _parsed_event(before, type_, reason, message, kind, name, namespace, component, container)
    return parsed_event if message else None


def _order(line: _Line, first_seen_first: bool | None) -> None:
    """Leave only the age of the last occurrence, and the time from first to last."""
    first, last = line.ages if first_seen_first is not False else reversed(line.ages)
    if first_seen_first is None and first is not None and last is not None and first < last:
        first, last = last, first  # no header: whatever happened first is older
    line.ages = [last]
    line.over = first
    line.count = line.count or 1


def _subject(before: _Line) -> tuple[str, str, str | None, str]:
    """Kind, name, container and component of the columns between the ages and the type (kubectl up to 1.13)."""
    kind = name = component = ""
    container = None
    if match := _BRACED.match(before.text[before.at :].lstrip()):
        component, before.at = match[1], len(before.text) - len(before.text[before.at :].lstrip()) + match.end()
    while word := before.take():
        if match := SUBJECT.match(word):
            container = match[1]
        elif word.lower() in KINDS:
            kind = word
        elif not name and re.search(r"\.[0-9a-f]{10,18}\Z", word):
            name = word.rpartition(".")[0]  # an event's name is its object's, a dot and 14 to 16 hexadecimal digits
        elif not component:
            component = word.rstrip(",")
    return kind, name, container, component


def _wide(after: _Line) -> tuple[str | None, str]:
    """SUBOBJECT and SOURCE, which `-o wide` puts between the object and the message."""
    container = None
    component = ""
    if match := SUBJECT.fullmatch(after.peek()):
        container = match[1]
        after.take()
        component = _component(after)
    elif known_component(after.peek().rstrip(",")) and "  " in after.text[after.at :]:
        component = _component(after)
    return container, component


def _trailing(before: _Line, after: _Line) -> None:
    """FIRST SEEN, COUNT and NAME, which `-o wide` puts after the message."""
    if match := _LAST_COLUMNS.search(after.text, max(after.at, len(after.text) - 400)):
        before.over, before.count = seconds(match[1]), int(match[2])
        after.text = after.text[: match.start()]


def known_component(word: str) -> bool:
    """Whether a word names a program that reports events."""
    return word in ("kubelet", "default-scheduler", "kubectl", "taint-eviction-controller") or (
        word.endswith(("-controller", "controller-manager", "-scheduler", "-manager", "-autoscaler", "_csi"))
        and word.islower()
    )


def _component(after: _Line) -> str:
    """`kubelet`, `kubelet, node-1`, `{kubelet node-1}`, or nothing when the column was left out."""
    if match := _BRACED.match(after.rest()):
        after.at = len(after.text) - len(after.text[after.at :].lstrip()) + match.end()
        return match[1]
    word = after.peek()
    if not re.fullmatch(r"[\w.-]{2,100}(?:/[\w.-]{1,100})?,?", word):
        return ""
    if not (known_component(word.rstrip(",")) or _own_column(after)):
        return ""
    after.take()
    if word.endswith(","):
        after.take()
    return word.rstrip(",")


def _own_column(after: _Line) -> bool:
    """Whether two spaces follow the next word, which is how kubectl parts columns."""
    match = _WORD.search(after.text, after.at)
    return bool(match) and after.text[match.end() : match.end() + 2] == "  " if match else False


def _untyped(line: str) -> ParsedEvent | None:
    """`FailedPostStartHook  Exec lifecycle hook ...`, or an event's message alone."""
    text = line.strip()
    if reason := reason_of(text):
        return _parsed_event(_Line(""), "", reason, text)
    head = text[:1]
    if head.isupper() and ("  " in text or "\t" in text) and (match := _REASON_FIRST.match(text)):
        return _parsed_event(_Line(""), "", match[1], match[2]) if known_reason(match[1]) else None
    if head.isupper() and ": " in text[:64]:
        return headed(text)
    if (head.isdecimal() or head == "[") and (match := _TIMED.match(text)) and not match[1].startswith("Error"):
        return _after_time(match[1])
    return untyped_row(text) if "{" in text and (head.isdecimal() or text[3:5] == ", ") else None


def _after_time(text: str) -> ParsedEvent | None:
    """`Unhealthy   Liveness probe failed: ...` or the message alone, as they stand after a time."""
    if reason := reason_of(text):
        return _parsed_event(_Line(""), "", reason, text)
    match = _REASON_FIRST.match(text)
    return _parsed_event(_Line(""), "", match[1], match[2]) if match and known_reason(match[1]) else None


def add_line(events: list[ParsedEvent], line: str, *, first_seen_first: bool | None = None) -> None:
    """Add a line of an event table: an event of its own, or more of the last one's message."""
    parsed_event = event_line(line, first_seen_first=first_seen_first)
    bare = parsed_event is not None and parsed_event.event.age_seconds is None and not parsed_event.event.component
    if events and (parsed_event is None or (bare and not events[-1].event.message)):
        events[-1] = _continued(events[-1], line)
    elif parsed_event is not None:
        events.append(parsed_event)


def _continued(parsed_event: ParsedEvent, line: str) -> ParsedEvent:
    """The event with a further line of its message: wrapped, or of a message that has several lines."""
    event, text = parsed_event.event, line.strip()
    if len(event.message) > LONGEST:
        return parsed_event
    message = f"{event.message} {text}" if line[:1] == " " else f"{event.message}\n{text}"
    container = event.container
    if not event.message:
        message = text
        if match := SUBJECT.match(text):
            container, message = match[1], text[match.end() :].lstrip()
    return replace(parsed_event, event=event.model_copy(update={"message": message, "container": container}))


def _is_reason(word: str) -> bool:
    return 2 < len(word) < 64 and word[0].isupper() and word.isalnum() and not word.isupper()


def _parsed_event(
    line: _Line,
    type_: str,
    reason: str,
    message: str,
    kind: str = "",
    name: str = "",
    namespace: str = "",
    component: str = "",
    container: str | None = None,
) -> ParsedEvent:
    age = line.ages[0] if line.ages else None
    return build_event(reason, message, type_, kind, name, namespace, component, container, age, line.count, line.over)
