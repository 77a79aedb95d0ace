"""What helps to write a cause: a skeleton from a paste, and examples that say which key is wrong."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.cause import read_cause
from knowledge.library import collected
from tests.examples import BadExample, example_of, snapshot_of
from tests.skeleton import TO_WRITE, skeleton
from workers.container import Container, Waiting
from workers.diagnosis import diagnose
from workers.snapshot import Event, Log, Snapshot

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
RECORDINGS = Path(__file__).parent / "recordings"


@pytest.mark.parametrize(
    "name", ["hostpath-type-check", "exit-139-segfault", "image-registry-503", "exit-101-rust-panic"]
)
def test_a_skeleton_of_a_paste_is_a_cause_that_fits_it(name: str) -> None:
    """It loads, and its first example, cut to what tells, is answered by it; the other is not."""
    paste = (RECORDINGS / name / "paste.txt").read_text(encoding="utf-8")
    cause = read_cause("run.new", skeleton(paste, NOW))
    answers = [
        bool(diagnose(snapshot_of(each.text), collected({"run.new": cause})).findings) for each in cause.examples
    ]

    assert answers == [True, False]


def test_a_skeleton_is_not_finished() -> None:
    """Each sentence that is left to a person is marked, so that no cause is told in the skeleton's words."""
    text = skeleton((RECORDINGS / "exit-139-segfault" / "paste.txt").read_text(encoding="utf-8"), NOW)
    prose = read_cause("run.new", text).prose.values()

    for part in (each for texts in prose for each in (texts.title, texts.summary, texts.more)):
        assert part.startswith(TO_WRITE), part


@pytest.mark.parametrize(
    ("log", "clauses"),
    [
        (("ready", "FATAL: cannot reach db-1"), ["log: 'FATAL: cannot reach \\S{1,120}'"]),
        ((), ["terminated: {reason: ^Error$, code: 2}"]),
    ],
)
def test_a_code_that_many_programs_have_is_no_pattern_beside_words(log: tuple[str, ...], clauses: list[str]) -> None:
    """An alternative with nothing but exit code 2 would answer every program that ends with it."""
    described = "Name: web-1\nContainers:\n  app:\n    State: Terminated\n      Reason: Error\n      Exit Code: 2\n" + (
        "\n$ kubectl logs web-1\n" + "\n".join(log) if log else ""
    )
    when = skeleton(described, NOW).partition("  any:\n")[2].partition("source:")[0]

    assert [line.removeprefix("    - ") for line in when.splitlines()] == clauses


@pytest.mark.parametrize(
    ("arguments", "given", "ended", "said"),
    [
        (["/nowhere/paste.txt"], "", 2, "/nowhere/paste.txt: No such file or directory\n"),
        (["-"], "", 2, "nothing is recognized in this paste\n"),
        (["-"], "Name: web-1\nStatus: Failed\nReason: Evicted\n", 0, ""),
        ([], "Name: web-1\nStatus: Failed\nReason: Evicted\n", 0, ""),
    ],
)
def test_a_skeleton_is_printed_from_a_file_or_from_what_is_piped(
    arguments: list[str], given: str, ended: int, said: str
) -> None:
    """One line and no traceback where there is nothing to read."""
    command = [sys.executable, "-m", "tests.skeleton", *arguments]
    root = Path(__file__).parents[1]
    process = subprocess.run(command, input=given, capture_output=True, text=True, check=False, cwd=root)

    assert (process.returncode, process.stderr, bool(process.stdout)) == (ended, said, ended == 0)


def test_a_skeleton_matches_another_pod_too() -> None:
    """Numbers and names with digits in them are not the message."""
    text = skeleton("  Warning  FailedMount  2s  kubelet  MountVolume.SetUp failed for volume pvc-7f9 after 30 s", NOW)

    assert r"message: 'MountVolume\.SetUp failed for volume \S{1,120} after \d{1,9} s'" in text


def test_of_nothing_there_is_no_skeleton() -> None:
    """An empty paste names no pod, no event and no line."""
    with pytest.raises(ValueError, match="nothing is recognized"):
        skeleton("", NOW)


def test_an_example_is_a_snapshot_and_back() -> None:
    """What is as it is by default is not written."""
    snapshot = Snapshot(
        containers=(Container(name="web", waiting=Waiting(reason="ErrImagePull")),),
        events=(Event(reason="Failed", message="a: b"),),
        logs=(Log(container="web", lines=("one",)),),
    )

    assert example_of(snapshot) == (
        "containers:\n- name: web\n  waiting: {reason: ErrImagePull}\n"
        "events:\n- {reason: Failed, message: 'a: b'}\n"
        "logs:\n- container: web\n  lines: [one]\n"
    )
    assert snapshot_of(example_of(snapshot)) == snapshot


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("event: []", "event: no such key; there are ref, observed_at, pod, containers, events"),
        ("events: [{mesage: x}]", "events.0.mesage: no such key; there are reason, message, type"),
        ("containers: [{waiting: {word: x}}]", "containers.0.waiting.word: no such key; there are reason, message"),
        ("containers: [{restarts: many}]", "containers.0.restarts: Input should be a valid integer"),
        ("events: [", "while parsing a flow node"),
    ],
)
def test_an_example_says_which_key_is_wrong(text: str, said: str) -> None:
    """With the keys there are at that place."""
    with pytest.raises(BadExample) as caught:
        snapshot_of(text)

    assert said in str(caught.value)
