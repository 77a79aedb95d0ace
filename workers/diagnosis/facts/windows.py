"""Facts about containers on Windows nodes. Pure."""

from core.messages.report import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes
from workers.snapshot import Snapshot

STATUSES = range(0x40000000, 0xFFFFFF00)
"""NTSTATUS values of every severity but success, HRESULTs, and the exception codes of runtimes, such as 0xE0434352 of
.NET ([MS-ERREF] sections 2.1 and 2.3). Linux codes end at 255; what is nearer to 2**32 is a small negative number."""


@fact(of_container=True, values=("status",))
def windows_status(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The exit code is a 32-bit NTSTATUS, written signed or unsigned."""
    if container is None:
        raise NotSeen("pod")
    code = container.ended.code if container.ended else None
    if code is None or not -(2**31) <= code < 2**32 or code % 2**32 not in STATUSES:  # wider is no status at all
        return None
    status = f"0x{code % 2**32:08X}"
    quote = f"exit {code} = {status}"
    return Yes((Evidence(source="status", quote=quote, container=container.name),), {"status": status})
