"""Fields cut out of an object: a condition alone, an event's reason and message without the event around them."""

import pytest

from workers.paste.read import read
from workers.snapshot import Condition, Event

GATED = "Scheduling is blocked due to non-empty scheduling gates"
NO_NODE = "0/3 nodes are available: 3 Insufficient cpu."


def test_fields_of_a_program() -> None:
    """Reason and message of something else are a program's lines."""
    (snapshot,) = read('{"reason": "quota-low", "message": "disk is 91% full"}')
    assert snapshot.events is None
    assert snapshot.logs is not None


@pytest.mark.parametrize(
    "text",
    [
        f'  "message": "{NO_NODE}",\n  "reason": "FailedScheduling",\n  "type": "Warning"',
        f'  message: "{NO_NODE}"\n  reason: FailedScheduling\n  type: Warning',
        f"  message: '{NO_NODE}'\n  reason: FailedScheduling\n",
    ],
)
def test_fields_of_an_event(text: str) -> None:
    """A reason that Kubernetes uses, and its message, are an event."""
    (snapshot,) = read(text)
    assert [(event.reason, event.message) for event in snapshot.events or ()] == [("FailedScheduling", NO_NODE)]


@pytest.mark.parametrize(
    "text",
    [
        f'{{"message": "{GATED}", "reason": "SchedulingGated", "status": "False", "type": "PodScheduled"}}',
        f'{{\n  "message": "{GATED}",\n"reason": "SchedulingGated",\n"status": "False",\n"type": "PodScheduled"\n}}',
        f"  PodScheduled   False   SchedulingGated   {GATED}",
    ],
)
def test_one_condition(text: str) -> None:
    """A condition is known without the list or the heading it stood under."""
    (snapshot,) = read(text)
    assert snapshot.pod is not None
    assert snapshot.pod.conditions == (
        Condition(type="PodScheduled", status="False", reason="SchedulingGated", message=GATED),
    )


@pytest.mark.parametrize("line", ["Ready   False", "Failed   True   and that was it", "Ready False alarm"])
def test_no_condition(line: str) -> None:
    """Without a reason the words are ordinary ones."""
    assert all(snapshot.pod is None for snapshot in read(line))


def test_condition_of_a_node() -> None:
    """By its reason a condition is a node's, though pods have one of that name."""
    (snapshot,) = read(
        "  Ready   False   Mon, 04 Mar 2024 10:00:00 +0000   Mon, 04 Mar 2024 09:00:00 +0000   KubeletNotReady   "
        "container runtime is down"
    )
    assert snapshot.node is not None
    assert [(one.reason, one.message) for one in snapshot.node.conditions] == [
        ("KubeletNotReady", "container runtime is down")
    ]


def test_event_about_a_node() -> None:
    """What the kubelet only says of its node is an event of a node, though no object is named."""
    (snapshot,) = read("Node worker-4 status is now: NodeHasDiskPressure")
    message = "Node worker-4 status is now: NodeHasDiskPressure"
    assert snapshot.events == (Event(reason="NodeHasDiskPressure", message=message, type="Warning", kind="Node"),)


def test_a_string_of_json() -> None:
    """A message copied with its quotation marks and backslashes is read as what it says."""
    (snapshot,) = read('"Error: configmap \\"web\\" not found"')
    assert [event.message for event in snapshot.events or ()] == ['Error: configmap "web" not found']


def test_jobs_of_a_table() -> None:
    """`get jobs` and `get cronjobs` show what has failed or is suspended."""
    (failed,) = read("NAME   STATUS   COMPLETIONS   DURATION   AGE\netl    Failed   0/1           5m         5m")
    (asleep,) = read("NAME   SCHEDULE    SUSPEND   ACTIVE   AGE\netl    0 3 * * *   True      0        9d")
    assert [owner.conditions for owner in failed.owners or ()] == [(Condition(type="Failed", status="True"),)]
    assert [owner.suspended for owner in asleep.owners or ()] == [True]


def test_a_word_of_init_containers_with_a_space() -> None:
    """`Init: CrashLoopBackOff`, as people write it, is kubectl's word."""
    (snapshot,) = read("why does the pod have `Init: CrashLoopBackOff`?")
    assert snapshot.pod is not None
    assert snapshot.pod.status_word == "Init:CrashLoopBackOff"
