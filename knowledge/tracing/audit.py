"""Reads the kernel's audit records of kill(2) and its sisters, raw or as `ausearch -i` prints them. Pure.

A signal is a SYSCALL record, who sent what, and OBJ_PID records of the same serial number, to whom. Sources: the audit
project's field dictionary; kernel/auditsc.c; the system call numbers of x86-64 and arm64.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.number import whole_number
from knowledge.tracing.trace import CapturedSignal, Process, SentSignal, number

_RECORD = re.compile(
    r"type=(?P<type>SYSCALL|OBJ_PID)\s+msg=audit\((?P<at>[^)]{1,40}?):(?P<serial>\d{1,12})\)\s*:\s*(?P<fields>.*)$"
)
_FIELD = re.compile(r'\b(\w{1,20})=("[^"]{0,4096}"|\S{0,8192}(?: \(deleted\))?)')
X86_64, ARM64 = "c000003e", "c00000b7"
# Which argument is the signal, counted from 0: tgkill and its sister have it after two ids.
_CALLS: dict[str, dict[str, tuple[str, int]]] = {
    X86_64: {
        "62": ("kill", 1),
        "200": ("tkill", 1),
        "234": ("tgkill", 2),
        "129": ("rt_sigqueueinfo", 1),
        "297": ("rt_tgsigqueueinfo", 2),
        "424": ("pidfd_send_signal", 1),
    },
    ARM64: {
        "129": ("kill", 1),
        "130": ("tkill", 1),
        "131": ("tgkill", 2),
        "138": ("rt_sigqueueinfo", 1),
        "240": ("rt_tgsigqueueinfo", 2),
        "424": ("pidfd_send_signal", 1),
    },
}
_BY_NAME = {name: argument for calls in _CALLS.values() for name, argument in calls.values()}
_NOBODY = frozenset({"", "unset", "-1", "4294967295"})
"""`auid` of a process that no login stands behind: daemons, containers (audit's loginuid)."""
MOST_TARGETS = 20
"""Of one call: `kill -9 -1` has as many as there are processes."""


@dataclass
class _Event:
    line: int
    at: str
    call: dict[str, str] = field(default_factory=dict)
    targets: list[dict[str, str]] = field(default_factory=list)


def captured_signals(lines: Sequence[str]) -> Iterator[CapturedSignal]:
    """Every signal that an audit event holds, one for each process it was sent to."""
    events: dict[str, _Event] = {}
    for at, line in enumerate(lines):
        if not (match := _RECORD.search(line)):
            continue
        event = events.setdefault(match["serial"], _Event(at, match["at"]))
        fields = dict(_FIELD.findall(match["fields"]))
        if match["type"] == "SYSCALL":
            event.call = fields
        elif len(event.targets) < MOST_TARGETS:
            event.targets.append(fields)
    for event in events.values():
        yield from _signals(event)


def _signals(event: _Event) -> Iterator[CapturedSignal]:
    call = event.call
    signal = _signal(call)
    if signal is None:
        return
    sender = Process(_text(call.get("comm", "")), whole_number(call.get("pid", "")), _text(call.get("exe", "")))
    parent = whole_number(call.get("ppid", ""))
    login = _text(call.get("auid", ""))
    for target in event.targets or [{}]:
        sent = SentSignal(
            signal,
            sender,
            Process(_text(target.get("ocomm", "")), whole_number(target.get("opid", ""))),
            "audit",
            ancestry=(Process(pid=parent),) if parent else (),
            uid=_text(call.get("uid", "")),
            login="" if login in _NOBODY else login,
            ignored=call.get("success") == "no",
            at=event.at,
        )
        yield CapturedSignal(event.line, sent)


def _signal(call: dict[str, str]) -> int | None:
    """The signal's number; None when it is not a call that sends one, or no record of the call is there."""
    name = call.get("syscall", "")
    argument = _CALLS.get(call.get("arch", ""), {}).get(name, (name, _BY_NAME.get(name, 0)))[1]
    if not argument:
        return None
    word = call.get(f"a{argument}", "")
    # Raw records print arguments in hexadecimal without 0x; `ausearch -i` prints SIGKILL or 0x9.
    return number(word if word.upper().startswith(("0X", "SIG")) else f"0x{word}")


def _text(value: str) -> str:
    """A name or path: in quotes, or in hexadecimal where it holds a blank or worse (audit_log_untrustedstring)."""
    if value.startswith('"'):
        return value.strip('"')
    # A comm such as `beef` is printed in quotes when raw; unquoted and even, all capitals: that is the encoding.
    if len(value) >= 4 and len(value) % 2 == 0 and re.fullmatch(r"[0-9A-F]{1,8192}", value) and not value.isdigit():
        return bytes.fromhex(value).split(b"\0")[0].decode("utf-8", "replace")
    return "" if value == "(null)" else value
