"""Gives lines back to output that lost them: a page copied as one line, a cell of a spreadsheet, a chat's quote. Pure.

Known words begin a line wherever they stand: the field names of `kubectl describe`, a row of its events
(`Warning  BackOff  2m (x8 over 5m)  kubelet  ...`), a row of `kubectl get pods`. The indentation that was lost with the
line breaks is given back by what each field belongs to.
"""

import re

from workers.paste.command import command_end
from workers.paste.describe.keys import KEYS
from workers.paste.split.flat_tables import table_in
from workers.paste.split.flat_yaml import yaml_lines

LONGEST_FLAT = 200_000
"""Characters of one line that are looked through; a describe of forty containers has 60,000."""
MOST_TABLES = 50
FEWEST_KEYS = 3
"""Field names in one line that prove that line breaks were lost; a person writes one or two in a sentence."""

_PROOF = re.compile(
    r"(?:^|\s)(?:Last State|Exit Code|Restart Count|Container ID|Image ID|Host Port|Start Time|Controlled By|QoS Class"
    r"|Node-Selectors|Tolerations|Service Account|Pod IP|State|Concurrency Policy|Last Schedule Time): "
)
_FIELD = re.compile(
    rf"(?:^|(?<=\s))({'|'.join(re.escape(key) for key in sorted(KEYS, key=len, reverse=True))}):(?=\s|$)"
)
_NAMED = re.compile(r"(?:^|\s)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?):\s{0,40}$")
"""The name of a container, which stands before its first field: `Containers: web: Container ID: ...`."""
_OF_POD = frozenset(
    "Name|Namespace|Priority|Priority Class Name|Service Account|Node|Start Time|Labels|Annotations|Status|IP|IPs"
    "|Controlled By|Init Containers|Containers|Conditions|Volumes|QoS Class|Node-Selectors|Tolerations|Events|Pod IP"
    "|Reason of pod".split("|")
)
_OF_STATE = frozenset({"Reason", "Message", "Exit Code", "Signal", "Started", "Finished"})
_SECTIONS = frozenset({"Containers", "Init Containers", "Ephemeral Containers"})

_AGE = r"(?:\d{1,5}[smhdy](?:\d{1,3}[smh])?(?: \(x\d{1,7} over \d{1,5}[smhdy](?:\d{1,3}[smh])?\))?|<unknown>|<invalid>)"
_EVENT = re.compile(
    rf"(?:^|(?<=\s))(?:Normal|Warning)\s+[A-Z][A-Za-z]{{2,40}}\s+{_AGE}\s+[a-z][\w./-]{{1,80}}(?:,\s\S{{1,80}})?\s"
)
_EVENT_CELLS = re.compile(
    rf"(Normal|Warning)\s+([A-Z][A-Za-z]{{2,40}})\s+({_AGE})\s+([a-z][\w./-]{{1,80}}(?:,\s\S{{1,80}})?)\s+(.*)$",
    re.DOTALL,
)
_EVENT_HEAD = re.compile(r"(?:Events:\s{0,40})?Type\s+Reason\s+Age\s+From\s+Message(?:\s+-{3,})*\s*$|Events:\s*$")
_RECORD = re.compile(
    r"(?<=\s)(?=\[\w{3} \w{3} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4}\] "  # dmesg -T
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d"
    r"|[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{3,9} "  # klog
    r"|time=\"\d{4}-"  # logrus
    r"|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d [\w.-]{1,80} [\w.()-]{1,60}(?:\[\d{1,9}\])?: "  # syslog
    r"|\d{4}/\d\d/\d\d \d\d:\d\d:\d\d |\[(?:trace|debug|info|notice|warn|warning|error)\] "
    r"|panic: (?=.{0,600}goroutine \d)"
    r"|fatal error: |goroutine \d{1,9} \[|Traceback \(most recent call last\)|Caused by: |Error: UPGRADE FAILED"
    r"|(?<![:.] )(?<!\" )(?:[\w.]{1,120}\.)?[A-Z][A-Za-z]{2,40}(?:Error|Exception): (?=.{0,400} at \S{1,200} \()"
    r"|(?:[\w.~-]{0,40}#|\+) (?:kubectl|oc|helm) "
    r"|[\w.~-]{0,40}\$ (?:sudo )?(?:kubectl|docker|journalctl|oc|aws|gcloud|az|crictl|dmesg|cat|helm|argocd) )"
)
"""Where a log's line or a typed command begins."""
_LABEL = re.compile(
    r"(?<=\s)(?=[Ll]ogs?(?: of [\w.-]{1,63})?: |(?<![$#%>+] )(?:kubectl|oc) "
    r"(?:-n \S{1,63} )?(?:get|describe|logs|events) )"
)
"""What people write over a log, and commands without a prompt; of a sentence they are a part."""


def parted(lines: list[str]) -> list[str]:
    """The lines, each that holds several lines of kubectl's output taken apart; others stay as they are.

    A paste that is one line as a whole is parted at the beginnings of log lines and commands, too.
    """
    if sum(1 for line in lines if line.strip()) == 1 and len(text := " ".join(lines).strip()) <= LONGEST_FLAT:
        lines = _records(text)
    return [part for line in lines for part in _parted(line)]


def _records(text: str) -> list[str]:
    """The text parted where a record begins; what only stands before one (`kubelet[812]:`, `web-1 |`) stays with it."""
    records: list[str] = []
    for part in filter(None, _RECORD.split(text)):
        if records and records[-1].rstrip()[-1:] in (":", "|", "]") and not _LABEL.match(f" {records[-1]}", 1):
            records[-1] += part
        else:
            records.append(part)
    if any(_PROOF.search(part) or yaml_lines(part) or table_in(part) for part in records):
        records = [part for record in records for part in _LABEL.split(record) if part]
    return [part for record in records for part in _command_apart(record)]


def _command_apart(record: str) -> list[str]:
    """A typed command and its output, which stood below it."""
    end = command_end(record)
    rest = record[end:].strip() if end else ""
    return [record[:end].rstrip(), rest] if rest else [record]


def _parted(line: str) -> list[str]:
    if len(line) < 40 or len(line) > LONGEST_FLAT:
        return [line]
    lines: list[str] = []
    for _ in range(MOST_TABLES):
        if (table := table_in(line)) is None:
            break
        before, rows, line = table
        lines += [*_outside_tables(before), *rows]
    return lines + _outside_tables(line)


def _outside_tables(line: str) -> list[str]:
    """The fields, events and keys of an object that stand around tables."""
    if not line.strip():
        return []
    if document := yaml_lines(line):
        return document
    rows = [row.start() for row in _EVENT.finditer(line)] if "al " in line or "ng " in line else []
    before = line[: rows[0]] if rows else line
    flat_rows = len(rows) > 1 or (rows and before.strip() and _EVENT_HEAD.search(before))
    described = _described(before if flat_rows else line)
    if not flat_rows:
        return described or [line]
    cells = [_EVENT_CELLS.match(line[start:end]) for start, end in zip(rows, [*rows[1:], len(line)], strict=True)]
    events = ["  " + "  ".join(cell.strip() for cell in row.groups()) for row in cells if row]
    rest = before[: head.start()] if (head := _EVENT_HEAD.search(before)) else before
    above = _described(rest) or ([rest] if rest.strip() else [])
    return [*above, "Events:", "  Type  Reason  Age  From  Message", *events]


def _described(line: str) -> list[str]:
    """Fields of describe on lines of their own; empty where there are too few to be sure."""
    if ": " not in line or not _PROOF.search(line):
        return []
    fields = list(_FIELD.finditer(line))
    if len(fields) < FEWEST_KEYS:
        return []
    lines: list[str] = []
    before, section = line[: fields[0].start()], ""
    if before.strip():
        lines.append(before.rstrip())
    for field, after in zip(fields, [*fields[1:], None], strict=True):
        key, value = field[1], line[field.end() : after.start() if after else len(line)].strip()
        named = _NAMED.search(f" {value} ") if after and after[1] in ("Container ID", "Image", "State") else None
        if named:
            value = value[: -len(named[1]) - 1].strip()
        if key == "Status" and section:  # a probe's or a condition's; the pod's own stands above its containers
            lines.append(f"      {key}:  {value}")
        else:
            lines.append(f"{_indent(key, section)}{key}:  {value}".rstrip())
        if key in _OF_POD:
            section = key if key in _SECTIONS else ""
        if named:
            section = section or "Containers"
            lines.append(f"  {named[1]}:")
    return lines


def _indent(key: str, section: str) -> str:
    if key in _OF_STATE:
        return "      "
    return "" if key in _OF_POD else "    "
