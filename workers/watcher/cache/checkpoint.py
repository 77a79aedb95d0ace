"""What a watcher writes down in Redis, so that the next one goes on where it was. It must not decide anything.

Losing all of it costs repeated alerts at most: a container in the middle of a crash loop is announced again.
`<scope>` is the group and the cluster, with the namespace where the watch is limited to one.

| key | holds |
|---|---|
| `whypod:watch:<scope>:counts` | hash: `uid/container` to `restarts number`, for those that ever ended |
| `whypod:watch:<scope>:until` | when everything in it was last known to be so |
| `whypod:watch:<scope>:ends` | hash: `namespace/kind/name/container` to `core.messages.terminations` |
| `whypod:watch:<scope>:usual:<day>` | hash: `namespace/kind/name/container/hour` to restarts; expires by itself |
| `whypod:decisions` | hash: see `core.messages.alerts` |
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import structlog
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import WatchError

from core.messages.alerts import DECISIONS, decision_key
from core.messages.jumps import Decision
from core.messages.terminations import Termination, decode_terminations, encode_terminations
from workers.watcher.cache.baseline import DAYS, HOUR
from workers.watcher.cache.keys import ContainerKey, WorkloadKey
from workers.watcher.cache.store import PodStore, Unsaved
from workers.watcher.cache.terminations import PastCounts, Restored
from workers.watcher.leader import Fence

log = structlog.get_logger()

MOST_TERMINATIONS = 200
"""Of a container that are written: no rule needs more, unless a workload has more than 400 pods."""
MOST_IN_AN_HOUR = 100_000
"""Restarts of a container that are believed: each is counted one by one, and anybody may write to a shared Redis."""
KEEP_SECONDS = 8 * 24 * 3600
"""Keys that nobody renews for so long expire."""
DECISION_SECONDS = 7 * 24 * 3600
CHUNK = 500
"""Fields a command: 500 short ones are 50 kB."""
SKEW = 5.0
"""Seconds `until` is put back by: what happened while it was written may not be in it."""


@dataclass(frozen=True)
class Checkpoint:
    """Where one store is written down."""

    redis: Redis
    scope: str

    def load(self, store: PodStore, now: float) -> None:
        """Give the store its terminations and baselines back, and the counts it compares with. Raises `RedisError`."""
        store.terminations.restore(self._restored())
        for key, termination in self._terminations():
            store.history.add(key, termination)
            store.templates.observe(key[0], termination.template, termination.at, termination.at)
        for key, hour, count in self._baselines(now):
            for _ in range(count):
                store.baselines.add(key, hour * HOUR)

    def write(self, unsaved: Unsaved, fence: Fence, *, whole: bool = False) -> bool:
        """Write down what changed; False when another watcher leads. Raises `RedisError`.

        `whole` replaces all counts: a pod that went while nobody watched must not stay for ever.
        """
        with self.redis.pipeline() as pipe:
            if not fence(pipe):
                return False
            pipe.multi()
            if whole:
                pipe.delete(self._key("counts"))
            self._put_counts(pipe, unsaved)
            self._put_terminations(pipe, unsaved.terminations)
            self._put_baselines(pipe, unsaved.restarts)
            if unsaved.until is not None:
                pipe.set(self._key("until"), f"{unsaved.until - SKEW:.3f}", ex=KEEP_SECONDS)
            try:
                pipe.execute()
            except WatchError:
                return False
        return True

    def _key(self, name: str) -> str:
        return f"whypod:watch:{self.scope}:{name}"

    def _put_counts(self, pipe: Pipeline, unsaved: Unsaved) -> None:
        counts = unsaved.counts.items()
        fields = {f"{uid}/{container}": f"{restarts} {number}" for (uid, container), (restarts, number) in counts}
        for chunk in _chunks(list(fields.items())):
            pipe.hset(self._key("counts"), mapping=cast(Any, dict(chunk)))
        for chunk in _chunks(sorted(f"{uid}/{container}" for uid, container in unsaved.gone)):
            pipe.hdel(self._key("counts"), *chunk)
        pipe.expire(self._key("counts"), KEEP_SECONDS)

    def _put_terminations(self, pipe: Pipeline, changed: Mapping[ContainerKey, list[Termination]]) -> None:
        for key, terminations in changed.items():
            if terminations:
                pipe.hset(self._key("ends"), _field(key), encode_terminations(terminations[-MOST_TERMINATIONS:]))
            else:
                pipe.hdel(self._key("ends"), _field(key))
        pipe.expire(self._key("ends"), KEEP_SECONDS)

    def _put_baselines(self, pipe: Pipeline, restarts: Iterable[tuple[ContainerKey, float]]) -> None:
        for key, at in restarts:
            day = self._key(f"usual:{int(at // (24 * HOUR))}")
            pipe.hincrby(day, f"{_field(key)}/{int(at // HOUR)}", 1)
            pipe.expire(day, (DAYS + 2) * 24 * HOUR)

    def _restored(self) -> Restored:
        until = cast(bytes | None, self.redis.get(self._key("until")))
        counts = {}
        for field, text in self._scan("counts"):
            uid, _, container = field.partition("/")
            restarts, _, number = text.partition(" ")
            if restarts.isdecimal() and number.isdecimal():
                counts[uid, container] = PastCounts(int(restarts), int(number))
        return Restored(float(until) if until is not None else None, counts)

    def _terminations(self) -> Iterator[tuple[ContainerKey, Termination]]:
        for field, text in self._scan("ends"):
            key = _container_key(field)
            if key is None:
                continue
            try:
                terminations = decode_terminations(text)
            except ValueError as error:
                log.warning("terminations of another version are left out", field=field, error=str(error))
                continue
            yield from ((key, termination) for termination in terminations)

    def _baselines(self, now: float) -> Iterator[tuple[ContainerKey, int, int]]:
        today = int(now // (24 * HOUR))
        for day in range(today - DAYS - 1, today + 1):
            for field, text in self._scan(f"usual:{day}"):
                name, _, hour = field.rpartition("/")
                key = _container_key(name)
                if key is not None and hour.isdecimal() and text.isdecimal():
                    yield key, int(hour), min(int(text), MOST_IN_AN_HOUR)

    def _scan(self, name: str) -> Iterator[tuple[str, str]]:
        for field, text in self.redis.hscan_iter(self._key(name), count=CHUNK):
            yield field.decode(), text.decode()


def write_decisions(redis: Redis, decisions: Iterable[Decision], fence: Fence) -> bool:
    """The latest decision about each container, for `/whyalert`; False when another leads. Raises `RedisError`."""
    fields = {decision_key(decision.workload, decision.container): decision.model_dump_json() for decision in decisions}
    if not fields:
        return True
    with redis.pipeline() as pipe:
        if not fence(pipe):
            return False
        pipe.multi()
        for chunk in _chunks(list(fields.items())):
            pipe.hset(DECISIONS, mapping=cast(Any, dict(chunk)))
        try:
            pipe.execute()
        except WatchError:
            return False
    return True


def forget_decisions(redis: Redis, now: float, fence: Fence) -> None:
    """Drops decisions of a week ago. For every few minutes. Raises `RedisError`."""
    old = []
    for field, value in redis.hscan_iter(DECISIONS, count=CHUNK):
        try:
            at = float(json.loads(value)["at"])
        except (ValueError, KeyError, TypeError):
            at = 0.0
        if at < now - DECISION_SECONDS:
            old.append(field)
    if not old:
        return
    with redis.pipeline() as pipe:
        if fence(pipe):
            pipe.multi()
            pipe.hdel(DECISIONS, *old)
            try:
                pipe.execute()
            except WatchError:
                return  # another leads, and will do it


def _field(key: ContainerKey) -> str:
    return "/".join((*key[0], key[1]))


def _container_key(field: str) -> ContainerKey | None:
    parts = field.split("/")  # no name in Kubernetes has a slash
    return (WorkloadKey(*parts[:3]), parts[3]) if len(parts) == 4 else None


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    for first in range(0, len(items), CHUNK):
        yield items[first : first + CHUNK]
