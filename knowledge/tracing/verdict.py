"""Who was behind the signal that killed, and how sure that is. Pure; it names a kind, `words` makes the sentence.

Never `certain` on a name alone: a process may call itself what it likes (prctl(2)). Certain is what only the kernel
writes: its own log, and the path of the file a process runs.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from core.messages.model import Confidence
from knowledge.tracing import suspects
from knowledge.tracing.trace import FROM_KERNEL, KILL, TERM, Process, SentSignal

SenderKind = Literal[
    "runtime",  # kubelet, containerd, runc ...: a stop or a kill that was asked for
    "runtime-grace",  # the same: SIGTERM, and SIGKILL once the grace period was over
    "kernel-oom",  # the kernel's OOM killer, in its own words
    "kernel",  # the kernel itself, no words: OOM killer, end of PID 1, a BPF policy
    "oom-helper",  # earlyoom, systemd-oomd ...
    "systemd",  # a unit was stopped
    "operator",  # somebody's login shell on the node
    "remote",  # automation that runs commands on nodes
    "scheduled",  # cron
    "container-shell",  # a shell in a container: kubectl exec, or the start script
    "supervisor",  # a master that stops its workers
    "own",  # the program itself, or a child of it
    "container",  # another process in a container
    "debugger",
    "security",
    "intruder",  # no business there
    "unknown",
    "ignored",  # every signal seen was without effect
    "harmless",  # no signal that kills by default is among them
]

HARMLESS = frozenset({17, 18, 23, 28})
"""Ignored unless the program wants them: SIGCHLD, SIGCONT, SIGURG, SIGWINCH (signal(7)). Go preempts with SIGURG."""

_HIDEOUT = re.compile(r"^(?:/tmp/|/var/tmp/|/dev/shm/|/run/user/|/proc/\d+/fd/|/?memfd:)|/\.[^/.]{1,60}(?:/|$)")
"""Places programs are not installed to: writable for everyone, only in memory, or hidden."""
_OF_RUNC = re.compile(r"memfd:runc|/runc(?:-dmz)?\b|^runc:\[")
"""runc runs from a sealed copy of itself in memory since CVE-2019-5736: that one is no hideout."""
_SYSTEM = re.compile(r"^/(?:usr|bin|sbin|opt|snap|lib)\b")
_KERNEL_THREAD = re.compile(r"^\[.{1,14}\]?$|^(?:kworker/|ksoftirqd/|migration/|kthreadd$|rcu_sched$|kswapd\d)")
_ONE_WORD = re.compile(r"[A-Za-z0-9]{5,15}")
_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[a-z0-9])|(?<=[0-9])(?=[A-Za-z])")


@dataclass(frozen=True)
class Verdict:
    """The kind of sender, how sure, the signal it rests on, and the one process that gave it away."""

    kind: SenderKind
    confidence: Confidence
    about: SentSignal
    who: Process
    grace_seconds: float | None = None
    """Between SIGTERM and SIGKILL, where both were seen with a time."""


def verdict_on(sent: Sequence[SentSignal]) -> Verdict:
    """The verdict on the signal that counts: the last that kills and was not ignored. At least one is needed."""
    deadly = [each for each in sent if each.signal not in HARMLESS]
    if not deadly:
        return Verdict("harmless", "likely", sent[-1], sent[-1].sender)
    effective = [each for each in deadly if not each.ignored]
    if not effective:
        return Verdict("ignored", "likely", deadly[-1], deadly[-1].sender)
    about = _decisive(effective)
    kind, confidence, who = _kind(about)
    if kind == "runtime" and about.signal == KILL and (before := _term_before(effective, about)):
        return Verdict("runtime-grace", confidence, about, who, _seconds_between(before, about))
    return Verdict(kind, confidence, about, who)


def _decisive(sent: Sequence[SentSignal]) -> SentSignal:
    """The last SIGKILL by somebody; the OOM killer's own words before anything else that says the same."""
    in_words = [each for each in sent if each.tool in ("kernel", "oom-helper")]
    kills = [each for each in sent if each.signal == KILL]
    last = (kills or list(sent))[-1]
    same = [each for each in in_words if each.target.pid == last.target.pid]
    if same and last.code in (FROM_KERNEL, None):
        return same[-1]
    return _most_detailed(last, sent)


def _most_detailed(last: SentSignal, sent: Sequence[SentSignal]) -> SentSignal:
    """The same signal as the tool that says most about it tells it: two tools may have watched at once."""
    twins = [
        each
        for each in sent
        if each.signal == last.signal
        and each.target.pid == last.target.pid
        and each.sender.pid == last.sender.pid is not None
    ]
    return max([last, *twins], key=lambda each: (bool(each.sender.exe), len(each.ancestry)))


def _term_before(sent: Sequence[SentSignal], kill: SentSignal) -> SentSignal | None:
    """The runtime's SIGTERM to the same process; some images stop with another signal, and nobody else's counts."""
    before = [each for each in sent if each.signal != KILL and each.target.pid == kill.target.pid]
    return next(
        (each for each in reversed(before) if each.signal == TERM and _is_called(each.sender, suspects.RUNTIMES)), None
    )


def _kind(sent: SentSignal) -> tuple[SenderKind, Confidence, Process]:
    sender, chain = sent.sender, (sent.sender, *sent.ancestry)
    if sent.tool == "kernel":
        return "kernel-oom", "certain", sender
    if sent.tool == "oom-helper":
        return "oom-helper", "certain", sender
    if stranger := _intruder(chain):
        return "intruder", "likely" if _is_plain(stranger) else "possible", stranger
    if sent.code == FROM_KERNEL and sent.signal == KILL:
        return "kernel", "likely", sender
    for kind, names in _BY_SENDER:
        if _is_called(sender, names):
            return kind, "likely", sender
    if _is_own(sent):
        return "own", "likely", sender
    return _by_ancestors(sent, chain)


_BY_SENDER: tuple[tuple[SenderKind, tuple[str, ...]], ...] = (
    ("runtime", suspects.RUNTIMES),
    ("oom-helper", suspects.OOM_HELPERS),
    ("debugger", suspects.DEBUGGERS),
    ("security", suspects.SECURITY),
    ("remote", suspects.REMOTE),
    ("scheduled", suspects.SCHEDULERS),
)
_BY_ANCESTOR: tuple[tuple[SenderKind, tuple[str, ...]], ...] = (
    ("security", suspects.SECURITY),
    ("debugger", suspects.DEBUGGERS),
    ("scheduled", suspects.SCHEDULERS),
    ("remote", suspects.REMOTE),
    ("operator", suspects.LOGINS),
)


def _by_ancestors(sent: SentSignal, chain: Sequence[Process]) -> tuple[SenderKind, Confidence, Process]:
    """Somebody's tool or shell: what stands above it decides."""
    for kind, names in _BY_ANCESTOR:
        if who := next((each for each in chain if _is_called(each, names)), None):
            return kind, "likely", who
    if any(_is_called(each, suspects.SHIMS) for each in sent.ancestry):
        return _inside(chain)
    if sent.login:
        return "operator", "likely", sent.sender
    if _is_called(sent.sender, ("systemd",)):
        return "systemd", "likely", sent.sender
    if _is_called(sent.sender, suspects.SUPERVISORS):
        return "supervisor", "possible", sent.sender
    if _is_called(sent.sender, (*suspects.SHELLS, *suspects.SENDERS)):
        return "operator", "possible", sent.sender
    return "unknown", "possible", sent.sender


def _inside(chain: Sequence[Process]) -> tuple[SenderKind, Confidence, Process]:
    """In a container: a shell that somebody opened there, a master of its workers, or another process."""
    own = chain[: next(at for at, each in enumerate(chain) if _is_called(each, suspects.SHIMS))]
    top = own[-1]
    if _is_called(top, suspects.SHELLS):
        return "container-shell", "likely", top
    if _is_called(own[0], suspects.SUPERVISORS):
        return "supervisor", "likely", own[0]
    return "container", "likely", own[0]


def _is_own(sent: SentSignal) -> bool:
    """From the process itself, or from one that it started."""
    target = sent.target.pid
    return target is not None and target in {each.pid for each in (sent.sender, *sent.ancestry)}


def _intruder(chain: Iterable[Process]) -> Process | None:
    """The first that has no business there; plain ones before those whose name is merely odd."""
    odd = [each for each in chain if _is_plain(each) or _is_odd(each)]
    return next((each for each in odd if _is_plain(each)), odd[0] if odd else None)


def suspicion(process: Process) -> str | None:
    """What speaks against a process: `miner`, `hideout`, `deleted` ... as `words.WHY` has them; None: nothing."""
    if not (_is_plain(process) or _is_odd(process)):
        return None
    if process.name.lower() in suspects.MINERS:
        return "miner"
    if _HIDEOUT.search(process.exe):
        return "hideout"
    if process.exe.endswith(" (deleted)"):
        return "deleted"
    if process.name.startswith("memfd:"):
        return "memory"
    return "thread" if process.exe and _KERNEL_THREAD.match(process.name) else "random"


def _is_plain(process: Process) -> bool:
    """A miner by its name, a file in a hiding place or gone, or a kernel thread by its name that runs a file."""
    if _OF_RUNC.search(process.exe) or _OF_RUNC.search(process.name):
        return False
    if process.name.lower() in suspects.MINERS or _HIDEOUT.search(process.exe):
        return True
    if process.exe.endswith(" (deleted)"):
        return not _SYSTEM.match(process.exe)  # of a system path: more likely upgraded while it ran
    return bool(process.exe and _KERNEL_THREAD.match(process.name))


def _is_odd(process: Process) -> bool:
    """A name nobody would think of, or one that says it runs from memory or a hidden file."""
    if _OF_RUNC.search(process.name) or _is_called(process, suspects.SECURITY):
        return False
    if process.name.startswith(("memfd:", "./", "/tmp/", ".")) or process.exe.endswith(" (deleted)"):
        return True
    return _is_random(process.name)


def _is_random(name: str) -> bool:
    """`vGhyM0`: no vowel to speak it with, and small letters, capitals and digits change places three times or more."""
    mixed = len(_CHANGE.findall(name)) >= 3 and not set("aeiouAEIOU") & set(name)
    return bool(_ONE_WORD.fullmatch(name)) and mixed


def _is_called(process: Process, names: Iterable[str]) -> bool:
    """Matches the process's name or its file's, also as a login shell (`-bash`) or with a version (`python3`)."""
    called = {process.name.lstrip("-"), process.exe.removesuffix(" (deleted)").rsplit("/", 1)[-1][:15]}
    return any(
        sent == name or (sent.startswith((f"{name}:", f"{name} ", f"{name}-"))) for sent in called for name in names
    )


def _seconds_between(first: SentSignal, second: SentSignal) -> float | None:
    start, end = _clock(first.at), _clock(second.at)
    if start is None or end is None or first.tool != second.tool:
        return None
    return round((end - start) % 86_400, 1) if ":" in first.at else round(end - start, 1)


def _clock(at: str) -> float | None:
    """`10:31:02`, `5063.625`, audit's `1364481363.243` or `11/21/2026 10:31:02.243` in seconds."""
    last = at.rsplit(" ", 1)[-1]
    if match := re.fullmatch(r"(\d\d):(\d\d):(\d\d(?:\.\d{1,9})?)", last):
        return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
    return float(last) if re.fullmatch(r"\d{1,12}\.\d{1,9}", last) else None
