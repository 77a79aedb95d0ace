"""Facts about language runtimes, from the command lines they were started with. Pure."""

import re
from collections.abc import Mapping

from core.messages.report import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes
from workers.snapshot import Snapshot

EXIT_FLAG = "ExitOnOutOfMemoryError"
"""With it a JVM ends with code 3 (hotspot/share/utilities/debug.cpp, `report_java_out_of_memory`)."""


@fact(of_container=True)
def jvm_exits_on_out_of_memory(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The flag stands on the command line or in a variable the JVM reads."""
    if container is None:
        raise NotSeen("pod")
    words = (*container.command, *container.args, *(variable.value or "" for variable in container.env))
    for word in words:
        if EXIT_FLAG in word:
            return Yes((Evidence(source="spec", quote=word[:200], container=container.name),))
    return None


SYSEXITS = (
    *("EX_USAGE", "EX_DATAERR", "EX_NOINPUT", "EX_NOUSER", "EX_NOHOST", "EX_UNAVAILABLE", "EX_SOFTWARE", "EX_OSERR"),
    *("EX_OSFILE", "EX_CANTCREAT", "EX_IOERR", "EX_TEMPFAIL", "EX_PROTOCOL", "EX_NOPERM", "EX_CONFIG"),
)
"""The names of 64 to 78, in order (BSD's and glibc's sysexits.h)."""
FIRST_SYSEXIT = 64


@fact(of_container=True, values=("code", "name"))
def ended_with_a_sysexit(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The exit code is one of those sysexits.h names."""
    if container is None:
        raise NotSeen("pod")
    end = next((each for each in (container.terminated, container.last) if each and _is_sysexit(each.code)), None)
    if end is None or end.code is None:
        return None
    ending = f"{end.reason}, exit {end.code}" if end.reason else f"exit {end.code}"
    name = SYSEXITS[end.code - FIRST_SYSEXIT]
    values = {"code": str(end.code), "name": name, f"of_{name}": ""}  # the prose has what each name means
    return Yes((Evidence(source="status", quote=ending, container=container.name),), values)


def _is_sysexit(code: int | None) -> bool:
    return code is not None and FIRST_SYSEXIT <= code < FIRST_SYSEXIT + len(SYSEXITS)


UNSPOKEN_SIGNALS = {
    1: "SIGHUP",
    3: "SIGQUIT",
    5: "SIGTRAP",
    10: "SIGUSR1",
    12: "SIGUSR2",
    14: "SIGALRM",
    16: "SIGSTKFLT",
    24: "SIGXCPU",
    25: "SIGXFSZ",
    26: "SIGVTALRM",
    27: "SIGPROF",
    29: "SIGIO",
    30: "SIGPWR",
}
"""Signals that end a program and have no cause of their own, by number (signal(7), x86 and ARM)."""
SHELL_SAYS = 128
"""A shell reports a child's death by signal n as 128 + n; so do the runtimes of containers."""


@fact(of_container=True, values=("code", "name", "number"))
def ended_by_a_signal_seldom_met(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """128 plus the number of a signal that a program dies of unless it handles it."""
    if container is None:
        raise NotSeen("pod")
    for end in (container.terminated, container.last):
        number = (end.code or 0) - SHELL_SAYS if end else 0
        if end and number in UNSPOKEN_SIGNALS:
            ending = f"{end.reason}, exit {end.code}" if end.reason else f"exit {end.code}"
            values = {"code": str(end.code), "name": UNSPOKEN_SIGNALS[number], "number": str(number)}
            return Yes((Evidence(source="status", quote=ending, container=container.name),), values)
    return None


SHELLS = frozenset(("sh", "bash", "dash", "ash", "zsh"))
INTERPRETERS = SHELLS | {"python", "python3", "node", "ruby", "perl", "php", "java", "dotnet", "env", "timeout", "ssh"}
"""Commands that themselves start: what fails after them is not the kernel's refusal to execute the file."""
COULD_NOT_CONNECT = {"curl": (7, 28, 52, 56), "psql": (2,), "pg_isready": (2,), "wget": (4,), "ssh": (255,)}
"""Exit codes of clients that mean "no answer", from their manual pages (curl(1), psql, pg_isready, wget, ssh(1))."""
COULD_NOT_RESOLVE = {"curl": (6,)}
"""curl(1): 6, the host could not be resolved."""


def _runs(container: Container) -> str:
    """The program whose exit code is the container's: of a shell line the last one; empty if unknown."""
    words = [*container.command, *container.args]
    if not words:
        return ""
    first = words[0].rsplit("/", 1)[-1]
    if first not in SHELLS:
        return first
    script = words[-1] if len(words) > 1 and not words[-1].startswith("-") else ""
    last = re.split(r"[;|&\n]+", script.strip().rstrip(";"))[-1].split()
    return last[0].rsplit("/", 1)[-1] if last else first


def _client_ended(container: Container | None, table: Mapping[str, tuple[int, ...]]) -> Yes | None:
    if container is None:
        raise NotSeen("pod")
    ended = container.ended
    program = _runs(container)
    if ended is None or ended.code is None or ended.code not in table.get(program, ()):
        return None
    quote = f"{program} ended with {ended.code}"
    return Yes((Evidence(source="status", quote=quote, container=container.name),), {"line": quote})


@fact(of_container=True, values=("line",))
def a_client_got_no_answer(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The command is a well-known client, and its exit code says that the other side did not answer."""
    return _client_ended(container, COULD_NOT_CONNECT)


@fact(of_container=True, values=("line",))
def a_client_found_no_such_name(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The command is a well-known client, and its exit code says that a host name did not resolve."""
    return _client_ended(container, COULD_NOT_RESOLVE)


@fact(of_container=True)
def node_heap_is_limited(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """V8's heap limit is set on the command line or in NODE_OPTIONS (node --help: --max-old-space-size)."""
    if container is None:
        raise NotSeen("pod")
    words = (*container.command, *container.args, *(item.value or "" for item in container.env))
    for word in words:
        if "max-old-space-size" in word or "max_old_space_size" in word:
            return Yes((Evidence(source="spec", quote=word[:200], container=container.name),))
    return None


@fact(of_container=True)
def refused_at_once_and_no_log(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """Ended within the second it was started, its file is not known to be run by an interpreter, and no line was seen.

    runc reports what `execve` answers in the log and ends with 255 (libcontainer/standard_init_linux.go).
    """
    if container is None:
        raise NotSeen("pod")
    ended = container.ended
    if ended is None or ended.seconds is None or ended.seconds >= 1 or ended.message:
        return None
    if any(log.lines for log in snapshot.logs or () if log.container in (container.name, None)):
        return None
    if _runs(container) in INTERPRETERS or (container.command and container.command[0].rsplit("/", 1)[-1] in SHELLS):
        return None
    return Yes((Evidence(source="status", quote="ended within the second it was started", container=container.name),))
