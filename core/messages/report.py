"""The answer to `why is this pod broken`: ids, quotes and captured values, and no prose.

The language is chosen when a reader reads (`knowledge.text`).
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from core.messages.model import Confidence, Model, Platform, Source, Writer


class PodRef(Model):
    """One pod in one cluster. `cluster` is the kubeconfig context, None for the only or current one."""

    cluster: str | None = None
    namespace: str
    """Empty where a paste names the pod and not its namespace: such a pod can be spoken of, not asked about."""
    name: str
    container: str | None = None

    def __str__(self) -> str:
        """`shop/web`, or `prod:shop/web` where there are several clusters; `web` without a namespace."""
        prefix = f"{self.cluster}:" if self.cluster else ""
        return f"{prefix}{self.namespace}/{self.name}" if self.namespace else f"{prefix}{self.name}"


class Evidence(Model):
    """Something the cluster or a log said, word for word (redacted), and how often."""

    source: Source
    quote: str
    container: str | None = None
    count: int = 1
    over_seconds: float | None = None
    """Seconds between the first and the last time it was said; None when said once or unknown."""
    writer: Writer = ""
    """Who wrote it, where the source alone does not tell."""


class Finding(Model):
    """One cause that fits, with what it rests on."""

    cause: str
    """An id of the catalogue's listed causes."""
    detail: str
    """The id of the cause file that fired; the same as `cause` unless that file is a finer one."""
    confidence: Confidence
    container: str | None = None
    over: bool = False
    """Whether it is what was: the pod has been ready since. It is never certain for now then."""
    evidence: tuple[Evidence, ...] = ()
    values: dict[str, str] = Field(default_factory=dict)
    """What the prose's `$placeholders` stand for: captured groups and what facts worked out."""


class RuledOut(Model):
    """A rival cause that does not fit, and the kind of clause that spoke against it."""

    cause: str
    clause: str
    """`terminated`, `event`, `log`, `waiting`, ...: which kind of evidence was looked for."""
    seen: str | None = None
    """What stands there instead, word for word; None when it was looked at and nothing of the kind is there."""


class Unseen(Model):
    """Something that could not be looked at. Never the same as "nothing there"."""

    what: str
    """`events`, `log`, `previous-log`, `node`, `owner`, `pod`, `claims`, ...; may carry a name: `log/web`."""
    why: str
    """A key of `knowledge.words.UNSEEN_WHY`: `forbidden`, `timeout`, `expired`, `not-given` (in a paste) ..."""
    said: str = ""
    """The server's own words, redacted and cut; empty when there were none."""


class Note(Model):
    """Something worth knowing beside the causes: it began with a rollout, one node has all the failures ..."""

    kind: str
    """A key of `knowledge.notes.NOTES`."""
    values: dict[str, str] = Field(default_factory=dict)


class Moment(Model):
    """One line of the timeline."""

    at: datetime
    source: Source
    container: str | None = None
    reason: str
    quote: str = ""
    count: int = 1


class ContainerRow(Model):
    """One row of the container table."""

    name: str
    kind: Literal["main", "init", "sidecar", "ephemeral"] = "main"
    state: str
    """`running`, `waiting: ImagePullBackOff`, `terminated: Error (137)` ... as the API says it."""
    last: str | None = None
    """How the run before ended: `OOMKilled (137)`; None when there was none."""
    ready: bool | None = None
    restarts: int = 0
    started_at: datetime | None = None
    finished_at: datetime | None = None
    """When the last finished run ended."""
    next_restart_at: datetime | None = None
    """When the back-off ends, estimated; None when it is not waiting for one."""


class PodState(Model):
    """What the pod is at the moment of the look."""

    word: str
    """kubectl's STATUS: `Running`, `CrashLoopBackOff`, `Init:0/1`, `Terminating` ..."""
    ready: int = 0
    total: int = 0
    """Containers that should be ready; 0 where that is not known or does not matter any more."""
    seconds: float | None = None
    """For how long all of them have been ready; None where not all are or no time is known."""


class LogExcerpt(Model):
    """The end of one log, redacted."""

    container: str | None = None
    previous: bool = False
    lines: tuple[str, ...] = ()


class Report(Model):
    """The answer to `why is this pod broken`: findings, best first, and everything an answer shows."""

    kind: Literal["report"] = "report"
    target: str
    """What was asked or, for a paste, the file's name."""
    ref: PodRef | None = None
    """None when a paste does not tell which pod it is about."""
    node: str | None = None
    owner: str | None = None
    """`deploy/web`, `job/nightly` ...: the workload at the end of the owner chain."""
    now: PodState | None = None
    """None where no state of the pod was shown."""
    findings: tuple[Finding, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    notes: tuple[Note, ...] = ()
    timeline: tuple[Moment, ...] = ()
    containers: tuple[ContainerRow, ...] = ()
    logs: tuple[LogExcerpt, ...] = ()
    hidden: int = 0
    """How many secret values the redaction replaced."""
    observed_at: datetime | None = None
    knowledge_version: str = ""
    platform: Platform = ""
    platform_name: str = ""
    """What the platform calls it: a container, a unit, a task; empty where that is not told."""
