"""A list of pods, page by page, and then their watch, line by line. It must not remember a pod nor judge anything.

`Follower.events` never ends by itself: whatever goes wrong is followed by a pause and a new list, and reported as
`Lost`.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import urllib3

from workers.cluster import errors, wire
from workers.cluster.addresses import path
from workers.cluster.connect import CHUNK, Cluster
from workers.cluster.pages import PAGE
from workers.cluster.wire import watched

LONGEST_LINE = 8 << 20
"""Bytes. etcd takes objects of 1.5 MB; in JSON they may grow a few times."""


@dataclass(frozen=True)
class Scope:
    """Which pods are watched: of one namespace or, empty, of all; the API server itself leaves out the others."""

    namespace: str = ""
    labels: str = ""
    """A label selector as kubectl takes it."""
    without: tuple[str, ...] = ()
    """Namespaces that are left out, where all are watched."""

    def query(self) -> dict[str, str | int]:
        """The selectors as the API wants them."""
        fields = ",".join(f"metadata.namespace!={name}" for name in self.without) if not self.namespace else ""
        given = {"labelSelector": self.labels, "fieldSelector": fields}
        return {key: value for key, value in given.items() if value}


@dataclass(frozen=True)
class Patience:
    """How long is waited for what. All in seconds."""

    silence: float = 90.0
    """Without a line. Bookmarks come about every 60 (apiserver's cacher, bookmarkFrequency is a minute)."""
    watch: int = 300
    """Asked for as `timeoutSeconds`, up to a quarter longer by chance: so that several watchers do not return at once.
    The API server's own minimum for a client that asks for nothing is 1,800."""
    first_pause: float = 0.5
    """After the first failure; doubles with each one that follows."""
    longest_pause: float = 15.0
    """Below the two minutes after which the watch counts as stale, with room for a few tries."""
    short: float = 2.0
    """A watch that ends properly sooner than this has failed: else an API server that closes at once is asked in a
    circle."""


@dataclass(frozen=True, slots=True)
class ListBegins:
    """Everything that is not in the pages up to `ListEnds` is gone."""


@dataclass(frozen=True, slots=True)
class Pods:
    """One page."""

    pods: list[watched.WatchedPod]


@dataclass(frozen=True, slots=True)
class ListEnds:
    """The list is whole."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What came at once: type and pod of each change, oldest first; none for a bookmark."""

    lines: list[tuple[str, watched.WatchedPod]]


@dataclass(frozen=True, slots=True)
class Lost:
    """The list or the watch failed; after `pause` seconds there is a new list."""

    why: Literal["gone", "throttled", "timeout", "closed", "garbage", "forbidden", "unreachable", "broken"]
    said: str
    pause: float


WatchEvent = ListBegins | Pods | ListEnds | Changes | Lost


@dataclass
class Follower:
    """Follows the pods of one scope. `stop` ends it, also while it waits for a line."""

    cluster: Cluster
    scope: Scope = field(default_factory=Scope)
    patience: Patience = field(default_factory=Patience)
    chance: Callable[[], float] = random.random
    """0 to 1, for jitter."""

    def __post_init__(self) -> None:
        """Nothing is asked yet."""
        self._stopped = threading.Event()
        self._response: urllib3.BaseHTTPResponse | None = None
        self._failures = 0
        self._version = ""

    def stop(self) -> None:
        """Ends `events`, from any thread."""
        self._stopped.set()
        response = self._response
        if response is not None:
            shut(response)

    def events(self) -> Iterator[WatchEvent]:
        """What happens, until `stop`. Raises nothing of the cluster's."""
        while not self._stopped.is_set():
            try:
                yield from self._listed()
                yield from self._watched()
            except errors.ClusterError as error:
                if self._stopped.is_set():
                    return
                lost = self._lost(error)
                yield lost
                self._stopped.wait(lost.pause)

    def _listed(self) -> Iterator[WatchEvent]:
        where, token = path("pods", self.scope.namespace or None), ""
        yield ListBegins()
        while True:
            query = {**self.scope.query(), "limit": PAGE, **({"continue": token} if token else {})}
            body = self.cluster.get(where, query)
            try:
                metadata, pods = watched.decode_page(body)
            except wire.Unreadable as error:
                raise errors.Garbage(str(error)) from error
            yield Pods(pods)
            token = metadata.continue_
            if not token:
                break
        self._version = metadata.resource_version
        yield ListEnds()

    def _watched(self) -> Iterator[WatchEvent]:
        """Watches until something fails. A watch that ends in time goes on where it was, without a list."""
        while not self._stopped.is_set():
            began = time.monotonic()
            yield from self._one_watch()
            if time.monotonic() - began < self.patience.short:
                raise errors.ClusterUnreachable("the watch was closed at once")

    def _one_watch(self) -> Iterator[WatchEvent]:
        where = path("pods", self.scope.namespace or None)
        with self.cluster.stream(where, self._watch_query(), silence=self.patience.silence) as response:
            self._response = response
            try:
                if self._stopped.is_set():  # while it was being opened
                    return
                for lines in lines_of(response, self.patience.silence):
                    changes = [change for line in lines if (change := self._change(line)) is not None]
                    self._failures = 0
                    yield Changes(changes)
            finally:
                self._response = None

    def _watch_query(self) -> Mapping[str, str | int]:
        seconds = int(self.patience.watch * (1 + self.chance() / 4))
        return {
            **self.scope.query(),
            "watch": "1",
            "allowWatchBookmarks": "true",
            "resourceVersion": self._version,
            "timeoutSeconds": max(1, seconds),
        }

    def _change(self, line: bytes) -> tuple[str, watched.WatchedPod] | None:
        try:
            change = watched.decode_line(line)
        except wire.Unreadable as error:
            raise errors.Garbage(str(error)) from error
        if change.type == "ERROR":
            status = change.object
            raise errors.refusal(status.code or 500, status.message or status.reason)
        self._version = change.object.metadata.resource_version or self._version
        return None if change.type == "BOOKMARK" else (change.type, change.object)

    def _lost(self, error: errors.ClusterError) -> Lost:
        """The pause doubles; half of it is left to chance, so that not all watchers come back at once."""
        longest = self.patience.longest_pause
        pause = min(longest, self.patience.first_pause * float(2 ** min(self._failures, 10)))
        self._failures += 1
        pause = pause / 2 + self.chance() * pause / 2
        if isinstance(error, errors.Throttled):
            pause = max(pause, min(error.retry_after, 2 * longest))
        return Lost(_why(error), error.said, pause)


def lines_of(response: urllib3.BaseHTTPResponse, silence: float) -> Iterator[list[bytes]]:
    """The whole lines of a body, those that came together at a time; ends where the body properly ends.

    Raises `TimedOut` when no line was completed for `silence` seconds, however many bytes trickled in, `TooLarge` for a
    line without end, `Garbage` for a last line that was broken off.
    """
    rest, last = b"", time.monotonic()
    while piece := response.read1(CHUNK, decode_content=True):
        if b"\n" in piece:
            *lines, rest = (rest + piece).split(b"\n")
            last = time.monotonic()
            yield [line for line in lines if line.strip()]
        else:
            rest += piece
            if len(rest) > LONGEST_LINE:
                raise errors.ResponseTooLarge(f"a line of more than {LONGEST_LINE} bytes")
            if time.monotonic() - last > silence:
                raise errors.TimedOut("bytes came, but no line")
    if rest.strip():
        raise errors.Garbage(f"ends within a line: {rest[:80]!r}")


def shut(response: urllib3.BaseHTTPResponse) -> None:
    """Wakes a thread that waits for the body's next byte."""
    try:
        response.shutdown()
    except (ValueError, OSError, RuntimeError):
        return  # it was closed already, or has no socket any more


_WHYS: tuple[tuple[type[errors.ClusterError], Literal["gone", "throttled", "timeout", "garbage", "forbidden"]], ...] = (
    (errors.Gone, "gone"),
    (errors.Throttled, "throttled"),
    (errors.TimedOut, "timeout"),
    (errors.Garbage, "garbage"),
    (errors.ResponseTooLarge, "garbage"),
    (errors.Forbidden, "forbidden"),
    (errors.Unauthorized, "forbidden"),
)


def _why(
    error: errors.ClusterError,
) -> Literal["gone", "throttled", "timeout", "closed", "garbage", "forbidden", "unreachable", "broken"]:
    for kind, why in _WHYS:
        if isinstance(error, kind):
            return why
    return "unreachable" if isinstance(error, errors.ClusterUnreachable) else "broken"
