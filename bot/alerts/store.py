"""Incidents, decisions and restarts in Redis as the listeners read them, and what people did. It must not post.

What people do is written to `whypod:handling` and `whypod:mutes` alone; the watcher reads them at its next step.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from redis import Redis
from redis.exceptions import WatchError

from bot.alerts.sweep import wake
from core.messages import alerts as keys
from core.messages.alerts import workload_key
from core.messages.handling import Handling, Mute
from core.messages.incidents import Incident, read_incident
from core.messages.jumps import Decision
from core.messages.restarts import RestartHistory
from core.messages.terminations import decode_terminations

LATELY = 3 * 3600.0
"""Seconds /restarts looks back over: as long as the watcher keeps an end (`workers.watcher.cache.history.KEPT`)."""


@dataclass(frozen=True)
class Overview:
    """Everything /oncall and the App Home show."""

    incidents: tuple[Incident, ...]
    handling: dict[str, Handling]
    mutes: tuple[Mute, ...]


def overview(redis: Redis) -> Overview:
    """All incidents, newest first. Raises redis-py's `RedisError`."""
    texts = cast(list[bytes], redis.hvals(keys.INCIDENTS))
    incidents = sorted((read_incident(text) for text in texts), key=lambda incident: -incident.started_at)
    handling = cast(dict[bytes, bytes], redis.hgetall(keys.HANDLING))
    mutes = cast(list[bytes], redis.hvals(keys.MUTES))
    return Overview(
        tuple(incidents),
        {key.decode(): Handling.model_validate_json(text) for key, text in handling.items()},
        tuple(Mute.model_validate_json(text) for text in mutes),
    )


def incident_by_id(redis: Redis, incident_id: str) -> Incident | None:
    """One incident of the last day; None when it is forgotten."""
    text = redis.hget(keys.INCIDENTS, incident_id)
    return read_incident(text) if text else None


def update_handling(redis: Redis, incident_id: str, change: Callable[[Handling], Handling]) -> Incident | None:
    """Change what people did with an incident, and have its message edited; None when it is forgotten.

    The change is made to the current value, so that two people pressing at once both count.
    """
    while True:
        with redis.pipeline() as pipe:
            pipe.watch(keys.HANDLING)  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
            text = cast(bytes | None, pipe.hget(keys.HANDLING, incident_id))
            incident = incident_by_id(redis, incident_id)
            if incident is None:
                return None
            before = Handling.model_validate_json(text) if text else Handling()
            after = change(before)
            if after == before:
                return incident
            after = after.model_copy(update={"version": before.version + 1})
            pipe.multi()
            pipe.hset(keys.HANDLING, incident_id, after.model_dump_json())
            try:
                pipe.execute()
            except WatchError:
                continue
        wake(redis, incident_id, f"{incident.version}.{after.version}")
        return incident


def mute(redis: Redis, mute: Mute) -> None:
    """The workload raises no alerts from now on."""
    redis.hset(keys.MUTES, workload_key(mute.workload), mute.model_dump_json())


def unmute(redis: Redis, key: str) -> None:
    """The workload raises alerts again; what is still failing then is announced."""
    redis.hdel(keys.MUTES, key)


def decisions(redis: Redis, namespace: str, name: str) -> tuple[Decision, ...]:
    """The last decisions about every container of the workloads of that name, newest first."""
    similar = []
    for _, text in redis.hscan_iter(
        keys.DECISIONS, match=f"*:{_without_wildcards(namespace)}/*/{_without_wildcards(name)}/*", count=500
    ):
        similar.append(Decision.model_validate_json(text))
    matching = [
        decision for decision in similar if (decision.workload.namespace, decision.workload.name) == (namespace, name)
    ]
    return tuple(sorted(matching, key=lambda decision: -decision.at))


def restarts(redis: Redis, namespace: str, now: float) -> tuple[RestartHistory, ...]:
    """Every container that restarted `LATELY`, the most restarted first; of one namespace or all."""
    histories = []
    for hash_key in redis.scan_iter(match="whypod:watch:*:ends", count=1000):
        for field, text in redis.hscan_iter(
            hash_key, match=f"{_without_wildcards(namespace)}/*" if namespace else "*", count=500
        ):
            history = _restart_history(field.decode(), text, now)
            if history is not None:
                histories.append(history)
    return tuple(sorted(histories, key=lambda history: -len(history.times)))


def message_of(redis: Redis, incident_id: str) -> tuple[str, str]:
    """Channel and ts of the incident's message; empty when it has none."""
    fields = cast(list[bytes | None], redis.hmget(keys.posted_key(incident_id), "channel", "ts"))
    channel, ts = ((field or b"").decode() for field in fields)
    return channel, ts


def _restart_history(field: str, text: bytes, now: float) -> RestartHistory | None:
    parts = field.split("/")
    try:
        terminations = [end for end in decode_terminations(text) if end.restarted and now - end.at <= LATELY]
    except ValueError:  # written by another version
        return None
    if len(parts) != 4 or not terminations:
        return None
    namespace, kind, name, container = parts
    times = tuple(sorted(end.at for end in terminations))
    observed = [
        end for end in terminations if end.reason or end.code is not None
    ]  # of the others only the time is guessed
    if not observed:
        return RestartHistory(namespace, name, kind, container, times, seen=False)
    last = max(observed, key=lambda end: end.at)
    return RestartHistory(namespace, name, kind, container, times, last.reason, last.code, seen=last.at >= times[-1])


def _without_wildcards(text: str) -> str:
    """A name without the characters that mean something in a Redis pattern; no Kubernetes name has any."""
    return "".join(character for character in text if character.isalnum() or character in "-._")
