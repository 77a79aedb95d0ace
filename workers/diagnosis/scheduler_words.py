"""Takes a scheduler's message apart: how many nodes were turned away, and for what. Pure."""

import re
from dataclasses import dataclass

_HEAD = re.compile(r"^\s*0/(?P<total>\d{1,6}) nodes are available: ")
_TAIL = re.compile(r"\.?\s{0,9}(?:no new claims to deallocate|preemption: |SchedulerPredicates failed).*$", re.DOTALL)
_PART = re.compile(r"(?P<count>\d{1,6}) (?P<reason>[^,]{1,200}(?:,(?! \d+ )[^,]{1,100}){0,3})")
"""A reason may hold a comma itself: `1 node(s) had taint {a: }, that the pod didn't tolerate`."""
LONGEST = 4000
"""Characters of a message that are looked at; a real one names each reason once and stays below 1 KB."""


@dataclass(frozen=True)
class UnavailableNodes:
    """`0/5 nodes are available: 2 Insufficient cpu, 3 node(s) ...`: total, and (count, reason) in order."""

    total: int
    reasons: tuple[tuple[int, str], ...]


def node_by_node(message: str) -> UnavailableNodes | None:
    """None when it is not such a message, or when reasons are left out."""
    message = message[:LONGEST]
    head = _HEAD.match(message)
    if head is None:
        return None
    body = _TAIL.sub("", message[head.end() :]).strip().rstrip(".")
    parts = tuple((int(part["count"]), part["reason"].strip()) for part in _PART.finditer(body))
    return UnavailableNodes(int(head["total"]), parts) if parts else None
