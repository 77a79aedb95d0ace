"""Facts about language runtimes, from the command lines they were started with. Pure."""

from knowledge.model import Evidence
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
    said = f"{end.reason}, exit {end.code}" if end.reason else f"exit {end.code}"
    values = {"code": str(end.code), "name": SYSEXITS[end.code - FIRST_SYSEXIT]}
    return Yes((Evidence(source="status", quote=said, container=container.name),), values)


def _is_sysexit(code: int | None) -> bool:
    return code is not None and FIRST_SYSEXIT <= code < FIRST_SYSEXIT + len(SYSEXITS)
