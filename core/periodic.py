"""A step taken again and again in a thread of its own, while Redis may come and go. It must not know the step."""

import threading
import time
from collections.abc import Callable

import structlog
from redis.exceptions import RedisError

log = structlog.get_logger()


def repeat(
    name: str,
    step: Callable[[], object],
    seconds: float,
    stop: threading.Event,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Call `step` every `seconds` until `stop` is set.

    An unreachable Redis is logged once, and once more when it is back. Any other exception is logged with its
    traceback and does not end the loop: `step` is called again all the same.
    """
    away_since: float | None = None
    while not stop.wait(seconds):
        try:
            step()
        except RedisError as error:
            if away_since is None:
                away_since = clock()
                log.warning(f"{name}: Redis does not answer", error=str(error))
            continue
        except ValueError:
            log.exception(f"{name}: unreadable")
        if away_since is not None:
            log.info(f"{name}: Redis is back", away_seconds=round(clock() - away_since, 1))
            away_since = None


def start(name: str, step: Callable[[], object], seconds: float, stop: threading.Event) -> threading.Thread:
    """`repeat` in a daemon thread: no process waits for it, since another one or the next start goes on."""
    thread = threading.Thread(target=repeat, args=(name, step, seconds, stop), name=name, daemon=True)
    thread.start()
    return thread
