"""All that is known of one container of one workload when `jumps` decides about it. Pure data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.messages.jumps import Workload
from core.messages.terminations import Termination

OOM = "OOMKilled"
LOOPING_SECONDS = 40
"""The kubelet waits 10 s after the first crash, 20 after the second, 40 after the third (pkg/kubelet/kubelet.go,
backOffPeriod); a wait this long proves three crashes in a row without a quiet run between them."""
USUAL_WINDOW = 6 * 3600
"""Seconds the present rate is measured over: shorter, and a few restarts by chance are a multiple of a low rate."""


@dataclass(frozen=True, slots=True)
class PodTemplate:
    """One pod template of a workload."""

    hash: str
    born: float
    """When its first pod, or its ReplicaSet, was created."""
    crashed: float | None = None
    """The last crash of any pod made from it that is known; None for none."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often a container of a workload restarts, told from hourly counts."""

    recent: int
    """In the last six hours."""
    before: float
    """In six hours on average, over the seven days before those."""
    days: int
    """Of those seven, with at least one restart."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A pod that is unable to start."""

    pod: str
    uid: str
    node: str
    since: float
    waiting: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known of one container of one workload."""

    workload: Workload
    container: str
    ends: Sequence[Termination]
    replicas: int = 0
    """Pods that are there, neither completed nor on their way out."""
    present: frozenset[str] = frozenset()
    """UIDs of the pods that are there and not on their way out."""
    looping: Mapping[str, int] = field(default_factory=dict)
    """Seconds of back-off by UID, where the container waits in CrashLoopBackOff."""
    excused: frozenset[tuple[str, int]] = frozenset()
    """UID and number of ends that the restart of a node explains."""
    templates: Sequence[PodTemplate] = ()
    usual: Baseline | None = None
    stuck: Sequence[Stuck] = ()
    job: bool = False
    """Whether the workload is a Job or a CronJob: its pods do not last, so that OOM kills are counted over all."""
    guessed: bool = False
