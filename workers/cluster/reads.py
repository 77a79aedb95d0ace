"""Many reads at once, each failing alone: what could not be read becomes `Unseen`, and no read outlives the look.

It does not know what is read.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, ParamSpec, TypeVar

import structlog

from core.messages.report import Unseen
from workers.cluster import errors

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Pending(Generic[T]):
    """A read under way: what it is about, and where its answer will be."""

    what: str
    future: "Future[T]"


class Reads:
    """The reads of one look. Use it as a context manager; leaving it waits for nothing.

    It belongs to one thread: reads run in others, but begin and end here.
    """

    def __init__(self, parallel: int, until: float) -> None:
        """`parallel` reads at a time, none of them waited for after `until` (time.monotonic)."""
        self.until = until
        self._pool = ThreadPoolExecutor(parallel, thread_name_prefix="look")
        self._unseen: dict[tuple[str, str], Unseen] = {}

    def __enter__(self) -> "Reads":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def begin(self, what: str, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Pending[T]:
        """Starts a read about `what`. A speculative one need not be ended: only `end` notes what could not be read."""
        return Pending(what, self._pool.submit(read, *args, **kwargs))

    def end(self, pending: Pending[T] | None) -> T | None:
        """The answer; None when it failed or did not come in time (`what` is then unseen), and for None."""
        if pending is None:
            return None
        try:
            error = pending.future.exception(timeout=max(self.until - time.monotonic(), 0))
        except NotInTime:
            self._miss(pending.what, errors.TimedOut.why, "")
            return None
        if error is None:
            return pending.future.result()
        if isinstance(error, errors.ClusterError):
            self._miss(pending.what, error.why, error.said)
        else:
            # A fault of ours. The other reads are worth an answer without it; the log has the traceback.
            log.error("a read failed", what=pending.what, exc_info=error)
            self._miss(pending.what, errors.Broken.why, "")
        return None

    def unseen(self) -> tuple[Unseen, ...]:
        """Everything that was missed, in the order of its name."""
        return tuple(self._unseen[key] for key in sorted(self._unseen))

    def _miss(self, what: str, why: str, message: str) -> None:
        """Notes that something could not be looked at; the same thing for the same reason is noted once."""
        self._unseen.setdefault((what, why), Unseen(what=what, why=why, said=message))
