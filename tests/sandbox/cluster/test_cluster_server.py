"""The server as a process and with its simulation running: what a watcher sees, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client as kubernetes
from kubernetes import watch

from deploy.sandbox.cluster.background import Background
from deploy.sandbox.cluster.options import ClusterOptions, options
from deploy.sandbox.cluster.server import main

ClusterWith = Callable[..., AbstractContextManager[Background]]


@pytest.mark.parametrize("argv", [["--speed", "0"], ["--speed", "nan"], ["--port", "x"], ["--nonsense"]])
def test_a_wrong_command_line_is_status_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """argparse's usage on stderr, nothing on stdout."""
    with pytest.raises(SystemExit) as caught:
        main(argv)

    assert caught.value.code == 2
    assert capsys.readouterr().out == ""


def test_a_directory_that_is_not_there_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback for a wrong path."""
    assert main(["--recordings", str(tmp_path / "nope")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_misspelt_denial_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """It must not start with everything allowed."""
    assert main(["--deny", "evnets"]) == 2
    assert capsys.readouterr().err == "cluster: not a known resource to deny: 'evnets'\n"


def test_the_defaults_of_the_command_line_are_those_of_the_options() -> None:
    """Said twice, meant once."""
    assert options([]) == ClusterOptions()


def test_the_process_says_where_it_listens_and_ends_on_sigterm() -> None:
    """One line with its address as soon as it listens; status 0 after SIGTERM."""
    command = [sys.executable, "-m", "deploy.sandbox.cluster.server", "--no-live"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[1]
        with urllib.request.urlopen(f"{url}/healthz") as response:
            assert response.read() == b"ok"
        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=60) == 0


def test_a_watcher_sees_live_restarts(cluster_with: ClusterWith, api: Callable[[Background], Any]) -> None:
    """With time running fast the official client's watch sees the restart count of checkout grow one by one."""
    counts: list[int] = []
    with cluster_with(recordings=None, live=True, speed=200.0) as server, api(server) as client:
        core = kubernetes.CoreV1Api(client)
        stream = watch.Watch().stream(core.list_namespaced_pod, "shop", label_selector="app=checkout")
        for event in stream:
            (status,) = event["object"].status.container_statuses or [None]
            if status and status.restart_count not in counts:
                counts.append(status.restart_count)
            if len(counts) == 3:
                break

    assert counts[0] >= 3
    assert counts == list(range(counts[0], counts[0] + 3))


def test_the_catalog_can_be_broken_on_request(cluster_with: ClusterWith, fetch: Callable[..., Any]) -> None:
    """POST /_sandbox/live/break starts the bad rollout now; another word is a 404."""
    with cluster_with(recordings=None, live=True) as server:
        before = _pods(fetch(server, "/_sandbox/live").document)
        after = _pods(fetch(server, "/_sandbox/live/break", "POST").document)
        unknown = fetch(server, "/_sandbox/live/explode", "POST")

    assert (len(before), len(after)) == (3, 4)
    assert unknown.status == 404


def _pods(document: Any) -> list[str]:
    return next(list(one["pods"]) for one in document["workloads"] if one["name"] == "catalog")


def test_a_followed_log_ends_with_the_container(cluster_with: ClusterWith, fetch: Callable[..., Any]) -> None:
    """`follow` of a container that has ended gives its log and closes."""
    with cluster_with(recordings=None, live=True) as server:
        pod = next(iter(fetch(server, "/api/v1/namespaces/shop/pods?labelSelector=app=checkout").document["items"]))
        answer = fetch(server, f"/api/v1/namespaces/shop/pods/{pod['metadata']['name']}/log?follow=true&tailLines=1")

    assert answer.body == b"\t/src/cmd/checkout/main.go:41 +0x1d2\n"


@pytest.mark.parametrize(
    "document", [{"put": [{"kind": "Pod"}]}, {"put": [{"kind": "X", "apiVersion": "v1"}]}, [], {"put": 5}]
)
def test_objects_that_are_none_are_refused(cluster_with: ClusterWith, fetch: Callable[..., Any], document: Any) -> None:
    """400, and nothing has changed."""
    with cluster_with(recordings=None) as server:
        before = server.do(lambda cluster: cluster.store.version)
        answer = fetch(server, "/_sandbox/objects", "POST", data=document)

        assert answer.status == 400
        assert server.do(lambda cluster: cluster.store.version) == before


def test_objects_can_be_put_and_removed_from_outside(cluster_with: ClusterWith, fetch: Callable[..., Any]) -> None:
    """A test in another process writes its own story."""
    pod = {
        "kind": "Pod",
        "apiVersion": "v1",
        "metadata": {"name": "mine", "namespace": "shop"},
        "spec": {},
        "status": {},
    }
    with cluster_with(recordings=None) as server:
        fetch(server, "/_sandbox/objects", "POST", data={"put": [pod]})
        there = fetch(server, "/api/v1/namespaces/shop/pods/mine")
        fetch(server, "/_sandbox/objects", "POST", data={"remove": [pod]})
        gone = fetch(server, "/api/v1/namespaces/shop/pods/mine")

    assert (there.status, gone.status) == (200, 404)


def test_a_pod_put_with_little_can_be_read_in_every_form(cluster_with: ClusterWith, fetch: Callable[..., Any]) -> None:
    """What the API server would add is added: its log and its row in a table break nothing."""
    running = {"containerStatuses": [{"name": "app", "state": {"running": {}}}]}
    named = {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "mine", "namespace": "shop"}}
    node = {"nodeName": "worker-1", "containers": [{"name": "app"}]}
    path, table = "/api/v1/namespaces/shop/pods/mine", "application/json;as=Table;v=v1;g=meta.k8s.io"
    answers = []
    with cluster_with(recordings=None) as server:
        for more in ({}, {"spec": node}, {"spec": node, "status": running}):
            fetch(server, "/_sandbox/objects", "POST", data={"put": [{**named, **more}]})
            row = fetch(server, path, Accept=table).status
            answers.append((row, fetch(server, f"{path}/log?container=app").status))

    assert answers == [(200, 400), (200, 400), (200, 200)]
