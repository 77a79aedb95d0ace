"""Moves recorded times so that a recording looks as if it had just been made. Pure: no clock.

Every stamp of one scenario moves by the same amount, in objects, event texts and logs alike, so that
all distances stay as they were recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

# Only stamps of the day of the recording move: a certificate that expired in October stays expired.
_DAY = r"2026(?P<sep>[-/])11(?P=sep)2[01]"
_STAMP = re.compile(_DAY + r"(?P<t>[T ])(?P<clock>\d\d:\d\d:\d\d)(?P<fraction>\.\d{1,9})?")
_FUTURE = re.compile(r'"deletionTimestamp":\s?"[^"]*"')
"""A deletionTimestamp is when the grace period will end, so it says nothing about when the recording was made."""


def latest(texts: Iterable[str]) -> datetime | None:
    """The latest recorded stamp in these JSON texts, UTC; None if there is none."""
    stamps = [_read(match) for text in texts for match in _STAMP.finditer(_FUTURE.sub("", text))]
    return max(stamps, default=None)


def shift(text: str, by: timedelta) -> str:
    """The text with every stamp of the recorded day moved; fractions and separators stay as they are."""
    return _STAMP.sub(lambda match: _write(match, _read(match) + by), text)


def _read(match: re.Match[str]) -> datetime:
    day = match[0][:10].replace("/", "-")
    return datetime.fromisoformat(f"{day}T{match['clock']}").replace(tzinfo=UTC)


def _write(match: re.Match[str], moment: datetime) -> str:
    separator = match["sep"]
    return moment.strftime(f"%Y{separator}%m{separator}%d{match['t']}%H:%M:%S") + (match["fraction"] or "")
