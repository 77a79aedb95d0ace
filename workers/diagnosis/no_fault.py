"""Lines that report no fault, whatever words stand in them: by their level, or since they say that nothing is broken.

Pure. Every cause asks here before a printed line counts as evidence.
"""

import re

from knowledge.statements.settled import LONGEST, is_settled

_CALM = re.compile(
    r"^(?:(?!ERR|WARN|FATAL|CRIT|SEVERE|PANIC)[^\n]){0,60}?"
    r"(?:\b(?:INFO|DEBUG|TRACE|NOTICE)\b|\[ ?(?:info|debug|trace|notice) ?\]"
    r"|\blevel\"?[=:] ?\"?(?:info|debug|trace|notice)\b)|^\s{0,4}I\d{4} \d\d:\d\d:"
)
"""A level the program itself gives the line that is no warning: words, brackets, logfmt and JSON, klog's `I`."""
_CALM_KEY = re.compile(
    r"\"(?:log\.)?(?:level|lvl|severity|levelname|log_level)\": ?(?:\"(?:info|debug|trace|notice)\"|[123]0\b)",
    re.IGNORECASE,
)
"""The same in JSON wherever its key stands; pino's levels 10 to 30 are trace, debug and info (pino lib/levels.js)."""

_DETAIL = re.compile(r"[^\n]{0,120}?(?:\b(?:DEBUG|TRACE)\b|\blevel\W{1,4}(?:debug|trace)\b|\[ ?(?:debug|trace) ?\])")
"""The levels at which a program only shows its work."""
_KLOG = re.compile(r"\s{0,4}[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{1,9} ")
"""k8s.io/klog/v2: every program of Kubernetes writes its events and refusals at the level of info as well."""

_LOUDER = re.compile(r"[\d\]Z] ?[\[(]?(?:ERROR|FATAL|WARN(?:ING)?|CRITICAL|SEVERE|PANIC)\b")
"""The head of a further record at a higher level: line feeds were lost."""

_STANDS_STILL = re.compile(
    r"\bwaiting\b|\byou (?:need|must|have) |\babort|\bgiving up\b|\btoo many\b|\b(?:not|avoid) start"
    r"|\bblocked for\b|\bno free\b|\bstatus\W{1,3}5\d\d\b|\b(?:error|err)=\"?(?!null|nil|none|<nil>)\S{2}|\bexiting\b",
    re.IGNORECASE,
)
"""What a line at the level of info says where it is the only sign: the program does not go on, or carries an error."""
_MACHINE = re.compile(r"[/\\=<>{}\[\]|_$\"`'()]|::|->|\d|[a-z][A-Z]|\w\.\w|[:;]\s\S|:$")
"""What stands in nearly every line that a program prints, and in few sentences."""
_SENTENCE = re.compile(r"[`\"'(]?[A-Z`][^\n]{30,}[.:]$")
_IN_CHINESE = re.compile(r"[\u3400-\u9fff]{6}")
_MARKED = re.compile(r"\b(?:ERROR|FATAL|WARN(?:ING)?|CRITICAL|SEVERE|PANIC|INFO|DEBUG)\b|\d\d:\d\d:\d\d")
_FUNCTION_WORD = re.compile(r"\b(?:the|an?|is|are|was|its?|which|that|when|only|then|would|with|and|of|or|them)\b")
FEWEST_FUNCTION_WORDS = 4
"""A whole sentence has so many; of messages that programs end with a full stop few do."""
_ROUTINE = re.compile(
    r"\blevel=(?:info|debug) msg=(?!.{0,200}(?:OOM|fail|error|kill))"
    r"|\blevel=warning msg=\"cleaning up after shim disconnected"
)
"""What containerd and dockerd write whenever a container starts or ends (core/runtime/v2/shim.go), but no errors."""


def is_calm(line: str) -> bool:
    """Whether the program marked the line as no trouble: a level below warning."""
    marked = _CALM.match(line) or _CALM_KEY.search(line, 0, LONGEST)
    return marked is not None and _LOUDER.search(line, marked.end()) is None


def stands_still(line: str) -> bool:
    """Whether a calm line says that the program does not go on: some log even that as information."""
    return _STANDS_STILL.search(line, 0, LONGEST) is not None and _DETAIL.match(line) is None


def is_prose(line: str) -> bool:
    """Whether the line is a whole sentence, or has nothing but words: anybody may have written it, about anything."""
    text = line.strip()[:LONGEST]
    if _MARKED.search(text):
        return False
    if _IN_CHINESE.search(text):
        return True
    if _SENTENCE.match(text) and len(_FUNCTION_WORD.findall(text)) >= FEWEST_FUNCTION_WORDS:
        return True
    return _MACHINE.search(text) is None


def is_klog(line: str) -> bool:
    """Whether the line has the head of Kubernetes' own programs, whose level says little."""
    return _KLOG.match(line) is not None


def is_no_fault(line: str) -> bool:
    """Whether the line reports no trouble: by its level, or by what it says."""
    return is_calm(line) or is_settled(line)


def is_routine(line: str) -> bool:
    """Whether a container runtime writes the line in good times as well."""
    return _ROUTINE.search(line, 0, 600) is not None
