"""A list and a watch over real HTTP, and everything that can go wrong with them."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deploy.sandbox.cluster.background import Background, background
from deploy.sandbox.cluster.breaking import break_connection
from deploy.sandbox.cluster.faults import ClusterFault
from deploy.sandbox.cluster.objects.resources import PODS
from deploy.sandbox.cluster.options import ClusterOptions
from workers.cluster import errors
from workers.cluster.connect import Cluster, Clusters, Limits
from workers.cluster.watch import Changes, Follower, ListBegins, ListEnds, Lost, Patience, Pods, Scope, WatchEvent

RECORDINGS = Path(__file__).parents[2] / "recordings"
SECONDS = 20.0
"""For one thing to happen; a loaded machine may be slow, and a test that waits this long has failed."""
STEADY = Patience(silence=SECONDS, watch=60, first_pause=0.02, longest_pause=0.1, short=0.0)
QUICK = replace(STEADY, silence=1.0)
"""Takes a silence of a second for a failure, which on a loaded machine may be none."""


class Access:
    """What `Clusters` reads of the settings."""

    clusters, cluster_timeout = "", 3.0

    def __init__(self, kubeconfig: Path) -> None:
        self.kubeconfig = str(kubeconfig)


def kubeconfig(url: str) -> str:
    """One that leads to a URL."""
    return json.dumps(
        {
            "current-context": "a",
            "contexts": [{"name": "a", "context": {"cluster": "a", "user": "a"}}],
            "clusters": [{"name": "a", "cluster": {"server": url}}],
            "users": [{"name": "a", "user": {"token": "t"}}],
        }
    )


class Listener:
    """A follower in a thread, and what it told so far."""

    def __init__(self, follower: Follower) -> None:
        self.events: list[WatchEvent] = []
        self.follower = follower
        self._thread = threading.Thread(target=lambda: [self.events.append(one) for one in follower.events()])
        self._thread.start()

    def until(self, true: Callable[[list[WatchEvent]], bool]) -> list[WatchEvent]:
        """Waits for something to be told."""
        ends = time.monotonic() + SECONDS
        while not true(self.events):
            assert time.monotonic() < ends, f"never came; only {self.events[-5:]}"
            time.sleep(0.005)
        return list(self.events)

    def stop(self) -> None:
        self.follower.stop()
        self._thread.join(SECONDS)
        assert not self._thread.is_alive()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Background]:
    options = ClusterOptions(
        recordings=RECORDINGS, live=False, shift_now=False, bookmark_seconds=0.2, kubeconfig=tmp_path / "kubeconfig"
    )
    with background(options) as running:
        yield running


@pytest.fixture
def cluster(server: Background, tmp_path: Path) -> Cluster:
    return Clusters(Access(tmp_path / "kubeconfig"), Limits(read_seconds=5.0)).cluster()


@pytest.fixture
def listen(cluster: Cluster) -> Iterator[Callable[..., Listener]]:
    listeners: list[Listener] = []

    def begin(scope: Scope | None = None, patience: Patience = STEADY) -> Listener:
        listeners.append(Listener(Follower(cluster, scope or Scope(), patience)))
        return listeners[-1]

    yield begin
    for listener in listeners:
        listener.stop()


def lists(events: list[WatchEvent]) -> int:
    return sum(isinstance(one, ListEnds) for one in events)


def losses(events: list[WatchEvent]) -> list[str]:
    return [one.why for one in events if isinstance(one, Lost)]


def watching(events: list[WatchEvent]) -> bool:
    return bool(events) and isinstance(events[-1], Changes)


def touch(server: Background, name: str = "") -> str:
    """Changes a pod in the cluster."""

    def act(state: Any) -> str:
        pods = state.store.all(PODS)
        pod = next(one for one in pods if name in one["metadata"]["name"])
        state.store.put(PODS, {**pod, "status": {**pod["status"], "message": "touched"}})
        return str(pod["metadata"]["name"])

    return server.do(act)


def test_a_list_and_then_changes_and_bookmarks(server: Background, listen: Callable[..., Listener]) -> None:
    """Every pod once, in one list, then what changes."""
    listener = listen()
    events = listener.until(watching)
    name = touch(server)
    listener.until(lambda events: any(isinstance(one, Changes) and one.lines for one in events))
    changes = [
        (kind, pod.metadata.name) for one in listener.events if isinstance(one, Changes) for kind, pod in one.lines
    ]

    assert [type(one) for one in events[:3]] == [ListBegins, Pods, ListEnds]
    assert len(events[1].pods) == server.do(lambda state: len(state.store.all(PODS)))  # type: ignore[union-attr]
    assert (changes, losses(listener.events)) == ([("MODIFIED", name)], [])


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (ClusterFault(verb="list", status=429, count=1), "throttled"),
        (ClusterFault(verb="list", status=500, count=2), "broken"),
        (ClusterFault(verb="list", status=403, count=1), "forbidden"),
        (ClusterFault(verb="list", garbage=True, count=1), "garbage"),
        (ClusterFault(verb="list", reset=True, count=1), "unreachable"),
        (ClusterFault(verb="watch", status=410, count=1), "gone"),
        (ClusterFault(verb="watch", status=429, count=1), "throttled"),
        (ClusterFault(verb="watch", status=503, count=2), "broken"),
        (ClusterFault(verb="watch", reset=True, count=1), "unreachable"),
        (ClusterFault(verb="watch", garbage=True, count=1), "garbage"),
    ],
)
def test_whatever_fails_is_followed_by_a_whole_list_and_a_watch(
    server: Background, listen: Callable[..., Listener], fault: ClusterFault, why: str
) -> None:
    """One loss for each failure, then everything anew."""
    server.do(lambda state: state.faults.add(fault))
    listener = listen()
    events = listener.until(lambda events: watching(events) and len(losses(events)) >= fault.count)

    assert losses(events) == [why] * fault.count
    assert lists(events) == (1 if fault.verb == "list" else 1 + fault.count)


def test_a_watch_that_hangs_is_followed_by_a_whole_list_and_a_watch(
    server: Background, listen: Callable[..., Listener]
) -> None:
    """After its silence, as often as that takes."""
    server.do(lambda state: state.faults.add(ClusterFault(verb="watch", hang=True, count=1)))
    listener = listen(patience=QUICK)
    events = listener.until(lambda events: watching(events) and bool(losses(events)))

    assert set(losses(events)) == {"timeout"}
    assert lists(events) == 1 + len(losses(events))


def test_an_error_event_of_a_version_too_old_is_a_new_list(server: Background, listen: Callable[..., Listener]) -> None:
    """410 within the stream: the window was left while the connection was away."""
    listener = listen()
    listener.until(watching)
    server.do(lambda state: state.store.forget())
    server.do(lambda state: [break_connection(one) for one in state.watches.values()])
    touch(server)
    events = listener.until(lambda events: lists(events) >= 2 and watching(events))

    assert set(losses(events)) <= {"gone", "unreachable", "broken"}


def test_a_watch_that_ends_in_time_goes_on_without_a_list(server: Background, listen: Callable[..., Listener]) -> None:
    """`timeoutSeconds` is over again and again; nothing is missed."""
    listener = listen(patience=Patience(silence=5.0, watch=1, first_pause=0.02, short=0.0))
    listener.until(watching)
    listener.until(lambda events: server.do(lambda state: sum(one["verb"] == "watch" for one in state.requests)) > 2)
    touch(server)
    listener.until(lambda events: any(isinstance(one, Changes) and one.lines for one in events))

    assert (lists(listener.events), losses(listener.events)) == (1, [])


def test_selectors_leave_out_on_the_server(server: Background, listen: Callable[..., Listener]) -> None:
    """Namespaces left out, or one alone."""
    everywhere = listen(Scope(without=("shop", "data"))).until(lambda events: lists(events) > 0)
    alone = listen(Scope("data", labels="app")).until(lambda events: lists(events) > 0)
    seen = {pod.metadata.namespace for event in everywhere if isinstance(event, Pods) for pod in event.pods}
    own = {pod.metadata.namespace for event in alone if isinstance(event, Pods) for pod in event.pods}

    assert not seen & {"shop", "data"} and len(seen) > 1
    assert own == {"data"}


def test_stopping_wakes_a_watch_that_waits(listen: Callable[..., Listener]) -> None:
    """Not after its silence is over."""
    listener = listen(patience=Patience(silence=3600.0))
    listener.until(lambda events: lists(events) > 0)
    listener.stop()


class Trickle:
    """A server that sends an endless line, byte by byte, or whatever it is told."""

    def __init__(self, body: bytes, endless: bool) -> None:
        self.body, self.endless = body, endless
        self.stopped = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(0.05)  # closing it would not wake a thread that accepts
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while not self.stopped.is_set():
            try:
                connection, _ = self.listener.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(5.0)
                asked = connection.recv(65536).decode()
                page = json.dumps({"metadata": {"resourceVersion": "5"}, "items": []}).encode()
                if "watch=1" not in asked:
                    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(page)
                    connection.sendall(head + page)
                    continue
                connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + self.body)
                while self.endless and not self.stopped.wait(0.02):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        break

    def stop(self) -> None:
        self.stopped.set()
        self.thread.join(SECONDS)
        self.listener.close()


@pytest.mark.parametrize(
    ("body", "endless", "why"),
    [
        (b'{"type":"ADDED","object":{"metadata":{"name":"a"', False, "garbage"),
        (b"<html>a proxy</html>\n", False, "garbage"),
        (b'{"type":"WHATEVER","object":{}}\n', False, "garbage"),
        (b'{"type":"ERROR","object":{"kind":"Status","status":"Failure","code":410,"message":"old"}}\n', False, "gone"),
        (b'{"type":"ERROR","object":{"kind":"Status","code":"x"}}\n', False, "broken"),
        (b"", True, "timeout"),
    ],
)
def test_streams_no_api_server_should_send(tmp_path: Path, body: bytes, endless: bool, why: str) -> None:
    """Broken off in a line, not JSON, unknown, errors of all kinds, and bytes that never become a line."""
    server = Trickle(body, endless)
    (tmp_path / "config").write_text(kubeconfig(f"http://127.0.0.1:{server.listener.getsockname()[1]}"))
    follower = Follower(Clusters(Access(tmp_path / "config")).cluster(), Scope(), QUICK)
    listener = Listener(follower)
    try:
        events = listener.until(lambda events: lists(events) >= 2 and bool(losses(events)))
    finally:
        listener.stop()
        server.stop()

    assert losses(events)[0] == why


def test_pauses_double_up_to_a_limit_and_honor_retry_after(tmp_path: Path) -> None:
    """With jitter: between half of it and all."""
    config = tmp_path / "config"
    config.write_text(kubeconfig("http://127.0.0.1:1"))
    follower = Follower(Clusters(Access(config)).cluster(), chance=lambda: 1.0)
    pauses = [follower._lost(errors.Broken("x")).pause for _ in range(7)]

    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]
    assert follower._lost(errors.Throttled("x", 20.0)).pause == 20.0
    assert follower._lost(errors.Throttled("x", 9000.0)).pause == 30.0
