"""Ages and dates as kubectl, runtimes and kernels print them. Pure: the clock is handed in."""

import re
from datetime import UTC, datetime, timedelta, timezone

from core.duration import seconds_of

AGE = r"(?:<unknown>|<invalid>|<none>|(?:\d{1,6}(?:\.\d{1,3})?(?:ms|[smhdy])){1,4})"
"""`8s`, `3m12s`, `7h38m`, `2d4h`, `1y20d`: k8s.io/apimachinery/pkg/util/duration, HumanDuration."""

_PIECES = re.compile(r"(?:[0-9]{1,6}(?:\.[0-9]{1,3})?(?:ms|[smhdy])){1,4}")
ZERO_YEAR = 1970
"""Up to here a time stands for none: `Mon, 01 Jan 0001` of describe, `Thu, 01 Jan 1970` of runtimes."""
_MONTHS = {"janfebmaraprmayjunjulaugsepoctnovdec"[3 * at : 3 * at + 3]: at + 1 for at in range(12)}
_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?")
_RFC1123 = re.compile(
    r"(?:[A-Z][a-z]{2},\s+)?(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{4})\s+(\d\d):(\d\d):(\d\d)\s+([+-]\d{4}|[A-Z]{2,5})"
)


def seconds(age: str) -> float | None:
    """`3m12s` is 192.0; None for `<unknown>` and whatever is no age."""
    pieces = _PIECES.search(age)
    return seconds_of(pieces[0]) if pieces else None


def moment(text: str) -> datetime | None:
    """A time with its zone, of RFC 3339 (API) or RFC 1123 (describe); None if there is none in the text's beginning.

    A time without a zone is taken as UTC: the API and the logs of containers have no other. The years 1 and 1970 are
    the zeros of Go and of Unix: nobody knew the time.
    """
    at = _moment(text)
    return at if at and at.year > ZERO_YEAR else None


def _moment(text: str) -> datetime | None:
    try:
        if match := _RFC3339.match(text):
            year, month, day, hour, minute, second, fraction, zone = match.groups()
            micro = int((fraction or "0").ljust(6, "0")[:6])
            return datetime(
                int(year), int(month), int(day), int(hour), int(minute), int(second), micro, _zone(zone or "Z")
            )
        if match := _RFC1123.match(text):
            day, name, year, hour, minute, second, zone = match.groups()
            month_number = _MONTHS[name.lower()]
            return datetime(int(year), month_number, int(day), int(hour), int(minute), int(second), 0, _zone(zone))
    except (ValueError, KeyError):  # the 31st of February, hour 25
        return None
    return None


def rfc3339(text: str) -> str | None:
    """The time in `text` as the API writes it, for mappings in the API's shape."""
    at = moment(text.strip())
    return at.isoformat().replace("+00:00", "Z") if at else None


def _zone(text: str) -> timezone:
    if text[0] not in "+-":
        return UTC  # names of zones are ambiguous (CST, IST); an hour's error beats none at all
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return timezone(-offset if text[0] == "-" else offset)
