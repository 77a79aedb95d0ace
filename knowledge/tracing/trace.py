"""What a captured trace says: who sent which signal to whom. Pure data; it must not judge who that was."""

from dataclasses import dataclass
from typing import Literal

Tool = Literal["systemtap", "bpf", "table", "ftrace", "audit", "strace", "kernel", "oom-helper"]
"""What printed it. Each leaves something else out: `table` has no ancestry, `audit` no name but a path."""

_IN_ORDER = (
    *(
        "HUP",
        "INT",
        "QUIT",
        "ILL",
        "TRAP",
        "ABRT",
        "BUS",
        "FPE",
        "KILL",
        "USR1",
        "SEGV",
        "USR2",
        "PIPE",
        "ALRM",
        "TERM",
    ),
    *("STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO"),
    *("PWR", "SYS"),
)
SIGNALS = {name: number for number, name in enumerate(_IN_ORDER, start=1)}
"""Numbers of x86 and ARM, which is what containers run on (signal(7))."""
NAMES = {number: f"SIG{name}" for name, number in SIGNALS.items()}
KILL, TERM = SIGNALS["KILL"], SIGNALS["TERM"]

FROM_KERNEL = 128
"""`SI_KERNEL` of `si_code`: not sent by a program's system call (include/uapi/asm-generic/siginfo.h)."""
IGNORED = 1
"""`TRACE_SIGNAL_IGNORED` of signal_generate's `res` (include/trace/events/signal.h)."""


@dataclass(frozen=True)
class Process:
    """A process as a trace names it; a field the trace leaves out is empty."""

    name: str = ""
    """The kernel's `comm`: at most 15 bytes, and a program may set its own (prctl(2), PR_SET_NAME)."""
    pid: int | None = None
    exe: str = ""
    """The file it runs; ` (deleted)` at the end when that is gone. Only the kernel writes this one."""
    started: float | None = None
    """Seconds after boot."""


@dataclass(frozen=True)
class SentSignal:
    """One signal that was sent."""

    signal: int
    sender: Process
    target: Process
    tool: Tool
    ancestry: tuple[Process, ...] = ()
    """The sender's ancestors, the nearest first; without the sender."""
    uid: str = ""
    """Who the sender ran as: a number or a name."""
    login: str = ""
    """Who had logged in before becoming that (audit's `auid`); empty when nobody or unknown."""
    code: int | None = None
    """`si_code`; None when the tool does not tell."""
    ignored: bool = False
    """Sent, and without effect: refused, or thrown away."""
    at: str = ""
    """The time as it was printed."""

    @property
    def name(self) -> str:
        """`SIGKILL`; `signal 35` for a real-time one."""
        return NAMES.get(self.signal, f"signal {self.signal}")


@dataclass(frozen=True)
class CapturedSignal:
    """A signal, and the line it stands in: formats are read one by one, and come together in the text's order."""

    line: int
    sent: SentSignal


def number(word: str) -> int | None:
    """`9`, `SIGKILL`, `KILL`, `0x9` as a number from 1 to 64; None for anything else."""
    bare = word.strip().upper().removeprefix("SIG")
    if bare in SIGNALS:
        return SIGNALS[bare]
    try:
        value = int(bare, 16 if bare.startswith("0X") else 10) if bare.isascii() and len(bare) < 5 else 0
    except ValueError:
        return None
    return value if 1 <= value <= 64 else None
