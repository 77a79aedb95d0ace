"""How a program writes: the marks of a log, a time, a level, a stack trace, and the words of errors. Pure."""

import re
from functools import lru_cache

from workers.paste.writers.prefixes import unprefixed

_STAMP = re.compile(
    r"\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ,]|\d\d:\d\d:\d\d|[A-Z][a-z]{2} \d{1,2}, \d{4}|\d{1,2}/[A-Z][a-z]{2}/\d{4}:"
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d"
    r"|[IWEF]\d{4} \d\d:\d\d:\d\d|time=|ts=|level=|\d{10}(?:\.\d{1,9})?[ \t])"
)
_ZONED = re.compile(r"\d\d:\d\d:\d\d [+-]\d{4}\b")
"""The second half of a time as describe prints it: the first half is on the line before."""
_LEVEL = re.compile(
    r"(?:^|[\s\[(<|])(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR!|FATAL|CRITICAL|CRIT|PANIC|SEVERE|"
    r"(?:panic|fatal)(?=[:\]])|FATA\[\d{1,8}\]|ERRO\[\d{1,8}\]|INFO\[\d{1,8}\]|WARN\[\d{1,8}\])(?:[\s\]):>|]|$)"
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


def begins_record(line: str) -> bool:
    """Whether a log's record begins with this line: a time, or an object of JSON."""
    head = line.lstrip()
    if _ZONED.match(head):
        return False
    return bool(_STAMP.match(head)) or head.startswith(('{"', "at ", "Caused by: ", "Traceback "))


@lru_cache(maxsize=8192)  # the lines of one part, 5,000 at most, are asked about three times, each time in order
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
