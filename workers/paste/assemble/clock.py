"""When the paste was made, as far as it tells, and the times that its ages stand for. Pure: `now` is handed in."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from workers.container import Container
from workers.paste.parsed import ParsedEvent
from workers.snapshot import Event, Pod

_EXACT_UP_TO = 600
"""Seconds. Up to ten minutes kubectl prints ages to the second, then to the minute (util/duration)."""


def observed(
    pod: Pod | None, containers: Iterable[Container], events: list[ParsedEvent], now: datetime | None
) -> datetime | None:
    """When the output was printed: by the pod's start and the age of its first event, else the latest time in it.

    `now` only stands in where the paste has ages and no time at all.
    """
    times = [*_of_pod(pod), *_of_containers(containers)]
    times += [time for each in events for time in (each.event.first, each.event.last) if time is not None]
    if pod is not None and pod.started_at is not None:
        ages = [
            each.event.age_seconds for each in events if each.event.reason == "Scheduled" and each.event.kind == "Pod"
        ]
        times += [pod.started_at + timedelta(seconds=age) for age in ages if age is not None and age <= _EXACT_UP_TO]
    known = [time for time in times if time.year >= 2000]  # a start that failed says 1970
    if known:
        return max(known)
    return now if any(each.event.age_seconds is not None for each in events) else None


def _of_pod(pod: Pod | None) -> list[datetime]:
    if pod is None:
        return []
    given = [pod.created_at, pod.started_at, *(condition.since for condition in pod.conditions)]
    return [time for time in given if time is not None]


def _of_containers(containers: Iterable[Container]) -> list[datetime]:
    times: list[datetime] = []
    for container in containers:
        ends = [container.terminated, container.last]
        starts = [container.running.started_at] if container.running else []
        known = [*starts, *(end.finished_at for end in ends if end), *(end.started_at for end in ends if end)]
        times.extend(time for time in known if time is not None)
    return times


def dated(parsed_event: ParsedEvent, at: datetime | None) -> Event:
    """The event with times instead of ages, if the clock is known."""
    event = parsed_event.event
    if at is None or event.age_seconds is None or event.last is not None:
        return event
    last = _before(at, event.age_seconds)
    first = _before(at, parsed_event.first_age) if parsed_event.first_age is not None else last
    return event.model_copy(update={"first": first, "last": last})


def _before(at: datetime, seconds: float) -> datetime | None:
    try:
        return at - timedelta(seconds=seconds)
    except OverflowError:  # an age of millennia
        return None
