"""Keeps the book of incidents in Redis and wakes the poster. It must not judge (`incidents` does) or post.

What the book says and the jobs that follow are written in one transaction, and only while this watcher leads. Should
Redis be away, the book goes on in memory and is written when it is back; should this watcher die, the next one loads
what was written, and the poster compares the version of each incident with the one it has shown (`bot.alerts.poster`).
"""

from collections.abc import Iterable, Sequence
from typing import cast

import structlog
from pydantic import ValidationError
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError, WatchError
from rq import Queue, Retry
from rq.serializers import JSONSerializer

from core.messages import incidents as keys
from core.messages import queues
from core.messages.incidents import Alert, Handling, Incident, Mute
from core.messages.jumps import Jump, NodeNote
from workers.watcher.cache.view import View
from workers.watcher.incidents.diagnoses import Diagnoses
from workers.watcher.incidents.lifecycle import advance, diagnosed, wanted
from workers.watcher.incidents.state import Policy, Record, Silences, State
from workers.watcher.leader import Fence

log = structlog.get_logger()


class NotLeading(RuntimeError):
    """Another watcher leads: nothing was written, and this one must stop."""


class Outbox:
    """The book of the watcher that leads."""

    def __init__(self, redis: Redis, fence: Fence, looks: Diagnoses | None = None, terms: Policy | None = None) -> None:
        """Without `looks` nothing is diagnosed; tests and a cluster that may not be read do without."""
        self._redis, self._fence, self._looks, self._terms = redis, fence, looks, terms or Policy()
        self.book = State()
        self._care = Silences()
        self._unsaved: set[str] = set()
        self._alerts: list[Alert] = []

    def load(self) -> None:
        """Take over what the watcher before has written. Raises `RedisError`.

        What it left behind between its book and Slack is finished by the poster's own sweep.
        """
        book = cast(dict[bytes, bytes], self._redis.hgetall(keys.STATE))
        incidents = cast(dict[bytes, bytes], self._redis.hgetall(keys.INCIDENTS))
        entries = (_entry(key.decode(), book.get(key), text) for key, text in incidents.items())
        self.book = State({entry.id: entry for entry in entries if entry is not None})
        self._unsaved, self._alerts = set(), []
        log.info("incidents loaded", incidents=len(self.book.entries))

    def step(self, jumps: Sequence[Jump], view: View, now: float, notes: Sequence[NodeNote] = ()) -> list[Alert]:
        """Bring the book up to `now`, write it, wake the poster; the alerts of this step.

        Raises `NotLeading`. A Redis that is away is logged, and what it did not take is offered again at the next step.
        """
        before = self.book
        said = self._with_diagnoses(now)
        self._read_care()
        self.book, alerts = advance(self.book, jumps, view, now, self._care, self._terms, notes)
        if self._looks is not None:
            self._looks.ask(wanted(self.book, now))
        self._unsaved |= _changed(before, self.book)
        self._alerts += [*said, *alerts]
        try:
            self._save()
        except RedisError as error:
            log.warning("incidents not written yet", error=str(error), incidents=len(self._unsaved))
        return [*said, *alerts]

    def _with_diagnoses(self, now: float) -> list[Alert]:
        said: list[Alert] = []
        for incident, found in self._looks.done() if self._looks is not None else ():
            self.book, alerts = diagnosed(self.book, incident, found, now)
            said += alerts
        return said

    def _read_care(self) -> None:
        """What people did since; what was known last, while Redis is away."""
        try:
            handling = cast(dict[bytes, bytes], self._redis.hgetall(keys.HANDLING))
            mutes = cast(dict[bytes, bytes], self._redis.hgetall(keys.MUTES))
            if self.book.entries and not self._redis.exists(keys.STATE):  # emptied: what we know is the only copy
                self._unsaved |= set(self.book.entries)
        except RedisError:
            return
        self._care = Silences(
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
                self._put(pipe)
                try:
                    pipe.execute()
                except WatchError:
                    continue
            self._unsaved, self._alerts = set(), []
            return
        log.warning("incidents not written yet", reason="the lead changed three times")

    def _put(self, pipe: Pipeline) -> None:
        gone = [key for key in self._unsaved if key not in self.book.entries]
        kept = {key: self.book.entries[key] for key in self._unsaved if key in self.book.entries}
        for key, entry in kept.items():
            pipe.hset(keys.INCIDENTS, key, entry.incident.model_dump_json())
            pipe.hset(keys.STATE, key, entry.model_dump_json(exclude={"incident"}))
            if entry.incident.told is not None:
                pipe.hset(keys.VERSIONS, key, entry.incident.version)
        if gone:
            for key in (keys.INCIDENTS, keys.STATE, keys.VERSIONS, keys.HANDLING):
                pipe.hdel(key, *gone)
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
    gone = set(before.entries) - set(after.entries)
    return gone | {key for key, entry in after.entries.items() if before.entries.get(key) is not entry}


def _entry(key: str, rest: bytes | None, incident: bytes) -> Record | None:
    """An entry from its two halves; None for one a newer or older version of us wrote that cannot be read."""
    try:
        read = Incident.model_validate_json(incident)
        kept = (
            Record.model_validate_json(b'{"incident":' + incident + b"," + rest[1:]) if rest else Record(incident=read)
        )
    except ValidationError as error:
        log.error("an incident cannot be read and is left behind", incident=key, error=str(error)[:300])
        return None
    return kept
