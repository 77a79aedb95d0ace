"""The prefixes that tools put before a program's line, taken off.

Pure. stern, kail, `kubectl logs --prefix`, docker compose, the CRI log files under /var/log/pods
(`<time> stdout F <line>`), Docker's json-file driver.
"""

import json
import re
from dataclasses import dataclass

from workers.paste.vocabulary.names import names

_CRI = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) [FP] ?(.*)$")
_STERN = re.compile(r"^([a-z0-9][a-z0-9.-]{2,252}) (?:› )?([a-z0-9][a-z0-9-]{0,62}) (?:[|│] ?)(.*)$")
_STERN_BARE = re.compile(
    r"^([a-z0-9][a-z0-9.-]{1,200}-(?:[bcdf-hj-np-tv-xz2-9]{5,10}-)?[bcdf-hj-np-tv-xz2-9]{5})"
    r" ([a-z0-9][a-z0-9-]{0,62}) (.*)$"
)
"""stern without its bar; the alphabet is that of generated names (`k8s.io/apimachinery/pkg/util/rand`)."""
_PROSE = names("to in is of from for failed and was has not on at with by are as")
_KAIL = re.compile(r"^([a-z0-9-]{1,63})/([a-z0-9][a-z0-9.-]{0,252})\[([a-z0-9-]{1,63})\]: ?(.*)$")
_PREFIX = re.compile(r"^\[pod/([a-z0-9.-]{1,253})/([a-z0-9-]{1,63})\] ?(.*)$")
_COMPOSE = re.compile(r"^([a-z0-9][\w.-]{0,80})\s{1,40}[|│] ?(.*)$")


@dataclass(frozen=True)
class PrefixedLine:
    """A line without its tool's prefix, and what the prefix told."""

    text: str
    pod: str = ""
    namespace: str = ""
    container: str | None = None


def unprefixed(line: str) -> PrefixedLine | None:
    """The line without the prefix of a log tool; None when it has none."""
    head = line[:1]
    if head.isdecimal() and (match := _CRI.match(line)):
        return PrefixedLine(match[1])
    if head == "[" and (match := _PREFIX.match(line)):
        return PrefixedLine(match[3], match[1], "", match[2])
    if "/" in line[:64] and (match := _KAIL.match(line)):
        return PrefixedLine(match[4], match[2], match[1], match[3])
    if "|" in line[:340] or "│" in line[:340]:
        if match := _STERN.match(line):
            return PrefixedLine(match[3], match[1], "", match[2])
        if match := _COMPOSE.match(line):
            return PrefixedLine(match[2], "", "", None)
    if line.startswith('{"log":'):
        return _json_file(line)
    if "-" in line[:220] and (match := _STERN_BARE.match(line)) and match[2] not in _PROSE:
        return PrefixedLine(match[3], match[1], "", match[2])
    return None


def _json_file(line: str) -> PrefixedLine | None:
    try:
        value = json.loads(line[:100_000])
    except (ValueError, RecursionError):
        return None
    log = value.get("log") if isinstance(value, dict) else None
    return PrefixedLine(log.rstrip("\n")) if isinstance(log, str) else None
