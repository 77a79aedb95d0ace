"""What counts as a jump, in numbers: the defaults, and how a setting or an annotation changes them. Pure.

One notation everywhere: `3/10m` (a count within a time), `50%/10m`, `3x`, `5m`, `off`. A text that cannot be read
changes nothing and is reported: anybody may have written an annotation.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.duration import seconds_of

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class CountWithin:
    """A count within a number of seconds."""

    count: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage within a number of seconds."""

    percent: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All rules; None switches one off. Every default is what `docs/alerts.md` promises."""

    alerts: bool = True
    restarts: CountWithin | None = CountWithin(3, 10 * MINUTE)
    """Restarts of a pod's container. A crash loop has its third after about 40 seconds; a single restart is no loop."""
    replicas: Share | None = Share(50, 10 * MINUTE)
    """Pods of a workload that restarted. Detects what hits many pods once each."""
    replicas_at_least: int = 3
    """Pods. Half of two replicas is one pod, which is no news."""
    oom: CountWithin | None = CountWithin(2, HOUR)
    """OOM kills of a container. The first may be chance, and slow leaks need half an hour for the second."""
    new_template: CountWithin | None = CountWithin(2, 15 * MINUTE)
    """Crashes of a template younger than the time: a bad rollout, detected before the third restart."""
    usual: float | None = 3.0
    """Times the usual rate."""
    usual_at_least: int = 6
    """Restarts in six hours. With a usual rate of one in that time, six happen by chance once in half a year."""
    usual_days: int = 3
    """Of the last seven, with restarts: on fewer there is no usual rate."""
    cannot_start: int | None = None
    """Seconds a pod may need to start. Off: rollouts wait for nodes and images, and others alert on that already."""
    start_up: int = 5 * MINUTE
    """Seconds after the restart of a node in which everything has to be back."""


DEFAULTS = Thresholds()

_LONGEST = 7 * 24 * HOUR
_FURTHEST_BACK = 3 * HOUR
"""As long as terminations are kept (`cache.history.KEPT`): what is older cannot be counted."""
_MOST = 10_000
_TIME = r"(?P<time>\d{1,6}[smhd])"
_RATE = re.compile(rf"(?P<count>\d{{1,5}})/{_TIME}")
_SHARE = re.compile(rf"(?P<count>\d{{1,3}})%/{_TIME}")
_DURATION = re.compile(_TIME)
_TIMES = re.compile(r"(?P<times>\d{1,3}(?:\.\d{1,2})?)x")


class BadThreshold(ValueError):
    """A text that is not a threshold; the message names the form that was expected."""


def _time(match: re.Match[str], most: int, most_text: str) -> int:
    seconds = int(seconds_of(match["time"]) or 0)
    if not 1 <= seconds <= most:
        raise BadThreshold(f"a time of 1s to {most_text}")
    return seconds


def _rate(text: str) -> CountWithin:
    match = _RATE.fullmatch(text)
    if not match or not 1 <= int(match["count"]) <= _MOST:
        raise BadThreshold('a count within a time, like "3/10m"')
    return CountWithin(int(match["count"]), _time(match, _FURTHEST_BACK, "3h"))


def _share(text: str) -> Share:
    match = _SHARE.fullmatch(text)
    if not match or not 1 <= int(match["count"]) <= 100:
        raise BadThreshold('a share within a time, like "50%/10m"')
    return Share(int(match["count"]), _time(match, _FURTHEST_BACK, "3h"))


def _duration(text: str) -> int:
    match = _DURATION.fullmatch(text)
    if not match:
        raise BadThreshold('a time, like "5m"')
    return _time(match, _LONGEST, "7d")


def _times(text: str) -> float:
    match = _TIMES.fullmatch(text)
    if not match or float(match["times"]) < 1:
        raise BadThreshold('a multiple, like "3x"')
    return float(match["times"])


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:6]) <= _MOST:
        raise BadThreshold("a number of 1 to 10000")
    return int(text[:6])


def _switch(text: str) -> bool:
    if text not in ("on", "off"):
        raise BadThreshold('"on" or "off"')
    return text == "on"


_READ: Mapping[str, tuple[Callable[[str], Any], bool]] = {
    "alerts": (_switch, False),
    "restarts": (_rate, True),
    "replicas": (_share, True),
    "replicas-at-least": (_number, False),
    "oom": (_rate, True),
    "new-template": (_rate, True),
    "usual": (_times, True),
    "cannot-start": (_duration, True),
    "start-up": (_duration, False),
}
"""How each is read, by its name in settings and annotations, and whether it can be switched off."""

NAMES = frozenset(_READ)


def read(name: str, text: str) -> Any:
    """The value of one threshold; None for `off`. Raises `BadThreshold`, with a sentence, also for an unknown name."""
    if name not in _READ:
        raise BadThreshold(f"there is no threshold {name[:40]!r}; known: {', '.join(sorted(NAMES))}")
    parse, switchable = _READ[name]
    text = text.strip()
    if switchable and text == "off":
        return None
    try:
        return parse(text)
    except BadThreshold as error:
        off = ' or "off"' if switchable else ""
        raise BadThreshold(f"{name}: {text[:40]!r} is not {error}{off}") from error


def changed(thresholds: Thresholds, texts: Mapping[str, str]) -> tuple[Thresholds, tuple[str, ...]]:
    """The thresholds changed by texts, given by name, and a sentence for each text that makes no sense.

    Names that are no thresholds are passed over: other annotations of ours are among them.
    """
    values, wrong = {}, []
    for name in sorted(NAMES & texts.keys()):
        try:
            values[name.replace("-", "_")] = read(name, texts[name])
        except BadThreshold as error:
            wrong.append(str(error))
    return replace(thresholds, **values), tuple(wrong)
