"""Connections to Redis, alone, over TLS or behind Sentinel, and its clock. It must not know what is kept there."""

from typing import Any

from redis import Redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import ConnectionError as ConnectionLost
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelManagedConnection, SentinelManagedSSLConnection

from core.redis_url import sentinels


class _Interruptible(SentinelManagedConnection):
    """Closes when reading was interrupted, as every other connection of redis-py does.

    A signal raises in the middle of a read; the late reply would otherwise be taken for that of the next command.
    """

    def read_response(self, *args: Any, **named: Any) -> Any:
        return super().read_response(*args, **{"disconnect_on_error": True, **named})


class _InterruptibleTls(SentinelManagedSSLConnection):
    """The same over TLS."""

    def read_response(self, *args: Any, **named: Any) -> Any:
        return super().read_response(*args, **{"disconnect_on_error": True, **named})


def connect(url: str, timeout: float, patient: bool = False) -> Redis:
    """A client for any URL that `core.redis_url` takes; nothing is sent before the first command.

    `timeout` is in seconds, for connecting and for each command. A connection that turns out to be dead is replaced
    once, at once, since Redis may have been restarted; a Redis that does not answer is not asked again: a person or a
    probe waits. `patient` is for processes nobody waits for: they go on trying for about 9 seconds, longer than a
    restart takes, so that what a worker found can still be handed over.
    """
    retry = (
        Retry(ExponentialBackoff(cap=1.0, base=0.05), 12)
        if patient
        else Retry(NoBackoff(), 1, supported_errors=(ConnectionLost,))
    )
    address = sentinels(url)
    if address is None:
        return Redis.from_url(url, socket_connect_timeout=timeout, socket_timeout=timeout, retry=retry)
    common = {"socket_connect_timeout": timeout, "socket_timeout": timeout, "ssl": address.tls}
    sentinel = Sentinel(list(address.hosts), sentinel_kwargs=common, retry=retry, **common)  # type: ignore[no-untyped-call]
    client: Redis = sentinel.master_for(  # type: ignore[no-untyped-call]
        address.master,
        connection_class=_InterruptibleTls if address.tls else _Interruptible,
        db=address.database,
        username=address.username,
        password=address.password,
    )
    return client


def server_time(redis: Redis) -> float:
    """Seconds since 1970 by Redis' clock: deadlines are set and read on several machines. Raises `RedisError`."""
    seconds, microseconds = redis.time()
    return float(seconds) + float(microseconds) / 1e6
