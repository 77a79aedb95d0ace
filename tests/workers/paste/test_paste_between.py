"""What stands between the outputs of commands: sentences, zero times, lines of unclear origin."""

from datetime import UTC, datetime

import pytest

from knowledge.library import library
from workers.diagnosis.diagnose import diagnose
from workers.paste.ages import moment
from workers.paste.read import read


@pytest.mark.parametrize("text", ["Mon, 01 Jan 0001 00:00:00 +0000", "1970-01-01T00:00:00Z"])
def test_zero_times_are_no_times(text: str) -> None:
    """The zeros of Go and of Unix say that nobody knew."""
    assert moment(text) is None


def test_a_time_is_a_time() -> None:
    """The first day after the zero year counts."""
    assert moment("1971-01-01T00:00:00Z") == datetime(1971, 1, 1, tzinfo=UTC)


def test_an_end_at_time_zero_is_diagnosed() -> None:
    """A container nobody saw end has only zero times, and still gets an answer."""
    text = (
        "    State:          Terminated\n      Reason:       ContainerStatusUnknown\n      Exit Code:    137\n"
        "      Started:      Mon, 01 Jan 0001 00:00:00 +0000\n      Finished:     Mon, 01 Jan 0001 00:00:00 +0000\n"
    )
    (snapshot,) = read(text)
    assert [finding.detail for finding in diagnose(snapshot, library()).findings] == ["run.killed-externally-unseen"]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("it dies at once\nExit status code: 139", 139),
        ("The exit code of the container is now 3221225477", 3221225477),
        ("the exit code was 134 every time", 134),
    ],
)
def test_an_exit_code_in_a_sentence(sentence: str, code: int) -> None:
    """People tell the code in their own words."""
    (snapshot,) = read(sentence)
    assert [item.last.code for item in snapshot.containers if item.last] == [code]


def test_a_number_of_exit_codes_is_none() -> None:
    """A sentence about exit codes that gives no code."""
    assert all(
        not snapshot.containers for snapshot in read("which exit codes exist, and which of the 139 matter")
    )


def test_the_word_for_init_containers_in_a_sentence() -> None:
    """`Init:0/2` means one thing only."""
    (snapshot,) = read("my pod is stuck in Init:0/2 since an hour")
    assert snapshot.pod and snapshot.pod.status_word == "Init:0/2"


def test_klog_of_a_foreign_file_is_a_log_too() -> None:
    """With hostPID a program has a large process id, as those of the node have."""
    (snapshot,) = read("F0712 18:16:20.314448   21329 main.go:197] Failed to listen: bind: address already in use")
    assert snapshot.logs and snapshot.journal


def test_klog_of_the_kubelet_is_none() -> None:
    """A file only the kubelet has."""
    (snapshot,) = read("E0712 18:16:20.314448   21329 pod_workers.go:197] something failed")
    assert not snapshot.logs


def test_a_state_ends_the_log_above_it() -> None:
    """People write a line of their own between a log and a description."""
    text = (
        "$ kubectl logs -p web-1\nstarting\n\nand describe has:\n   Last State:    Terminated\n"
        "     Reason:      OOMKilled\n     Exit Code:   137\n"
    )
    (snapshot,) = read(text)
    assert [item.last.reason for item in snapshot.containers if item.last] == ["OOMKilled"]
