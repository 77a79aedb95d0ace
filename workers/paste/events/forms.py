"""Events outside kubectl's tables of today: `Reason: message`, client-go's log lines, rows without a type, own columns.

Pure. Sources: client-go `tools/record/event.go` (StartLogging, StartStructuredLogging), kubectl of 1.0 to 1.2
(`FIRSTSEEN LASTSEEN COUNT NAME KIND SUBOBJECT REASON SOURCE MESSAGE`), `-o custom-columns`.
"""

import re
from collections.abc import Sequence

from workers.paste.events.build import SUBJECT, build_event
from workers.paste.events.messages import known_reason
from workers.paste.parsed import ParsedEvent
from workers.paste.tables.rows import event_header, header
from workers.paste.vocabulary.ages import AGE, seconds
from workers.paste.vocabulary.kinds import KINDS
from workers.paste.vocabulary.names import names

_COLON = re.compile(
    r"([A-Z][a-z]{2,40}[A-Z][A-Za-z]{1,60}|Unhealthy|Unschedulable|Evicted|Killing|Preempted|Preempting): (\S.*)$"
)
"""Reasons of several words, and those single words that head nothing else."""
_STRUCTURED = re.compile(
    r'"Event occurred" .{0,40}object="(?:([\w.-]{1,63})/)?([\w.-]{1,253})"(?: fieldPath="([^"]{0,300})")?'
    r' kind="(\w{1,63})".{0,80} type="(\w{1,20})" reason="(\w{1,80})" message="(.{0,4000})"\s{0,4}$'
)
_REFERENCE = re.compile(
    r'Event\((?:v1|api)\.ObjectReference\{Kind:"(\w{1,63})", Namespace:"([\w.-]{0,63})", Name:"([\w.-]{0,253})"'
    r'.{0,300}FieldPath:"([^"]{0,300})"\}\): type: \'(\w{1,20})\' reason: \'(\w{1,80})\' (.{0,4000})$'
)
_WHEN = r"(?:" + AGE + r"|[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4})"
_OLD_ROW = re.compile(
    r"^\s{0,12}(" + _WHEN + r")\s+(" + _WHEN + r")\s+(\d{1,9})\s+(?:([\w.-]{1,253})\s+([A-Z][A-Za-z]{2,40})\s+)?"
    r"(?:\{([\w.-]{1,100})[ ,]?\s{0,3}[\w.:-]{0,253}\s?\}\s+)?(?:(spec\.\S{1,300})\s+)?"
    r"([A-Za-z][A-Za-z]{2,60})\s+(?:\{([\w.-]{1,100})[ ,]?\s{0,3}[\w.:-]{0,253}\s?\}\s+)?(\S.*)$"
)
_PAIRS = re.compile(r'\b([a-z]{2,20})=(?:"((?:[^"\\]|\\.){0,4000}+)"|([^\s"]{1,300}))')
_MESSAGES = names("MESSAGE MSG")
_OBJECTS = names("OBJECT NAME POD")
_KUBECTLS = frozenset({"LAST SEEN", "FIRST SEEN", "FIRSTSEEN"})
"""Columns of kubectl's own tables; a person's own have no spaces in their names."""


def headed(text: str) -> ParsedEvent | None:
    """`FailedScheduling: 0/3 nodes are available: ...`."""
    match = _COLON.match(text)
    if match and match[1] == "Unschedulable":
        return build_event("FailedScheduling", match[2])  # the condition's reason; the event's is another
    return build_event(match[1], match[2]) if match and known_reason(match[1]) else None


def logged(line: str) -> ParsedEvent | None:
    """An event in the log of the program that reported it, new and old."""
    if '"Event occurred"' in line and (match := _STRUCTURED.search(line)):
        namespace, name, path, kind, type_, reason, message = match.groups()
        message = message.replace('\\"', '"').replace("\\n", "\n")
    elif "ObjectReference{" in line and (match := _REFERENCE.search(line)):
        kind, namespace, name, path, type_, reason, message = match.groups()
    else:
        return None
    container = SUBJECT.fullmatch(path or "")
    return build_event(reason, message, type_, kind, name, namespace or "", "", container[1] if container else None)


def keyed(line: str) -> ParsedEvent | None:
    """An event as collectors log it, in `key=value` pairs: `reason=FailedScheduling type=Warning msg="0/3 ..."`."""
    pairs = {key: plain or quoted for key, quoted, plain in _PAIRS.findall(line[:6000])}
    message = (pairs.get("msg") or pairs.get("message") or pairs.get("note") or "").replace('\\"', '"')
    reason, type_ = pairs.get("reason", ""), pairs.get("type", "")
    if type_ not in ("Normal", "Warning") or not message or not known_reason(reason):
        return None
    return build_event(reason, message, type_, pairs.get("kind", ""), pairs.get("name", ""), pairs.get("namespace", ""))


def untyped_row(line: str) -> ParsedEvent | None:
    """A row of the first kubectl's tables: dates instead of ages, no column for the type, small reasons up to 1.0."""
    match = _OLD_ROW.match(line)
    if not match or not (match[6] or match[9]):
        return None
    first, last, count, name, kind, source, path, reason, source_after, message = match.groups()
    if kind and kind.lower() not in KINDS:
        return None
    container = SUBJECT.fullmatch(path or "")
    return build_event(
        reason[0].upper() + reason[1:], message, "", kind or "", name or "", "", source or source_after or "",
        container[1] if container else None, seconds(last), int(count), seconds(first),
    )  # fmt: skip


def own_columns(line: str) -> list[str]:
    """The columns of an event table's header that a person chose; empty for kubectl's own, and for other lines."""
    columns = header(line) if event_header(line) == "listed" else []
    return [] if _KUBECTLS & set(columns) else columns


def in_columns(chosen: Sequence[str], line: str) -> ParsedEvent | None:
    """A row below `chosen`: cells are parted by two spaces or more."""
    cells = re.split(r"\s{2,}|\t", line.strip(), maxsplit=len(chosen) - 1)
    columns = dict(zip(chosen, cells, strict=False))
    message = next((columns[name] for name in _MESSAGES if name in columns), "")
    reason = columns.get("REASON", "")
    if len(cells) < len(chosen) or not message or not re.fullmatch(r"[A-Z][A-Za-z-]{2,60}", reason):
        return None
    kind, _, name = next((columns[column] for column in _OBJECTS if column in columns), "").rpartition("/")
    type_ = columns.get("TYPE", "")
    return build_event(
        reason, message, type_ if type_ in ("Normal", "Warning") else "", kind or columns.get("KIND", ""),
        "" if name == "<none>" else name, columns.get("NAMESPACE", "").replace("<none>", ""),
    )  # fmt: skip
