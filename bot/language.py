"""The language of each reader: remembered in Redis, the workspace's default otherwise. It never fails."""

import time
from collections.abc import Callable

import structlog
from redis import Redis
from redis.exceptions import RedisError

from core.messages.model import Language

log = structlog.get_logger()

KEY = "whypod:languages"
"""A hash: Slack user id to `en` or `zh`. It does not expire: a choice holds until the next one."""
FRESH = 60.0
"""Seconds for which a choice is not asked for again; also how long another replica may still use the old one."""
PAUSE = 2.0
"""Seconds without asking a Redis that just failed, so that only one answer in a burst pays its time-out."""
MOST = 10_000
"""Readers kept in memory; more than an on-call workspace has, about 2 MB."""


class Languages:
    """The readers' languages. Cached, so that readers keep their language while Redis is away."""

    def __init__(self, redis: Redis, default: Language, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember where to ask; `clock` gives seconds and never goes back."""
        self._redis, self._default, self._clock = redis, default, clock
        self._known: dict[str, tuple[Language, float]] = {}
        self._paused_until = 0.0

    def of(self, user: str) -> Language:
        """The reader's language; the last known one, or the default, when Redis does not answer."""
        language, asked_at = self._known.get(user, (self._default, None))
        now = self._clock()
        if now < self._paused_until or (asked_at is not None and now - asked_at < FRESH):
            return language
        try:
            stored = self._redis.hget(KEY, user)
        except RedisError as error:
            self._paused_until = self._clock() + PAUSE
            log.warning("cannot read the reader's language", reason=str(error))
            return language
        return self._keep(user, _language(stored) or self._default)

    def remember(self, user: str, language: Language) -> bool:
        """Keep a reader's choice. False: only in this process, until it ends, since Redis does not answer."""
        self._keep(user, language)
        try:
            self._redis.hset(KEY, user, language)
        except RedisError as error:
            log.warning("cannot store the reader's language", reason=str(error))
            return False
        return True

    def _keep(self, user: str, language: Language) -> Language:
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[user] = (language, self._clock())
        return language


def _language(stored: object) -> Language | None:
    text = stored.decode("ascii", "replace") if isinstance(stored, bytes) else stored
    return "en" if text == "en" else "zh" if text == "zh" else None
