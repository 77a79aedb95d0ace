"""Reading recorded objects and logs with the official client, over HTTP."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from kubernetes.client import ApiException

RECORDINGS = Path(__file__).parents[2] / "recordings"


def status_of(error: ApiException) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(error.body)
    return found


def test_a_pod_that_is_not_there_is_a_404_in_the_servers_words(core: Any) -> None:
    """The Status body of a 404 equals the real one, field by field."""
    with pytest.raises(ApiException) as caught:
        core.read_namespaced_pod("nope", "shop")

    assert status_of(caught.value) == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": 'pods "nope" not found',
        "reason": "NotFound",
        "details": {"name": "nope", "kind": "pods"},
        "code": 404,
    }


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in RECORDINGS.glob("*/pod.json")), ids=lambda path: path.name
)
def test_every_scenarios_pod_is_served_as_recorded(core: Any, folder: Path) -> None:
    """Not one scenario's pod is lost to a name that another scenario uses."""
    recorded = json.loads((folder / "pod.json").read_text())
    metadata = recorded["metadata"]

    served = core.read_namespaced_pod(metadata["name"], metadata["namespace"], _preload_content=False)

    assert json.loads(served.data) == recorded


def test_the_events_of_a_pod_are_found_by_its_uid(core: Any) -> None:
    """involvedObject field selectors give exactly the recorded events."""
    folder = RECORDINGS / "liveness-404"
    pod = json.loads((folder / "pod.json").read_text())["metadata"]
    recorded = {item["metadata"]["name"] for item in json.loads((folder / "events.json").read_text())["items"]}

    served = core.list_namespaced_event(pod["namespace"], field_selector=f"involvedObject.uid={pod['uid']}")

    assert {item.metadata.name for item in served.items} == recorded


def test_previous_log_is_the_recorded_text(core: Any) -> None:
    """`previous=true` of a crash-looping container answers with the recorded bytes."""
    folder = RECORDINGS / "exit-137-oomkilled-c"
    pod = json.loads((folder / "pod.json").read_text())["metadata"]

    served = core.read_namespaced_pod_log(pod["name"], pod["namespace"], previous=True)

    assert served == (folder / "previous.txt").read_text()
