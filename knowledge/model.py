"""What crosses Redis between the bot and the workers: frozen pydantic models, ids and quotes, no prose.

It must not render anything: the language is chosen when a reader reads (`knowledge.text`), and it imports
neither `bot` nor `workers`.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Language = Literal["en", "zh"]
Confidence = Literal["certain", "likely", "possible"]
Source = Literal["status", "event", "log", "previous-log", "condition", "node", "owner", "spec", "journal", "fact"]

CONFIDENCES: tuple[Confidence, ...] = ("certain", "likely", "possible")
"""Strongest first; the order findings are ranked in."""


class Model(BaseModel):
    """Frozen. A field it does not know is passed over: during a rollout old and new processes read each other's.
    What cannot be read is not repeated in the error, which is logged: it may be a paste with secrets in it."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Strict(Model):
    """Refuses unknown keys: a misspelt field fails where it is written. For what never leaves its process."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Target(Model):
    """What a person asked about, before the cluster was asked: `[cluster:][namespace/][kind/]name`, container aside."""

    text: str
    cluster: str | None = None
    namespace: str | None = None
    kind: str | None = None
    """Lower-case singular (`deployment`, `job` ...) where a kind was named; None: a pod, or a prefix of its name."""
    name: str
    container: str | None = None


class PodRef(Model):
    """One pod in one cluster. `cluster` is the kubeconfig context, None for the only or current one."""

    cluster: str | None = None
    namespace: str
    name: str
    container: str | None = None

    def __str__(self) -> str:
        """`shop/web`, or `prod:shop/web` where there are several clusters."""
        prefix = f"{self.cluster}:" if self.cluster else ""
        return f"{prefix}{self.namespace}/{self.name}"


class Evidence(Model):
    """Something the cluster or a log said, word for word (redacted), and how often."""

    source: Source
    quote: str
    container: str | None = None
    count: int = 1
    over_seconds: float | None = None
    """Seconds between the first and the last time it was said; None when said once or unknown."""


class Finding(Model):
    """One cause that fits, with what it rests on."""

    cause: str
    """An id of the catalogue's listed causes."""
    detail: str
    """The id of the cause file that fired; the same as `cause` unless that file is a finer one."""
    confidence: Confidence
    container: str | None = None
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


class Tracing(Model):
    """The answer to `who killed it`: what the diagnosis knows, and where to watch for the next signal."""

    kind: Literal["tracing"] = "tracing"
    target: str
    report: Report
    """The diagnosis, without logs and timeline."""
    container: str | None = None
    """The container meant: the one named, else the one that was killed; None when the pod has none."""
    container_id: str = ""
    """`containerd://5fb8adf9...`, of the run there is now; of the last one while it waits; empty before the first."""
    running: bool = False
    """There is a process to watch now; otherwise the next run's has to be found first."""
    exit_code: int | None = None
    """How its last run ended; None when none did."""
    ended_at: datetime | None = None
    lived_seconds: float | None = None
    """How long that run took."""
    os_image: str = ""
    """`Ubuntu 22.04.4 LTS`; empty, like the next three, when the node could not be read."""
    kernel: str = ""
    architecture: str = ""
    runtime: str = ""
    """`containerd://2.1.9`."""


class Capture(Model):
    """A pasted trace of signals, redacted: its reader reads it in his language (`knowledge.tracing`)."""

    kind: Literal["capture"] = "capture"
    target: str = ""
    lines: tuple[str, ...] = ()
    hidden: int = 0


class Option(Model):
    """A pod that may be meant, with kubectl's word for its state; or a workload, whose name `ref` bears then."""

    ref: PodRef
    kind: str | None = None
    """The workload's, as in `Target.kind`; None for a pod."""
    status: str = ""


Asked = Literal["target", "whokilled"]
"""What a question about a pod wants to know: why it is broken, or who killed it."""


class Choice(Model):
    """Several pods fit what was asked."""

    kind: Literal["choice"] = "choice"
    target: str
    asked: Asked = "target"
    """What picking one of them asks."""
    options: tuple[Option, ...]
    more: int = 0
    """How many further ones there are beyond the options."""


class NotFound(Model):
    """No pod fits, or there is no workload of that kind and name; the nearest names instead."""

    kind: Literal["not-found"] = "not-found"
    target: str
    sought: str | None = None
    """The kind that was named, as in `Target.kind`; None where it was a pod."""
    asked: Asked = "target"
    nearest: tuple[Option, ...] = ()
    namespace_missing: bool = False
    """The namespace itself does not exist."""


Problem = Literal[
    "forbidden",  # RBAC refuses reading pods
    "unauthorized",  # the credentials are expired or wrong
    "unreachable",  # the API server does not answer
    "timeout",  # it answers too slowly
    "throttled",  # 429 of the API server
    "broken",  # 5xx or an answer that cannot be read
    "no-such-cluster",  # the kubeconfig has no such context
    "no-kubeconfig",  # there is neither a kubeconfig nor a service account
    "worker-lost",  # asked twice, and no worker came back with an answer
    "queue-full",  # nobody took the question in time
    "too-large",  # a paste over the limit
    "nothing-recognized",  # a paste in which nothing could be read
    "internal",  # a fault of ours; the log has the traceback
]


class Failure(Model):
    """The question could not be answered; one clear reason."""

    kind: Literal["failure"] = "failure"
    target: str
    problem: Problem
    said: str = ""
    """The server's own words, redacted and cut to 300 characters; or the context names there are."""


Answer = Annotated[Report | Tracing | Capture | Choice | NotFound | Failure, Field(discriminator="kind")]
ANSWER: TypeAdapter[Report | Tracing | Capture | Choice | NotFound | Failure] = TypeAdapter(Answer)
"""Reads an answer back from JSON."""


class ReplyTo(Model):
    """Where an answer goes. The bot makes it, the workers carry it unread, the bot's deliver job uses it."""

    user: str
    channel: str
    response_url: str = ""
    """Good for 5 posts in 30 minutes (Slack's limit); empty where there is none."""
    language: Language = "en"
    thread_ts: str | None = None
    asked_at: float
    """Seconds since the epoch, by the bot's clock."""


class Question(Model):
    """One question on its way: what is asked and where the answer goes."""

    id: str
    kind: Literal["target", "paste", "whokilled"] = "target"
    target: Target | None = None
    paste: str | None = None
    reply_to: ReplyTo
    attempt: int = 1
