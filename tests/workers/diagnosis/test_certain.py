"""`certain` needs a writer that knows: words alone, a word inside a word, or one reason of several prove nothing."""

import pytest

from core.messages.report import Finding
from knowledge.library import library
from workers.diagnosis.diagnose import diagnose
from workers.paste.read import read


def findings(text: str) -> list[Finding]:
    """Of the text's first pod, best first."""
    return [finding for snapshot in read(text)[:1] for finding in diagnose(snapshot, library()).findings]


@pytest.mark.parametrize(
    "text",
    [
        "make: *** [build] exit status 32",
        "mounting React component failed",
        "unmounting the component failed",
        "failed to mount component App",
        "failed to mount widget sidebar",
        "ftp: access denied by server",
        "Please don't panic: everything is fine",
        "no panic: all is well",
        "不要 panic: 没事",
        "Insufficient memory of the past",
        "Preempted by higher priority pod?",
        "DockerHung is a condition of node-problem-detector",
        "FilesystemIsReadOnly: False",
        "KernelDeadlock=False",
        "JAVA_OPTS=-XX:+ExitOnOutOfMemoryError -Xmx512m",
        "The unit's journal has the reason in words right before it: `Exec format error` is the one of a wrong binary.",
        'What writes there fails with "no space left on device", and the databases of that node stop with it.',
        "磁盘写满时日志里会出现 no space left on device，数据库会停止写入。",
        "the kubelet stopped posting node status",
        "we compiled it, exec format error",
    ],
)
def test_ordinary_words_are_never_certain(text: str) -> None:
    """Prose, documentation, a build's log, another program's trouble, a flag that is False."""
    assert [each.detail for each in findings(text) if each.confidence == "certain"] == []


@pytest.mark.parametrize("text", ["umount.nfs: device is busy", "umount.nfs4: /data: device is busy"])
def test_a_word_inside_a_word_is_not_that_word(text: str) -> None:
    """Taking a volume off is not mounting it."""
    assert [each.detail for each in findings(text)] == ["terminate.volume"]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("mount.nfs: access denied by server while mounting 10.0.0.1:/x", "volume.mount-refused"),
        ("mount: mounting /dev/sdb on /data failed: No such device", "volume.mount-failed"),
        ('MountVolume.SetUp failed for volume "nfs" : mount failed: exit status 32', "volume.mount-failed"),
        ("2026-01-02T10:00:00Z ERROR panic: runtime error: index out of range", "run.app-panic"),
        ("thread 1 panic: reached unreachable code", "run.app-panic"),
        ("FilesystemIsReadOnly: Node condition FilesystemIsReadOnly is now: True", "node.read-only-filesystem"),
    ],
)
def test_a_programs_own_words_stay_certain(text: str, cause: str) -> None:
    """mount's and its helpers', Go's and Zig's, node-problem-detector's."""
    assert [(each.detail, each.confidence) for each in findings(text)][:1] == [(cause, "certain")]


def test_of_several_reasons_none_is_certain() -> None:
    """None of them alone keeps the pod from every node."""
    text = "0/4 nodes are available: 1 node(s) had no available volume zone, 2 Insufficient cpu, 1 Insufficient memory."

    assert {each.confidence for each in findings(text)} == {"likely"}


def test_one_reason_beside_the_control_planes_taint_is_certain() -> None:
    """No ordinary pod is meant to run there."""
    taint = "1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }"

    best = findings(f"0/4 nodes are available: {taint}, 3 Insufficient cpu.")[0]

    assert (best.cause, best.confidence) == ("schedule.insufficient-cpu", "certain")
