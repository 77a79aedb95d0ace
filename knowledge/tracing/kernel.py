"""Reads kills that the kernel or a memory watcher reports in a log, and what strace prints. Pure.

Sources: mm/oom_kill.c, mm/memcontrol.c; earlyoom's kill.c; systemd's oomd-util.c; strace(1).
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.tracing.trace import FROM_KERNEL, KILL, CapturedSignal, Process, SentSignal, number

_OOM = re.compile(
    r"(?P<cgroup>[Mm]emory cgroup )?[Oo]ut of memory(?: \(.{1,60}\))?: "
    r"Kill(?:ed)? process (?P<pid>\d{1,10}) \((?P<name>.{1,64}?)\)"
)
_KILLED = re.compile(r"\bKilled process (?P<pid>\d{1,10}),? (?:UID \d{1,10},? )?\(?(?P<name>.{1,64}?)\)?,? total-vm:")
_EARLYOOM = re.compile(
    r"(?:earlyoom(?:\[(?P<sender>\d{1,10})\])?: )?sending (?P<signal>SIG\w{1,8}) to process (?P<pid>\d{1,10})"
    r'(?: uid \d{1,10})? "(?P<name>.{1,64}?)"'
)
_OOMD = re.compile(r"systemd-oomd(?:\[(?P<sender>\d{1,10})\])?: Killed (?P<cgroup>/\S{1,4000}) due to")
# `[pid 3538] kill(7942, SIGKILL) = 0`, `3538 10:31:02 kill(...`, and the plain call.
_CALL = re.compile(
    r"^\s*(?:\[pid\s+(?P<pid>\d{1,10})\] |(?P<bare>\d{1,10})\s+)?(?:(?P<at>[\d:.]{8,20}) )?"
    r"(?:kill|tkill|pidfd_send_signal|tgkill)\((?:\d{1,10}, )??(?P<target>-?\d{1,10}), (?P<signal>SIG\w{1,10})\b"
    r"[^)]{0,200}\)\s*=\s*(?P<result>-?\d{1,10})"
)
_RECEIVED = re.compile(
    r"^\s*(?:\[pid\s+(?P<pid>\d{1,10})\] |(?P<bare>\d{1,10})\s+)?(?:(?P<at>[\d:.]{8,20}) )?--- (?P<signal>SIG\w{1,10}) "
    r"\{si_signo=SIG\w{1,10}, si_code=(?P<code>SI_\w{1,12}), si_pid=(?P<sender>\d{1,10}), si_uid=(?P<uid>\d{1,10})"
)


def captured_signals(lines: Sequence[str]) -> Iterator[CapturedSignal]:
    """Every kill; the two lines with which a kernel of old reports one count once."""
    oom: int | None = None
    for at, line in enumerate(lines):
        match = _OOM.search(line)
        if match is None and (match := _KILLED.search(line)) and oom == int(match["pid"]):
            continue
        if match:
            oom = int(match["pid"])
            name = "oom-killer (cgroup)" if match.groupdict().get("cgroup") else "oom-killer"
            yield CapturedSignal(
                at, SentSignal(KILL, Process(name), Process(match["name"], oom), "kernel", code=FROM_KERNEL)
            )
        elif sent := _by_memory_watcher(line) or _straced(line):
            yield CapturedSignal(at, sent)


def _by_memory_watcher(line: str) -> SentSignal | None:
    if (match := _EARLYOOM.search(line)) and (signal := number(match["signal"])):
        sender = Process("earlyoom", int(match["sender"]) if match["sender"] else None)
        return SentSignal(signal, sender, Process(match["name"], int(match["pid"])), "oom-helper")
    if match := _OOMD.search(line):
        sender = Process("systemd-oomd", int(match["sender"]) if match["sender"] else None)
        return SentSignal(KILL, sender, Process(match["cgroup"].rsplit("/", 1)[-1][:80]), "oom-helper")
    return None


def _straced(line: str) -> SentSignal | None:
    """A call of the process that was watched, or a signal it received."""
    match = _CALL.match(line) or _RECEIVED.match(line)
    signal = number(match["signal"]) if match else None
    if match is None or signal is None:
        return None
    groups = match.groupdict()
    own = groups["pid"] or groups["bare"]
    watched = Process(pid=int(own) if own else None)
    if "target" in groups:
        target = Process(pid=abs(int(groups["target"])))
        refused = groups["result"].startswith("-")
        return SentSignal(signal, watched, target, "strace", ignored=refused, at=groups["at"] or "")
    code = FROM_KERNEL if groups["code"] == "SI_KERNEL" else 0
    sender = Process(pid=int(groups["sender"]))
    return SentSignal(signal, sender, watched, "strace", uid=groups["uid"], code=code, at=groups["at"] or "")
