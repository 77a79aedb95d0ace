"""What people did with incidents and workloads: acknowledged, snoozed, muted. The bot writes it, the watcher reads it.

All times are seconds since 1970.
"""

from core.messages.jumps import Workload
from core.messages.model import Model


class Acknowledged(Model):
    """Somebody has taken the incident in hand; reminders stop."""

    user: str
    at: float


class Snoozed(Model):
    """Nobody wants to hear of the incident for a while; its message is still edited."""

    user: str
    at: float
    until: float | None = None
    """None: until the cause is another one than `cause`."""
    cause: str = ""
    reason: str = ""


class Handling(Model):
    """What people did with one incident."""

    version: int = 0
    acknowledged: Acknowledged | None = None
    snoozed: Snoozed | None = None
    muted: str = ""
    """Who muted its workload; empty when nobody did, or the mute was taken back."""


class Mute(Model):
    """A workload nobody wants to hear of until it is unmuted, or until `until`."""

    workload: Workload
    user: str
    at: float
    until: float | None = None
    reason: str = ""
