"""What runs the container a paste is about, where that is not Kubernetes. Pure."""

from collections.abc import Mapping

from core.messages.model import Platform
from knowledge.signatures import platform_named
from workers.paste.parsed import PLATFORM, TOLD, TOLD_BY, Mapped, Parsed


def platform_of(parsed: Parsed) -> tuple[Platform, str]:
    """The platform that the first signature shows, and the first name told there; empty where Kubernetes is shown."""
    if _shows_kubernetes(parsed):
        return "", ""
    shown = [*parsed.platforms, *(item[PLATFORM] for item in parsed.objects if PLATFORM in item)]
    if not shown:
        return platform_named("\n".join(_told_lines(parsed))), ""
    platform = shown[0][0]
    return platform, next((name for each, name in shown if each == platform and name), "")


def _shows_kubernetes(parsed: Parsed) -> bool:
    """Whether anything in the paste is Kubernetes' own: an object, an event, a row of a table, a `kubectl logs`."""
    own = [item for item in (*parsed.objects, *parsed.rows) if PLATFORM not in item and not _is_told(item)]
    on_node = any("kubelet" in line or "kubepods" in line or "k8s.io" in line for line in parsed.journal)
    return bool(own or parsed.events or parsed.logs_shown or parsed.focus or on_node)


def _told_lines(parsed: Parsed) -> list[str]:
    """The lines in which somebody tells how a container ended, and what else is written around them."""
    ends = [line for row in parsed.rows for line in _lines_of(row)]
    return [*ends, *(line.text for line in parsed.written)] if ends else []


def _lines_of(row: Mapped) -> list[str]:
    return [str(values[TOLD]) for values in _states(row) if TOLD in values]


def _is_told(row: Mapped) -> bool:
    """Whether the row was made of words, whoever told them."""
    return any(TOLD_BY in values for values in _states(row))


def _states(row: Mapped) -> list[Mapped]:
    """What the row's containers are in, and were in before."""
    status = row.get("status")
    entries = status.get("containerStatuses") if isinstance(status, Mapping) else None
    states = [
        state
        for entry in (entries if isinstance(entries, list) else [])
        for key in ("state", "lastState")
        if isinstance(state := entry.get(key), Mapping)
    ]
    return [values for state in states for values in state.values() if isinstance(values, Mapping)]
