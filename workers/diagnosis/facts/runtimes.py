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
