"""The local cluster, served to real clients over HTTP. Recorded times stay as they are, so that values compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client as kubernetes

from deploy.sandbox.cluster.background import Background, background
from deploy.sandbox.cluster.options import Options

RECORDINGS = Path(__file__).parents[2] / "recordings"


@pytest.fixture(scope="session")
def recorded_cluster() -> Iterator[Background]:
    """All recordings, nothing simulated, nothing shifted, nothing denied. Shared, so tests must not change it."""
    with background(Options(recordings=RECORDINGS, live=False, shift_now=False)) as server:
        yield server


def api_client(server: Background) -> Any:
    """The official client, without retries of its own, so that one call is one request."""
    configuration = kubernetes.Configuration(host=server.url)
    configuration.retries = False
    return kubernetes.ApiClient(configuration)


@pytest.fixture
def core(recorded_cluster: Background) -> Iterator[Any]:
    """CoreV1Api on the recorded cluster."""
    with api_client(recorded_cluster) as client:
        yield kubernetes.CoreV1Api(client)
