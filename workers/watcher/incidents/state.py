"""The state: every incident that is open or was over lately, and what the watcher must remember about each. Pure data.

It must not read a clock or Redis. All times are seconds since 1970 by the watcher's own clock, unless a field says
otherwise: a node's clock may be wrong, and must not resolve an incident.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import Field

from core.messages.alerts import Alert, AlertKind, workload_key
from core.messages.handling import Handling, Mute
from core.messages.incidents import (
    Incident,
    NodeRestartIncident,
    StaleWatchIncident,
    StormIncident,
    WorkloadIncident,
)
from core.messages.jumps import Workload
from core.messages.model import Model


@dataclass(frozen=True)
class Policy:
    """When an incident is announced, resolved, reopened; in seconds. The settings give some of the values."""

    ready_for: float = 300.0
    """Every container is ready for so long before it is over: a slow start that fails again needs less."""
    quiet_for: float = 600.0
    """No restart for so long before it is over: twice the kubelet's longest back-off of 5 minutes."""
    quiet_at_most: float = 3600.0
    """The longest wait for a slow loop, which otherwise is twice the longest time between two of its restarts."""
    relapse_within: float = 3600.0
    """A restart within so long after the end reopens the incident."""
    keep: float = 86_400.0
    """How long what is over stays in the state, for the shift handover."""
    reopen_within: float = 86_400.0
    """A message older than this is not reopened: nobody scrolls back a day."""
    diagnosis_wait: float = 3.0
    """How long the first message waits for its diagnosis: 5 s are promised, and posting takes one."""
    group_wait: float = 3.0
    """Further incidents wait for so long without another one, in case it is a storm."""
    group_window: float = 60.0
    storm_size: int = 5
    """More new incidents than this within `group_window` are one storm."""
    edit_interval: float = 20.0
    """The least time between two edits for counts alone: Slack takes about 50 edits a minute in all (tier 3)."""
    count_interval: float = 600.0
    """The least time between a message and the reply that its count has doubled."""
    reminder_after: float | None = 4 * 3600.0
    """After so long without an acknowledgement comes one reminder; None for never."""
    diagnosis_interval: float = 60.0
    """The least time between two diagnoses of one incident."""
    absent_for: float = 20.0
    """How long a workload has no pods before its end is believed: a replacement is often seconds away."""


class WorkloadRecord(Model):
    """A workload's incident, and what is needed to go on with it after a restart of the watcher."""

    incident: WorkloadIncident
    counted: dict[str, int] = Field(default_factory=dict)
    """`uid/container` to the number of the last termination counted."""
    grown_at: float = 0.0
    """When the count last grew, by our clock."""
    last_restart: float | None = None
    """The same by the kubelet's clock: what a reader is shown."""
    longest_gap: float = 0.0
    """The longest time between two restarts."""
    longest_run: float | None = None
    ready_since: float | None = None
    """The latest `ready_since` of its pods, by the API's clock: another one means it was unready in between."""
    ready_seen_at: float | None = None
    """When all were first seen ready."""
    absent_since: float | None = None
    edited_at: float = 0.0
    shown: str = ""
    """The `appearance` last handed to the poster."""
    announced_restarts: int = 0
    announced_nodes: int = 0
    announced_causes: tuple[str, ...] = ()
    diagnose_at: float | None = None
    """When it is to be diagnosed; None when it need not be."""
    diagnosed_at: float = 0.0
    snoozed: bool = False
    """Whether a snooze was in force when last looked at."""


class StormRecord(Model):
    """A storm, and what is needed to go on with it."""

    incident: StormIncident
    edited_at: float = 0.0
    shown: str = ""
    announced_members: int = 0


class NoticeRecord(Model):
    """An incident that is about no workload: it is announced, and maybe once more when it is over."""

    incident: StaleWatchIncident | NodeRestartIncident = Field(discriminator="kind")
    edited_at: float = 0.0
    shown: str = ""


Record = WorkloadRecord | StormRecord | NoticeRecord
RecordT = TypeVar("RecordT", WorkloadRecord, StormRecord, NoticeRecord)


@dataclass(frozen=True)
class Silences:
    """What people did, as the bot wrote it down."""

    handling: Mapping[str, Handling] = field(default_factory=dict)
    """By incident id."""
    mutes: Mapping[str, Mute] = field(default_factory=dict)
    """By workload key."""

    def muted(self, workload: Workload, now: float) -> bool:
        """Whether nobody wants to hear of this workload."""
        mute = self.mutes.get(workload_key(workload))
        return mute is not None and (mute.until is None or mute.until > now)

    def snoozed(self, incident: WorkloadIncident | StormIncident, now: float) -> bool:
        """Whether a snooze of this incident is in force."""
        handling = self.handling.get(incident.id)
        snooze = handling.snoozed if handling else None
        if snooze is None:
            return False
        return snooze.until > now if snooze.until is not None else snooze.cause == incident.signature

    def acknowledged(self, incident: Incident) -> bool:
        """Whether somebody has taken it in hand."""
        handling = self.handling.get(incident.id)
        return bool(handling and handling.acknowledged)


@dataclass(frozen=True)
class State:
    """Every record by its incident's id."""

    records: Mapping[str, Record] = field(default_factory=dict)


class Transaction:
    """Changes to a state: records that change, and the alerts that follow. Lives for one call of `advance`."""

    def __init__(self, state: State, now: float) -> None:
        self.records = dict(state.records)
        self.alerts: list[Alert] = []
        self.now = now

    @property
    def workloads(self) -> list[WorkloadRecord]:
        """The records of workloads as they are now."""
        return [record for record in self.records.values() if isinstance(record, WorkloadRecord)]

    @property
    def storms(self) -> list[StormRecord]:
        """The records of storms as they are now."""
        return [record for record in self.records.values() if isinstance(record, StormRecord)]

    def workload(self, incident_id: str) -> WorkloadRecord | None:
        """The record of a workload's incident as it is now."""
        record = self.records.get(incident_id)
        return record if isinstance(record, WorkloadRecord) else None

    def storm(self, incident_id: str) -> StormRecord | None:
        """The record of a storm as it is now."""
        record = self.records.get(incident_id)
        return record if isinstance(record, StormRecord) else None

    def put(self, record: Record) -> None:
        """Keep a record without alerting anybody."""
        self.records[record.incident.id] = record

    def announce(self, record: RecordT, kind: AlertKind) -> RecordT:
        """Keep a record that Slack must show: its version grows by one. The record as it is kept."""
        version = record.incident.version + 1
        record = edited(record, version=version)
        record = record.model_copy(update={"edited_at": self.now, "shown": appearance(record.incident)})
        self.put(record)
        self.alerts.append(Alert(incident=record.incident.id, kind=kind, seq=version, at=self.now))
        return record

    def commit(self) -> tuple[State, list[Alert]]:
        """The new state, and of several alerts of one incident the last: each brings the message fully up to date."""
        last = {alert.incident: alert for alert in self.alerts}
        return State(self.records), list(last.values())


def appearance(incident: Incident) -> str:
    """What a reader sees change although no alert says so: where two are equal, no edit is needed."""
    match incident:
        case WorkloadIncident():
            return repr(
                (
                    incident.restarts,
                    incident.pod_count,
                    incident.ready,
                    incident.replicas,
                    incident.waiting_reason,
                    incident.containers,
                    incident.cause,
                    incident.storm_id,
                )
            )
        case StormIncident():
            members = len(incident.member_ids), incident.open_members, incident.member_names
            return repr((*members, incident.cause, [(common.what, common.value) for common in incident.common]))
        case _:
            return ""


def edited(record: RecordT, **changes: object) -> RecordT:
    """The record with its incident changed."""
    return record.model_copy(update={"incident": record.incident.model_copy(update=changes)})
