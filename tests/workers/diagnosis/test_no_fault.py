"""What a line says of itself decides before any cause does: nothing broken, over, denied, asked, or only shown."""

import pytest

from core.messages.report import Finding
from knowledge.library import library
from knowledge.statements.settled import is_settled
from workers.container import Container, Terminated
from workers.diagnosis.diagnose import diagnose
from workers.paste.read import read
from workers.snapshot import Log, Pod, Snapshot

REFUSED = "dial tcp 10.0.0.1:5432: connect: connection refused"


def findings(text: str) -> list[Finding]:
    """Of the text's first pod, best first."""
    return [finding for snapshot in read(text)[:1] for finding in diagnose(snapshot, library()).findings]


@pytest.mark.parametrize(
    "line",
    [
        "retry succeeded after connection refused",
        "2026-01-02T10:00:00Z WARN caught java.lang.OutOfMemoryError, recovered",
        "recovered from panic: runtime error: invalid memory address",
        "handled panic: runtime error: index out of range, request dropped",
        "address already in use, switching to port 8081",
        "connected to the database (last error: connection refused)",
        "重试成功：connection refused",
        "permission denied：已忽略",
        'no "No space left on device" errors found',
        "没有发现 connection refused",
        "seccomp support enabled",
        "FilesystemIsReadOnly: False",
        "DEBUG mount failed: false",
        'kube_node_status_condition{condition="FilesystemIsReadOnly",status="true"} 0',
        "TODO: handle permission denied",
        "FIXME: address already in use",
        "Resolved: no space left on device",
        "【恢复】磁盘 no space left on device",
        "no space left on device 是什么意思",
        "test_permission_denied PASSED",
        'should fail with "connection refused" when the port is closed',
    ],
)
def test_a_line_that_says_nothing_is_broken_is_evidence_of_no_cause(line: str) -> None:
    """Whichever words of trouble stand in it: every cause is asked through the same door."""
    assert is_settled(line)
    assert findings(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "panic: close of closed channel [recovered]",
        'error: failed switching to "redis": operation not permitted',
        "WRONGPASS invalid username-password pair or user is disabled.",
        "attachENI: failed to get a free device number: no available device number for network card 0",
        'Is the server running on host "db" (10.0.0.5) and accepting TCP/IP connections on port 5432?',
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
        "ERROR 2013 (HY000): Lost connection to MySQL server at 'handshake', system error: 0",
        "Endpoints available: 0",
        "could not recover the journal: no space left on device",
    ],
)
def test_trouble_is_not_settled_by_a_word_beside_it(line: str) -> None:
    """Go's mark of a panic passed on, programs' own questions, a stock of none, a zero that counts something else."""
    assert not is_settled(line)


@pytest.mark.parametrize(
    "line",
    [
        f'level=info msg="{REFUSED}"',
        f"2026-01-02T10:00:00Z DEBUG {REFUSED}",
        f'{{"time":"2026-01-02T10:00:00.000000Z","logger":"com.example.pool","level":"INFO","msg":"{REFUSED}"}}',
        f'{{"level":20,"msg":"{REFUSED}"}}',
        "2026-01-02T10:00:00Z INFO address already in use, retrying on 8082",
        "[notice] java.lang.OutOfMemoryError: Java heap space",
        "TRACE panic: runtime error",
    ],
)
def test_a_level_below_warning_alone_is_evidence_of_nothing(line: str) -> None:
    """Nothing else in the text says that something is wrong."""
    assert findings(line) == []


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("INFO | Database /data/kahadb/lock is locked by another server. Waiting for a lock.", "run.data-locked"),
        ("[main/INFO]: You need to agree to the EULA in order to run the server.", "run.bad-config"),
        (
            'level=info msg="trying next host" error="http: server gave HTTP response to HTTPS client"',
            "image.http-registry",
        ),
    ],
)
def test_information_that_the_program_does_not_go_on_counts(line: str, cause: str) -> None:
    """Some programs log even their end at that level."""
    assert [each.detail for each in findings(line)][:1] == [cause]


def test_a_crash_gives_weight_to_what_was_logged_as_information() -> None:
    """The container ended; its level is the program's own opinion of why."""
    crashed = Container(name="app", terminated=Terminated(reason="Error", code=1))
    log = Log(container="app", lines=(f"INFO {REFUSED}",))
    snapshot = Snapshot(pod=Pod(phase="Running"), containers=(crashed,), logs=(log,))

    assert diagnose(snapshot, library()).findings[0].cause == "run.dependency-unreachable"


def test_an_earlier_line_that_reports_trouble_is_found_behind_one_that_does_not() -> None:
    """A count of none at the end of a log hides nothing above it."""
    text = '2026-01-02T10:00:00Z FATAL cannot write: No space left on device\nno "No space left on device" errors found'

    best = findings(text)[0]

    assert (best.cause, best.evidence[0].quote) == (
        "run.disk-full",
        "2026-01-02T10:00:00Z FATAL cannot write: No space left on device",
    )
