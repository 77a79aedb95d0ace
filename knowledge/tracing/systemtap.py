"""Reads what SystemTap scripts print: whypod's own, the one with `task_ancestry`, `sigmon.stp`, `sigkill.stp`. Pure.

Sources: systemtap's tapset `task_ancestry.stp` (what the times in brackets are: when each process started, counted
from boot) and its example scripts process/sigmon.stp and process/sigkill.stp.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.tracing.trace import CapturedSignal, Process, SentSignal, number

_WHO = r"(?P<{0}>\S.{{0,63}}?)\((?P<{0}_pid>\d{{1,10}})\)"
_SEND = re.compile(
    rf"^\s*{_WHO.format('sender')} sen[dt]s? (?P<signal>\w{{1,12}}) to {_WHO.format('target')}"
    r"(?: uid (?P<uid>\d{1,10}))?\s*$"
)
_PARENT = re.compile(rf"^\s*parent of sender:\s*{_WHO.format('parent')}")
_ANCESTRY = re.compile(r"^\s*task_ancestry:\s*(?P<chain>.+)$")
_LINK = re.compile(r"^(?P<name>.{1,64}?)(?:\((?P<minutes>\d{1,12})m(?P<seconds>\d{1,3}(?:\.\d{1,9})?)s\))?$")
_SIGKILL = re.compile(
    r"^\s*(?P<signal>SIG\w{1,10}) was sent to (?P<target>\S.{0,63}?) ?\(pid:\s*(?P<target_pid>\d{1,10})\) "
    r"by (?P<sender>\S.{0,63}?)(?: \(?pid: ?(?P<sender_pid>\d{1,10})\)?)?(?:,)?\s+uid:\s*(?P<uid>\d{1,10})"
)
_HEADER = re.compile(r"^\s*SPID\s+SNAME\s+RPID\s+RNAME\s+SIGNUM\s+SIGNAME\s*$")
_ROW = re.compile(
    r"^\s*(?P<sender_pid>\d{1,10})\s+(?P<sender>\S.{0,63}?)\s+(?P<target_pid>\d{1,10})\s+(?P<target>\S.{0,63}?)\s+"
    r"(?P<signal>\d{1,2})\s+\S{1,16}\s*$"
)
MOST_ANCESTORS = 40


def captured_signals(lines: Sequence[str]) -> Iterator[CapturedSignal]:
    """Every signal; the two lines that may follow one, its parent and its ancestry, belong to it."""
    table = False
    last: CapturedSignal | None = None
    for at, line in enumerate(lines):
        if _HEADER.match(line):
            table = True
        elif last and (more := _more(last.sent, line)):
            last = replace(last, sent=more)
        elif sent := _sent(line, table):
            if last:
                yield last
            last = CapturedSignal(at, sent)
    if last:
        yield last


def _sent(line: str, table: bool) -> SentSignal | None:
    match = _SEND.match(line) or _SIGKILL.match(line) or (_ROW.match(line) if table else None)
    signal = number(match["signal"]) if match else None
    if match is None or signal is None:
        return None
    groups = match.groupdict()
    return SentSignal(
        signal,
        Process(groups["sender"].strip(), int(groups["sender_pid"]) if groups.get("sender_pid") else None),
        Process(groups["target"].strip(), int(groups["target_pid"])),
        "systemtap",
        uid=groups.get("uid") or "",
    )


def _more(sent: SentSignal, line: str) -> SentSignal | None:
    """The same signal with what a following line adds; None when the line is none of those."""
    if match := _PARENT.match(line):
        parent = Process(match["parent"].strip(), int(match["parent_pid"]))
        return sent if sent.ancestry else replace(sent, ancestry=(parent,))
    if not (match := _ANCESTRY.match(line)):
        return None
    chain = [link for part in match["chain"].split("=>")[-MOST_ANCESTORS:] if (link := _link(part))]
    if not chain:
        return sent
    *elder, own = chain
    # The parent line gave a pid; the chain gives the times. The nearest ancestor is the same process.
    nearest = sent.ancestry[0] if sent.ancestry else Process()
    ancestors = list(reversed(elder))
    if ancestors and ancestors[0].name == nearest.name:
        ancestors[0] = replace(ancestors[0], pid=nearest.pid)
    return replace(sent, sender=replace(sent.sender, started=own.started), ancestry=tuple(ancestors))


def _link(text: str) -> Process | None:
    match = _LINK.match(text.strip())
    if match is None:
        return None
    started = int(match["minutes"]) * 60 + float(match["seconds"]) if match["minutes"] else None
    return Process(match["name"].strip(), started=started)
