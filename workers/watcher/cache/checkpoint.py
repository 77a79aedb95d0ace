"""What a watcher writes down, so that the next one goes on where it was; in Redis. It must not judge.

Losing all of it costs repeated alerts at most: a container that is in the middle of a crash loop is told of again.
`<scope>` is the group and the cluster, with the namespace where the watch is limited to one.

| key | holds |
|---|---|
| `whypod:watch:<scope>:counts` | hash: `uid/container` to `restarts number`, for those that ever ended |
| `whypod:watch:<scope>:until` | when everything in it was last known to be so |
| `whypod:watch:<scope>:ends` | hash: `namespace/kind/name/container` to its ends of late, as JSON |
| `whypod:watch:<scope>:usual:<day>` | hash: `namespace/kind/name/container/hour` to restarts; ends by itself |
| `whypod:decisions` | hash: see `core.messages.incidents` |
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
from workers.watcher.cache.keys import Key, Which
from workers.watcher.cache.store import ContainerRecord, PodStore
from workers.watcher.cache.terminations import PastEnds, Remembered
from workers.watcher.leader import Fence

log = structlog.get_logger()

MOST_ENDS = 200
"""Of a container that are written: no rule needs more, unless a workload has more than 400 pods."""
KEEP_SECONDS = 8 * 24 * 3600
"""Keys nobody renews for so long end by themselves."""
DECISION_SECONDS = 7 * 24 * 3600
CHUNK = 500
"""Fields a command: 500 short ones are 50 kB."""
SKEW = 5.0
"""Seconds `until` is put back by: what happened while it was written may not be in it."""


@dataclass(frozen=True)
class Checkpoint:
    """The memory of one sight."""

    redis: Redis
    scope: str

    def load(self, sight: PodStore, now: float) -> None:
        """Gives the sight its ends and usual rates back, and the counts it compares with. Raises `RedisError`."""
        sight.counts.remember(self._remembered())
        for which, end in self._ends():
            sight.trails.add(which, end)
            sight.templates.seen(which[0], end.template, end.at, end.at)
        for which, hour, count in self._usual(now):
            for _ in range(count):
                sight.usuals.add(which, hour * HOUR)

    def write(self, record: ContainerRecord, fence: Fence, *, whole: bool = False) -> bool:
        """Write down what changed; False when another watcher leads. Raises `RedisError`.

        `whole` replaces all counts: a pod that went while nobody watched must not stay for ever.
        """
        with self.redis.pipeline() as pipe:
            if not fence(pipe):
                return False
            pipe.multi()
            if whole:
                pipe.delete(self._key("counts"))
            self._put_counts(pipe, record)
            self._put_ends(pipe, record.ends)
            self._put_usual(pipe, record.restarts)
            if record.until is not None:
                pipe.set(self._key("until"), f"{record.until - SKEW:.3f}", ex=KEEP_SECONDS)
            try:
                pipe.execute()
            except WatchError:
                return False
        return True

    def _key(self, name: str) -> str:
        return f"whypod:watch:{self.scope}:{name}"

    def _put_counts(self, pipe: Pipeline, record: ContainerRecord) -> None:
        fields = {f"{uid}/{box}": f"{restarts} {number}" for (uid, box), (restarts, number) in record.counts.items()}
        for chunk in _chunks(list(fields.items())):
            pipe.hset(self._key("counts"), mapping=cast(Any, dict(chunk)))
        for chunk in _chunks(sorted(f"{uid}/{box}" for uid, box in record.gone)):
            pipe.hdel(self._key("counts"), *chunk)
        pipe.expire(self._key("counts"), KEEP_SECONDS)

    def _put_ends(self, pipe: Pipeline, changed: Mapping[Which, list[Termination]]) -> None:
        for which, ends in changed.items():
            if ends:
                pipe.hset(self._key("ends"), _field(which), encode_terminations(ends[-MOST_ENDS:]))
            else:
                pipe.hdel(self._key("ends"), _field(which))
        pipe.expire(self._key("ends"), KEEP_SECONDS)

    def _put_usual(self, pipe: Pipeline, restarts: Iterable[tuple[Which, float]]) -> None:
        for which, at in restarts:
            key = self._key(f"usual:{int(at // (24 * HOUR))}")
            pipe.hincrby(key, f"{_field(which)}/{int(at // HOUR)}", 1)
            pipe.expire(key, (DAYS + 2) * 24 * HOUR)

    def _remembered(self) -> Remembered:
        until = cast(bytes | None, self.redis.get(self._key("until")))
        found = {}
        for field, value in self._scan("counts"):
            uid, _, box = field.partition("/")
            restarts, _, number = value.partition(" ")
            if restarts.isdecimal() and number.isdecimal():
                found[uid, box] = PastEnds(int(restarts), int(number))
        return Remembered(float(until) if until is not None else None, found)

    def _ends(self) -> Iterator[tuple[Which, Termination]]:
        for field, value in self._scan("ends"):
            which = _which(field)
            try:
                ends = decode_terminations(value) if which else []
            except ValueError as error:
                log.warning("ends of another version are left out", field=field, error=str(error))
                continue
            for end in ends:
                if which is not None:
                    yield which, end

    def _usual(self, now: float) -> Iterator[tuple[Which, int, int]]:
        today = int(now // (24 * HOUR))
        for day in range(today - DAYS - 1, today + 1):
            for field, value in self._scan(f"usual:{day}"):
                name, _, hour = field.rpartition("/")
                which = _which(name)
                if which is not None and hour.isdecimal() and value.isdecimal():
                    yield which, int(hour), min(int(value), 100_000)

    def _scan(self, name: str) -> Iterator[tuple[str, str]]:
        for field, value in self.redis.hscan_iter(self._key(name), count=CHUNK):
            yield field.decode(), value.decode()


def write_decisions(redis: Redis, decisions: Iterable[Decision], fence: Fence) -> bool:
    """The latest decision about each container, for `/whyalert`; False when another leads. Raises `RedisError`."""
    fields = {decision_key(one.workload, one.container): one.model_dump_json() for one in decisions}
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


def _field(which: Which) -> str:
    return "/".join((*which[0], which[1]))


def _which(field: str) -> Which | None:
    parts = field.split("/")  # no name in Kubernetes has a slash
    return (Key(*parts[:3]), parts[3]) if len(parts) == 4 else None


def _chunks(items: list[Any]) -> Iterator[list[Any]]:
    for first in range(0, len(items), CHUNK):
        yield items[first : first + CHUNK]
