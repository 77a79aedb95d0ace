"""The log of every process."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from core.log import QUIET_SECONDS, RepeatFilter, configure


@pytest.fixture
def untouched_logging() -> Iterator[None]:
    """What `configure` changes is put back, since it is the whole process's."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def record(name: str, message: str) -> logging.LogRecord:
    return logging.LogRecord(name, logging.INFO, "", 0, message, None, None)


def test_a_chatty_library_is_not_repeated_for_a_while() -> None:
    """Slack being away is one line, and again one after half a minute; our own lines are all written."""
    seconds = [0.0]
    repeats = RepeatFilter(lambda: seconds[0])

    assert repeats.filter(record("slack_bolt", "refused"))
    assert not repeats.filter(record("slack_bolt", "refused"))
    assert repeats.filter(record("slack_bolt", "something else"))
    assert [repeats.filter(record("bot", "refused")) for _ in range(2)] == [True, True]
    seconds[0] = QUIET_SECONDS
    assert repeats.filter(record("slack_bolt", "refused"))


def test_ours_and_the_libraries_lines_are_json(untouched_logging: None, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a line on stderr, with the level, the time and what was bound, tracebacks within it."""
    configure("info")

    structlog.get_logger().info("asked", target="shop/checkout")
    logging.getLogger("slack_bolt").debug("not shown")
    try:
        raise ValueError("a bug")
    except ValueError:
        logging.getLogger("slack_bolt").exception("broke")

    ours, theirs = map(json.loads, capsys.readouterr().err.splitlines())
    assert (ours["event"], ours["level"], ours["target"]) == ("asked", "info", "shop/checkout")
    assert (theirs["event"], theirs["logger"]) == ("broke", "slack_bolt")
    assert theirs["exception"].endswith("ValueError: a bug")
