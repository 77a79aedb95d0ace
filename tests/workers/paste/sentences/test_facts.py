"""Facts told in words become the state of the container they are about, with who told them."""

import pytest

from core.messages.model import Writer
from core.messages.report import PodRef, Unseen
from knowledge.library import library
from workers.container import Container, Terminated, Waiting
from workers.diagnosis import diagnose
from workers.paste.read import read
from workers.snapshot import Snapshot


def only(text: str) -> Snapshot:
    (snapshot,) = read(text)
    return snapshot


@pytest.mark.parametrize(
    ("text", "code", "teller"),
    [
        ("退出码 137", 137, "kubectl"),
        ("rc=137", 137, "kubectl"),
        ("return code -9", 137, "kubectl"),
        ("exit code -1", 255, "kubectl"),
        ("$ echo $?\n139", 139, "kubectl"),
        ("Task exited with return code Negsignal.SIGKILL", 137, "runner"),
        ("ERROR: Job failed: command terminated with exit code 137", 137, "runner"),
        ("Error: Process completed with exit code 137.", 137, "runner"),
        ("subprocess.CalledProcessError: Command '['x']' died with <Signals.SIGKILL: 9>.", 137, "program"),
        ("app.service: Main process exited, code=dumped, status=11/SEGV", 139, "init"),
        ("app.service: Main process exited, code=exited, status=9/n/a", 9, "init"),
        ("hoist-1 exited with code 139", 139, "docker"),
        ("dependency failed to start: container api-db-1 exited (1)", 1, "docker"),
        ("[2024-01-01 10:00:00,000] INFO - Task exited with return code 1", 1, "runner"),
        (
            "airflow.exceptions.AirflowException: Bash command failed. The command returned a non-zero exit code 2.",
            2,
            "runner",
        ),
        ("ERROR: Job failed (system failure): exit status 128", 128, "runner"),
        ("hudson.AbortException: script returned exit code 143", 143, "runner"),
        ("2025-03-12T09:41:13.55Z ##[error]Process completed with exit code 143.", 143, "runner"),
        ("multiprocessing: exitcode=-11", 139, "kubectl"),
        ("worker exited on signal 9 (SIGKILL)", 137, "person"),
        ("crane  2 minutes ago  Exited (137) 3 seconds ago", 137, "docker"),
        ("my container keeps crashing with exit code 2 after a minute", 2, "person"),
        ("container exits 139 on startup, no logs at all", 139, "person"),
        ("我们的容器启动之后马上就挂了，退出码是 139，没有日志", 139, "person"),
    ],
)
def test_a_told_end_is_the_last_state(text: str, code: int, teller: Writer) -> None:
    """The code as the kubelet shows it; its reason was not seen, which the snapshot says."""
    snapshot = only(text)

    ends = [container.last for container in snapshot.containers]
    assert ends == [Terminated(code=code, told_by=teller, told=text.splitlines()[-1])]
    assert Unseen(what="reason", why="not-given") in snapshot.unseen
    assert Unseen(what="events", why="not-given") in snapshot.unseen


def test_names_and_limits_that_are_told_stand_in_the_snapshot() -> None:
    """Pod, namespace, container and memory limit of one sentence."""
    text = "Container api in pod shop/web-6f5b9c7d4-x2k9p was OOMKilled again, its limit is 512Mi"
    snapshot = only(text)

    assert snapshot.ref == PodRef(namespace="shop", name="web-6f5b9c7d4-x2k9p")
    assert snapshot.containers == (
        Container(
            name="api",
            limits={"memory": "512Mi"},
            terminated=Terminated(reason="OOMKilled", told_by="person", told=text),
            restart_policy=snapshot.containers[0].restart_policy,
        ),
    )


def test_the_labels_of_an_alert_name_the_container() -> None:
    """What Alertmanager's labels say is used, and nothing is made up."""
    snapshot = only(
        '[FIRING:1] KubePodCrashLooping (container="app" pod="pay-6f7c8d9b5-abcde" namespace="pay" '
        'reason="CrashLoopBackOff")'
    )

    assert snapshot.ref == PodRef(namespace="pay", name="pay-6f7c8d9b5-abcde")
    assert [(each.name, each.waiting and each.waiting.reason) for each in snapshot.containers] == [
        ("app", "CrashLoopBackOff")
    ]


def test_a_namespace_that_is_not_told_is_not_invented() -> None:
    """A row of a table without its namespace names a pod and nothing else."""
    assert only("pay-6f7c8d9b5-abcde   0/1   OOMKilled   3   5m").ref == PodRef(
        namespace="", name="pay-6f7c8d9b5-abcde"
    )


def test_dockers_state_has_been_looked_at() -> None:
    """docker's own flag says that it was no kill for memory: the reason is seen."""
    text = '"Restarting": true, "OOMKilled": false, "ExitCode": 139'
    snapshot = only(text)

    assert [each.last for each in snapshot.containers] == [
        Terminated(reason="Error", code=139, told_by="docker", told=text)
    ]
    assert Unseen(what="reason", why="not-given") not in snapshot.unseen


@pytest.mark.parametrize(
    "text",
    [
        "no OOM here",
        "没有 OOM",
        "is it OOM?",
        "是不是 OOM 了？",
        "if the pod is OOMKilled, raise the limit",
        "exit code 137 means SIGKILL",
        "exited 3 times",
        "# Exit code 137: killed with SIGKILL",
        "- `OOMKilled`: the container went over its limit",
        "a container that exits with 137 was killed",
        "words: [exit code 137, oom, evicted]",
        "it may be CrashLoopBackOff or ImagePullBackOff",
        "we handle OOMKilled, exit code 139, exit code 143 and ErrImagePull alike",
    ],
)
def test_what_is_not_said_is_no_state(text: str) -> None:
    """Denied, asked and supposed facts, and numbers that are no codes, leave the container unknown."""
    assert all(not snapshot.containers for snapshot in read(text))


def test_a_runners_line_is_no_log_of_the_program() -> None:
    """The wrapper's own words are not quoted as an error of what it ran."""
    assert only("ERROR: Job failed: command terminated with exit code 137").logs is None


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("Container api in pod shop/web-6f5b9c7d4-x2k9p was OOMKilled again today", "likely"),
        ("Last State: Terminated\n  Reason: OOMKilled\n  Exit Code: 137", "certain"),
    ],
)
def test_a_persons_word_is_at_most_likely(text: str, confidence: str) -> None:
    """The same reason is certain where kubectl shows it."""
    first = diagnose(only(text), library()).findings[0]

    assert (first.cause, first.confidence) == ("run.oom-cgroup", confidence)


def test_a_waiting_state_told_by_a_person() -> None:
    """`CrashLoopBackOff` in a sentence is the container's state, and how it ended before stays beside it."""
    text = "CrashLoopBackOff but the last state is Completed with exit code 0"
    (container,) = only(text).containers

    assert container.waiting == Waiting(reason="CrashLoopBackOff", told_by="person")
    assert container.last == Terminated(reason="Completed", code=0, told_by="person", told=text)


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-01T10:00:00Z INFO child exited with exit code 3, retrying",
        "kernel: oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),task=java,pid=81234,uid=1000",
        "failed to create shim task: failed to launch qemu: exit status 1",
        'level=error error="rpc error: code = DeadlineExceeded desc = failed to stop"',
        "2023/01/01 00:00:00 [notice] 1#1: signal 3 (SIGQUIT) received, shutting down",
        "kubelet.service: Main process exited, code=exited, status=255/EXCEPTION",
    ],
)
def test_what_a_log_or_a_node_says_of_others_is_no_end_of_the_container(text: str) -> None:
    """Codes of helpers and child processes, the kernel's lines and the node's own units stay what they are."""
    assert all(not snapshot.containers for snapshot in read(text))


@pytest.mark.parametrize("text", ["Exit Code: 137", "exit code 137", "退出码 137", "es01 exited with code 137"])
def test_a_code_alone_rules_no_reason_out(text: str) -> None:
    """Where the reason was not told or was cut off, a kill for memory stays possible."""
    report = diagnose(only(text), library())

    assert "run.oom-cgroup" not in [ruled_out.cause for ruled_out in report.ruled_out]
    assert Unseen(what="reason", why="not-given") in report.unseen


def test_what_was_told_is_quoted_as_it_was_told() -> None:
    """The evidence is the person's line, not a status that nobody showed."""
    text = "our billing container keeps dying with exit code 139 since noon"

    assert [evidence.quote for evidence in diagnose(only(text), library()).findings[0].evidence] == [text]


def test_a_row_whose_age_lost_its_unit() -> None:
    """A row that was cut in its last column keeps its namespace and its pod apart."""
    assert only("kube-system  web-0   0/1   CrashLoopBackOff   15 (3m16s ago)   13").ref == PodRef(
        namespace="kube-system", name="web-0"
    )
