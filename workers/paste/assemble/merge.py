"""Two mappings of the same pod made one: the first tells, the second fills what it left out. Pure."""

from collections.abc import Mapping
from typing import Any

from workers.paste.names import names
from workers.paste.parsed import Mapped

_CONTAINERS = names(
    "containers initContainers ephemeralContainers containerStatuses initContainerStatuses ephemeralContainerStatuses"
)


def filled(first: Mapped, second: Mapped) -> dict[str, Any]:
    """`first` with what only `second` says."""
    made: dict[str, Any] = dict(first)
    for key, value in second.items():
        held = made.get(key)
        if key in _CONTAINERS and isinstance(held, list) and isinstance(value, list):
            made[key] = _containers(held, value)
        elif key in ("state", "lastState") and held:
            made[key] = _state(held, value)
        elif isinstance(held, Mapping) and isinstance(value, Mapping):
            made[key] = filled(held, value)
        elif held in (None, "", [], {}) or (key == "restartCount" and not held):
            made[key] = value
    return made


def _state(held: Any, value: Any) -> Any:
    """A container is in one state: a second one is not added, only more of the same is."""
    if isinstance(held, Mapping) and isinstance(value, Mapping) and held.keys() == value.keys():
        return filled(held, value)
    return held


def _containers(first: list[Any], second: list[Any]) -> list[Any]:
    """Containers by name; one without a name is the only one there is, or adds nothing certain."""
    made = [dict(entry) for entry in first if isinstance(entry, Mapping)]
    for entry in second:
        if not isinstance(entry, Mapping):
            continue
        place = _place(made, entry)
        if place is not None:
            made[place] = filled(made[place], entry)
        elif entry.get("name") or not made:
            made.append(dict(entry))
    return made


def _place(made: list[dict[str, Any]], entry: Mapped) -> int | None:
    name = entry.get("name")
    for place, held in enumerate(made):
        if held.get("name") == name and name:
            return place
    nameless = [place for place, held in enumerate(made) if not held.get("name")]
    if nameless:
        return nameless[0]
    if name:
        return None
    unready = [place for place, held in enumerate(made) if held.get("ready") is False]
    places = unready if len(unready) == 1 else list(range(len(made)))
    return places[0] if len(places) == 1 else None
