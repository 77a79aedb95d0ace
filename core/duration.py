"""Durations: parsed as Go and kubectl write them (`1h30m`, `2d4h`), formatted in words (`26 s`, `3 分钟`). Pure."""

import re

import durationpy

from core.bilingual import Bilingual
from core.messages.model import Language

_FORM = re.compile(r"(?:[0-9]{1,9}(?:\.[0-9]{1,9})?(?:ns|us|µs|ms|[smhdwy])){1,8}")
"""Narrower than durationpy, which lets anything stand between two parts and takes `mm` for months."""
_UNITS = (
    (86_400, Bilingual("d", "天")),
    (3600, Bilingual("h", "小时")),
    (60, Bilingual("min", "分钟")),
    (1, Bilingual("s", "秒")),
)


def seconds_of(text: str) -> float | None:
    """`1h30m` is 5400.0; with days, weeks and years of 365 days as well. None for anything that is not a duration."""
    if not _FORM.fullmatch(text):
        return None
    try:
        return durationpy.from_str(text).total_seconds()
    except durationpy.DurationError:  # longer than `timedelta` can hold
        return None


def span(seconds: float, language: Language) -> str:
    """The largest unit of which there are at least two, rounded: 90 is `90 s`, 150 is `2 min`."""
    size, unit = next((unit for unit in _UNITS if seconds >= 2 * unit[0]), _UNITS[-1])
    return f"{round(seconds / size)} {unit.of(language)}"
