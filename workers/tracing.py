"""What `who killed it` needs of a snapshot or a paste. Pure; it judges nobody: `knowledge.tracing` does."""

from core.messages.answer import Capture, Tracing
from core.messages.report import Report
from knowledge import tracing as traces
from workers.container import Container
from workers.redact import redact_text
from workers.snapshot import Node, Snapshot

SIGNAL_BASE = 128
"""An exit code above it may be 128 + the signal that ended the program."""

MOST_LINES = 400
"""Of a capture that are kept, from its end: there is the kill."""


def capture(text: str, target: str) -> Capture | None:
    """A trace somebody pasted, secrets hidden; None when the text holds none, or kernel messages alone."""
    trace = traces.read(text)
    if trace is None or not trace.captured:
        return None
    lines = "\n".join(text[-traces.MOST_CHARACTERS :].splitlines()[-MOST_LINES:])
    redacted, hidden = redact_text(lines)
    return Capture(target=target, lines=tuple(redacted.split("\n")), hidden=hidden)


def tracing(snapshot: Snapshot, report: Report) -> Tracing:
    """Where to watch for the next signal, beside what the diagnosis knows of the last one."""
    container = _meant(snapshot, report) or Container()
    ended, node = container.ended, snapshot.node or Node()
    return Tracing(
        target=report.target,
        report=_short(report),
        container=container.name,
        container_id=container.container_id,
        running=container.running is not None,
        exit_code=ended.code if ended else None,
        ended_at=ended.finished_at if ended else None,
        lived_seconds=ended.seconds if ended else None,
        os_image=node.os_image,
        kernel=node.kernel,
        architecture=node.architecture,
        runtime=node.runtime,
    )


def _meant(snapshot: Snapshot, report: Report) -> Container | None:
    """The container that was named; else the one that a signal ended, the most restarted of several; else the first."""
    named = snapshot.ref.container if snapshot.ref else None
    if named:
        return next((container for container in snapshot.containers if container.name == named), None)
    about = report.findings[0].container if report.findings else None

    def rank(container: Container) -> tuple[bool, bool, int]:
        return _killed(container), container.name == about, container.restarts

    return max(snapshot.containers, key=rank, default=None)


def _killed(container: Container) -> bool:
    return container.ended is not None and (container.ended.code or 0) > SIGNAL_BASE


def _short(report: Report) -> Report:
    """Logs and events belong to `/whypod`; here they would only fill Redis."""
    return report.model_copy(update={"logs": (), "timeline": ()})
