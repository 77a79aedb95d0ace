"""Reads what eBPF tools and the kernel's own tracing print: bpftrace, killsnoop, sigsnoop, trace_pipe, perf. Pure.

Sources: include/trace/events/signal.h (signal_generate's fields); bcc's tools/killsnoop.py and libbpf-tools/sigsnoop.c,
bpftrace's tools/killsnoop.bt (their columns).
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.tracing.trace import IGNORED, CapturedSignal, Process, SentSignal, number

_PID = r"\d{1,10}"
_OWN = re.compile(
    rf"^(?:(?P<at>\d\d:\d\d:\d\d)\s+)?whypod: (?P<sender>.{{1,64}}?)\((?P<pid>{_PID})\) uid (?P<uid>{_PID}) "
    rf"sent (?P<signal>\d{{1,2}}) to (?P<target>.{{1,64}}?)\((?P<tpid>{_PID})\) "
    r"code (?P<code>-?\d{1,10}) result (?P<result>\d)(?P<chain>.{0,2000})$"
)
_LINK = re.compile(rf" < (.{{1,64}}?)\(({_PID})\)")
_ARROW = re.compile(
    rf"^(?:(?P<at>\d\d:\d\d:\d\d)\s+)?(?P<sender>\S.{{0,63}}?) ?\((?P<pid>{_PID})\) ?->\s*(?P<target>\S.{{0,63}}?) ?"
    rf"\((?P<tpid>{_PID})\)[:, ]+(?:sig(?:nal)?[ =]?)?(?P<signal>SIG\w{{2,10}}|\d{{1,2}})\b"
)
# `kill-5213 [001] d... 12.3: signal_generate:` of trace_pipe, `kill 5213 [001] 12.3: signal:signal_generate:` of perf.
_KERNEL = re.compile(
    rf"^\s*(?P<sender>\S.{{0,63}}?)[- ]\s*(?P<pid>{_PID})\s+(?:\([ \d-]{{1,10}}\)\s+)?\[\d{{1,4}}\]\s.{{0,40}}?"
    rf"(?P<at>\d{{1,9}}\.\d{{1,9}}): (?:signal:)?signal_generate: sig=(?P<signal>\d{{1,2}}) errno=-?\d{{1,10}} "
    rf"code=(?P<code>-?\d{{1,10}}) comm=(?P<target>.{{1,64}}?) pid=(?P<tpid>{_PID})(?: grp=\d res=(?P<result>\d))?\s*$"
)
_HEADER = re.compile(r"^(?:TIME\S{0,4}\s+)?PID\s+COMM\s+SIG\s+TPID\s+RESULT\s*$")
_ROW = re.compile(
    rf"^(?:(?P<at>\d\d:\d\d:\d\d)\s+)?(?P<pid>{_PID})\s+(?P<sender>\S.{{0,63}}?)\s+(?P<signal>SIG\w{{2,10}}|\d{{1,2}})\s+"
    rf"(?P<tpid>{_PID})\s+(?P<result>-?\d{{1,6}})\s*$"
)


def captured_signals(lines: Sequence[str]) -> Iterator[CapturedSignal]:
    """Every signal; rows of a table count only below its header."""
    table = False
    for at, line in enumerate(lines):
        if _HEADER.match(line.strip()):
            table = True
            continue
        sent = _traced(line) or (_row(line) if table else None)
        if sent:
            yield CapturedSignal(at, sent)


def _traced(line: str) -> SentSignal | None:
    own, kernel = _OWN.match(line), _KERNEL.match(line)
    match = own or kernel or _ARROW.match(line)
    signal = number(match["signal"]) if match else None
    if match is None or signal is None:
        return None
    groups = match.groupdict()
    code, result = groups.get("code"), groups.get("result")
    return SentSignal(
        signal,
        Process("" if groups["sender"] == "<...>" else groups["sender"], int(groups["pid"])),
        Process(groups["target"], int(groups["tpid"])),
        "ftrace" if kernel and not own else "bpf",
        ancestry=tuple(Process(name, int(pid)) for name, pid in _LINK.findall(groups.get("chain") or "")),
        uid=groups.get("uid") or "",
        code=int(code) if code else None,
        ignored=result == str(IGNORED),
        at=groups.get("at") or "",
    )


def _row(line: str) -> SentSignal | None:
    """One row of killsnoop or sigsnoop; a negative result is an errno: the signal was refused."""
    match = _ROW.match(line.strip())
    signal = number(match["signal"]) if match else None
    if match is None or signal is None:
        return None
    sender, target = Process(match["sender"], int(match["pid"])), Process(pid=int(match["tpid"]))
    return SentSignal(signal, sender, target, "table", ignored=match["result"].startswith("-"), at=match["at"] or "")
