"""Watches over HTTP, read with the official client and, where it hides too much, line by line."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from kubernetes import client as kubernetes
from kubernetes import watch
from kubernetes.client import ApiException

from deploy.sandbox.cluster.background import Background
from deploy.sandbox.cluster.objects.resources import PODS

ClusterWith = Callable[..., AbstractContextManager[Background]]


def pod(name: str, **labels: str) -> dict[str, Any]:
    metadata = {"name": name, "namespace": "shop", "uid": f"uid-{name}", "labels": labels}
    spec: dict[str, Any] = {"containers": [{"name": "app", "image": "x"}]}
    return {"kind": "Pod", "apiVersion": "v1", "metadata": metadata, "spec": spec, "status": {"phase": "Pending"}}


@pytest.fixture
def server(cluster_with: ClusterWith) -> Iterator[Background]:
    """An empty cluster that bookmarks often."""
    with cluster_with(recordings=None, bookmark_seconds=0.05) as running:
        yield running


def put(server: Background, obj: dict[str, Any]) -> int:
    """Creates or replaces a pod; its version."""
    return int(server.do(lambda cluster: cluster.store.put(PODS, obj))["metadata"]["resourceVersion"])


def lines(server: Background, query: str, enough: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    """The lines of a watch until there are enough, or until the server ends it."""
    url = f"{server.url}/api/v1/namespaces/shop/pods?watch=1&timeoutSeconds=30&{query}"
    found: list[dict[str, Any]] = []
    with urllib.request.urlopen(url) as response:
        for line in response:
            found.append(json.loads(line))
            if enough(found):
                break
    return found


def told(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(line["type"], line["object"]["metadata"]["name"]) for line in found]


def test_a_version_before_memory_begins_is_gone(server: Background) -> None:
    """The stream opens with 200 and says ERROR 410, as the real watch cache does."""
    put(server, pod("a"))

    found = lines(server, "resourceVersion=1", lambda _: False)

    oldest = server.do(lambda cluster: cluster.store.version) - 1
    assert found == [
        {
            "type": "ERROR",
            "object": {
                "kind": "Status",
                "apiVersion": "v1",
                "metadata": {},
                "status": "Failure",
                "message": f"too old resource version: 1 ({oldest})",
                "reason": "Expired",
                "code": 410,
            },
        }
    ]


def test_the_official_client_sees_the_410(server: Background, api: Callable[[Background], Any]) -> None:
    """It arrives as ApiException with status 410."""
    with api(server) as client, pytest.raises(ApiException) as caught:
        list(watch.Watch().stream(kubernetes.CoreV1Api(client).list_namespaced_pod, "shop", resource_version="1"))

    assert caught.value.status == 410


def test_memory_is_bounded_so_old_versions_expire_by_themselves(cluster_with: ClusterWith) -> None:
    """With a window of three changes the fourth-last version is too old, without any fault switched on."""
    with cluster_with(recordings=None, window=3) as server:
        versions = [put(server, pod(f"p{number}")) for number in range(5)]
        still_known = lines(server, f"resourceVersion={versions[1]}", lambda found: len(found) == 3)
        forgotten = lines(server, f"resourceVersion={versions[0]}", lambda _: False)

    assert told(still_known) == [("ADDED", "p2"), ("ADDED", "p3"), ("ADDED", "p4")]
    assert forgotten[0]["object"]["code"] == 410


def test_changes_after_a_list_arrive_in_order(server: Background, api: Callable[[Background], Any]) -> None:
    """List, then watch from its version: nothing is missed, nothing comes twice."""
    put(server, pod("before"))
    with api(server) as client:
        core = kubernetes.CoreV1Api(client)
        version = core.list_namespaced_pod("shop").metadata.resource_version
        put(server, pod("a"))
        put(server, pod("a", seen="yes"))
        server.do(lambda cluster: cluster.store.remove(PODS, "shop", "a"))
        stream = watch.Watch().stream(core.list_namespaced_pod, "shop", resource_version=version, timeout_seconds=1)
        found = [(event["type"], event["object"].metadata.name) for event in stream]

    assert found == [("ADDED", "a"), ("MODIFIED", "a"), ("DELETED", "a")]


def test_without_a_version_the_present_comes_first(server: Background) -> None:
    """Every object there is comes as ADDED."""
    put(server, pod("a"))
    put(server, pod("b"))

    assert told(lines(server, "", lambda found: len(found) == 2)) == [("ADDED", "a"), ("ADDED", "b")]


def test_an_object_that_enters_or_leaves_the_selection_is_added_or_deleted(server: Background) -> None:
    """A label that changes looks like creation and deletion to a selecting watch."""
    version = put(server, pod("a", app="other"))
    put(server, pod("a", app="web"))
    put(server, pod("a", app="web", more="yes"))
    put(server, pod("a", app="other"))

    found = lines(server, f"resourceVersion={version}&labelSelector=app%3Dweb", lambda found: len(found) == 3)

    assert told(found) == [("ADDED", "a"), ("MODIFIED", "a"), ("DELETED", "a")]


def test_other_namespaces_are_not_told(server: Background) -> None:
    """A namespaced watch sees its namespace only."""
    version = put(server, pod("a"))
    elsewhere = pod("b")
    elsewhere["metadata"]["namespace"] = "web"
    put(server, elsewhere)
    put(server, pod("c"))

    assert told(lines(server, f"resourceVersion={version}", lambda found: len(found) == 1)) == [("ADDED", "c")]


def test_bookmarks_come_only_when_asked_for(server: Background) -> None:
    """A bookmark carries the version the client may resume from, and no object."""
    version = put(server, pod("a"))

    found = lines(server, f"resourceVersion={version}&allowWatchBookmarks=true", lambda found: len(found) == 1)

    assert found == [
        {
            "type": "BOOKMARK",
            "object": {
                "kind": "Pod",
                "apiVersion": "v1",
                "metadata": {"resourceVersion": str(version), "creationTimestamp": None},
                "spec": {"containers": None},
                "status": {},
            },
        }
    ]
    silent = f"{server.url}/api/v1/namespaces/shop/pods?watch=1&timeoutSeconds=1&resourceVersion={version}"
    with urllib.request.urlopen(silent) as response:
        assert response.read() == b""


def test_initial_events_end_with_a_marked_bookmark(server: Background) -> None:
    """sendInitialEvents: the present, then a bookmark that says it is complete."""
    put(server, pod("a"))
    query = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"

    found = lines(server, query, lambda found: len(found) == 2)

    assert [line["type"] for line in found] == ["ADDED", "BOOKMARK"]
    assert found[1]["object"]["metadata"]["annotations"] == {"k8s.io/initial-events-end": "true"}


def test_a_watch_that_is_cut_breaks_and_leaves_nothing_behind(server: Background) -> None:
    """Cutting aborts the connection in the middle of the stream; the server forgets the watch."""
    version = put(server, pod("a"))
    url = f"{server.url}/api/v1/namespaces/shop/pods?watch=1&allowWatchBookmarks=1&resourceVersion={version}"
    with urllib.request.urlopen(url) as response:
        response.readline()
        urllib.request.urlopen(f"{server.url}/_sandbox/cut-watches", data=b"").close()
        with pytest.raises(OSError, match="reset"):
            while response.readline():
                pass

    assert server.do(lambda cluster: len(cluster.watches)) == 0


def test_a_table_watch_sends_its_headings_once(server: Background) -> None:
    """`kubectl get -w` gets the column definitions with the first row only."""
    put(server, pod("a"))
    put(server, pod("b"))
    url = f"{server.url}/api/v1/namespaces/shop/pods?watch=1"
    request = urllib.request.Request(url, headers={"Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"})
    with urllib.request.urlopen(request) as response:
        found = [json.loads(response.readline())["object"]["columnDefinitions"] for _ in range(2)]

    assert [bool(headings) for headings in found] == [True, False]
