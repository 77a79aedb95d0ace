"""What `incidents` reads of the cache: pods by workload, frozen, of all clusters at once. It must not look anything up.

All times are seconds since 1970.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from core.messages.jumps import NodeRestart, StaleWatch, Workload
from core.messages.terminations import Termination

Fate = Literal["there", "scaled-to-zero", "deleted", "unknown"]
"""What became of a workload without pods; `unknown` until the API has answered, or when it may not be asked."""


@dataclass(frozen=True, slots=True)
class ContainerView:
    """One container now."""

    name: str
    image: str
    waiting: str
    """`CrashLoopBackOff`, `ImagePullBackOff`, ...; empty when it does not wait."""


@dataclass(frozen=True, slots=True)
class PodView:
    """One pod now."""

    uid: str
    name: str
    created: float
    phase: str
    deleting: bool
    ready: bool
    """The pod's condition: False on a dead node, where the containers still say ready."""
    ready_since: float | None
    containers: tuple[ContainerView, ...]


@dataclass(frozen=True, slots=True)
class WorkloadView:
    """A workload's pods now, and the recent terminations of its containers."""

    workload: Workload
    guessed: bool
    """Its name was derived from a pod's; the API has not confirmed it."""
    pods: tuple[PodView, ...]
    """Also those being deleted; not those that completed long ago and are gone."""
    terminations: tuple[Termination, ...]
    """Of the last hours, oldest first, bounded; also those of pods that are gone."""
    annotations: Mapping[str, str] = field(default_factory=dict)
    """`whypod.dev/...` of the newest pod, without the prefix."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Of the newest pod, those the settings name for routing."""


class View(Protocol):
    """All clusters of this process, read only."""

    def workload(self, key: Workload) -> WorkloadView | None:
        """None when it has neither pods nor recent terminations."""

    def fate(self, key: Workload) -> Fate:
        """What became of a workload that has no pods; asks the API in the background, so call again."""

    def stale_watches(self) -> tuple[StaleWatch, ...]:
        """The watches that bring nothing fresh, now and in the last hour; nothing may be called resolved there."""

    def node_restarts(self) -> tuple[NodeRestart, ...]:
        """Nodes restarted recently that have everything back; node and time tell one from another."""

    def restarts_per_day(self, key: Workload, container: str) -> float:
        """The average of the last 7 days, today excepted."""
