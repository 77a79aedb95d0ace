"""Faults on demand: what each does to a client, how long it lasts, and that a misspelt one is refused."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import pytest
import urllib3
from kubernetes import client as kubernetes

from deploy.sandbox.cluster.background import Background
from deploy.sandbox.cluster.faults import read_fault

ClusterWith = Callable[..., AbstractContextManager[Background]]
PODS = "/api/v1/namespaces/shop/pods"


@pytest.fixture
def server(cluster_with: ClusterWith) -> Iterator[Background]:
    """An empty cluster to break."""
    with cluster_with(recordings=None) as running:
        yield running


@pytest.fixture
def core(server: Background, api: Callable[[Background], Any]) -> Iterator[Any]:
    """The official client on it."""
    with api(server) as client:
        yield kubernetes.CoreV1Api(client)


def control(server: Background, method: str, path: str, document: Any = None) -> Any:
    body = json.dumps(document).encode() if document is not None else None
    request = urllib.request.Request(f"{server.url}/_sandbox/{path}", data=body, method=method)
    with urllib.request.urlopen(request) as response:
        return json.loads(response.read())


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "a fault is a JSON object"),
        ({"colour": 1}, "unknown field 'colour'"),
        ({"status": "500"}, "status: must be int"),
        ({"status": 418}, "status: must be one of"),
        ({"slow": -1}, "slow: 0 to 3600 seconds"),
        ({"resource": "pods"}, "says nothing to do"),
        ({"status": True}, "status: must be int"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(document: Any, message: str) -> None:
    """A test that misspells its fault must not pass for lack of one."""
    with pytest.raises(ValueError, match=message):
        read_fault(document)


def test_the_control_api_says_what_is_wrong(server: Background, fetch: Callable[..., Any]) -> None:
    """400 with the sentence."""
    answer = fetch(server, "/_sandbox/faults", "POST", data={"status": 418})

    assert (answer.status, list(answer.document)) == (400, ["error"])
    assert answer.document["error"].startswith("status: must be one of")


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
def test_a_status_is_answered_until_cleared(
    server: Background, core: Any, refused: Callable[..., Any], status: int
) -> None:
    """Every request meets it; after clearing none does."""
    control(server, "POST", "faults", {"path_prefix": "/api/v1/", "status": status})

    assert [refused(core.list_namespaced_pod, "shop")["code"] for _ in range(2)] == [status, status]
    assert control(server, "DELETE", "faults") == {"faults": []}
    assert core.list_namespaced_pod("shop").items == []


def test_a_counted_fault_is_used_up(server: Background, core: Any, refused: Callable[..., Any]) -> None:
    """Two requests meet it, the third does not."""
    control(server, "POST", "faults", {"resource": "pods", "verb": "list", "status": 429, "count": 2})

    met = [refused(core.list_namespaced_pod, "shop")["details"] for _ in range(2)]

    assert met == [{"retryAfterSeconds": 1}] * 2
    assert core.list_namespaced_pod("shop").items == []


def test_other_resources_and_verbs_are_spared(server: Background, core: Any, refused: Callable[..., Any]) -> None:
    """A fault for the list of pods leaves events and a single pod alone."""
    control(server, "POST", "faults", {"resource": "pods", "verb": "list", "status": 500})

    assert core.list_namespaced_event("shop").items == []
    assert refused(core.read_namespaced_pod, "x", "shop")["code"] == 404


def test_a_reset_breaks_the_body(server: Background, core: Any) -> None:
    """The client has headers and half a body when the connection goes."""
    control(server, "POST", "faults", {"resource": "pods", "reset": True})

    with pytest.raises(urllib3.exceptions.ProtocolError):
        core.list_namespaced_pod("shop")


def test_garbage_is_no_json(server: Background) -> None:
    """Status 200, application/json, and half a document."""
    control(server, "POST", "faults", {"resource": "pods", "garbage": True})
    with urllib.request.urlopen(f"{server.url}{PODS}") as response:
        body, kind = response.read(), response.headers["Content-Type"]

    assert kind.startswith("application/json")
    with pytest.raises(ValueError, match="Unterminated string"):
        json.loads(body)


def test_a_hanging_request_goes_on_when_the_fault_is_cleared(server: Background, core: Any) -> None:
    """Nothing comes back before; afterwards the answer is the usual one."""
    control(server, "POST", "faults", {"resource": "pods", "hang": True})
    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(core.list_namespaced_pod, "shop")
        control(server, "DELETE", "faults")

        assert hanging.result(timeout=60).items == []


def test_a_hanging_watch_is_open_and_silent(server: Background) -> None:
    """Its headers come, no line does, and clearing the fault breaks it: a half-dead connection."""
    control(server, "POST", "faults", {"resource": "pods", "verb": "watch", "hang": True})
    with urllib.request.urlopen(f"{server.url}{PODS}?watch=1") as response:
        control(server, "DELETE", "faults")

        assert response.status == 200
        with pytest.raises(OSError, match="reset"):
            response.readline()


def test_the_requests_seen_are_listed(server: Background, core: Any, refused: Callable[..., Any]) -> None:
    """Verb, path, status: enough to count what a client did."""
    core.list_namespaced_pod("shop", limit=5)
    refused(core.read_namespaced_pod, "x", "shop")

    seen = control(server, "GET", "requests")["requests"]

    assert [(one["verb"], one["path"], one["query"], one["status"]) for one in seen] == [
        ("list", PODS, "limit=5", 200),
        ("get", f"{PODS}/x", "", 404),
    ]


def test_the_scenarios_are_listed_with_their_causes(recorded_cluster: Background) -> None:
    """Name, namespace, pod and label of each recording."""
    found = {one["name"]: one for one in control(recorded_cluster, "GET", "scenarios")["scenarios"]}

    assert len(found) == 116
    assert found["exit-137-oomkilled-c"] == {
        "name": "exit-137-oomkilled-c",
        "namespace": "shop",
        "pod": "model-loader-78746d88f8-gtcxq",
        "cause": "run.oom-cgroup",
    }
