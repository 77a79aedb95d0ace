"""Lengths of time, read and told."""

import pytest

from core.duration import seconds_of, span


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("8s", 8),
        ("3m12s", 192),
        ("1h30m", 5400),
        ("2d4h", 187_200),
        ("1y20d", 33_264_000),
        ("500ms", 0.5),
        ("1.5h", 5400),
    ],
)
def test_as_go_and_kubectl_write_it(text: str, seconds: float) -> None:
    """Any number of units, the largest one first or not."""
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "5", "m", "5mm", "5m!3s", " 5m", "-5m", "1.2.3h", "<unknown>", "٣m", "999999999y", "9" * 400 + "y"]
)
def test_what_is_no_duration(text: str) -> None:
    """Nothing is guessed, and nothing of any length raises."""
    assert seconds_of(text) is None


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0.4, "0 s", "0 秒"),
        (90, "90 s", "90 秒"),
        (150, "2 min", "2 分钟"),
        (7200, "2 h", "2 小时"),
        (9e5, "10 d", "10 天"),
    ],
)
def test_lengths_of_time(seconds: float, english: str, chinese: str) -> None:
    """The unit changes when there are at least two of it."""
    assert (span(seconds, "en"), span(seconds, "zh")) == (english, chinese)
