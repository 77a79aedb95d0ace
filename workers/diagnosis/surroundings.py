"""What an answer shows beside its findings: container table, timeline, log ends, the workload. Pure."""

from datetime import datetime, timedelta

from core.messages.report import ContainerRow, LogExcerpt, Moment
from workers.container import Container, Terminated
from workers.diagnosis.backoff import next_restart
from workers.diagnosis.outcome import quote
from workers.snapshot import Snapshot

MOST_MOMENTS = 20
"""Lines of the timeline; the newest are kept."""
HOUR = timedelta(hours=1)
LOG_LINES = 40
"""Lines of each log that travel with the answer: enough for the "previous log" button, small enough for Redis."""
LINE_LIMIT = 500
"""Characters of one log line that travel."""


def workload(snapshot: Snapshot) -> str | None:
    """`deployment/web`: the last object of the owner chain; None when there is none or it was not looked at."""
    if not snapshot.owners:
        return None
    owner = snapshot.owners[-1]
    return f"{owner.kind.lower()}/{owner.name}" if owner.kind and owner.name else None


def container_rows(snapshot: Snapshot) -> tuple[ContainerRow, ...]:
    """One row a container, in the order of the snapshot."""
    return tuple(_row(container, snapshot.observed_at) for container in snapshot.containers)


def _row(container: Container, now: datetime | None) -> ContainerRow:
    ended = container.ended
    due = next_restart(container) if _waits_for_restart(container) else None
    return ContainerRow(
        name=container.name or "",
        kind=container.kind,
        state=_state(container),
        last=_ending(container.last) if container.last else None,
        ready=container.ready,
        restarts=container.restarts,
        started_at=container.running.started_at if container.running else None,
        finished_at=ended.finished_at if ended else None,
        next_restart_at=due if due and not (now and due < now) else None,  # overdue, as on a dead node, is not "due"
    )


def _waits_for_restart(container: Container) -> bool:
    """True while the back-off runs: `terminated` in its first minute, `waiting: CrashLoopBackOff` after that."""
    if container.waiting:
        return container.waiting.reason == "CrashLoopBackOff"
    return container.terminated is not None and container.restarts > 0


def _state(container: Container) -> str:
    if container.waiting:
        return f"waiting: {container.waiting.reason}" if container.waiting.reason else "waiting"
    if container.running:
        return "running"
    return f"terminated: {_ending(container.terminated)}" if container.terminated else "unknown"


def _ending(terminated: Terminated) -> str:
    code = "" if terminated.code is None else f" ({terminated.code})"
    return f"{terminated.reason or 'ended'}{code}"


def timeline(snapshot: Snapshot) -> tuple[Moment, ...]:
    """Ends of runs and events with a time, of the hour before the look, oldest first."""
    moments = [
        Moment(at=end.finished_at, source="status", container=container.name, reason="terminated", quote=_ending(end))
        for container in snapshot.containers
        for end in (*container.earlier, container.last, container.terminated)
        if end and end.finished_at
    ]
    moments += [
        Moment(
            at=event.last,
            source="event",
            container=event.container,
            reason=event.reason,
            quote=quote(event.message),
            count=event.count,
        )
        for event in snapshot.events or ()
        if event.last
    ]
    latest = snapshot.observed_at or max((moment.at for moment in moments), default=None)
    recent = [moment for moment in moments if latest is None or latest - moment.at <= HOUR]
    return tuple(sorted(recent, key=lambda moment: moment.at)[-MOST_MOMENTS:])


def log_excerpts(snapshot: Snapshot) -> tuple[LogExcerpt, ...]:
    """The end of each log."""
    return tuple(
        LogExcerpt(
            container=log.container,
            previous=log.previous,
            lines=tuple(line[:LINE_LIMIT] for line in log.lines[-LOG_LINES:]),
        )
        for log in snapshot.logs or ()
    )
