"""Single facts on a line, and in sentences."""

from typing import Any

import pytest

from workers.paste.sentences.states import state_alone, state_quoted, state_within, tells_deletion
from workers.paste.tables.status_column import pod_status


@pytest.mark.parametrize(
    "line", ["Error", "Running", "everything exited", "code 137", "exit code of the door: blue", ""]
)
def test_nothing_told(line: str) -> None:
    """Ordinary words are no state."""
    assert (state_alone(line), state_quoted(line), state_within(line)) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "ended"),
    [
        ("terminated:map[exitCode:137 finishedAt:2018-01-01T00:00:05Z reason:OOMKilled]",
         {"exitCode": 137, "finishedAt": "2018-01-01T00:00:05Z", "reason": "OOMKilled"}),
    ],
)  # fmt: skip
def test_alone_on_a_line(line: str, ended: dict[str, Any]) -> None:
    """Go's way of printing a map."""
    found = state_alone(line)

    assert found is not None
    assert found["status"]["containerStatuses"] == [{"lastState": {"terminated": ended}}]


def test_a_reason_before_its_code() -> None:
    """Workflow engines quote the reason, the code and the message in one line."""
    found = state_quoted('msg="Pod failed: StartError (exit code 128): no such file" displayName=x')

    assert found is not None
    assert found["status"]["containerStatuses"] == [
        {"lastState": {"terminated": {"exitCode": 128, "reason": "StartError", "message": "no such file"}}}
    ]


def test_a_status_word_alone() -> None:
    """`Evicted` as the output of a jsonpath is the pod's reason."""
    found = state_alone("Evicted")

    assert found is not None
    assert found["status"] == {"phase": "Failed", "reason": "Evicted"}


@pytest.mark.parametrize(
    "line",
    [
        "the namespace is stuck in Terminating state and its pods are gone",
        "the process is terminating now",
        "my pod is terminated and comes back",
    ],
)
def test_no_deletion_told(line: str) -> None:
    """A namespace, a process or an end is no pod that hangs in its deletion."""
    assert (tells_deletion(line), state_within(line)) == (False, None)


@pytest.mark.parametrize(
    "line",
    [
        'The pod got stuck with "Terminating" since then',
        "After this my pod went to Terminating state",
        "the Pods of that node become Terminating forever",
    ],
)
def test_deletion_told(line: str) -> None:
    """People write kubectl's word for a deleted pod in their own sentences."""
    assert tells_deletion(line)
    assert state_within(line) == pod_status("Terminating")
