"""Restarts over time, and lengths of time in words."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.views.blocks.sparkline import per_slot, sparkline

START = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("counts", "drawn"),
    [([], ""), ([0, 0], ""), ([0, 1, 2], "▁▃▅"), ([1, 8], "▂█"), ([0, 4, 0], "▁█▁")],
)
def test_bars(counts: list[int], drawn: str) -> None:
    """One restart is never invisible, and never looks like a storm."""
    assert sparkline(counts) == drawn


@pytest.mark.parametrize("seconds", [[], [0], [0, 60], [5, 5, 5]])
def test_too_few_or_simultaneous_times_have_no_course(seconds: list[int]) -> None:
    """Two points always look the same, so nothing is drawn."""
    assert per_slot([START + timedelta(seconds=at) for at in seconds]) == []


def test_times_fall_into_slots() -> None:
    """The first and the last slot hold the first and the last time."""
    assert per_slot([START, START + timedelta(seconds=1), START + timedelta(seconds=60)], 3) == [2, 0, 1]
