"""What an earlier version wrote to Redis, in today's shape: one function a message, from mapping to mapping. Pure.

Version 0.1.0 had one model for all four kinds of incidents. Its `names` meant the members of a storm, the node of a
note, or the namespace and the error of a blind watch; a note kept its containers in `restarts` and its workloads in
`pod_count`. An incident of that shape has the field `born`, which today's shape lacks.
"""

from collections.abc import Mapping
from typing import Any

_RENAMED = {
    "began": "started_at",
    "born": "detected_at",
    "told": "announced_at",
    "news": "updates",
    "usual": "baseline_per_day",
    "times": "restart_times",
    "waiting": "waiting_reason",
    "last_code": "last_exit_code",
    "codes": "exit_codes",
    "routes": "routing_labels",
    "reopened": "reopen_count",
    "storm": "storm_id",
    "members": "member_ids",
    "found": "preexisting",
    "broken": "open_members",
}
_KINDS = {"blind": "stale-watch", "note": "node-restart"}
_ROLLOUT = {
    "before": "previous_revision",
    "image_before": "previous_image",
    "still": "previous_ready",
    "wanted": "desired",
}


def upgraded_incident(given: Any) -> Any:
    """An incident of 0.1.0 in today's shape; anything else as it is."""
    if not isinstance(given, dict) or "born" not in given:
        return given
    kind = given.get("kind", "workload")
    upgraded = _renamed(given, _RENAMED) | {"kind": _KINDS.get(kind, kind)}
    names, ending = given.get("names") or [], given.get("ending")
    if isinstance(given.get("rollout"), dict):
        upgraded["rollout"] = _renamed(given["rollout"], _ROLLOUT)
    if isinstance(ending, dict):
        upgraded["ended_at"] = ending.get("at")
        upgraded["ending"] = _renamed(ending, {"why": "reason"})
    if kind == "storm":
        upgraded["member_names"] = names
    elif kind == "blind":
        # With one name alone it was the error.
        upgraded["namespace"], upgraded["error"] = names if len(names) == 2 else ("", (*names, "")[0])
        upgraded["missed_restarts"] = ending.get("missed", 0) if isinstance(ending, dict) else 0
    elif kind == "note":
        counts = {"containers": given.get("restarts", 0), "workloads": given.get("pod_count", 0)}
        upgraded |= {"node": (*names, "?")[0], **counts}
    return upgraded


def _renamed(given: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in given.items()}
