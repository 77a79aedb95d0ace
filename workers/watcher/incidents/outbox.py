"""Keeps the state of incidents in Redis and wakes the poster. It must not decide (`lifecycle` does) or post.

This is a transactional outbox: what the state says and the jobs that follow are written in one transaction, and only
while this watcher leads. While Redis is away, the state goes on in memory and is written when Redis is back; when this
watcher dies, the next one loads what was written, and the poster compares the version of each incident with the one
Slack shows (`bot.alerts.poster`).
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, cast

import structlog
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError, WatchError
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from core.messages import alerts as keys
from core.messages import queues
from core.messages.alerts import Alert
from core.messages.handling import Handling, Mute
from core.messages.incidents import Incident, StormIncident, WorkloadIncident, read_incident
from core.messages.jumps import Jump, NodeRestart
from workers.watcher.cache.view import View
from workers.watcher.incidents.diagnoses import apply_diagnosis, due_diagnoses
from workers.watcher.incidents.diagnosis_pool import DiagnosisPool
from workers.watcher.incidents.earlier import upgraded_record
from workers.watcher.incidents.lifecycle import advance
from workers.watcher.incidents.state import NoticeRecord, Policy, Record, Silences, State, StormRecord, WorkloadRecord
from workers.watcher.leader import Fence

log = structlog.get_logger()


class NotLeading(RuntimeError):
    """Another watcher leads: nothing was written, and this one must stop."""


class Outbox:
    """The state of the watcher that leads, and what is not written yet."""

    def __init__(
        self, redis: Redis, fence: Fence, diagnoses: DiagnosisPool | None = None, policy: Policy | None = None
    ) -> None:
        """Without `diagnoses` nothing is diagnosed: for tests, and for a cluster that may not be read."""
        self._redis, self._fence, self._diagnoses, self._policy = redis, fence, diagnoses, policy or Policy()
        self.state = State()
        self._silences = Silences()
        self._unsaved: set[str] = set()
        self._alerts: list[Alert] = []

    def load(self) -> None:
        """Take over what the watcher before has written. Raises `RedisError`.

        What that watcher left unfinished between its state and Slack is finished by the poster's own sweep.
        """
        rest = cast(dict[bytes, bytes], self._redis.hgetall(keys.STATE))
        incidents = cast(dict[bytes, bytes], self._redis.hgetall(keys.INCIDENTS))
        records = (_read_record(key.decode(), text, rest.get(key)) for key, text in incidents.items())
        self.state = State({record.incident.id: record for record in records if record is not None})
        self._unsaved, self._alerts = set(), []
        log.info("incidents loaded", incidents=len(self.state.records))

    def step(
        self, jumps: Sequence[Jump], view: View, now: float, node_restarts: Sequence[NodeRestart] = ()
    ) -> list[Alert]:
        """Bring the state up to `now`, write it, wake the poster; the alerts of this step.

        Raises `NotLeading`. A Redis that is away is logged, and what it did not take is offered again at the next step.
        """
        before = self.state
        alerts = self._apply_diagnoses(now)
        self._read_silences()
        self.state, more = advance(self.state, jumps, view, now, self._silences, self._policy, node_restarts)
        alerts += more
        if self._diagnoses is not None:
            self._diagnoses.submit(due_diagnoses(self.state, now))
        self._unsaved |= _changed(before, self.state)
        self._alerts += alerts
        try:
            self._save()
        except RedisError as error:
            log.warning("incidents not written yet", error=str(error), incidents=len(self._unsaved))
        return alerts

    def _apply_diagnoses(self, now: float) -> list[Alert]:
        alerts: list[Alert] = []
        for incident_id, diagnosis in self._diagnoses.finished() if self._diagnoses is not None else ():
            self.state, more = apply_diagnosis(self.state, incident_id, diagnosis, now)
            alerts += more
        return alerts

    def _read_silences(self) -> None:
        """What people did since; what was known last, while Redis is away."""
        try:
            handling = cast(dict[bytes, bytes], self._redis.hgetall(keys.HANDLING))
            mutes = cast(dict[bytes, bytes], self._redis.hgetall(keys.MUTES))
            if self.state.records and not self._redis.exists(keys.STATE):  # emptied: what we know is the only copy
                self._unsaved |= set(self.state.records)
        except RedisError:
            return
        self._silences = Silences(
            {key.decode(): Handling.model_validate_json(text) for key, text in handling.items()},
            {key.decode(): Mute.model_validate_json(text) for key, text in mutes.items()},
        )

    def _save(self) -> None:
        """Everything unsaved and its jobs in one transaction, fenced. Raises `NotLeading` and `RedisError`."""
        if not self._unsaved and not self._alerts:
            return
        for _ in range(3):  # a transaction fails when another takes over meanwhile: the fence knows at the next try
            with self._redis.pipeline() as pipe:
                if not self._fence(pipe):
                    raise NotLeading
                pipe.multi()
                self._write(pipe)
                try:
                    pipe.execute()
                except WatchError:
                    continue
            self._unsaved, self._alerts = set(), []
            return
        log.warning("incidents not written yet", reason="the leader changed three times")

    def _write(self, pipe: Pipeline) -> None:
        forgotten = [key for key in self._unsaved if key not in self.state.records]
        kept = {key: self.state.records[key] for key in self._unsaved if key in self.state.records}
        for key, record in kept.items():
            pipe.hset(keys.INCIDENTS, key, record.incident.model_dump_json())
            pipe.hset(keys.STATE, key, record.model_dump_json(exclude={"incident"}))
            if record.incident.announced_at is not None:
                pipe.hset(keys.VERSIONS, key, record.incident.version)
        if forgotten:
            for key in (keys.INCIDENTS, keys.STATE, keys.VERSIONS, keys.HANDLING):
                pipe.hdel(key, *forgotten)
        enqueue(self._redis, pipe, self._alerts)


def enqueue(redis: Redis, pipe: Pipeline, alerts: Iterable[Alert]) -> None:
    """A job for each alert, in the transaction `pipe`; the same alert is the same job."""
    jobs = [
        Queue.prepare_data(
            keys.POST_JOB,
            (alert.incident, alert.key),
            job_id=alert.key,
            timeout=keys.POST_SECONDS,
            ttl=keys.WAIT_SECONDS,
            result_ttl=queues.RESULT_SECONDS,
            failure_ttl=queues.FAILURE_SECONDS,
            retry=Retry(max=len(queues.POST_RETRY_SECONDS), interval=list(queues.POST_RETRY_SECONDS)),
            description=f"{alert.kind} {alert.incident}",
        )
        for alert in alerts
    ]
    if jobs:
        Queue(queues.ALERTS, connection=redis, serializer=JSONSerializer).enqueue_many(jobs, pipeline=pipe)


def _changed(before: State, after: State) -> set[str]:
    forgotten = set(before.records) - set(after.records)
    return forgotten | {key for key, record in after.records.items() if before.records.get(key) is not record}


def _read_record(key: str, text: bytes, rest: bytes | None) -> Record | None:
    """A record from its two halves; None for one that another version of us wrote and that cannot be read."""
    try:
        incident = read_incident(text)
        return _record(incident, upgraded_record(json.loads(rest or b"{}"), incident))
    except ValueError as error:
        log.error("an incident cannot be read and is left behind", incident=key, error=str(error)[:300])
        return None


def _record(incident: Incident, rest: dict[str, Any]) -> Record:
    match incident:
        case WorkloadIncident():
            return WorkloadRecord.model_validate({**rest, "incident": incident})
        case StormIncident():
            return StormRecord.model_validate({**rest, "incident": incident})
        case _:
            return NoticeRecord.model_validate({**rest, "incident": incident})
