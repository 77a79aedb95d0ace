"""kubectl's tables, with and without header, and what its STATUS words stand for."""

from typing import Any

import pytest

from workers.paste.parsed import AGED, WORD
from workers.paste.tables.rows import event_header, header, loose_pod, pod_row, rows
from workers.paste.tables.status_column import is_strict_word, pod_status


@pytest.mark.parametrize(
    "line",
    ["crane-0 is 0/1 ready", "GET /x 1/1 OK 3ms", "10.0.0.1 1/2 nonsense 3", "a/b c d", "crane-0 0/1 Flying 0 3m", ""],
)
def test_no_pod_row(line: str) -> None:
    """Fractions in other lines make no pod."""
    assert pod_row(line) is None


@pytest.mark.parametrize(
    ("line", "metadata", "restarts", "aged"),
    [
        ("crane-0   0/1   CrashLoopBackOff   5 (2m ago)   9m", {"name": "crane-0"}, 5, ("9m", "2m")),
        ("depot crane-0 0/1 CrashLoopBackOff 5 9m", {"name": "crane-0", "namespace": "depot"}, 5, ("9m", "")),
        ("depot   crane-0   0/1   CrashLoopBackOff", {"name": "crane-0", "namespace": "depot"}, 0, ("", "")),
        ("pod/crane-0   0/1   CrashLoopBackOff   12   4d2h", {"name": "crane-0"}, 12, ("4d2h", "")),
    ],
)
def test_pod_rows(line: str, metadata: dict[str, str], restarts: int, aged: tuple[str, str]) -> None:
    """With or without namespace, age and the time of the last restart."""
    assert pod_row(line) == {
        "kind": "Pod",
        "metadata": metadata,
        "status": {
            "containerStatuses": [
                {"restartCount": restarts, "state": {"waiting": {"reason": "CrashLoopBackOff"}}, "ready": False}
            ]
        },
        WORD: "CrashLoopBackOff",
        AGED: aged,
    }


def test_wide_columns_go_by_the_header() -> None:
    """A column of its own before NODE moves NODE, and `<none>` is nothing."""
    line = "crane-0 1/1 Running 0 9m zone-a 10.0.0.9 node-1 <none>"
    pod = pod_row(line, ["NAME", "READY", "STATUS", "RESTARTS", "AGE", "ZONE", "IP", "NODE", "NOMINATED NODE"])

    assert pod is not None
    assert (pod["spec"], pod["status"]["podIP"]) == ({"nodeName": "node-1"}, "10.0.0.9")
    assert "nominatedNodeName" not in pod["status"]


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Evicted", {"phase": "Failed", "reason": "Evicted"}),
        ("Pending", {"phase": "Pending"}),
        ("OOMKilled", {"containerStatuses": [{"restartCount": 0, "state": {"terminated": {"reason": "OOMKilled"}}}]}),
        ("Completed", {"containerStatuses": [
            {"restartCount": 0, "state": {"terminated": {"reason": "Completed", "exitCode": 0}}}]}),
        ("ExitCode:2", {"containerStatuses": [
            {"restartCount": 0, "state": {"terminated": {"reason": "Error", "exitCode": 2}}}]}),
        ("Signal:9", {"containerStatuses": [
            {"restartCount": 0, "state": {"terminated": {"reason": "Error", "signal": 9}}}]}),
        ("Init:0/1", {"phase": "Pending", "initContainerStatuses": [{"restartCount": 0, "ready": False}]}),
        ("Init:ErrImagePull", {"phase": "Pending", "initContainerStatuses": [
            {"restartCount": 0, "state": {"waiting": {"reason": "ErrImagePull"}}, "ready": False}]}),
        ("SchedulingGated", {"phase": "Pending", "conditions": [
            {"type": "PodScheduled", "status": "False", "reason": "SchedulingGated"}]}),
    ],
)  # fmt: skip
def test_status_words(word: str, status: dict[str, Any]) -> None:
    """Each word gives the fields it was made from, and no more: OOMKilled tells no exit code."""
    assert pod_status(word)["status"] == status


def test_ordinary_words_are_no_state_outside_a_table() -> None:
    """`Error` and `Running` stand in every text."""
    assert [is_strict_word(word) for word in ("Error", "Running", "CrashLoopBackOff", "Init:1/2")] == [
        False, False, True, True,
    ]  # fmt: skip


def test_loose_rows() -> None:
    """Columns of any order, if one word can only be a pod's state; an event's age is no name."""
    assert loose_pod("4m9s   Warning   Evicted   pod/crane-0   The node was low on resource: memory.") is None
    assert loose_pod("crane-5d9f   depot   Evicted   node-9   The node was low on resource: memory.") == {
        "kind": "Pod",
        "metadata": {"name": "crane-5d9f", "namespace": "depot"},
        "status": {"phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory."},
        WORD: "Evicted",
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "web-0 not OOMKilled",
        "web-0 never OOMKilled again",
        "web-0 没有 OOMKilled",
        "web-0 上周 OOMKilled 过，现在正常",
        "web-0 was OOMKilled yesterday, running fine since we raised the limit",
        "team-a  wrong  OOMKilled  means nothing",
        "redis-1 hopefully Evicted soon",
        "follow-up: OOMKilled pods",
    ],
)
def test_a_sentence_is_no_row(sentence: str) -> None:
    """Though it begins with what could be a pod's name; below a table's header it is none either."""
    assert loose_pod(sentence) is None
    assert sentence.count("  ") or loose_pod(sentence, headed=True) is None


def test_a_row_below_a_header_may_have_lost_its_columns() -> None:
    """Blanks between cells go as text is copied; a count or an age beside the word makes it a row."""
    row = loose_pod("crane-5d9f depot Evicted 0 3d", headed=True)

    assert row == {
        "kind": "Pod",
        "metadata": {"name": "crane-5d9f", "namespace": "depot"},
        "status": {"phase": "Failed", "reason": "Evicted"},
        WORD: "Evicted",
    }


@pytest.mark.parametrize(
    ("head", "row", "made"),
    [
        ("NAME STATUS ROLES AGE VERSION", "node-1 NotReady,SchedulingDisabled worker 9d v1.30.1", {
            "kind": "Node", "metadata": {"name": "node-1"}, "spec": {"unschedulable": True},
            "status": {"conditions": [{"type": "Ready", "status": "", "reason": "NotReady"}],
                       "nodeInfo": {"kubeletVersion": "v1.30.1"}}}),
        ("NAME STATUS VOLUME CAPACITY ACCESS MODES STORAGECLASS AGE", "grain Pending fast 3m", {
            "kind": "PersistentVolumeClaim", "metadata": {"name": "grain", "namespace": ""},
            "spec": {"storageClassName": "fast"}, "status": {"phase": "Pending"}}),
        ("NAME READY UP-TO-DATE AVAILABLE AGE", "deployment.apps/crane 1/3 3 1 9d", {
            "kind": "Deployment", "metadata": {"name": "crane", "namespace": ""}, "spec": {"replicas": 3},
            "status": {"readyReplicas": 1, "availableReplicas": 1}}),
        ("NAME STATUS REASON EXIT", "crane-0 Running OOMKilled 137", {
            "kind": "Pod", "metadata": {"name": "crane-0", "namespace": ""}, "status": {"phase": "Running",
            "containerStatuses": [
                {"name": "", "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}}}]}}),
        ("NAME COMPLETIONS DURATION AGE", "nightly 0/1 9m 9m", {
            "kind": "Job", "metadata": {"name": "nightly", "namespace": ""}, "spec": {"completions": 1},
            "status": {"succeeded": 0}}),
    ],
)  # fmt: skip
def test_other_tables(head: str, row: str, made: dict[str, Any]) -> None:
    """Nodes, claims and workloads."""
    assert rows(header(head), row) == made


def test_headers() -> None:
    """Sentences and conditions are no headers; event headers say which age stands first."""
    assert header("THE NAME IS WRONG") == []
    assert header("  Type   Status") == []
    assert [
        event_header(line)
        for line in (
            "  Type  Reason  Age  From  Message",
            "FIRSTSEEN   LASTSEEN   COUNT   NAME   KIND   SUBOBJECT   TYPE   REASON   SOURCE   MESSAGE",
            "LAST SEEN   FIRST SEEN   COUNT   NAME   KIND   SUBOBJECT   TYPE   REASON   SOURCE   MESSAGE",
            "LAST SEEN   TYPE   REASON   OBJECT   MESSAGE",
            "NAME   READY   STATUS   RESTARTS   AGE",
        )
    ] == ["described", "first", "last", "listed", ""]


def test_header_without_its_first_letter() -> None:
    """A copied selection misses the first letter more often than any other."""
    assert header("AME   STATUS   ROLES   AGE   VERSION")[0] == "NAME"
    assert header("AMEN   IS   NO   HEADER") == []
