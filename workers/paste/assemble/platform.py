"""What runs the container a paste is about, where that is not Kubernetes. Pure."""

from collections.abc import Mapping

from core.messages.model import Platform
from workers.paste.parsed import TOLD_BY, Mapped, Parsed


def platform_of(parsed: Parsed) -> tuple[Platform, str]:
    """The platform that the first signature shows, and the first name told there; empty where Kubernetes is shown."""
    if not parsed.platforms or _shows_kubernetes(parsed):
        return "", ""
    platform = parsed.platforms[0][0]
    return platform, next((name for shown, name in parsed.platforms if shown == platform and name), "")


def _shows_kubernetes(parsed: Parsed) -> bool:
    """Whether anything in the paste is Kubernetes' own: an object, an event, a row of a table, a `kubectl logs`."""
    own_rows = [row for row in parsed.rows if not _is_told(row)]
    return bool(parsed.objects or parsed.events or own_rows or parsed.logs_shown or parsed.focus)


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
