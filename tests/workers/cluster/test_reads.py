"""Many reads at once: each fails alone, and none outlives the look."""

import threading
import time

import structlog

from core.messages.report import Unseen
from workers.cluster import errors
from workers.cluster.reads import Reads


def _fails() -> str:
    raise errors.Forbidden("no")


def test_a_read_that_fails_is_unseen_and_the_others_are_not() -> None:
    """The answer of the one, the reason of the other; twice the same is noted once."""
    with Reads(4, time.monotonic() + 5) as reads:
        good, bad, again = reads.begin("a", str, 7), reads.begin("b", _fails), reads.begin("b", _fails)

        assert [reads.end(read) for read in (good, bad, again, None)] == ["7", None, None, None]
        assert reads.unseen() == (Unseen(what="b", why="forbidden", said="no"),)


def test_a_guess_that_was_not_needed_is_not_missed() -> None:
    """Only what somebody waited for can be unseen."""
    with Reads(4, time.monotonic() + 5) as reads:
        reads.begin("guess", _fails)

        assert reads.unseen() == ()


def test_what_is_not_there_in_time_is_unseen() -> None:
    """The look ends when it must, whatever a read is doing."""
    released = threading.Event()
    with Reads(4, time.monotonic() + 0.05) as reads:
        slow = reads.begin("log/web", released.wait)

        assert reads.end(slow) is None
        assert reads.unseen() == (Unseen(what="log/web", why="timeout"),)
    released.set()


def test_a_fault_of_ours_is_logged_and_takes_nothing_else_with_it() -> None:
    """The answer lacks one part; the traceback is in the log."""
    with Reads(4, time.monotonic() + 5) as reads, structlog.testing.capture_logs() as logs:
        wrong, good = reads.begin("node", int, "x"), reads.begin("a", str, 7)

        assert (reads.end(wrong), reads.end(good)) == (None, "7")
        assert reads.unseen() == (Unseen(what="node", why="unreadable"),)
    assert [(entry["what"], type(entry["exc_info"])) for entry in logs] == [("node", ValueError)]
