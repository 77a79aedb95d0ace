"""What a program that works logs in passing is no sure sign of a fault."""

import pytest

from knowledge.library import library
from workers.container import Container, Running, Terminated
from workers.diagnosis.diagnose import diagnose
from workers.diagnosis.no_fault import is_calm
from workers.snapshot import Log, Pod, Snapshot

REFUSED = "dial tcp 10.0.0.7:5432: connect: connection refused"


@pytest.mark.parametrize(
    "line",
    [
        "2024-01-01 00:00:00 ERROR no INFO could be read",
        "fatal: no information",
        "level=error msg=info",
        "E0101 00:00:00.000000       1 main.go:1] failed",
        "debugging the panic",
    ],
)
def test_trouble_and_plain_words_are_not_calm(line: str) -> None:
    """Only a level the program gives counts, and the first one it gives is its own."""
    assert not is_calm(line)


@pytest.mark.parametrize(
    "line",
    [
        "2024-01-01 00:00:00.000  INFO 1 --- [main] started",
        'time="2024-01-01T00:00:00Z" level=info msg="x"',
        '{"level":"debug","msg":"x"}',
        "[2024/01/01 00:00:00] [ info] [engine] x",
        "I0101 00:00:00.000000       1 main.go:1] x",
    ],
)
def test_levels_below_warning_are_calm(line: str) -> None:
    """Words, logfmt, JSON, brackets and klog."""
    assert is_calm(line)


def first(container: Container, line: str) -> tuple[str, str]:
    """The first finding of a pod with this container and this line in its log, and how sure it is."""
    snapshot = Snapshot(pod=Pod(phase="Running"), containers=(container,), logs=(Log(container="app", lines=(line,)),))
    finding = diagnose(snapshot, library()).findings[0]
    return finding.cause, finding.confidence


def test_a_complaint_of_a_pod_that_restarts_counts_whatever_its_level() -> None:
    """Something ended it: the level is the program's own opinion."""
    restarted = Container(
        name="app", running=Running(), ready=True, restarts=3, last=Terminated(reason="Error", code=1)
    )

    assert first(restarted, f"INFO retrying: {REFUSED}") == ("run.dependency-unreachable", "likely")


def test_a_ready_pod_in_its_first_run_may_complain_as_an_error() -> None:
    """An error is told first even where nothing has ended yet."""
    at_ease = Container(name="app", running=Running(), ready=True)

    assert first(at_ease, f"ERROR {REFUSED}") == ("run.dependency-unreachable", "likely")


def test_a_ready_pod_in_its_first_run_that_mentions_it_is_well() -> None:
    """Said in passing, at a level below warning, by a pod that nothing happened to."""
    at_ease = Container(name="app", running=Running(), ready=True)

    assert first(at_ease, f"INFO retrying: {REFUSED}") == ("healthy.running", "likely")
