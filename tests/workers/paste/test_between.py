"""What stands between the outputs of commands: sentences, zero times, lines of unclear origin."""

from datetime import UTC, datetime

import pytest

from knowledge.library import library
from workers.diagnosis.diagnose import diagnose
from workers.paste.read import read
from workers.paste.vocabulary.ages import moment


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
        ("it failed with 143 exit code", 143),
    ],
)
def test_an_exit_code_in_a_sentence(sentence: str, code: int) -> None:
    """People tell the code in their own words."""
    (snapshot,) = read(sentence)
    assert [item.last.code for item in snapshot.containers if item.last] == [code]


def test_a_number_of_exit_codes_is_none() -> None:
    """A sentence about exit codes that gives no code."""
    assert all(not snapshot.containers for snapshot in read("which exit codes exist, and which of the 139 matter"))


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


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("after that the pod's status becomes MatchNodeSelector", "MatchNodeSelector"),
        ("Waiting\nReason: CrashLoopBackOff", "CrashLoopBackOff"),
        ("its STATUS is `OOMKilled` since noon", "OOMKilled"),
    ],
)
def test_a_status_word_in_a_sentence(sentence: str, word: str) -> None:
    """The word after "status", where kubectl prints it as one."""
    (snapshot,) = read(sentence)
    assert snapshot.pod and snapshot.pod.status_word == word


def test_no_status_word_in_a_sentence() -> None:
    """An ordinary word after "status" is none."""
    assert all(snapshot.pod is None for snapshot in read("the status is Unchanged and its state was Perfectly fine"))


def test_kubectl_logs_tells_why_there_is_none() -> None:
    """The answer in place of a log is a state, not a line of the program."""
    text = (
        "$ kubectl logs web-1 -c app\n"
        'Error from server (BadRequest): container "app" in pod "web-1" is waiting to start: CreateContainerConfigError'
    )
    (snapshot,) = read(text)
    assert [(item.name, item.waiting.reason) for item in snapshot.containers if item.waiting] == [
        ("app", "CreateContainerConfigError")
    ]
    assert not any(log.lines for log in snapshot.logs or ())


def test_bold_around_an_event() -> None:
    """People set the line they mean in bold, or a part of it."""
    text = "  **Warning  Unhealthy  49m (x4 over 49m)  kubelet  Readiness probe failed: HTTP probe failed: 503**"
    (snapshot,) = read(text)
    assert [event.reason for event in snapshot.events or ()] == ["Unhealthy"]


def test_stars_of_a_program_stay() -> None:
    """nslookup's stars and a power are no bold."""
    (snapshot,) = read("$ kubectl logs web-1\n** server can't find db: NXDOMAIN\n2**3 failed")
    assert snapshot.logs and snapshot.logs[0].lines == ("** server can't find db: NXDOMAIN", "2**3 failed")


def test_events_of_a_sibling_count() -> None:
    """The table shows one pod of a workload, the event is of its successor."""
    text = (
        "NAME                   READY   STATUS             RESTARTS   AGE\n"
        "web-788587567f-jf9fp   0/1     CrashLoopBackOff   4          18m\n\n"
        "19m   Warning   Failed   pod/web-765bc54796-26fgp   Error: container has runAsNonRoot and image is root"
    )
    assert [event.reason for event in read(text)[0].events or ()] == ["Failed"]
