"""Everything found in a paste to Snapshots, one a pod, through the same decoder and parser as the cluster's answers.

Pure. What the paste does not hold is named in `unseen`, never taken for absent.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from core.messages.report import PodRef, Unseen
from workers.cluster import parse, wire
from workers.container import Container
from workers.paste.assemble.clock import dated, observed
from workers.paste.assemble.platform import platform_of
from workers.paste.assemble.subject import PastedPod, ranked, subjects
from workers.paste.assemble.surroundings import around
from workers.paste.describe.objects import LASTS
from workers.paste.parsed import AGED, TOLD, TOLD_BY, WORD, Mapped, Parsed, ParsedEvent
from workers.snapshot import Event, Log, Pod, Snapshot

MOST_SNAPSHOTS = 20
MOST_EVENTS = 500
MOST_LOG_LINES = 5_000
LONGEST_LINE = 8_000
"""Characters of a log line, a journal line or a line of prose."""


def snapshots(parsed: Parsed, now: datetime | None) -> list[Snapshot]:
    """One snapshot for each pod in trouble, the worst first; for all of them when none is. At most twenty."""
    everyone = subjects(parsed)
    pods = ranked(everyone)
    sick = [pod for pod in pods if pod.trouble() or pod.logs or pod.focused]
    chosen = (sick or pods)[:MOST_SNAPSHOTS]
    return [_snapshot(pod, parsed, everyone, now) for pod in chosen]


def _snapshot(subject: PastedPod, parsed: Parsed, everyone: list[PastedPod], now: datetime | None) -> Snapshot:
    shape = _shape(subject.object)
    pod = parse.pod(shape) if shape is not None else None
    containers = _marked(parse.containers(shape), subject.object) if shape is not None else ()
    parsed_events = _once(subject.events)
    at = observed(pod, containers, parsed_events, now)
    if pod is not None and subject.object is not None:
        pod = _completed(pod, subject.object, at)
    events = (
        _sorted([dated(each, at) for each in parsed_events])
        if parsed_events or (parsed.events_shown and subject.main)
        else None
    )
    logs = _logs(subject, containers) if subject.logs or (parsed.logs_shown and subject.main) else None
    platform, platform_name = platform_of(parsed)
    snapshot = Snapshot(
        ref=_ref(subject, parsed),
        observed_at=at,
        pod=pod,
        containers=containers,
        events=events,
        events_whole=parsed.events_whole or events is None,
        logs=logs,
        journal=tuple(line[:LONGEST_LINE] for line in parsed.journal[-MOST_LOG_LINES:]) or None,
        words=tuple(dict.fromkeys(line[:LONGEST_LINE] for line in parsed.words if line))[:MOST_EVENTS],
        alerts=tuple(parsed.alerts),
        written=tuple(
            dict.fromkeys(line.model_copy(update={"text": line.text[:LONGEST_LINE]}) for line in parsed.written)
        )[:MOST_EVENTS],
        platform=platform,
        platform_name=platform_name,
        **around(subject, parsed, everyone),
    )
    return snapshot.model_copy(update={"unseen": _unseen(snapshot)})


def _shape(item: Mapped | None) -> wire.V1Pod | None:
    if item is None:
        return None
    try:
        return wire.from_mapping(item, wire.V1Pod)
    except wire.Unreadable:
        return None


def _marked(containers: tuple[Container, ...], item: Mapped | None) -> tuple[Container, ...]:
    """The containers with who told their states, where a text told them in words."""
    status = item.get("status") if item is not None else None
    entries = status.get("containerStatuses") if isinstance(status, Mapping) else None
    statuses = [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []
    tellers = {entry.get("name"): _tellers(entry) for entry in statuses}
    return tuple(
        container.model_copy(
            update={
                field: state.model_copy(update=telling)
                for field, telling in tellers.get(container.name, {}).items()
                if (state := getattr(container, field)) is not None
            }
        )
        for container in containers
    )


def _tellers(entry: Mapped) -> dict[str, dict[str, str]]:
    """By a container's field (`waiting`, `terminated`, `last`) who told it, and of an end in which line."""
    tellers: dict[str, dict[str, str]] = {}
    for key, field in (("state", ""), ("lastState", "last")):
        state = entry.get(key)
        for kind, values in state.items() if isinstance(state, Mapping) else ():
            if isinstance(values, Mapping) and values.get(TOLD_BY):
                line = {"told": str(values[TOLD])} if TOLD in values else {}
                tellers[field or kind] = {"told_by": str(values[TOLD_BY]), **line}
    return tellers


def _completed(pod: Pod, item: Mapped, at: datetime | None) -> Pod:
    """The STATUS column, and the deletion time that `Terminating (lasts 20s)` stands for."""
    age, restarted_ago = item.get(AGED, ("", ""))
    changes: dict[str, Any] = {"status_word": str(item.get(WORD, "")), "age": age, "restarted_ago": restarted_ago}
    lasts = item.get(LASTS)
    if pod.deleted_at is None and at is not None and isinstance(lasts, float | int):
        changes["deleted_at"] = at - timedelta(seconds=min(float(lasts), 10**9))
    return pod.model_copy(update=changes)


def _ref(subject: PastedPod, parsed: Parsed) -> PodRef | None:
    if not subject.name:
        return None
    spaces = {each.namespace for each in parsed.events if each.namespace} | {
        space for space, _ in parsed.focus if space
    }
    namespace = subject.namespace or (next(iter(spaces)) if len(spaces) == 1 else "")
    return PodRef(namespace=namespace, name=subject.name)


def _once(events: list[ParsedEvent]) -> list[ParsedEvent]:
    """Each event once, though both describe and `get events` showed it; the telling with more in it stays."""
    kept: list[ParsedEvent] = []
    places: dict[tuple[str, str], int] = {}
    for parsed_event in events[:MOST_EVENTS]:
        key = (parsed_event.event.reason, parsed_event.event.message)
        place = places.setdefault(key, len(kept))
        if place == len(kept) or kept[place].part == parsed_event.part or not _same_object(kept[place], parsed_event):
            kept.append(parsed_event)
        elif parsed_event.event.count > kept[place].event.count:
            kept[place] = parsed_event
    return kept


def _same_object(event: ParsedEvent, other: ParsedEvent) -> bool:
    return not event.event.name or not other.event.name or event.event.name == other.event.name


def _sorted(events: list[Event]) -> tuple[Event, ...]:
    """Oldest first, by time or by age; events with neither stay where they stood."""
    if all(event.last is not None for event in events):
        return tuple(sorted(events, key=lambda event: event.last.timestamp() if event.last else 0))
    if all(event.age_seconds is not None for event in events):
        return tuple(sorted(events, key=lambda event: -(event.age_seconds or 0)))
    return tuple(events)


def _logs(subject: PastedPod, containers: tuple[Container, ...]) -> tuple[Log, ...]:
    """The lines by container and run, in the paste's order."""
    only = containers[0].name if len(containers) == 1 else None
    lines_of: dict[tuple[str | None, bool], list[str]] = {}
    for log_lines in subject.logs:
        lines_of.setdefault((log_lines.container or only, log_lines.previous), []).extend(log_lines.lines)
    return tuple(
        Log(container=container, previous=previous, lines=_trimmed(lines))
        for (container, previous), lines in lines_of.items()
    )


def _trimmed(lines: list[str]) -> tuple[str, ...]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    while lines and not lines[0].strip():
        lines = lines[1:]
    return tuple(line[:LONGEST_LINE] for line in lines[-MOST_LOG_LINES:])


def _unseen(snapshot: Snapshot) -> tuple[Unseen, ...]:
    """What a cluster would have shown and the paste does not."""
    parts: Mapping[str, object] = {
        "pod": snapshot.pod,
        "events": snapshot.events,
        "log": snapshot.logs,
        "node": snapshot.node,
    }
    missing = [what for what, part in parts.items() if part is None]
    ends = [container.ended for container in snapshot.containers if container.ended]
    if any(end.code is not None and not end.reason for end in ends):
        missing.append("reason")
    partly = () if snapshot.events_whole else (Unseen(what="events", why="partly-given"),)
    return (*partly, *(Unseen(what=what, why="not-given") for what in missing))
