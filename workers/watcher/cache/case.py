"""Everything the rules need to know about one container of one workload, and the figures they share. Pure data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.messages.jumps import Workload
from core.messages.terminations import Termination

OOM = "OOMKilled"
"""The kubelet's reason for a container that the kernel killed for its memory."""
LOOPING_SECONDS = 40
"""The kubelet waits 10 s after the first crash, 20 after the second, 40 after the third (pkg/kubelet/kubelet.go,
backOffPeriod); a wait this long proves three crashes in a row without a quiet run between them."""
BASELINE_WINDOW = 6 * 3600
"""Seconds the present rate is measured over: shorter, and a few restarts by chance are a multiple of a low rate."""


@dataclass(frozen=True, slots=True)
class WorkloadTemplate:
    """One pod template of a workload."""

    hash: str
    created: float
    """When its first pod, or its ReplicaSet, was created."""
    crashed: float | None = None
    """The last known crash of any pod made from it; None for none."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How often a container of a workload usually restarts, from hourly counts."""

    recent: int
    """In the last six hours."""
    average: float
    """In six hours on average, over the seven days before those."""
    days: int
    """Of those seven, with at least one restart."""


@dataclass(frozen=True, slots=True)
class StuckPod:
    """A pod that cannot start."""

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
    terminations: Sequence[Termination]
    replicas: int = 0
    """Pods that are there, neither completed nor leaving."""
    present: frozenset[str] = frozenset()
    """UIDs of the pods that are there and not leaving."""
    looping: Mapping[str, int] = field(default_factory=dict)
    """Seconds of back-off by UID, where the container waits in CrashLoopBackOff."""
    excused: frozenset[tuple[str, int]] = frozenset()
    """UID and number of the terminations that the restart of a node explains."""
    templates: Sequence[WorkloadTemplate] = ()
    baseline: Baseline | None = None
    stuck: Sequence[StuckPod] = ()
    job: bool = False
    """Whether the workload is a Job or a CronJob: its pods do not last, so OOM kills are counted over all of them."""
    guessed: bool = False
    """The workload's name was derived from a pod's; the API has not confirmed it."""
