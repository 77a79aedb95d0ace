"""What crosses Redis when the bot speaks first: incidents, what became of them, who took care. No prose.

It must not render, post or count anything. All times are seconds since 1970. The watcher writes incidents and
decisions, the bot writes what people did with them, the poster what Slack has been told: each key has one writer.

| key | holds | written by |
|---|---|---|
| `whypod:incidents` | hash: incident id to `Incident` | the watcher that leads |
| `whypod:book` | hash: incident id to what the watcher needs beside it, see `BOOK` | the watcher that leads |
| `whypod:versions` | hash: incident id to the version Slack is to show, once it is announced | the watcher that leads |
| `whypod:painted` | hash: incident id to what Slack shows, `version.handling` | the poster |
| `whypod:decisions` | hash: `decision_key` to `core.messages.jumps.Decision` | the watcher that leads |
| `whypod:handling` | hash: incident id to `Handling` | the bot |
| `whypod:mutes` | hash: workload key to `Mute` | the bot |
| `whypod:said:<incident>` | hash: where the message stands, and what the poster is at | the poster |
| `whypod:digest` | hash: incident id to the channel that learns of it when its quiet hours are over | the poster |
"""

import hashlib
import re
from typing import Literal

from pydantic import Field

from core.messages.jumps import Workload
from core.messages.model import Model
from core.messages.report import Report

INCIDENTS = "whypod:incidents"
STATE = "whypod:book"
"""What the watcher needs to go on after a restart: incident id to its record (`workers.watcher.incidents.state`)."""
VERSIONS = "whypod:versions"
SHOWN = "whypod:painted"
DECISIONS = "whypod:decisions"
HANDLING = "whypod:handling"
MUTES = "whypod:mutes"
DIGEST = "whypod:digest"

POST_JOB = "bot.alerts.poster.post"
"""Brings Slack's message up to what the incident is now; its arguments are an incident's id and the alert's key."""
POST_SECONDS = 30
"""How long one such job may take: a message, its replies and its edit, at 4 s a call."""
WAIT_SECONDS = 600
"""How long such a job is kept for a poster to take it. One that is back after that looks at the versions itself, and
one that is away for days must not fill Redis: each incident makes three jobs a minute."""

AlertKind = Literal[
    "new",
    "update",
    "news",
    "resolved",
    "reopened",
    "gone",
    "reminder",
    "storm",
    "blind",
    "sighted",
    "note",
    "digest",
]
Stage = Literal["pending", "open", "resolved", "gone"]
"""`pending`: not told yet, it waits for its diagnosis or for its neighbors. `gone`: deleted or scaled to zero."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what RQ accepts in a job id, and no colon, since ids are part of keys


class Alert(Model):
    """One wake-up for the poster: this incident has something to say."""

    incident: str
    kind: AlertKind
    seq: int
    """The incident's version it belongs to; grows by one with each change."""
    at: float

    @property
    def key(self) -> str:
        """The idempotency key: the same alert has the same one, however often it is enqueued."""
        return f"{self.incident}-{self.seq}"


class TouchedPod(Model):
    """One pod an incident has touched."""

    name: str
    node: str = ""
    restarts: int = 0
    """Since the incident began."""


class Rollout(Model):
    """The change of the workload it began with."""

    revision: str
    before: str
    """The revision before."""
    image_before: str = ""
    image: str = ""
    """The image whose change tells the two revisions apart; both empty when it is another change."""
    at: float
    """When the new revision was created."""
    still: int = 0
    """Pods of the revision before that are ready."""
    wanted: int = 0
    """Replicas the workload is to have; 0 when unknown."""


Shared = Literal["cause", "node", "image", "registry", "namespace", "dependency"]


class Common(Model):
    """Something the members of a storm share."""

    what: Shared
    value: str
    count: int
    """How many of the members have it."""


class Update(Model):
    """Something worth a reply in the thread."""

    seq: int
    at: float
    what: Literal["cause", "container", "nodes", "count", "reopened", "reminder", "snooze-over", "grown"]
    before: str = ""
    after: str = ""


EndReason = Literal["ready", "completed", "deleted", "scaled-to-zero", "sighted", "members"]
"""`completed`: a Job's pod succeeded. `members`: all that a storm was about is over."""


class Ending(Model):
    """How it ended, and what that rests on."""

    why: EndReason
    at: float
    ready_seconds: float = 0.0
    """How long every container has been ready by then."""
    last_restart: float | None = None
    longest_run: float | None = None
    """Seconds of the longest run while it was broken."""
    missed: int = 0
    """For blindness: restarts that happened meanwhile."""


class Incident(Model):
    """One thing that is wrong, from its first restart until it is over for good."""

    id: str
    kind: Literal["workload", "storm", "blind", "note"] = "workload"
    workload: Workload | None = None
    """None for what is about a cluster or several workloads."""
    cluster: str = ""
    guessed: bool = False
    """The workload's name was told from the pod's; nobody confirmed it."""
    containers: tuple[str, ...] = ()
    stage: Stage = "pending"
    version: int = 1
    began: float
    """The first restart of it; for blindness the last time anything was seen."""
    born: float
    """When it was first known."""
    told: float | None = None
    """When it was first announced."""
    changed: float
    severity: Literal["page", "warn", "info"] = "page"
    rule: str = ""
    """The rule of `core.messages.jumps` that saw it."""
    counted: int = 0
    needed: int = 0
    window: int = 0
    """What that rule counted, what it needed, over how many seconds."""
    usual: float | None = None
    """Restarts a day this workload has when nothing is wrong; None when not known yet."""
    restarts: int = 0
    """Since it began."""
    times: tuple[float, ...] = ()
    """When, newest last; as many as `MOST_TIMES`."""
    pods: tuple[TouchedPod, ...] = ()
    """The most restarted ones first; as many as `MOST_PODS`."""
    pod_count: int = 0
    nodes: tuple[str, ...] = ()
    ready: int = 0
    replicas: int = 0
    waiting: str = ""
    """Why a container of it waited last: `CrashLoopBackOff`; empty when none has been seen to."""
    last_reason: str = ""
    last_code: int | None = None
    codes: tuple[int, ...] = ()
    """Every exit code seen, the first one first."""
    template: str = ""
    rollout: Rollout | None = None
    report: Report | None = None
    images: tuple[str, ...] = ()
    """Of its containers; a storm's members may share one, or its registry."""
    routes: dict[str, str] = Field(default_factory=dict)
    """Labels and annotations of the pod that a route may name."""
    news: tuple[Update, ...] = ()
    reopened: int = 0
    """How often it came back within an hour."""
    ending: Ending | None = None
    storm: str = ""
    """The storm it is told in; empty when it has a message of its own."""
    members: tuple[str, ...] = ()
    """Of a storm: incident ids."""
    names: tuple[str, ...] = ()
    """Of a storm: `shop/web`, those still broken first; of a note: the node; of blindness: the namespace and why."""
    found: bool = False
    """Of a storm: most of it had begun before anybody watched; it is news, but nothing has just happened."""
    broken: int = 0
    """Of a storm: members that are not over yet."""
    common: tuple[Common, ...] = ()

    @property
    def namespace(self) -> str:
        """Empty for what is about a cluster or several workloads."""
        return self.workload.namespace if self.workload else ""

    @property
    def cause(self) -> str:
        """The diagnosed cause; empty when there is none."""
        return self.report.findings[0].cause if self.report and self.report.findings else ""

    @property
    def signature(self) -> str:
        """What `the cause` is compared by: the diagnosed cause, or how the container ended while there is none."""
        return self.cause or f"{self.last_reason} {self.last_code}"

    @property
    def over(self) -> bool:
        """Whether it has ended, for now."""
        return self.stage in ("resolved", "gone")


class Acknowledged(Model):
    """Somebody has it in hand; reminders stop."""

    user: str
    at: float


class Snoozed(Model):
    """Nobody wants to hear of it for a while; the message itself goes on being edited."""

    user: str
    at: float
    until: float | None = None
    """None: until the cause is another one than `cause`."""
    cause: str = ""
    reason: str = ""


class Handling(Model):
    """What people did with one incident."""

    version: int = 0
    acknowledged: Acknowledged | None = None
    snoozed: Snoozed | None = None
    muted: str = ""
    """Who muted its workload; empty when nobody did, or somebody took it back."""


class Mute(Model):
    """A workload nobody wants to hear of until it is unmuted, or `until`."""

    workload: Workload
    user: str
    at: float
    until: float | None = None
    reason: str = ""


MOST_TIMES = 200
"""Restart times kept with an incident: a crash loop at its slowest has 12 an hour, so most of a day."""
MOST_PODS = 20
"""Pods named; the rest is a number."""


def incident_id(*parts: str, began: float) -> str:
    """The same for the same thing that began at the same second, whoever sees it: two watchers make one incident."""
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
    return f"{digest}-{int(began):x}"


def workload_key(workload: Workload) -> str:
    """`prod:shop/Deployment/web`: the field of a workload in the hashes above; two kinds may share a name."""
    return f"{workload.cluster}:{workload.namespace}/{workload.kind}/{workload.name}"


def decision_key(workload: Workload, container: str) -> str:
    """The field of one container's decision: the workload's key, then the container."""
    return f"{workload_key(workload)}/{container}"


def posted_key(incident: str) -> str:
    """The poster's hash for one incident. Raises ValueError for an id that could name another key."""
    if not _ID.fullmatch(incident):
        raise ValueError(f"not an incident id: {incident[:80]!r}")
    return f"whypod:said:{incident}"
