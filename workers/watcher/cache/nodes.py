"""Nodes that were restarted: which ends of containers that explains, and whether everything is back. Pure: no clock.

A node that comes back restarts everything on it once. Told by the kubelet's own word for an end nobody saw (`Unknown`,
255), or by most pods of a node being stopped within two minutes; programs that fail by themselves (a dependency is
away) end with codes of their own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from core.messages.jumps import NodeRestart
from core.messages.terminations import Termination
from workers.watcher.cache.case import OOM
from workers.watcher.cache.keys import Key

TOGETHER = 120.0
"""Seconds in which a node's containers end when it goes down: the kubelet gives pods 30 s, and two groups of them."""
FEWEST_PODS = 3
FEWEST_WORKLOADS = 2
"""Of fewer, a common cause of their own is as likely as the node."""
STOPPED = (0, 137, 143)
"""How a container ends that is told to: properly, killed when its time was up, by SIGTERM."""
KEPT = 1800.0
"""Seconds a restart of a node is remembered, noted or not."""


@dataclass
class Down:
    """One restart of one node."""

    node: str
    began: float
    last: float
    ends: set[tuple[str, int]] = field(default_factory=set)
    """UID and number."""
    pods: dict[str, Key] = field(default_factory=dict)
    marked: bool = False
    """Whether the kubelet's own word for it was among them."""
    note: NodeRestart | None = None


def lost(end: Termination) -> bool:
    """Whether the runtime knew no more of how it ended: the kubelet writes that when the node has come back
    (pkg/kubelet/status, ContainerStatusUnknown)."""
    return end.reason in ("Unknown", "ContainerStatusUnknown") and end.code in (137, 255)


class Nodes:
    """The ends of each node of late."""

    def __init__(self) -> None:
        """Nothing is known."""
        self._downs: dict[str, Down] = {}

    def add(self, end: Termination, key: Key) -> None:
        """Takes in an end."""
        stopped = end.code in STOPPED and end.reason != OOM
        if not end.node or not end.exact or not (stopped or lost(end)):
            return
        down = self._downs.get(end.node)
        if down is None or not down.began - TOGETHER <= end.at <= down.last + TOGETHER or down.note is not None:
            down = self._downs[end.node] = Down(end.node, end.at, end.at)
        if any(uid == end.uid and number != end.number for uid, number in down.ends) and not lost(end):
            return  # the second end of the same pod is its own
        down.began, down.last = min(down.began, end.at), max(down.last, end.at)
        down.ends.add((end.uid, end.number))
        down.pods[end.uid] = key
        down.marked = down.marked or lost(end)

    def explained(self, ends: Iterable[Termination], on_node: Mapping[str, int]) -> frozenset[tuple[str, int]]:
        """UID and number of those ends that a node's restart explains; `on_node` counts the pods of each node."""
        found = set()
        for end in ends:
            down = self._downs.get(end.node)
            part_of_it = down is not None and (end.uid, end.number) in down.ends
            if lost(end) or (down is not None and part_of_it and _whole_node(down, on_node.get(end.node, 0))):
                found.add((end.uid, end.number))
        return frozenset(found)

    def notes(
        self, cluster: str, on_node: Mapping[str, int], back: Callable[[str], bool], now: float, start_up: float
    ) -> tuple[NodeRestart, ...]:
        """The restarts after which everything is back, of the last half hour. `back` answers for a UID."""
        for node in [node for node, down in self._downs.items() if down.last < now - KEPT]:
            del self._downs[node]
        for down in self._downs.values():
            known = (down.marked and len(down.pods) >= FEWEST_PODS) or _whole_node(down, on_node.get(down.node, 0))
            if down.note is None and known and now - down.last <= start_up and all(back(uid) for uid in down.pods):
                down.note = NodeRestart(
                    cluster=cluster,
                    node=down.node,
                    containers=len(down.ends),
                    workloads=len(set(down.pods.values())),
                    at=down.began,
                    ready_at=now,
                )
        return tuple(down.note for down in self._downs.values() if down.note is not None)


def _whole_node(down: Down, pods: int) -> bool:
    workloads = len(set(down.pods.values()))
    return len(down.pods) >= max(FEWEST_PODS, (pods + 1) // 2) and workloads >= FEWEST_WORKLOADS
