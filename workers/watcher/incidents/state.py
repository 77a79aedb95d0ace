"""The book of incidents: what is open, what was over lately, and what the watcher must remember about each. Pure data.

It must not read a clock or Redis. All times are seconds since 1970, by the watcher's own clock unless a field says so:
the kubelet's clock may be wrong, and nothing may be called healthy because of that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import Field

from core.messages.incidents import MOST_PODS, Alert, AlertKind, Handling, Incident, Mute, workload_key
from core.messages.jumps import Workload
from core.messages.model import Model


@dataclass(frozen=True)
class Policy:
    """When an incident is told, resolved, reopened; seconds. `workers.watcher` hands in the settings' values."""

    ready: float = 300.0
    """Every container ready for so long: a slow start that fails again needs less."""
    quiet: float = 600.0
    """No restart for so long: twice the kubelet's longest back-off of 5 minutes."""
    quiet_most: float = 3600.0
    """Where the wait for a slow loop ends: it waits twice the longest time between two of its restarts."""
    relapse: float = 3600.0
    """A restart within so long after the end reopens the incident."""
    keep: float = 86_400.0
    """How long what is over stays in the book, for the shift handover."""
    longest: float = 86_400.0
    """A message older than this is not reopened: nobody scrolls back a day."""
    patience: float = 3.0
    """How long the first message waits for its diagnosis: 5 s are promised, and posting takes one."""
    gather: float = 3.0
    """Further incidents wait for so long without another one, in case it is a storm."""
    minute: float = 60.0
    storm: int = 5
    """More new incidents than this within `minute` are one storm."""
    edit: float = 20.0
    """The least time between two edits for counts alone: Slack takes about 50 edits a minute in all (tier 3)."""
    doubled: float = 600.0
    """The least time between a message and the reply that its count has doubled."""
    reminder: float | None = 4 * 3600.0
    """After so long without an acknowledgement comes one reminder; None for never."""
    again: float = 60.0
    """The least time between two diagnoses of one incident."""
    absent: float = 20.0
    """How long a workload has no pods before its end is believed: a replacement is often seconds away."""


class Record(Model):
    """One incident and what is needed to go on with it after a restart of the watcher."""

    incident: Incident
    counted: dict[str, int] = Field(default_factory=dict)
    """`uid/container` to the number of the last end counted."""
    grown: float = 0.0
    """When the count last grew, by our clock."""
    last_restart: float | None = None
    """The same by the kubelet's clock: what a reader is told."""
    gap: float = 0.0
    """The longest time between two restarts."""
    longest_run: float | None = None
    ready_mark: float | None = None
    """The latest `ready_since` of its pods, by the API's clock: another one means it was unready in between."""
    ready_seen: float | None = None
    """When all were first seen ready."""
    absent: float | None = None
    edited: float = 0.0
    shown: str = ""
    """The `appearance` last handed to the poster."""
    told_restarts: int = 0
    told_nodes: int = 0
    told_causes: tuple[str, ...] = ()
    diagnose: float | None = None
    """When it is to be diagnosed; None when it need not be."""
    diagnosed: float = 0.0
    snoozed: bool = False
    """Whether somebody's snooze held when last looked at."""

    @property
    def id(self) -> str:
        """Of its incident."""
        return self.incident.id


@dataclass(frozen=True)
class Silences:
    """What people did, as the bot wrote it down."""

    handling: Mapping[str, Handling] = field(default_factory=dict)
    """By incident id."""
    mutes: Mapping[str, Mute] = field(default_factory=dict)
    """By workload key."""

    def muted(self, workload: Workload | None, now: float) -> bool:
        """Whether nobody wants to hear of this workload."""
        mute = self.mutes.get(workload_key(workload)) if workload else None
        return mute is not None and (mute.until is None or mute.until > now)

    def snoozed(self, incident: Incident, now: float) -> bool:
        """Whether a snooze of this incident still holds."""
        handling = self.handling.get(incident.id)
        snooze = handling.snoozed if handling else None
        if snooze is None:
            return False
        return snooze.until > now if snooze.until is not None else snooze.cause == incident.signature

    def acknowledged(self, incident: Incident) -> bool:
        """Whether somebody has it in hand."""
        handling = self.handling.get(incident.id)
        return bool(handling and handling.acknowledged)


@dataclass(frozen=True)
class State:
    """Every incident by its id."""

    entries: Mapping[str, Record] = field(default_factory=dict)


class Transaction:
    """A book being written on: entries that change, and the alerts that follow. Lives for one call of `advance`."""

    def __init__(self, book: State, now: float) -> None:
        self.entries = dict(book.entries)
        self.alerts: list[Alert] = []
        self.now = now

    def put(self, entry: Record) -> None:
        """Keep an entry as it is now, without a word."""
        self.entries[entry.id] = entry

    def say(self, entry: Record, kind: AlertKind) -> None:
        """Keep an entry that Slack must learn of: its version grows by one."""
        version = entry.incident.version + 1
        incident = entry.incident.model_copy(update={"version": version, "changed": self.now})
        update = {"incident": incident, "edited": self.now, "shown": appearance(incident)}
        self.entries[entry.id] = entry.model_copy(update=update)
        self.alerts.append(Alert(incident=entry.id, kind=kind, seq=version, at=self.now))

    def close(self) -> tuple[State, list[Alert]]:
        """The new book, and of several alerts of one incident the last: each brings the message fully up to date."""
        last = {alert.incident: alert for alert in self.alerts}
        return State(self.entries), list(last.values())


def appearance(incident: Incident) -> str:
    """What a reader would see change without being told: two that are equal need no edit."""
    seen = (
        incident.restarts,
        incident.pod_count,
        incident.ready,
        incident.replicas,
        incident.waiting,
        incident.containers,
        incident.cause,
        incident.broken,
        incident.storm,
        incident.names[:MOST_PODS],
    )
    return repr(seen)


def edited(entry: Record, **changes: object) -> Record:
    """The entry with its incident changed."""
    return entry.model_copy(update={"incident": entry.incident.model_copy(update=changes)})
