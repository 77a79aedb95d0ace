"""The sweep of alerts: every two seconds, whatever Slack does not show yet is woken again. It must not post itself.

What it compares are versions: the watcher's and the people's on one side, the poster's on the other. So it finishes
whatever a watcher, a bot or a poster left behind when it died. Any number may sweep.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from redis import Redis
from rq import Queue

from bot.routing import Routing
from core import periodic
from core.messages import alerts as keys
from core.messages import queues
from core.messages.handling import Handling
from core.messages.incidents import read_incident
from core.queue import post_retries, queue
from core.redis import server_time

PERIOD_SECONDS = 2.0
WAKE_AGAIN_SECONDS = 10
"""Seconds in which one incident is not woken twice: a claim of the poster lasts as long."""
DIGEST_JOB = "bot.alerts.digest.post"


@dataclass(frozen=True)
class Sweeper:
    """What a sweep needs."""

    redis: Redis
    routing: Routing
    now: Callable[[], float] = time.time


def outdated(versions: dict[str, int], handling: dict[str, int], shown: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Incidents Slack does not show as they are, each with the mark it should have. Pure."""
    for incident_id, version in versions.items():
        wanted = f"{version}.{handling.get(incident_id, 0)}"
        if shown.get(incident_id) != wanted:
            yield incident_id, wanted


def sweep(sweeper: Sweeper) -> int:
    """One pass; how many incidents were woken. Raises redis-py's `RedisError`."""
    redis = sweeper.redis
    versions = {key: int(text) for key, text in _hash(redis, keys.VERSIONS).items()}
    handling = {key: Handling.model_validate_json(text).version for key, text in _hash(redis, keys.HANDLING).items()}
    shown = {key: text.decode() for key, text in _hash(redis, keys.SHOWN).items()}
    woken = 0
    for incident_id, version in outdated(versions, handling, shown):
        fields = cast(list[bytes | None], redis.hmget(keys.posted_key(incident_id), "until", "wait"))
        if max((float(field or 0) for field in fields), default=0.0) > server_time(redis):
            continue  # a poster has it, or Slack asked us to wait
        woken += wake(redis, incident_id, version)
    stale = [incident_id for incident_id in shown if incident_id not in versions]
    if stale and versions:
        redis.hdel(keys.SHOWN, *stale)
    _digest(sweeper)
    return woken


def wake(redis: Redis, incident_id: str, version: str, again: int = WAKE_AGAIN_SECONDS) -> int:
    """Enqueue the incident's job, unless that was done for the same mark within `again` seconds."""
    if not redis.set(f"whypod:woken:{incident_id}:{version}", 1, nx=True, ex=again):
        return 0
    key = f"{incident_id}-{version.replace('.', '-')}"
    job = Queue.prepare_data(
        keys.POST_JOB,
        (incident_id, key),
        job_id=key,
        timeout=keys.POST_SECONDS,
        result_ttl=queues.RESULT_SECONDS,
        failure_ttl=queues.FAILURE_SECONDS,
        retry=post_retries(),
        description=f"post {incident_id}",
    )
    queue(redis, queues.ALERTS).enqueue_many([job])
    return 1


def start(sweeper: Sweeper, stop: threading.Event) -> threading.Thread:
    """Sweep every two seconds in a thread of its own until `stop` is set."""
    return periodic.start("alert sweep", lambda: sweep(sweeper), PERIOD_SECONDS, stop)


def _digest(sweeper: Sweeper) -> None:
    """When the quiet hours are over: what is still open is posted now, what has ended in one message a channel."""
    redis, quiet = sweeper.redis, sweeper.routing.quiet_hours
    deferred = {key: text.decode() for key, text in _hash(redis, keys.DIGEST).items()}
    if not deferred or (quiet is not None and quiet.holds(sweeper.now())):
        return
    ended: dict[str, list[str]] = {}
    for incident_id, channel in deferred.items():
        text = redis.hget(keys.INCIDENTS, incident_id)
        if text and read_incident(text).over:
            ended.setdefault(channel, []).append(incident_id)
        else:
            redis.hset(keys.posted_key(incident_id), "wait", 0)
            redis.hdel(keys.DIGEST, incident_id)
    for channel, incidents in ended.items():
        key = f"digest-{min(incidents)}"
        job = Queue.prepare_data(DIGEST_JOB, (channel, sorted(incidents), key), job_id=key, timeout=keys.POST_SECONDS)
        if redis.set(f"whypod:woken:{key}", 1, nx=True, ex=60):
            queue(redis, queues.ALERTS).enqueue_many([job])


def _hash(redis: Redis, key: str) -> dict[str, bytes]:
    return {name.decode(): value for name, value in cast(dict[bytes, bytes], redis.hgetall(key)).items()}
