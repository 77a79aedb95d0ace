"""Records as version 0.1.0 left them in Redis, in today's shape. Pure.

It had one shape of record for all kinds of incidents; `told_restarts` of a storm were the members announced. A record
of that shape has the field `told_restarts`, which today's shapes lack.
"""

from collections.abc import Mapping
from typing import Any

from core.messages.incidents import Incident, StormIncident

_RENAMED = {
    "grown": "grown_at",
    "gap": "longest_gap",
    "ready_mark": "ready_since",
    "ready_seen": "ready_seen_at",
    "absent": "absent_since",
    "edited": "edited_at",
    "told_restarts": "announced_restarts",
    "told_nodes": "announced_nodes",
    "told_causes": "announced_causes",
    "diagnose": "diagnose_at",
    "diagnosed": "diagnosed_at",
}


def upgraded_record(given: Mapping[str, Any], incident: Incident) -> dict[str, Any]:
    """The fields of the incident's record besides the incident; those of today's shape as they are."""
    if "told_restarts" not in given:
        return dict(given)
    upgraded = {_RENAMED.get(name, name): value for name, value in given.items()}
    if isinstance(incident, StormIncident):
        upgraded["announced_members"] = given["told_restarts"]
    return upgraded
