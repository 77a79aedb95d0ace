"""Facts about containers on Windows nodes. Pure."""

from knowledge.model import Evidence
from workers.container import Container
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes
from workers.snapshot import Snapshot

ERRORS = range(0xC0000000, 0xD0000000)
"""NTSTATUS values of severity "error" ([MS-ERREF] section 2.3: the two highest bits set, customer bit clear)."""


@fact(of_container=True, values=("status",))
def windows_status(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The exit code is a 32-bit NTSTATUS, written signed or unsigned."""
    if container is None:
        raise NotSeen("pod")
    code = container.ended.code if container.ended else None
    if code is None or code % 2**32 not in ERRORS:
        return None
    status = f"0x{code % 2**32:08X}"
    quote = f"exit {code} = {status}"
    return Yes((Evidence(source="status", quote=quote, container=container.name),), {"status": status})
