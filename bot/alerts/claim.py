"""A poster's claim on one incident: while it holds, no other poster calls Slack for it. It must not call Slack.

A claim is a lease of `LEASE_SECONDS` of Redis' clock in the incident's hash. Whatever a poster writes there is written
only while the claim is its own, so one that was paused too long cannot overwrite another's work.
"""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple, cast

from redis import Redis
from redis.exceptions import WatchError

from bot.alerts.reconcile import Posted, next_step
from bot.slack.call import TryLater
from core.messages import alerts as keys
from core.messages.handling import Handling
from core.messages.incidents import Incident, read_incident
from core.redis import server_time

LEASE_SECONDS = 10.0
"""Seconds a claim holds; renewed before every call, which takes `bot.slack.call.CALL_SECONDS` at most."""
KEEP_SECONDS = 7 * 86_400
"""Seconds the poster's notes outlive their last use: longer than the watcher keeps an incident that is over."""


class SentMessage(NamedTuple):
    """Where the message of an incident is, as the process remembers it that posted it."""

    channel: str
    ts: str
    last_update: int
    """The `seq` of the last of the incident's updates that is in the thread."""


@dataclass(frozen=True)
class IncidentClaim:
    """One incident as it was when it was claimed; `token` says whose claim it is."""

    redis: Redis
    token: str
    incident: Incident
    handling: Handling
    posted: Posted

    def write(self, shown_version: str | None = None, **fields: str | float) -> None:
        """Write to the incident's hash, and which version Slack shows now. Raises `TryLater` when the claim is lost."""
        key = keys.posted_key(self.incident.id)
        with self.redis.pipeline() as pipe:
            pipe.watch(key)  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
            if cast(bytes | None, pipe.hget(key, "claim")) != self.token.encode():
                raise TryLater("another poster took over")
            pipe.multi()
            for name, value in fields.items():
                pipe.hset(key, name, value)
            if shown_version is not None:
                pipe.hset(keys.SHOWN, self.incident.id, shown_version)
            try:
                pipe.execute()
            except WatchError as error:
                raise TryLater("another poster took over") from error

    def renew(self) -> None:
        """Hold the claim for `LEASE_SECONDS` from now on. Raises `TryLater` when it is lost."""
        self.write(until=server_time(self.redis) + LEASE_SECONDS)

    def release(self, **fields: str | float) -> None:
        """Write the fields and give the claim back. Raises `TryLater`."""
        self.write(None, until=0, **fields)


def claim_incident(redis: Redis, incident_id: str, token: str, sent: SentMessage | None = None) -> IncidentClaim | None:
    """Claim the incident for `LEASE_SECONDS`, or renew the claim; None when another poster has it, or it must wait.

    `sent` is what this process remembers, in case Redis lost it.
    """
    key, now = keys.posted_key(incident_id), server_time(redis)
    with redis.pipeline() as pipe:
        pipe.watch(key)  # type: ignore[no-untyped-call]
        incident, handling, posted = _read(pipe, incident_id)
        holder = cast(bytes | None, pipe.hget(key, "claim"))
        if sent is not None and not posted.ts:
            posted = replace(posted, channel=sent.channel, ts=sent.ts, news=sent.last_update)
        if incident is None or posted.wait > now or (posted.until > now and holder != token.encode()):
            return None
        pipe.multi()
        pipe.hset(key, mapping={"claim": token, "until": now + LEASE_SECONDS})
        pipe.expire(key, KEEP_SECONDS)
        try:
            pipe.execute()
        except WatchError:
            return None
    return IncidentClaim(redis, token, incident, handling, posted)


def is_outdated(redis: Redis, incident_id: str) -> bool:
    """Whether something is left to post about the incident and no poster holds the claim."""
    incident, handling, posted = _read(redis, incident_id)
    return incident is not None and posted.until == 0.0 and next_step(incident, handling, posted) is not None


def _read(redis: Any, incident_id: str) -> tuple[Incident | None, Handling, Posted]:
    text = redis.hget(keys.INCIDENTS, incident_id)
    handling = redis.hget(keys.HANDLING, incident_id)
    posted = Posted.read(redis.hgetall(keys.posted_key(incident_id)), redis.hget(keys.SHOWN, incident_id))
    incident = read_incident(text) if text else None
    return incident, Handling.model_validate_json(handling) if handling else Handling(), posted
