"""Which of several watchers leads: a lock in Redis that expires, and a fencing token that shuts out earlier leaders.

The lock says who may act; the token, greater for each new leader, says who may still write. A leader that was frozen
and wakes up after its time finds a greater token, and its transaction fails. It knows nothing of pods.

| key | holds |
|---|---|
| `whypod:watch:<group>:leader` | the token of the leader; expires 10 s after it was last renewed |
| `whypod:watch:<group>:fence` | the token of the last leader there was; written only when another takes over |
"""

import threading
import time
from collections.abc import Callable
from typing import cast

import structlog
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError

log = structlog.get_logger()

Fence = Callable[[Pipeline], bool]
"""Called on a pipeline before MULTI: WATCHes what leadership depends on; whether we still lead."""

TTL = 10.0
"""Seconds the lock holds. With a try every two, another watcher leads 12 s after a `kill -9`; 20 are promised."""
RENEW_EVERY = 2.0
"""Seconds between two tries to take or renew it: four may fail before it is lost."""

# The token comes from Redis' clock, so that it goes on growing even after Redis was emptied.
_ACQUIRE = """
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local now = redis.call('TIME')
local token = now[1] * 1000000 + now[2]
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
if token <= last then token = last + 1 end
local text = string.format('%.0f', token)
redis.call('SET', KEYS[2], text)
redis.call('SET', KEYS[1], text, 'PX', ARGV[1])
return text
"""
_RENEW = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
"""
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class Leader:
    """This process's share in the election. `step` is called about every two seconds, by a thread of its own."""

    def __init__(
        self, redis: Redis, group: str = "all", ttl: float = TTL, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Watchers of one `group` watch the same clusters, and one of them leads."""
        self._redis, self._ttl, self._clock = redis, ttl, clock
        self._lock_key, self._fence_key = f"whypod:watch:{group}:leader", f"whypod:watch:{group}:fence"
        self._token: str | None = None
        self._until = 0.0
        self._lock = threading.Lock()

    @property
    def token(self) -> int | None:
        """Our fencing token; None when we do not lead, or cannot know because Redis has been away for too long."""
        with self._lock:
            return int(self._token) if self._token is not None and self._clock() < self._until else None

    def step(self) -> int | None:
        """Acquire or renew the lock; the token when it is ours. Raises nothing: without Redis the lock expires."""
        began = self._clock()  # before the call: the lock's time runs from when Redis got it
        try:
            token = self._token if self._token is not None and self._renew() else self._acquire()
        except RedisError as error:
            log.warning("cannot tell who leads", error=str(error))
            return self.token
        with self._lock:
            if token != self._token:
                log.info("leading" if token else "not leading", token=token)
            self._token = token
            self._until = began + self._ttl if token is not None else 0.0
        return self.token

    def release(self) -> None:
        """Give the lock back, so that another takes over at once. Raises nothing."""
        with self._lock:
            token, self._token = self._token, None
        if token is not None:
            try:
                self._redis.eval(_RELEASE, 1, self._lock_key, token)
            except RedisError as error:
                log.warning("lock not given back", error=str(error))

    def fence(self, pipe: Pipeline) -> bool:
        """Called on a pipeline before MULTI: WATCHes the token; whether it is still ours.

        The transaction that follows fails with `WatchError` when another takes over in between; renewing the lock does
        not touch the token. Raises `RedisError`.
        """
        own = self.token
        pipe.watch(self._fence_key)  # type: ignore[no-untyped-call]
        last = cast(bytes | None, pipe.get(self._fence_key))
        return own is not None and last is not None and int(last) == own

    def _renew(self) -> bool:
        milliseconds = int(self._ttl * 1000)
        return bool(self._redis.eval(_RENEW, 2, self._lock_key, self._fence_key, str(self._token), str(milliseconds)))

    def _acquire(self) -> str | None:
        milliseconds = int(self._ttl * 1000)
        token = self._redis.eval(_ACQUIRE, 2, self._lock_key, self._fence_key, str(milliseconds))
        return token.decode() if isinstance(token, bytes) else None
