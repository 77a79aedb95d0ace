"""Events of both APIs to one kind of event, oldest first. Pure."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from workers.cluster import wire
from workers.cluster.parse.values import moment
from workers.snapshot import Event

_CONTAINER = re.compile(r"^spec\.(?:initContainers|containers|ephemeralContainers)\{([^{}]+)\}$")
"""How `fieldPath` names a container (pkg/kubelet/container/ref.go)."""

_FIRST_YEAR = 2000
"""Go writes a missing time as year 1; there were no clusters before this one."""

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def events(shapes: Iterable[wire.V1Event]) -> tuple[Event, ...]:
    """All events, oldest last sight first; those without a time come first, in the order given."""
    return tuple(sorted((_event(shape) for shape in shapes), key=lambda event: event.last or _NEVER))


def _event(shape: wire.V1Event) -> Event:
    regarding = shape.involved_object or shape.regarding
    origin = shape.source or shape.deprecated_source
    container = _CONTAINER.match(regarding.field_path) if regarding else None
    first, last = _times(shape)
    return Event(
        reason=shape.reason,
        message=shape.message or shape.note,
        type=shape.type,
        count=_count(shape),
        first=first,
        last=last,
        component=(origin.component if origin else "") or shape.reporting_component or shape.reporting_controller,
        kind=regarding.kind if regarding and regarding.kind else "Pod",
        name=regarding.name if regarding else "",
        container=container[1] if container else None,
    )


def _count(shape: wire.V1Event) -> int:
    """How often it was seen; the newer API counts in `series`, which is there from the second time on."""
    counts = (shape.series.count if shape.series else None, shape.count, shape.deprecated_count)
    return max((count for count in counts if count), default=1)


def _times(shape: wire.V1Event) -> tuple[datetime | None, datetime | None]:
    created = _known(shape.metadata.creation_timestamp)
    once = _known(shape.event_time)
    series = _known(shape.series.last_observed_time) if shape.series else None
    first = _known(shape.first_timestamp) or _known(shape.deprecated_first_timestamp) or once or created
    last = _known(shape.last_timestamp) or _known(shape.deprecated_last_timestamp)
    return first, series or last or once or first


def _known(time: datetime | None) -> datetime | None:
    time = moment(time)
    return time if time is not None and time.year >= _FIRST_YEAR else None
