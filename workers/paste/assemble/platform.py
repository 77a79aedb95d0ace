"""What runs the container a paste is about, where that is not Kubernetes. Pure."""

from collections.abc import Mapping

from core.messages.model import Platform
from workers.paste.parsed import PLATFORM, TOLD_BY, Mapped, Parsed


def platform_of(parsed: Parsed) -> tuple[Platform, str]:
    """The platform that the first signature shows, and the first name told there; empty where Kubernetes is shown."""
    shown = [*parsed.platforms, *(item[PLATFORM] for item in parsed.objects if PLATFORM in item)]
    if not shown or _shows_kubernetes(parsed):
        return "", ""
    platform = shown[0][0]
    return platform, next((name for each, name in shown if each == platform and name), "")


def _shows_kubernetes(parsed: Parsed) -> bool:
    """Whether anything in the paste is Kubernetes' own: an object, an event, a row of a table, a `kubectl logs`."""
    own = [item for item in (*parsed.objects, *parsed.rows) if PLATFORM not in item and not _is_told(item)]
    on_node = any("kubelet" in line or "kubepods" in line or "k8s.io" in line for line in parsed.journal)
    return bool(own or parsed.events or parsed.logs_shown or parsed.focus or on_node)


def _is_told(row: Mapped) -> bool:
    """Whether the row was made of words, whoever told them."""
    status = row.get("status")
    entries = status.get("containerStatuses") if isinstance(status, Mapping) else None
    states = [
        state
        for entry in (entries if isinstance(entries, list) else [])
        for key in ("state", "lastState")
        if isinstance(state := entry.get(key), Mapping)
    ]
    return any(isinstance(values, Mapping) and TOLD_BY in values for state in states for values in state.values())
