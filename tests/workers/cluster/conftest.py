"""Real HTTP for the collector: a small server that answers what a test tells it, and the local cluster."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from deploy.sandbox.cluster.background import Background, background
from deploy.sandbox.cluster.kubeconfig import TOKEN
from deploy.sandbox.cluster.options import ClusterOptions
from workers.cluster.connect import Cluster, Clusters, Limits

RECORDINGS = Path(__file__).parents[2] / "recordings"


@dataclass(frozen=True)
class Access:
    """What `Clusters` reads of the worker's settings."""

    kubeconfig: str = ""
    clusters: str = ""
    cluster_timeout: float = 3.0


@dataclass
class Reply:
    """One answer: status and body, or one of the ways to give none."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0
    """Seconds of silence first."""
    trickle: float = 0.0
    """Seconds between single bytes."""
    promised: int | None = None
    """Content-Length to claim; more than the body breaks off."""

    @property
    def data(self) -> bytes:
        """The body as bytes."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Api:
    """A server on loopback. `replies` maps a path to what is answered; whatever is not there is 404."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply | Callable[[BaseHTTPRequestHandler], Reply]] = {}
        self.asked: list[str] = []
        """Path and query of every request, in order."""
        self.connections = 0
        self.stopping = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._answering())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @staticmethod
    def reply(body: Any = b"", status: int = 200, **how: Any) -> Reply:
        """An answer; see `Reply` for how."""
        return Reply(body, status, **how)

    def says(self, path: str, body: Any = b"", status: int = 200, **how: Any) -> None:
        """From now on, `path` is answered like this; see `Reply` for how."""
        self.replies[path] = self.reply(body, status, **how)

    def does(self, path: str, answer: Callable[[BaseHTTPRequestHandler], Reply]) -> None:
        """From now on, `path` is answered by a function."""
        self.replies[path] = answer

    def stop(self) -> None:
        """Ends it."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answering(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                api.connections += 1

            def do_GET(self) -> None:
                api.asked.append(self.path)
                reply = api.replies.get(self.path.partition("?")[0], Reply({"message": "no such path"}, 404))
                reply = reply if isinstance(reply, Reply) else reply(self)
                api.stopping.wait(reply.after)
                try:
                    self._send(reply)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # the client gave up, as some tests want it to

            def _send(self, reply: Reply) -> None:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(reply.promised or len(reply.data)))
                self.end_headers()
                if reply.trickle:
                    for byte in reply.data:
                        self.wfile.write(bytes([byte]))
                        api.stopping.wait(reply.trickle)
                else:
                    self.wfile.write(reply.data)
                self.close_connection = reply.promised is not None

            def log_message(self, *args: Any) -> None:
                """Nobody reads it."""

        return Answering


def kubeconfig_text(contexts: dict[str, str], user: dict[str, Any] | None = None, current: str | None = None) -> str:
    """A kubeconfig (JSON is YAML): context name to server URL, all with the same user."""
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": current or next(iter(contexts), ""),
            "clusters": [{"name": name, "cluster": {"server": url}} for name, url in contexts.items()],
            "users": [{"name": "me", "user": user or {"token": TOKEN}}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": "me"}} for name in contexts],
        }
    )


@pytest.fixture
def api() -> Iterator[Api]:
    """A server of the test's own."""
    server = Api()
    yield server
    server.stop()


@pytest.fixture
def access() -> type[Access]:
    """What `Clusters` reads of the settings, to be filled in by a test."""
    return Access


@pytest.fixture
def kubeconfig(tmp_path: Path) -> Callable[..., str]:
    """Writes a kubeconfig and gives its path."""

    def write(name: str, contexts: dict[str, str], **how: Any) -> str:
        (tmp_path / name).write_text(kubeconfig_text(contexts, **how))
        return str(tmp_path / name)

    return write


@pytest.fixture
def connected(tmp_path: Path) -> Callable[..., Cluster]:
    """A `Cluster` for a URL, with the time-outs the test needs."""

    def connect(url: str, limits: Limits | None = None, user: dict[str, Any] | None = None) -> Cluster:
        file = tmp_path / "config"
        file.write_text(kubeconfig_text({"test": url}, user))
        return Clusters(Access(str(file)), limits or Limits()).cluster()

    return connect


@pytest.fixture
def full_queue() -> Iterator[str]:
    """The URL of a listener that accepts nothing more: its queue is full, so that a handshake gets no answer."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture(scope="session")
def recorded() -> Iterator[Background]:
    """The local cluster with all recordings as they are. Shared: tests must not change it."""
    with background(ClusterOptions(recordings=RECORDINGS, live=False, shift_now=False)) as server:
        yield server


@pytest.fixture
def local() -> Callable[..., AbstractContextManager[Background]]:
    """A local cluster of one's own: `local(scenario=..., deny=(...))`."""
    return lambda **changed: background(ClusterOptions(recordings=RECORDINGS, live=False, shift_now=False, **changed))


@pytest.fixture
def cluster(recorded: Background, connected: Callable[..., Cluster]) -> Cluster:
    """The recorded cluster, connected."""
    return connected(recorded.url)
