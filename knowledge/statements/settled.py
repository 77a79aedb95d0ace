"""Lines that say of themselves that nothing is broken: denied, over, handled, asked, or a count of none. Pure."""

from __future__ import annotations

import re

# Characters of a line that are looked at.
LONGEST = 1_000
_NOTHING = re.compile(
    r"(?<![\w.-])(?:0|no|zero|never|do not|don['’]t|without(?: any)?) (?:\w+ )?"
    r"(?:errors?|failures?|failed|problems?|issues?|exceptions?|critical|panics?|panicked|crash(?:es|ed)?)\b"
    r"|(?:不要|别|没有|没|无|未发生)\s?(?:panic|报错|错误|异常|崩溃)"
    r"|\b(?:errors?|failures?|failed|exceptions?)[\"']?\s?[=:]\s?[\"']?(?:0|null|none|false|\[\])(?![\w.])"
    r"|\berror summary\b",
    re.IGNORECASE,
)
"""A count of errors that is none: `41 passed; 0 failed`, `errors=0`."""
_TROUBLE = re.compile(
    r"error|fail|exception|critical|fatal|denied|refused|panic|cannot|unable|kill|crash|oom", re.IGNORECASE
)
_PASSED = re.compile(
    r"\s{0,8}(?:[✓✔√]|PASS\b|--- PASS|ok\b)|.{0,300}\" [23]\d\d \d{1,12}\b|.{0,300}\b(?:PASSED|SKIPPED|XFAIL)\b"
    r"|\W{0,8}(?:it )?should (?:not )?[a-z]{3,20} "
)
"""A test that passed, a request that was served, a test's title."""
_DENIED = re.compile(
    r"\b(?:no|zero|0|without) [\"'“`][^\"'”`\n]{3,80}[\"'”`](?: \w+)? ?"
    r"(?:errors?|lines?|messages?|entries|found|failures?|events?)\b"
    r"|(?:没有|无|未)(?:发现|出现|任何)[^，。\n]{3,80}"
    r"|\b(?:support|feature|detection)(?: is| was)? (?:enabled|disabled|on|off|compiled in)\b",
    re.IGNORECASE,
)
"""Said to be absent, or a feature that is only named: `no "connection refused" lines`, `seccomp support enabled`."""
_OVER = re.compile(
    r"(?<!\[)\brecovered\b(?! ?\]| ?: | but)|\bself-healed\b"
    r"|\b(?:retry|retries|reconnect(?:ion)?|attempt \d{1,4}) (?:has |have |was )?(?:succeeded|successful)"
    r"|\bsucceeded (?:after|on|at|in) (?:attempt |retry |the )?(?:\d|retr|second|third|next)"
    r"|\((?:last|previous) (?:error|failure|exception|attempt)\b"
    r"|(?<!failed )\b(?:switching|switched|falling back|fell back|failing over|failed over) to\b"
    r"|\b(?:handled|caught|ignor(?:ed|ing)|suppressed|swallowed)\b.{0,300}[,;:] (?:request|message|event|job)s? "
    r"(?:was |were )?(?:dropped|skipped|ignored|retried)\b"
    r"|[,;] (?:ignor(?:ed|ing)|skipp(?:ed|ing)|creating (?:it|one)|using (?:the )?(?:default|/))"
    r"|\bhandled (?:gracefully|, )|\bgracefully$"
    r"|重试成功|恢复正常|已(?:经)?(?:自动)?(?:恢复|解决|修复)|已忽略",
    re.IGNORECASE,
)
"""What is over, or what the program took in its stride; Go prints `[recovered]` behind a panic that it passes on."""
_HEADED = re.compile(
    r"\W{0,8}(?:TODO|FIXME|XXX|HACK)\b|\W{0,4}(?:RESOLVED|[Rr]esolved|Recovered)(?::\d{1,4})?\]?(?:[:：]|\s|$)"
    r"|\W{0,4}(?:告警|报警|故障)?(?:已)?(?:恢复|解除)(?:通知)?\W|\W{0,2}【[^】]{0,12}(?:恢复|解除|已解决)[^】]{0,12}】"
)
"""A note to oneself, an alert that is over."""
_VALUE = re.compile(
    r"\W{0,4}(?:(?:DEBUG|TRACE|INFO|debug|info)\W{1,3})?(?P<key>[\w.%/-]{2,80}(?: [\w-]{2,30}){0,4})[\"']?"
    r"(?:\{[^{}\n]{0,400}\})?\s{0,3}"
    r"(?:[:=：]\s{0,3}[\"']?|\s(?:is|次数)\s?[:=：]?\s?|(?<=[}_a-z])\s)"
    r"(?:[Ff]alse|0(?:\.0{1,3})?|null|否)[\"']?(?:\s\d{10,13})?[\s.,;)\]}]{0,6}$"
)
"""A condition or a metric whose value is False or 0, alone on its line."""
# An option that says what Java does when it runs out of memory (hotspot share/runtime/globals.hpp).
_OPTION = re.compile(r"-XX:[+-]\w{0,40}OutOfMemoryError\b")
_STOCK = re.compile(
    r"(?:available|capacity|free|left|remaining|ready|replicas|nodes?|pods?|running|endpoints?|status|code|card)$",
    re.IGNORECASE,
)
"""Of which none is trouble: what there should be some of."""
_ASKED = re.compile(r"[^:：\"\n]{2,80}[?？]\s{0,3}$|.{0,200}(?:是什么意思|什么意思|吗)[?？。]?\s{0,3}$")
"""A short question; what programs ask (`Is the server running?`) stands behind what went wrong."""


def is_settled(line: str) -> bool:
    """Whether the line itself says that nothing is broken."""
    text = line[:LONGEST]
    return is_over(text) or _ASKED.match(text) is not None


def is_over(line: str) -> bool:
    """The same but for a question: it passed, is denied or over, was taken in its stride, or counts nothing."""
    text = line[:LONGEST]
    return bool(
        _PASSED.match(text) or _HEADED.match(text) or _DENIED.search(text) or _OVER.search(text) or _is_none(text)
    )


def _is_none(text: str) -> bool:
    """Whether all that the line counts of trouble is none, or the flag it shows is false."""
    if (value := _VALUE.match(text)) and not _STOCK.search(value["key"]):
        return True
    if _OPTION.search(text) and not _TROUBLE.search(_OPTION.sub("", text)):
        return True
    return _NOTHING.search(text) is not None and not _TROUBLE.search(_NOTHING.sub("", text))
