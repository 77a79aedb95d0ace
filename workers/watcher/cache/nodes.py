"""Nodes that were restarted: which terminations that explains, and whether everything is back. Pure: no clock.

A node that comes back restarts everything on it once. That shows in the kubelet's own word for an end nobody saw
(`Unknown`, 255), or in most pods of a node being stopped within two minutes; programs that fail by themselves, because
a dependency is away, end with codes of their own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from core.messages.jumps import NodeRestart
from core.messages.terminations import Termination
from workers.watcher.cache.case import OOM
from workers.watcher.cache.keys import WorkloadKey

TOGETHER = 120.0
"""Seconds in which a node's containers end when it goes down: the kubelet gives pods 30 s, and two groups of them."""
FEWEST_PODS = 3
FEWEST_WORKLOADS = 2
"""Of fewer, a common cause of their own is as likely as the node."""
STOPPED = (0, 137, 143)
"""How a container ends that is told to: properly, killed when its time was up, by SIGTERM."""
KEPT = 1800.0
"""Seconds a restart of a node is remembered, reported or not."""


@dataclass
class NodeOutage:
    """Containers of one node that ended together."""

    node: str
    first: float
    last: float
    terminations: set[tuple[str, int]] = field(default_factory=set)
    """UID and number."""
    pods: dict[str, WorkloadKey] = field(default_factory=dict)
    """By UID."""
    unseen: bool = False
    """Whether the kubelet's own word for an end nobody saw was among them."""
    restart: NodeRestart | None = None
    """Once everything is back."""

    def whole_node(self, pods_on_node: int) -> bool:
        """Whether so many containers of the node ended that only the node explains it."""
        workloads = len(set(self.pods.values()))
        return len(self.pods) >= max(FEWEST_PODS, (pods_on_node + 1) // 2) and workloads >= FEWEST_WORKLOADS

    def is_restart(self, pods_on_node: int) -> bool:
        """Whether the node was restarted, as far as the containers tell."""
        return (self.unseen and len(self.pods) >= FEWEST_PODS) or self.whole_node(pods_on_node)


def ended_unseen(termination: Termination) -> bool:
    """Whether the runtime no longer knew how it ended: the kubelet writes that when the node has come back
    (pkg/kubelet/status, ContainerStatusUnknown)."""
    return termination.reason in ("Unknown", "ContainerStatusUnknown") and termination.code in (137, 255)


class Nodes:
    """The recent outages of each node."""

    def __init__(self) -> None:
        """Nothing is known."""
        self._outages: dict[str, NodeOutage] = {}

    def add(self, termination: Termination, key: WorkloadKey) -> None:
        """Take in a termination of that workload."""
        at, unseen = termination.at, ended_unseen(termination)
        stopped = termination.code in STOPPED and termination.reason != OOM
        if not termination.node or not termination.exact or not (stopped or unseen):
            return
        outage = self._outages.get(termination.node)
        if outage is None or outage.restart or not outage.first - TOGETHER <= at <= outage.last + TOGETHER:
            outage = self._outages[termination.node] = NodeOutage(termination.node, at, at)
        uid, number = termination.uid, termination.number
        if any(known == uid and other != number for known, other in outage.terminations) and not unseen:
            return  # the second end of the same pod is its own
        outage.first, outage.last = min(outage.first, at), max(outage.last, at)
        outage.terminations.add((uid, number))
        outage.pods[uid] = key
        outage.unseen = outage.unseen or unseen

    def explained(
        self, terminations: Iterable[Termination], pods_per_node: Mapping[str, int]
    ) -> frozenset[tuple[str, int]]:
        """UID and number of those terminations that a node's restart explains."""
        explained = set()
        for termination in terminations:
            outage, own = self._outages.get(termination.node), (termination.uid, termination.number)
            with_node = (
                outage is not None
                and own in outage.terminations
                and outage.whole_node(pods_per_node.get(termination.node, 0))
            )
            if ended_unseen(termination) or with_node:
                explained.add(own)
        return frozenset(explained)

    def restarts(
        self,
        cluster: str,
        pods_per_node: Mapping[str, int],
        is_back: Callable[[str], bool],
        stayed_ready: Callable[[str, float], bool],
        now: float,
        start_up: float,
    ) -> tuple[NodeRestart, ...]:
        """The restarts of the last half hour after which everything came back within `start_up` seconds.

        `is_back` answers for a pod's UID; `stayed_ready` whether any pod of a node has been ready since before a time:
        then the node was not restarted, whatever made the others end together.
        """
        for node in [node for node, outage in self._outages.items() if outage.last < now - KEPT]:
            del self._outages[node]
        for outage in self._outages.values():
            in_time = outage.is_restart(pods_per_node.get(outage.node, 0)) and now - outage.last <= start_up
            if outage.restart is not None or not in_time or not all(is_back(uid) for uid in outage.pods):
                continue
            if not stayed_ready(outage.node, outage.first):
                outage.restart = NodeRestart(
                    cluster=cluster,
                    node=outage.node,
                    containers=len(outage.terminations),
                    workloads=len(set(outage.pods.values())),
                    at=outage.first,
                    ready_at=now,
                )
        return tuple(outage.restart for outage in self._outages.values() if outage.restart is not None)
