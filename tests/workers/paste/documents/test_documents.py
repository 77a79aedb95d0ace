"""YAML and JSON: whole, cut, wrapped and hostile."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.paste.documents.fragments import objects
from workers.paste.documents.values import json_value, yaml_values
from workers.paste.documents.yaml import read_loosely

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.from_regex(r"[a-z][a-z0-9./-]{0,20}", fullmatch=True),
    st.from_regex(r"[A-Za-z][a-z ,:'\"(){}#/-]{0,120}[a-z]", fullmatch=True),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(st.from_regex(r"[a-z][A-Za-z]{2,12}", fullmatch=True), inner, min_size=1, max_size=4),
    ),
    max_leaves=15,
)
OBJECTS = st.dictionaries(st.from_regex(r"[a-z][A-Za-z]{2,12}", fullmatch=True), VALUES, min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(OBJECTS)
def test_the_loose_reader_reads_what_yaml_writes(value: dict[str, Any]) -> None:
    """On whole documents in block style it agrees with the strict reader."""
    text = yaml.safe_dump(value, default_flow_style=False, sort_keys=False, width=100_000)
    scalars = yaml.safe_load(text)

    assert read_loosely(text.splitlines()) == [scalars]


@settings(max_examples=100, deadline=None)
@given(OBJECTS, st.data())
def test_json_is_read_however_it_is_cut(value: dict[str, Any], data: st.DataObject) -> None:
    """A cut at either end never raises, and whole text is read exactly."""
    text = json.dumps(value, indent=1)
    start, end = (data.draw(st.integers(0, len(text))) for _ in range(2))

    assert json_value(text.splitlines()) == value
    json_value(text[start:].splitlines() or [""])
    json_value(text[:end].splitlines() or [""])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": {"b": [1, 2', {"a": {"b": [1, 2]}}),
        ('{"a": "cut in the mid', {"a": "cut in the mid"}),
        ('{"a": 1, "b"', {"a": 1, "b": None}),
        ('"State": {"ExitCode": 137},', {"State": {"ExitCode": 137}}),
        ('"reason": "Error"}}, "name": "hoist"', {"": {"": {"reason": "Error"}}, "name": "hoist"}),
        ('{"a": 1,}', {"a": 1}),
    ],
)
def test_mended_json(text: str, value: Any) -> None:
    """What is open is closed, and what closes nothing is opened."""
    assert json_value([text]) == value


def test_yaml_cut_inside() -> None:
    """A cut that leaves the indentation of the middle gives the pieces one after the other."""
    lines = ["      exitCode: 1", "      reason: Error", "  name: hoist", "  restartCount: 4"]

    assert yaml_values(lines) == [{"exitCode": 1, "reason": "Error"}, {"name": "hoist", "restartCount": 4}]


def test_several_documents() -> None:
    """The line after a separator belongs to the next document."""
    assert yaml_values(["---", "a: 1", "---", "b: 2"]) == [{"a": 1}, {"b": 2}]


def test_times_stay_strings() -> None:
    """YAML would make a date of it, and the API's decoder wants the text."""
    assert yaml_values(["startTime: 2017-09-06T10:17:41Z", 'finishedAt: "2017-09-06T10:17:41Z"']) == [
        {"startTime": "2017-09-06T10:17:41Z", "finishedAt": "2017-09-06T10:17:41Z"}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
        "spec: !!python/object/apply:os.system [ls]",
        "spec: " + "[" * 5_000,
        "- " * 20_000 + "a",
        "? " * 5_000,
        "\n".join(" " * depth + "a:" for depth in range(400)),
        "{" * 50_000,
        '{"a":' * 20_000,
    ],
)
def test_bombs(text: str) -> None:
    """Aliases, tags and endless nesting are read as far as they are harmless."""
    for value in yaml_values(text.splitlines()):
        assert len(json.dumps(value, default=str)) < 10 * len(text) + 1_000
    json_value(text.splitlines())


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ({"a": 1}, []),
        (
            {"kind": "List", "items": [{"kind": "Pod", "metadata": {}}, {"kind": "Node", "metadata": {}}]},
            ["Pod", "Node"],
        ),
        ({"kind": "PodList", "items": [{"metadata": {"name": "x"}}]}, ["Pod"]),
        ({"phase": "Failed"}, ["Pod"]),
        ({"status": {"conditions": [{"type": "Failed", "status": "True"}]}}, ["Job"]),
        ({"status": {"conditions": [{"type": "MemoryPressure", "status": "True"}]}}, ["Node"]),
        ({"status": {"conditions": [{"type": "ReplicaFailure", "status": "True"}]}}, ["ReplicaSet"]),
        ({"spec": {"backoffLimit": 1}}, ["Job"]),
        ([{"type": "Ready", "status": "False"}], ["Pod"]),
        ({"involvedObject": {"name": "x"}}, ["Event"]),
        ({"": {"": {"lastState": {"terminated": {"exitCode": 1}}}}}, ["Pod"]),
        ([{"Id": "1", "State": {"ExitCode": 137, "OOMKilled": True}}], ["Pod"]),
    ],
)
def test_fragments(value: Any, kinds: list[str]) -> None:
    """A fragment is known by its keys."""
    assert [item["kind"] for item in objects(value)] == kinds


@pytest.mark.parametrize("left", [None, "null", 0, {}])
def test_statuses_that_are_no_list(left: Any) -> None:
    """What the cut left of the list is nothing; the state beside it is the container's all the same."""
    ended = {"terminated": {"exitCode": 137}}
    (pod,) = objects({"status": {"phase": "Failed", "containerStatuses": left}, "lastState": ended})

    assert pod["status"]["containerStatuses"][-1] == {"lastState": ended}


def test_docker_inspect() -> None:
    """Docker's `State` in the words the kubelet had for it."""
    (pod,) = objects({"State": {"Running": False, "OOMKilled": False, "ExitCode": 137, "FinishedAt": "x"}})

    assert pod["status"]["containerStatuses"][0]["state"]["terminated"] == {
        "startedAt": None, "finishedAt": "x", "exitCode": 137, "reason": "Error", "message": "",
    }  # fmt: skip
