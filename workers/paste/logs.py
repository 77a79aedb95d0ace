"""What a container wrote: how such a line is known, and the prefixes that tools put before it.

Pure. Prefixes: stern, kail, `kubectl logs --prefix`, docker compose, the CRI log files under /var/log/pods
(`<time> stdout F <line>`), Docker's json-file driver.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from workers.paste.names import names

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
_STAMP = re.compile(
    r"\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ,]|\d\d:\d\d:\d\d|[A-Z][a-z]{2} \d{1,2}, \d{4}|\d{1,2}/[A-Z][a-z]{2}/\d{4}:"
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d|time=|ts=|level=|\d{10}(?:\.\d{1,9})?[ \t])"
)
_ZONED = re.compile(r"\d\d:\d\d:\d\d [+-]\d{4}\b")
"""The second half of a time as describe prints it: the first half is on the line before."""
_LEVEL = re.compile(
    r"(?:^|[\s\[(<|])(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR!|FATAL|CRITICAL|CRIT|PANIC|SEVERE|"
    r"panic|fatal|FATA\[\d{1,8}\]|ERRO\[\d{1,8}\]|INFO\[\d{1,8}\]|WARN\[\d{1,8}\])(?:[\s\]):>|]|$)"
)
_TRACE = re.compile(
    r"^\s{0,12}(?:Traceback \(most recent call last\)|File \"[^\"]{1,300}\", line \d|at [\w.$<>/\[\]-]{3,200}[ (]"
    r"|Caused by: |Exception in thread|goroutine \d{1,9} \[|panic: |fatal error: |\[signal SIG|thread '[^']{1,80}' "
    r"|[\w.]{1,120}(?:Exception|Error|Failure|Exit|Interrupt): |node:internal|npm ERR!|npm error|from /[^:\s]{1,200}:\d"
    r"|Unhandled exception|Segmentation fault|Bus error|Aborted|Killed$|terminate called|/[\w./-]{1,200}:\d{1,6}:)"
)
_TROUBLE = re.compile(
    r"no such file or directory|[Pp]ermission denied|not permitted|connection refused|[Nn]o space left on device"
    r"|command not found|: not found|cannot |can't |could not |unable to |failed|unknown flag|unrecognized|undefined"
    r"|no such host|timed out|timeout|address already in use|[Rr]ead-only file ?system|exec format error|i/o error"
    r"|unreachable|core dumped|out of memory|[Uu]nauthorized|forbidden|listening on|incompatible|waiting for"
)
_CODE_LIKE = re.compile(r"[/\\=<>{}\[\]|_$]|::|->|\w\(|\b0x[0-9a-f]|\w\.\w{2,}|\d{2,}|:\s*$")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE = re.compile(
    r"\b(?:the|is|are|was|my|we|you|it|and|have|has|this|that|please|help|why|how|our|after|but)\b", re.I
)
_FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|I've|my|we|we're|our|anyone|please|thanks|hi|hello|help|any ideas?|what'?s|why)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class LogLine:
    """A line without its tool's prefix, and what the prefix told."""

    text: str
    pod: str = ""
    namespace: str = ""
    container: str | None = None


def unprefixed(line: str) -> LogLine | None:
    """The line without the prefix of a log tool; None when it has none."""
    head = line[:1]
    if head.isdecimal() and (match := _CRI.match(line)):
        return LogLine(match[1])
    if head == "[" and (match := _PREFIX.match(line)):
        return LogLine(match[3], match[1], "", match[2])
    if "/" in line[:64] and (match := _KAIL.match(line)):
        return LogLine(match[4], match[2], match[1], match[3])
    if "|" in line[:340] or "│" in line[:340]:
        if match := _STERN.match(line):
            return LogLine(match[3], match[1], "", match[2])
        if match := _COMPOSE.match(line):
            return LogLine(match[2], "", "", None)
    if line.startswith('{"log":'):
        return _json_file(line)
    if "-" in line[:220] and (match := _STERN_BARE.match(line)) and match[2] not in _PROSE:
        return LogLine(match[3], match[1], "", match[2])
    return None


def _json_file(line: str) -> LogLine | None:
    try:
        value = json.loads(line[:100_000])
    except (ValueError, RecursionError):
        return None
    log = value.get("log") if isinstance(value, dict) else None
    return LogLine(log.rstrip("\n")) if isinstance(log, str) else None


def begins_record(line: str) -> bool:
    """Whether a log's record begins with this line: a time, or an object of JSON."""
    head = line.lstrip()
    if _ZONED.match(head):
        return False
    return bool(_STAMP.match(head)) or head.startswith(('{"', "at ", "Caused by: ", "Traceback "))


@lru_cache(maxsize=1024)  # the lines of one part are asked about three times
def looks_logged(line: str) -> bool:
    """Whether the line bears a mark of a program's log: a time, a level, a stack trace, an object of JSON."""
    text = line[:600]
    head = text.lstrip()
    return bool(
        _STAMP.match(head)
        or _TRACE.match(text)
        or _LEVEL.search(text[:160])
        or (head.startswith('{"') and head.endswith("}"))
        or unprefixed(text)
    )


def troubled(line: str) -> bool:
    """Whether the line has the words in which programs report errors."""
    return _TROUBLE.search(line, 0, 600) is not None


def looks_said(line: str, *, among_logs: bool = False) -> bool:
    """Whether a person wrote the line to another person, rather than a program.

    Among log lines (`among_logs`) a plain English sentence is the program's.
    """
    text = line.strip()[:600]
    if not text or looks_logged(text):
        return not text
    if _IDEOGRAPHS.search(text):
        return True
    if _FIRST_PERSON.search(text):
        return not _TROUBLE.search(text) or text.endswith(("?", "!", ".", ":"))
    if _TROUBLE.search(text):
        return False
    words = len(text.split())
    if among_logs:
        return False
    if text.startswith(("# ", "## ", "### ", "- ", "* ")) and words > 2 and not _CODE_LIKE.search(text[2:]):
        return True
    return words > 3 and len(_SENTENCE.findall(text)) >= 2 and not _CODE_LIKE.search(text.rstrip(":"))
