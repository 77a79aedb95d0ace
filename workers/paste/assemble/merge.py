"""Two mappings of the same pod made one: the first tells, the second fills what it left out. Pure."""

from collections.abc import Mapping
from typing import Any

from workers.paste.parsed import Mapped
from workers.paste.vocabulary.names import names

_CONTAINERS = names(
    "containers initContainers ephemeralContainers containerStatuses initContainerStatuses ephemeralContainerStatuses"
)


def filled(first: Mapped, second: Mapped) -> dict[str, Any]:
    """`first` with what only `second` says."""
    merged: dict[str, Any] = dict(first)
    for key, value in second.items():
        held = merged.get(key)
        if key in _CONTAINERS and isinstance(held, list) and isinstance(value, list):
            merged[key] = _containers(held, value)
        elif key in ("state", "lastState") and held:
            merged[key] = _state(held, value)
        elif isinstance(held, Mapping) and isinstance(value, Mapping):
            merged[key] = filled(held, value)
        elif held in (None, "", [], {}) or (key == "restartCount" and not held):
            merged[key] = value
    return merged


def _state(held: Any, value: Any) -> Any:
    """A container is in one state: a second one is not added, only more of the same is."""
    if isinstance(held, Mapping) and isinstance(value, Mapping) and held.keys() == value.keys():
        return filled(held, value)
    return held


def _containers(first: list[Any], second: list[Any]) -> list[Any]:
    """Containers by name; one without a name is the only one there is, or adds nothing certain."""
    merged = [dict(entry) for entry in first if isinstance(entry, Mapping)]
    for entry in second:
        if not isinstance(entry, Mapping):
            continue
        place = _place(merged, entry)
        if place is not None:
            merged[place] = filled(merged[place], entry)
        elif entry.get("name") or not merged:
            merged.append(dict(entry))
    return merged


def _place(containers: list[dict[str, Any]], entry: Mapped) -> int | None:
    name = entry.get("name")
    for place, held in enumerate(containers):
        if held.get("name") == name and name:
            return place
    nameless = [place for place, held in enumerate(containers) if not held.get("name")]
    if nameless:
        return nameless[0]
    if name:
        return None
    unready = [place for place, held in enumerate(containers) if held.get("ready") is False]
    places = unready if len(unready) == 1 else list(range(len(containers)))
    return places[0] if len(places) == 1 else None
