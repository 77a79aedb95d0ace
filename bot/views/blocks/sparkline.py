"""Restarts over time as one line of text. Pure."""

from collections.abc import Sequence
from datetime import datetime

BARS = "▁▂▃▄▅▆▇█"
SLOTS = 12
"""Columns of one line: five minutes each in an hour, and short enough for a phone."""

FULL = 4
"""A full bar is at least this many, so that single restarts do not look like a storm."""


def sparkline(counts: Sequence[int]) -> str:
    """One bar a count; zero is the lowest bar. Empty for no counts or only zeros."""
    if max(counts, default=0) <= 0:
        return ""
    most, top = max(*counts, FULL), len(BARS) - 1
    return "".join(BARS[-(-max(count, 0) * top // most)] for count in counts)  # rounded up: one is never drawn as zero


def per_slot(times: Sequence[datetime], slots: int = SLOTS) -> list[int]:
    """How many of the times fall into each of equal slots between the first and the last; empty below three times."""
    if len(times) < 3:  # two points always look the same
        return []
    first, last = min(times), max(times)
    span = (last - first).total_seconds()
    if span <= 0:
        return []
    counts = [0] * slots
    for at in times:
        counts[min(int((at - first).total_seconds() / span * slots), slots - 1)] += 1
    return counts
