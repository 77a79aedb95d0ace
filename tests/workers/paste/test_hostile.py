"""Whatever is pasted: no exception, at most twenty snapshots, and what is readable stays readable."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.paste import read
from workers.paste.gather.gather import MOST_LINES

RECORDINGS = Path(__file__).parents[2] / "recordings"
PASTES = [path.read_text() for path in sorted(RECORDINGS.glob("*/paste.txt"))]
OBJECTS = [path.read_text() for path in sorted(RECORDINGS.glob("*/objects.txt"))[::12]]
PIECES = st.sampled_from(
    [
        "Name: x", "State: Terminated", "  Reason: ", "Exit Code: 999", "Events:", "  Warning  Failed  5s (x3 over",
        "---", "kind: List", "items:", "- - - a", "{", "[", '{"kind":"Pod","status":{"phase":3}}', '{"items":[[]]}',
        "&a *a", "|", ">-", "NAME READY STATUS RESTARTS AGE", "a 0/1 Init:9/1 5 (2m ago) 3h", "$ kubectl logs a -p",
        "```", "\x1b[31", "\ud800", "\x00", "E0710 14:02:33.2 24727 kubelet.go:1] x", "time=1 level=error msg=x",
        "Evicted", "exitCode=99999999999999999999", "Start Time: Fri, 31 Feb 9999 25:61:61 +9999",
        "0001-01-01T00:00:00Z", "Status: Terminating (lasts 999999999y)",
        "  Normal  Scheduled  999999y  default-scheduler  Successfully assigned a/b to c", "Liveness: exec [] delay=",
        "status: {conditions: [1, {type: Ready}], containerStatuses: {a: 1}}", "metadata: 7", "spec: [x]", "请", "",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map("\n".join))
def test_any_order_of_anything(text: str) -> None:
    """Pieces of every form in every order."""
    assert len(read(text)) <= 20


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    """Text of any characters."""
    assert len(read(text)) <= 20


@settings(max_examples=120, deadline=None)
@given(st.sampled_from([*PASTES, *OBJECTS]), st.integers(0, 10**6), st.integers(0, 10**6))
def test_cut_anywhere(text: str, start: int, end: int) -> None:
    """A piece of a paste, from any character to any other, is read without an exception."""
    start, end = start % len(text), end % len(text)

    assert len(read(text[min(start, end) : max(start, end)])) <= 20


def test_cut_at_the_end_keeps_what_is_before() -> None:
    """However much of the end is missing, container and last exit are known once they were there."""
    text = (RECORDINGS / "exit-137-liveness-pid1-no-handler" / "paste.txt").read_text()
    known = text.index("Restart Count")

    for end in range(known, len(text), 97):
        (snapshot,) = read(text[:end])
        assert snapshot.containers[0].last is not None
        assert (snapshot.containers[0].name, snapshot.containers[0].last.code) == ("app", 137)


def test_cut_at_the_start_keeps_what_is_behind() -> None:
    """However much of the beginning is missing, the events are still there."""
    text = (RECORDINGS / "exit-137-liveness-pid1-no-handler" / "paste.txt").read_text()

    for start in range(0, text.index("Events:"), 97):
        (snapshot,) = read(text[start:])
        assert [event.reason for event in snapshot.events or ()].count("Unhealthy") == 1


def test_objects_cut_at_the_end() -> None:
    """JSON that ends in the middle of a later object still gives the pod before it."""
    text = (RECORDINGS / "exit-137-liveness-pid1-no-handler" / "objects.txt").read_text()
    known = text.index('"involvedObject"')

    for end in range(known, len(text) // 2, 997):
        assert read(text[:end])[0].containers[0].restarts == 2


@pytest.mark.parametrize("seed", range(8))
def test_shuffled_lines(seed: int) -> None:
    """The lines of a paste in any order."""
    lines = PASTES[seed].split("\n")
    random.Random(seed).shuffle(lines)

    assert len(read("\n".join(lines))) <= 20


def test_a_long_log_keeps_its_end() -> None:
    """Of an endless log the last lines count, since that is where it ends."""
    text = "$ kubectl logs crane-0\n" + "\n".join(f"line {at}" for at in range(MOST_LINES + 10))
    (snapshot,) = read(text)

    assert snapshot.logs is not None
    assert (len(snapshot.logs[0].lines), snapshot.logs[0].lines[-1]) == (MOST_LINES, f"line {MOST_LINES + 9}")
