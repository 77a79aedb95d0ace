"""Containers of other platforms in JSON: what they tell becomes a container's state, and the platform is known."""

import json
from typing import Any

import pytest

from workers.container import Container, Terminated, Waiting
from workers.paste.read import read

OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage"
CANNOT_PULL = "CannotPullContainerError: pull access denied for shop/api"


def read_states(value: Any) -> list[Terminated | Waiting | None]:
    (snapshot,) = read(value if isinstance(value, str) else json.dumps(value, indent=2))
    return [_state(container) for container in snapshot.containers]


def _state(container: Container) -> Terminated | Waiting | None:
    return container.terminated or container.last or container.waiting


@pytest.mark.parametrize(
    ("value", "state"),
    [
        (
            {"tasks": [{"taskArn": "arn:aws:ecs:eu-west-1:1:task/prod/0a1b",
                        "containers": [{"name": "app", "exitCode": 137, "reason": OUT_OF_MEMORY}]}]},
            Terminated(reason="OOMKilled", code=137, message=OUT_OF_MEMORY),
        ),
        ({"detail": {"containers": [{"name": "app", "exitCode": 1}]}}, Terminated(reason="Error", code=1)),
        ({"stopCode": "TaskFailedToStart", "stoppedReason": CANNOT_PULL},
         Waiting(reason="ErrImagePull", message=CANNOT_PULL)),
        ({"name": "api", "containers": [{"name": "app", "instanceView": {
            "restartCount": 4, "currentState": {"exitCode": 137, "detailStatus": "OOMKilled"}}}]},
         Terminated(reason="OOMKilled", code=137)),
        ({"previousState": {"state": "Terminated", "exitCode": 1, "detailStatus": "Error"},
          "currentState": {"state": "Running", "detailStatus": ""}}, Terminated(reason="Error", code=1)),
        ({"State": {"Running": True, "Restarting": True, "ExitCode": 139}}, Terminated(reason="Error", code=139)),
    ],
    ids=["ecs", "ecs event", "ecs pull", "aci group", "aci before", "docker restarting"],
)  # fmt: skip
def test_the_end_of_a_container_elsewhere_is_its_state(value: Any, state: Terminated | Waiting) -> None:
    """Code, reason and message stand where the kubelet puts them."""
    assert read_states(value) == [state]


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ('{"taskArn": "arn:aws:ecs:eu-west-1:1:task/prod/0a1b", "lastStatus": "STOPPED", "containers": []}',
         ("ecs", "0a1b")),
        ('"containers":[{"exitCode":137,"reason":"OutOfMemoryError: Container killed"}]', ("ecs", "")),
        ('{"name": "api", "instanceView": {"currentState": {"exitCode": 1, "detailStatus": "Error"}}}', ("aci", "api")),
    ],
)  # fmt: skip
def test_an_object_shows_its_platform(text: str, platform: tuple[str, str]) -> None:
    """And the name its next command asks about, where that stands in it."""
    (snapshot,) = read(text)

    assert (snapshot.platform, snapshot.platform_name) == platform


@pytest.mark.parametrize(
    "value",
    [
        {"containers": [{"name": "app", "image": "shop/api:1"}]},
        {"status": {"containerStatuses": [{"name": "app", "lastState": {"terminated": {"exitCode": 137}}}]}},
        {"state": {"running": {}}, "name": "app", "lastState": {"terminated": {"exitCode": 1, "reason": "Error"}}},
    ],
)
def test_a_piece_of_a_pod_is_no_task(value: Any) -> None:
    """A pod's own containers and states stay Kubernetes'."""
    assert {snapshot.platform for snapshot in read(json.dumps(value, indent=2))} == {""}


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("Unschedulable", "PodScheduled"), ("SchedulingGated", "PodScheduled"), ("ContainersNotReady", "Ready")],
)
def test_a_condition_without_its_type_is_known_by_its_reason(reason: str, kind: str) -> None:
    """The line `type:` is easily cut off; these reasons belong to one condition only."""
    (snapshot,) = read(f"message: 'something'\nreason: {reason}\nstatus: \"False\"\n")

    assert snapshot.pod is not None
    assert [(each.type, each.status, each.reason) for each in snapshot.pod.conditions] == [(kind, "False", reason)]
