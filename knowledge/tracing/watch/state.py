"""Whether there is anybody to look for: what the diagnosis already knows of the last end. Pure."""

from typing import Literal

from core.messages.answer import Tracing
from knowledge.tracing.systems import system_of

ProcedureState = Literal[
    "open",  # a signal ended it, and nobody explains whose
    "explained",  # the diagnosis knows
    "not-killed",  # it ended by itself
    "never-ended",  # no run has ended yet
    "nowhere",  # it is on no node
    "windows",  # no signals there
]

UNEXPLAINED = frozenset({"run.killed-externally", "run.sigterm", "run.sigint", "run.app-error"})
"""Causes that say a signal came and not from where."""
SIGNAL_BASE = 128
LAST_SIGNAL = 64


def state(tracing: Tracing) -> ProcedureState:
    """What the answer begins with."""
    if system_of(tracing.os_image).id == "windows":
        return "windows"
    if tracing.report.node is None:
        return "nowhere"
    if tracing.exit_code is None:
        return "never-ended"
    if signal_of(tracing.exit_code) is None:
        return "not-killed"
    return "explained" if _is_explained(tracing) else "open"


def signal_of(code: int) -> int | None:
    """The signal an exit code speaks of, 1 to 64; None when it is a program's own."""
    return code - SIGNAL_BASE if 1 <= code - SIGNAL_BASE <= LAST_SIGNAL else None


def _is_explained(tracing: Tracing) -> bool:
    """The best finding speaks of this container, is more than a possibility, and names a sender."""
    best = tracing.report.findings[0] if tracing.report.findings else None
    if best is None or best.confidence == "possible" or best.container not in (None, tracing.container):
        return False
    return best.cause not in UNEXPLAINED and not best.cause.startswith("healthy.")
