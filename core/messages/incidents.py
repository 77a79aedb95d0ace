"""Incidents: what is wrong, from its first sign to its end, as the watcher writes them and the bot shows them.

There are four kinds, told apart by `kind`: a workload that keeps failing; a storm, which is many such workloads in one
message; a watch from which nothing fresh comes; a node that was restarted. Pure: nothing here renders, posts or counts.
All times are seconds since 1970.
"""

import hashlib
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, TypeAdapter

from core.messages.earlier import upgraded_incident
from core.messages.jumps import Workload
from core.messages.model import Model
from core.messages.report import Report

Stage = Literal["pending", "open", "resolved", "gone"]
"""`pending`: not announced yet, it waits for its diagnosis or for its neighbors. `gone`: deleted or scaled to zero."""

MOST_TIMES = 200
"""Restart times kept with an incident: a crash loop at its slowest has 12 an hour, so most of a day."""
MOST_PODS = 20
"""Pods named; the rest is a number."""


class TouchedPod(Model):
    """One pod an incident has touched."""

    name: str
    node: str = ""
    restarts: int = 0
    """Since the incident began."""


class Rollout(Model):
    """The rollout of the workload that the incident began with."""

    revision: str
    previous_revision: str
    previous_image: str = ""
    image: str = ""
    """The image whose change tells the two revisions apart; both empty when something else was changed."""
    at: float
    """When the new revision was created."""
    previous_ready: int = 0
    """Pods of the previous revision that are ready."""
    desired: int = 0
    """Replicas the workload is meant to have; 0 when unknown."""


Shared = Literal["dependency", "cause", "node", "image", "registry", "namespace"]
"""What may be shared, the most telling first."""


class Common(Model):
    """Something the members of a storm share."""

    what: Shared
    value: str
    count: int
    """How many of the members have it."""


UpdateKind = Literal["cause", "container", "nodes", "count", "reopened", "reminder", "snooze-over", "grown"]


class Update(Model):
    """Something worth a reply in the thread."""

    seq: int
    at: float
    what: UpdateKind
    before: str = ""
    after: str = ""


EndReason = Literal["ready", "completed", "deleted", "scaled-to-zero"]
"""`completed`: a Job's pod succeeded."""


class Ending(Model):
    """How a workload's incident ended, and the evidence for it."""

    reason: EndReason
    ready_seconds: float = 0.0
    """How long every container had been ready by then."""
    last_restart: float | None = None
    longest_run: float | None = None
    """Seconds of the longest run while it was failing."""


class _IncidentFields(Model):
    """What every kind of incident has."""

    id: str
    cluster: str = ""
    stage: Stage = "pending"
    version: int = 1
    """Grows by one with each change that Slack must show."""
    started_at: float
    """The first restart of it; of a stale watch, the last time anything fresh came."""
    detected_at: float
    """When the watcher first knew of it."""
    announced_at: float | None = None
    ended_at: float | None = None
    severity: Literal["page", "warn", "info"] = "page"
    updates: tuple[Update, ...] = ()

    @property
    def over(self) -> bool:
        """Whether it has ended, for now."""
        return self.stage in ("resolved", "gone")


class WorkloadIncident(_IncidentFields):
    """A workload whose containers keep failing."""

    kind: Literal["workload"] = "workload"
    workload: Workload
    guessed: bool = False
    """The workload's name was derived from the pod's; the API has not confirmed it."""
    containers: tuple[str, ...] = ()
    rule: str = ""
    """The rule of `core.messages.jumps` that detected it."""
    counted: int = 0
    needed: int = 0
    window: int = 0
    """What that rule counted, what it needed, over how many seconds."""
    factor: float | None = None
    """How many times the usual rate it needed, where it compares with that; None also for an incident of 0.1.0."""
    baseline_per_day: float | None = None
    """Restarts a day this workload has when nothing is wrong; None when not known yet."""
    restarts: int = 0
    """Since it began."""
    restart_times: tuple[float, ...] = ()
    """Newest last; as many as `MOST_TIMES`."""
    pods: tuple[TouchedPod, ...] = ()
    """Those with the most restarts first; as many as `MOST_PODS`."""
    pod_count: int = 0
    nodes: tuple[str, ...] = ()
    ready: int = 0
    replicas: int = 0
    waiting_reason: str = ""
    """Why a container of it waited last: `CrashLoopBackOff`; empty when none has been seen waiting."""
    last_reason: str = ""
    last_exit_code: int | None = None
    exit_codes: tuple[int, ...] = ()
    """Every exit code seen, the first one first."""
    template: str = ""
    rollout: Rollout | None = None
    report: Report | None = None
    images: tuple[str, ...] = ()
    """Of its containers; a storm's members may share one, or its registry."""
    routing_labels: dict[str, str] = Field(default_factory=dict)
    """Labels and annotations of the pod that a route may name."""
    reopen_count: int = 0
    """How often it came back within an hour."""
    ending: Ending | None = None
    storm_id: str = ""
    """The storm it is announced in; empty when it has a message of its own."""

    @property
    def namespace(self) -> str:
        """Its workload's."""
        return self.workload.namespace

    @property
    def cause(self) -> str:
        """The diagnosed cause; empty when there is none."""
        return _first_cause(self.report)

    @property
    def signature(self) -> str:
        """What two causes are compared by: the diagnosed one, or how the container ended while there is none."""
        return self.cause or f"{self.last_reason} {self.last_exit_code}"


class StormIncident(_IncidentFields):
    """Many workloads that fail at the same time, in one message."""

    kind: Literal["storm"] = "storm"
    member_ids: tuple[str, ...] = ()
    """The incidents of its workloads."""
    member_names: tuple[str, ...] = ()
    """`shop/web`, those that still fail first; as many as `MOST_PODS`."""
    open_members: int = 0
    """Members that are not over yet."""
    preexisting: bool = False
    """Most of it had begun before anybody watched: it is news, but nothing has just happened."""
    common: tuple[Common, ...] = ()
    """What most members share, the most telling first."""
    report: Report | None = None
    """The diagnosis of one of them."""

    @property
    def cause(self) -> str:
        """The diagnosed cause of that one member; empty when there is none."""
        return _first_cause(self.report)

    @property
    def signature(self) -> str:
        """What two causes are compared by."""
        return self.cause


class StaleWatchIncident(_IncidentFields):
    """A watch from which nothing fresh has come for too long; `ended_at` is when it did again."""

    kind: Literal["stale-watch"] = "stale-watch"
    namespace: str = ""
    """Of a watch that is limited to one; empty for the whole cluster."""
    error: str = ""
    """The API server's own words, or the network's."""
    missed_restarts: int = 0


class NodeRestartIncident(_IncidentFields):
    """A node that was restarted, after which everything came back; `ended_at` is when it had."""

    kind: Literal["node-restart"] = "node-restart"
    node: str
    containers: int = 0
    """Terminations that the restart explains."""
    workloads: int = 0


Incident = WorkloadIncident | StormIncident | StaleWatchIncident | NodeRestartIncident

_INCIDENT: TypeAdapter[Incident] = TypeAdapter(
    Annotated[Annotated[Incident, Field(discriminator="kind")], BeforeValidator(upgraded_incident)]
)


def read_incident(text: str | bytes) -> Incident:
    """An incident from its JSON, also from what an earlier version wrote. Raises pydantic's `ValidationError`."""
    return _INCIDENT.validate_json(text)


def incident_id(*parts: str, began: float) -> str:
    """The same for the same thing that began at the same second, whoever sees it: two watchers make one incident."""
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
    return f"{digest}-{int(began):x}"


def _first_cause(report: Report | None) -> str:
    return report.findings[0].cause if report and report.findings else ""
