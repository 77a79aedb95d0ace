"""Whatever is pasted: no exception, at most twenty snapshots, and what is readable stays readable."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.messages.answer import Capture
from knowledge.decode import decode
from workers.paste import read
from workers.paste.gather.gather import MOST_LINES, MOST_TEXT, gather
from workers.tracing import capture

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


NUMBERS = ("9" * 5000, "0" * 5000, "-" + "9" * 5000, "²", "٣", "0x" + "f" * 5000, "9" * 400 + "." + "9" * 400)
"""Python reads none of the first as a number; the others are digits to it, or none."""
NUMBERED = (
    "NAME READY STATUS RESTARTS AGE\nweb-1 0/1 Error {} 3d", "NAME READY STATUS RESTARTS AGE\nweb-1 {}/1 Error 3 3d",
    "NAME DESIRED CURRENT READY AGE\nweb {} 1 0 3d", "NAME DESIRED CURRENT READY AGE\nweb 1 1 {} 3d",
    "NAME READY UP-TO-DATE AVAILABLE AGE\nweb 0/1 {} 0 3d", "NAME COMPLETIONS DURATION AGE\nweb 0/{} 3d 3d",
    "NAME DESIRED CURRENT READY UP-TO-DATE AVAILABLE AGE\nweb 1 1 {} 1 1 3d", "NAME EXITCODE\nweb-1 {}",
    "Name: web\nContainers:\n  app:\n    Last State: Terminated\n      Exit Code: {}\n    Restart Count: {}",
    "Name: web\nContainers:\n  app:\n    Port: {}/TCP\n    Liveness: tcp-socket :{} delay={}s timeout={}s period={}s",
    "LAST SEEN FIRST SEEN COUNT NAME KIND TYPE REASON\n5s 5s {} web Pod Warning Failed", "exitCode={}",
    "5s  5s  {}  web  Pod  Warning  Failed  kubelet  Error: x", "lastState: terminated:map[exitCode:{} reason:Error]",
    '{"kind":"Pod","status":{"containerStatuses":[{"restartCount":{}}]}}', "status:\n  restartCount: {}",
    "the pod restarted {} times with exit code {}, memory limit {}Mi", "重启了{}次，退出码 {}，内存限制 {}Mi",
    "type=OBJ_PID msg=audit(1364481363.243:{}): opid={} ocomm=x", "Killed process {} (java) total-vm:{}kB", "signal {}",
)  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: f"{number[:3]}-{len(number)}")
@pytest.mark.parametrize("text", NUMBERED, ids=lambda text: text[:30].partition("\n")[0])
def test_no_number_is_too_long(text: str, number: str) -> None:
    """Wherever a number may stand, one of 5,000 digits and one that is none are read without an exception."""
    given = text.replace("{}", number)

    assert len(read(given)) <= 20
    assert isinstance(capture(given, "-"), Capture | None)
    assert len(decode(given)) > 0


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


def test_words_in_many_parts_are_bounded_together() -> None:
    """Each part has a bound of its own, and a paste may have 2,000 parts: all words together have one, too."""
    part = ["$ true", *["my pod failed again today, please help."] * 900]

    assert len(gather(part * 15).written) == MOST_TEXT


def test_a_line_joined_from_many_is_told_once() -> None:
    """4 MB of equal lines of one width are one line to the reader: what it tells is one end, as said by a person."""
    text = "The pod web-1 keeps restarting with exit code 137 and nobody knows why it does so.\n" * 3000
    (snapshot,) = read(text)

    assert [container.last.code for container in snapshot.containers if container.last] == [137]
