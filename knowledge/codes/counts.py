"""Numbers and names of a free text that are no code: counts, ports, dates, answers of HTTP, what is denied. Pure."""

from __future__ import annotations

import re

from knowledge.statements.read import read as statements

_LABELS = (
    r"\bports?|\bversions?|\bv|\blines?|\bsteps?|\battempts?|\bpages?|\bissues?|\bticket|\bbuild|\bpid|\buid|\bgid|#|\bPR"
    r"|\bHTTP(?:/\d(?:\.\d)?)?(?: status| code| error)?|(?-i:\b(?:GET|POST|PUT|DELETE|HEAD) /\S{0,80})"
    r"|端口号?|版本号?|第|行号?|编号|HTTP ?(?:状态码|错误)?"
)
_COUNTED = (
    r"pods|pod(?= )|containers?|nodes|replicas?|restarts|times|services?|deployments?|jobs|tasks|processes|errors|lines"
    r"|warnings|requests|retries|seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|years?|cpus?|cores?|people"
    r"|users|threads|bytes|ms|s|[KMGT]i?B?|%"
)
_COUNTED_IN_CHINESE = r"个|次|台|条|行|秒|分钟?|小时|天|周|年|月|核|副本|节点|实例|人|毫秒|百分"
_HTTP = r"(?:(?:status|response) code|(?<!退出)状态码|响应码?)\W{0,3}[1-5]\d\d"
_ANSWERED = r"(?:返回|响应|报)了?\s?(?:40\d|41[0-8]|42[29]|50[0-4])"
_REASON_PHRASES = (
    r"Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out|Not Found|Forbidden|Unauthorized"
    r"|Bad Request|Too Many Requests|OK\b|错误码?"
)
# What stands there as a number and is none of the codes; alternatives of which each begins with a word or a digit.
_NO_CODE = re.compile(
    rf"(?:{_LABELS})\s?[:：=]?\s?v?\d{{1,10}}(?:\.\d{{1,10}}){{0,3}}(?![\w.]?\d)"
    rf"|(?:{_HTTP}|{_ANSWERED})(?!\d)|\blisten\w{{0,4}} on\s\d{{2,5}}\b|\bterminated abruptly\b"
    rf"|(?<![\w.])[45]\d\d\s(?:{_REASON_PHRASES})"
    r"|(?<![\w.])\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}日?(?:[T ]\d{1,2}:\d\d(?::\d\d)?)?"
    r"|(?<![\w.])\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?!\d)|(?<![\w./])\d{1,2}/\d{1,2}(?![\w./])(?:\s(?:pods|nodes))?"
    rf"|(?<![\w.-])\d{{1,9}}(?:\.\d{{1,3}})?\s?(?:[a-z]{{3,12}}\s)?(?:{_COUNTED})(?![A-Za-z0-9_])"
    rf"|(?<![\w.-])\d{{1,9}}\s?(?:{_COUNTED_IN_CHINESE})",
    re.IGNORECASE,
)
_DENIED_NAME = re.compile(
    r"\b(?:not|no|never|isn['’]?t|wasn['’]?t|without)\s(?:an?\s|the\s|any\s)?[A-Za-z]{3,30}\s?$"
    r"|\bno\s(?:containers?|pods?|process(?:es)?|one)\s(?:was|were|is|are|got|has been|have been)\s[A-Za-z]{3,30}\s?$"
    r"|(?:不是|没有|并非|并不是|不算)\s?[A-Za-z]{3,30}\s?$",
    re.IGNORECASE,
)


def without_counts(text: str) -> str:
    """The text with blanks for what is no code in it."""
    lines = text.splitlines()
    for statement in statements(text):
        if statement.polarity == "denied" and statement.predicate in ("reason", "state", "signal"):
            line, fact = lines[statement.line], statement.fact
            lines[statement.line] = line[: fact.start] + " " * (fact.end - fact.start) + line[fact.end :]
    return _DENIED_NAME.sub(" ", _NO_CODE.sub(" ", "\n".join(lines)))
