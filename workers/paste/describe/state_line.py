"""A container's state that a person wrote on one line, spread over the lines describe prints it on. Pure.

`Last State: Terminated (Reason: OOMKilled, Exit Code: 137)` is how chats and reports shorten it.
"""

import re

from workers.paste.tables.status_column import is_strict_word

_STATE = re.compile(
    r"(\s{0,40})(?:[-*•] )?((?:Last )?State):\s{0,40}(Terminated|Waiting)\b(?:[\s,;:(/-]{1,6}|\s[\w ]{0,20}?)(?=\S)"
    r"(.{2,600})$"
)
_REASON = re.compile(r"\bReason[:=]?\s{0,4}([A-Za-z]{3,60})", re.IGNORECASE)
_WORD = re.compile(r"\b[A-Z][A-Za-z]{4,40}\b")
_CODE = re.compile(r"\bexit(?:ed)?[ _-]?(?:with )?(?:code|status)?[ :=]{0,3}(-?\d{1,10})\b", re.IGNORECASE)
_MESSAGE = re.compile(r"\bMessage:\s{0,4}(\S.*)$", re.IGNORECASE)


def spread(lines: list[str]) -> list[str]:
    """The lines, each such state on lines of its own; the same list where there is none."""
    if not any("State:" in line for line in lines):
        return lines
    spread_lines: list[str] = []
    for line in lines:
        spread_lines.extend(_spread(line) if "State:" in line else [line])
    return spread_lines


def _spread(line: str) -> list[str]:
    match = _STATE.match(line[:700])
    if not match:
        return [line]
    indent, field, state, rest = match.groups()
    reason, code, message = _reason(rest), _CODE.search(rest), _MESSAGE.search(rest)
    if not reason and not code:
        return [line]
    lines = [f"{indent}{field}:  {state}"]
    lines += [f"{indent}  Reason:  {reason}"] if reason else []
    lines += [f"{indent}  Message:  {message[1].rstrip(' )')}"] if message else []
    lines += [f"{indent}  Exit Code:  {code[1]}"] if code else []
    return lines


def _reason(text: str) -> str:
    """The word after `Reason:`, or one that kubectl prints for a state."""
    if match := _REASON.search(text):
        return match[1]
    words = [word for word in _WORD.findall(text) if is_strict_word(word) or word == "Error"]
    return words[0] if words else ""
