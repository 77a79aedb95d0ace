"""Times as kubectl shows them: `2m8s`, `47d`, `<unknown>`. Pure: the present is passed in.

staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go, HumanDuration.
"""

from __future__ import annotations

from datetime import datetime

MINUTE, HOUR, DAY, YEAR = 60, 3600, 86400, 365 * 86400


def since(stamp: str | None, now: datetime) -> str:
    """How long ago an RFC 3339 stamp was; `<unknown>` for none."""
    if not stamp:
        return "<unknown>"
    return human((now - datetime.fromisoformat(stamp)).total_seconds())


def human(exact_seconds: float) -> str:
    """Seconds in at most two units, coarser the longer they are."""
    seconds = int(exact_seconds)
    if seconds < -1:
        return "<invalid>"
    if seconds < 0:
        return "0s"
    # Each row: below this many seconds, whole units of this size, with the rest in units of that size.
    for below, unit, suffix, rest_unit, rest_suffix in (
        (2 * MINUTE, 1, "s", 0, ""),
        (10 * MINUTE, MINUTE, "m", 1, "s"),
        (3 * HOUR, MINUTE, "m", 0, ""),
        (8 * HOUR, HOUR, "h", MINUTE, "m"),
        (2 * DAY, HOUR, "h", 0, ""),
        (8 * DAY, DAY, "d", HOUR, "h"),
        (2 * YEAR, DAY, "d", 0, ""),
        (8 * YEAR, YEAR, "y", DAY, "d"),
    ):
        if seconds < below:
            rest = seconds % unit // rest_unit if rest_unit else 0
            return f"{seconds // unit}{suffix}" + (f"{rest}{rest_suffix}" if rest else "")
    return f"{seconds // YEAR}y"
