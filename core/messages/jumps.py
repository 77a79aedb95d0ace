"""A jump of restart counts and the decision behind it, as they cross Redis: counts, thresholds, no prose.

It must not decide anything (`workers.watcher.detect.rules` does) and renders nothing. All times are seconds since 1970.
"""

from typing import Literal

from core.messages.model import Model

JumpRule = Literal["pod-restarts", "replicas", "oom", "new-template", "usual", "cannot-start"]
"""Which rule counted:

- `pod-restarts`: one pod's container restarted so often within the window;
- `replicas`: so many of a workload's pods restarted within the window;
- `oom`: so many OOM kills of one pod's container (of a Job: of all its pods) within the window;
- `new-template`: so many crashes of a young pod template whose predecessor did not crash;
- `usual`: so many times the workload's own usual rate of the last days;
- `cannot-start`: so many pods unable to start for as long as the window.
"""

Silence = Literal[
    "below", "off", "deleting", "node", "no-predecessor", "predecessor-crashed", "old-template", "no-history", "muted"
]
"""Why a rule stayed silent:

- `below`: fewer than needed;
- `off`: switched off by a setting or an annotation;
- `node`: enough, but a node was restarted and its pods are coming back;
- `no-predecessor`, `predecessor-crashed`, `old-template`: the template is nobody's successor, follows one that crashed
  too, or is older than the rule looks at;
- `no-history`: the workload has not restarted on enough days to have a usual rate;
- `deleting`: only pods that are on their way out;
- `muted`: the annotation `whypod.dev/alerts: "off"`.
"""


class Workload(Model):
    """What an incident belongs to: a workload, its owner chain resolved. `cluster` is the context, "" for the only one.

    `kind` is as the API has it (`Deployment`, `CronJob`, ... `Pod` for one that stands alone).
    """

    cluster: str = ""
    namespace: str
    kind: str
    name: str

    def __str__(self) -> str:
        """`shop/web`, or `prod:shop/web` where there are several clusters."""
        return f"{self.cluster}:{self.namespace}/{self.name}" if self.cluster else f"{self.namespace}/{self.name}"


class RuleCheck(Model):
    """One rule applied to one container of a workload: what was counted against what was needed, and what followed."""

    rule: JumpRule
    counted: int
    needed: int
    window: int
    """Seconds looked back over."""
    spoke: bool = False
    silence: Silence | None = None
    """Why not; None when it spoke."""
    subject: str = ""
    """The pod that was counted, for the rules about one pod; the template, for `new-template`."""
    factor: float | None = None
    """How many times the workload's usual rate was needed, for `usual`."""
    gap: int = 0
    """Seconds of the time counted over in which nobody was watching; the counts tell how often, not when."""


class Decision(Model):
    """Why the watcher alerted or did not, for one container of one workload; `/whyalert` prints it."""

    workload: Workload
    container: str
    at: float
    """When it was decided."""
    checks: tuple[RuleCheck, ...]

    @property
    def spoke(self) -> bool:
        """Whether any rule did."""
        return any(check.spoke for check in self.checks)


class Jump(Model):
    """Restart counts of one container of one workload jumped."""

    workload: Workload
    guessed: bool = False
    """The workload's name was told from the pod's own; the API could not confirm it (yet)."""
    container: str
    rule: JumpRule
    """The rule that spoke, the most telling one where several did."""
    decision: Decision
    pods: tuple[str, ...]
    """Names of the pods that were counted, those with the latest restart first."""
    nodes: tuple[str, ...]
    restarts: int
    """Counted over all of these pods."""
    since: float
    """The first of them."""
    at: float
    """The latest of them."""
    reason: str = ""
    """Why the container ended the last time, in the kubelet's word: `Error`, `OOMKilled`, `Completed`, ..."""
    code: int | None = None
    template: str = ""
    """Hash of the pod template the latest one was made from; empty where the owner gives none."""


class NodeRestart(Model):
    """A node was restarted, and everything on it came back in time: one note, no alerts."""

    cluster: str = ""
    node: str
    containers: int
    workloads: int
    at: float
    ready_at: float
    """When everything was back."""


class StaleWatch(Model):
    """Nothing fresh came from a watch: announced once, and again when it recovers, with what was missed."""

    cluster: str = ""
    namespace: str = ""
    """Of a watch that is limited to one; empty for the whole cluster."""
    since: float
    """When something fresh last came."""
    until: float | None = None
    """When it came again; None until it does."""
    error: str = ""
    """The API server's own words, or the network's."""
    missed_restarts: int = 0
    missed_pods: int = 0
    """Pods that came or went meanwhile."""
