"""Small conversions shared by the parts: times, quantities, conditions. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from workers.cluster import wire
from workers.snapshot import Condition


def moment(time: datetime | None) -> datetime | None:
    """The time in UTC; a time without a zone, as YAML readers give it, already is."""
    if time is None:
        return None
    try:
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except OverflowError:  # the first or last hours of the calendar, in a zone that leads out of it
        return None


def stamp(time: datetime | None) -> float:
    """Seconds since 1970, to sort by; 0 for none."""
    known = moment(time)
    return known.timestamp() if known else 0.0


def quantities(given: Mapping[str, str | int | float]) -> dict[str, str]:
    """Quantities as strings; a person may write `cpu: 1`."""
    return {name: str(value) for name, value in given.items()}


def conditions(given: Iterable[wire.V1Condition]) -> tuple[Condition, ...]:
    """Conditions in their order."""
    return tuple(
        Condition(
            type=condition.type,
            status=condition.status,
            reason=condition.reason,
            message=condition.message,
            since=moment(condition.last_transition_time),
        )
        for condition in given
    )
