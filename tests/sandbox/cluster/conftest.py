"""The local cluster, served to real clients over HTTP. Recorded times stay as they are, so that values compare."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client as kubernetes
from kubernetes.client import ApiException

from deploy.sandbox.cluster.background import Background, background
from deploy.sandbox.cluster.options import ClusterOptions

RECORDINGS = Path(__file__).parents[2] / "recordings"
STILL = {"recordings": RECORDINGS, "live": False, "shift_now": False}


@pytest.fixture(scope="session")
def recorded_cluster() -> Iterator[Background]:
    """All recordings, nothing simulated, nothing shifted, nothing denied. Shared, so tests must not change it."""
    with background(ClusterOptions(**STILL)) as server:
        yield server


@pytest.fixture
def cluster_with() -> Callable[..., AbstractContextManager[Background]]:
    """Starts a cluster of one's own: the recordings, or with `recordings=None` an empty one, and any other option."""
    return lambda **changed: background(ClusterOptions(**{**STILL, **changed}))


@pytest.fixture
def api() -> Callable[[Background], Any]:
    """The official client for a server, without retries of its own, so that one call is one request."""

    def client(server: Background) -> Any:
        configuration = kubernetes.Configuration(host=server.url)
        configuration.retries = False
        return kubernetes.ApiClient(configuration)

    return client


@pytest.fixture
def core(recorded_cluster: Background, api: Callable[[Background], Any]) -> Iterator[Any]:
    """CoreV1Api on the recorded cluster."""
    with api(recorded_cluster) as client:
        yield kubernetes.CoreV1Api(client)


@pytest.fixture
def refused() -> Callable[..., dict[str, Any]]:
    """Calls something that must fail, and gives the Status object of the answer."""

    def status(call: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, Any]:
        with pytest.raises(ApiException) as caught:
            call(*args, **kwargs)
        found: dict[str, Any] = json.loads(caught.value.body)
        assert caught.value.status == found["code"]
        return found

    return status


@dataclass(frozen=True)
class Answer:
    """A raw HTTP answer."""

    status: int
    headers: Message
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)


@pytest.fixture(scope="session")
def fetch() -> Callable[..., Answer]:
    """One HTTP request without a client's opinions: `fetch(server, path, method="GET", **headers)`."""

    def send(server: Background, path: str, method: str = "GET", data: Any = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = None if data is None else json.dumps(data).encode()
        request = urllib.request.Request(server.url + path, body, named, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                return Answer(response.status, response.headers, response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())

    return send


@pytest.fixture(scope="session")
def recorded() -> Callable[[str, str], Any]:
    """A recorded file, parsed if it is JSON."""

    def read(scenario: str, name: str) -> Any:
        text = (RECORDINGS / scenario / name).read_text()
        return json.loads(text) if name.endswith(".json") else text

    return read
