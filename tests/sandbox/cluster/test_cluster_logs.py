"""`pods/log`: which log is meant, the errors in the real words, and the options that cut it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.sandbox.cluster.background import Background
from deploy.sandbox.cluster.logs import LogBook, LogLine, LogOptions, chosen_container_id, named_container, rendered
from deploy.sandbox.cluster.objects.statuses import StatusError

START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LINES = [LogLine(START + timedelta(seconds=number), f"line {number}\n") for number in range(5)]


def pod(containers: list[str], init: tuple[str, ...] = (), **status: Any) -> dict[str, Any]:
    spec = {"containers": [{"name": name} for name in containers], "nodeName": "worker-1"}
    spec["initContainers"] = [{"name": name} for name in init]
    return {"metadata": {"name": "x"}, "spec": spec, "status": status}


def status_of(state: dict[str, Any], last: dict[str, Any] | None = None) -> dict[str, Any]:
    containers = [{"name": "app", "state": state, "lastState": last or {}, "containerID": "containerd://now"}]
    return pod(["app"], containerStatuses=containers)


def message_of(call: Callable[[], object]) -> str:
    with pytest.raises(StatusError) as caught:
        call()
    assert caught.value.code == 400
    return str(caught.value)


def test_several_containers_must_be_told_apart() -> None:
    """The API server lists the names in Go's way."""
    asked = message_of(lambda: named_container(pod(["app", "proxy"]), ""))
    with_init = message_of(lambda: named_container(pod(["app", "proxy"], ("setup",)), ""))

    assert asked == "a container name must be specified for pod x, choose one of: [app proxy]"
    assert with_init == asked + " or one of the init containers: [setup]"


def test_an_unknown_container_is_not_valid() -> None:
    """Asking for a container the pod has not."""
    assert message_of(lambda: named_container(pod(["app"]), "web")) == "container web is not valid for pod x"


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("ContainerCreating", "ContainerCreating"),
        ("CreateContainerConfigError", "CreateContainerConfigError"),
        ("ErrImagePull", "image can't be pulled"),
        ("ImagePullBackOff", "trying and failing to pull image"),
    ],
)
def test_a_container_that_never_ran_has_no_log(reason: str, why: str) -> None:
    """The kubelet says what it waits for."""
    waiting = status_of({"waiting": {"reason": reason}})

    assert message_of(lambda: chosen_container_id(waiting, "app", False)) == (
        f'container "app" in pod "x" is waiting to start: {why}'
    )


def test_there_is_no_previous_container_before_the_first_restart() -> None:
    """`--previous` of a container that never ended."""
    running = status_of({"running": {"startedAt": "2026-11-21T02:00:00Z"}})

    assert message_of(lambda: chosen_container_id(running, "app", True)) == (
        'previous terminated container "app" in pod "x" not found'
    )


def test_a_run_without_an_id_is_answered_as_the_kubelet_does() -> None:
    """A pod that was put by hand says that it runs and not as what: no log is there, and nothing breaks."""
    put = pod(["app"], containerStatuses=[{"name": "app", "state": {"running": {}}}])
    put["metadata"] |= {"namespace": "a", "creationTimestamp": "2026-11-21T02:00:00Z"}

    assert LogBook().lines(put, LogOptions()) == [LogLine(START, "unable to retrieve container logs for ://")]


def test_while_it_waits_to_restart_both_logs_are_of_the_container_that_ended() -> None:
    """In CrashLoopBackOff `logs` and `logs --previous` read the same container."""
    ended = {"terminated": {"containerID": "containerd://before"}}
    waiting = status_of({"waiting": {"reason": "CrashLoopBackOff"}}, ended)

    assert [chosen_container_id(waiting, "app", previous) for previous in (False, True)] == ["containerd://before"] * 2


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (LogOptions(), "line 0\nline 1\nline 2\nline 3\nline 4\n"),
        (LogOptions(tail_lines=2), "line 3\nline 4\n"),
        (LogOptions(tail_lines=0), ""),
        (LogOptions(limit_bytes=9), "line 0\nli"),
        (LogOptions(since=START + timedelta(seconds=3)), "line 3\nline 4\n"),
        (LogOptions(tail_lines=1, timestamps=True), "2026-11-21T02:00:04.000000000Z line 4\n"),
    ],
)
def test_options_cut_the_log(options: LogOptions, text: str) -> None:
    """Tail, bytes, time and stamps, as kubectl's flags promise."""
    assert rendered(LINES, options).decode() == text


def test_previous_log_is_the_recorded_text(core: Any, recorded: Callable[..., Any]) -> None:
    """`previous=true` of a crash-looping container answers with the recorded bytes."""
    pod = recorded("exit-137-oomkilled-c", "pod.json")["metadata"]

    served = core.read_namespaced_pod_log(pod["name"], pod["namespace"], previous=True)

    assert served == recorded("exit-137-oomkilled-c", "previous.txt")


def test_each_container_has_its_own_recorded_log(core: Any, recorded: Callable[..., Any]) -> None:
    """A pod with two containers: the right one of two recorded files."""
    pod = recorded("two-containers-both-fail", "pod.json")["metadata"]

    served = core.read_namespaced_pod_log(pod["name"], pod["namespace"], container="hooks")

    assert served == recorded("two-containers-both-fail", "logs.hooks.txt")


def test_a_log_is_plain_text_and_an_unscheduled_pod_has_none(
    recorded_cluster: Background, fetch: Callable[..., Any], recorded: Callable[..., Any]
) -> None:
    """Content types and the 204 of a pod no node has taken."""
    pods = [recorded(name, "pod.json")["metadata"] for name in ("healthy-deployment", "pending-insufficient-cpu")]

    running, pending = (
        fetch(recorded_cluster, f"/api/v1/namespaces/{pod['namespace']}/pods/{pod['name']}/log") for pod in pods
    )

    assert (running.status, running.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert (pending.status, pending.body) == (204, b"")


def test_the_log_of_a_dead_node_is_an_error_of_the_server(
    cluster_with: Callable[..., AbstractContextManager[Background]],
    fetch: Callable[..., Any],
    recorded: Callable[..., Any],
) -> None:
    """500 with the words of the connection that failed, and no reason."""
    name = "node-unknown-pod-evicted-terminating"
    pod = recorded(name, "pod.json")["metadata"]
    with cluster_with(scenario=name) as server:
        answer = fetch(server, f"/api/v1/namespaces/{pod['namespace']}/pods/{pod['name']}/log")

    assert answer.document == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": f'Get "https://10.77.0.2:10250/containerLogs/{pod["namespace"]}/{pod["name"]}/app": '
        "dial tcp 10.77.0.2:10250: connect: connection refused",
        "code": 500,
    }


def test_a_negative_tail_is_unprocessable(core: Any, refused: Callable[..., Any], recorded: Callable[..., Any]) -> None:
    """422 with the field and the reason."""
    pod = recorded("healthy-deployment", "pod.json")["metadata"]

    status = refused(core.read_namespaced_pod_log, pod["name"], pod["namespace"], tail_lines=-1)

    assert status["code"] == 422
    assert status["message"] == (
        f'PodLogOptions "{pod["name"]}" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0'
    )
