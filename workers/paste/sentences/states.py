"""States in the words of kubectl and the kubelet that stand on one line: `Evicted`, `is waiting to start: ...`. Pure.

What any text tells of exit codes, signals and reasons is read by `line_facts`.
"""

import re
from typing import Any

from core.number import whole_number
from workers.paste.parsed import WORD, Mapped
from workers.paste.tables.status_column import is_strict_word, pod_status

_GO_MAP = re.compile(r"\b(terminated|waiting):map\[([^\[\]]{1,2000})\]")
_GO_FIELD = re.compile(r"(?:^| )(exitCode|reason|message|startedAt|finishedAt|signal):([^\[\]]*?)(?= \w{2,20}:|$)")
_IS_STATUS = re.compile(
    r"\b(?:status|state|reason)\b\W{0,20}(?:(?:is|becomes?|became|was|shows?|of|to|in|into|goes|now|still"
    r"|stays)\W{1,3}){0,3}"
    r"([A-Z][A-Za-z]{5,40})(?![\w.])",
    re.IGNORECASE,
)
"""`status becomes MatchNodeSelector`, `Reason: CrashLoopBackOff`; the word itself has to be one of kubectl's."""
_TERMINATING = re.compile(
    r"\b(?:stuck|stays?|hangs?|remains?|becomes?|became|go(?:es)?|went|still)\W{1,3}"
    r"(?:\w{1,8} ){0,3}\W{0,3}terminating\b"
    r"|\bterminating\b\W{1,3}(?:state|status|phase)\b",
    re.IGNORECASE,
)
_OF_PODS = re.compile(r"\bpods?\b", re.IGNORECASE)
_OF_NAMESPACE = re.compile(r"\bnamespaces? (?:\S{1,63} ){0,3}terminating\b", re.IGNORECASE)
"""`my pod went to Terminating state`; a namespace can hang in it as well, which says nothing of a pod."""
_WAITS = re.compile(r'container "?([\w.-]{1,63})"? in pod "?([\w.-]{1,253})"? is waiting to start: (.{1,60})')
_WAITS_FOR = {"trying and failing to pull image": "ImagePullBackOff", "image can't be pulled": "ErrImagePull"}
"""kubectl logs of a container that has not started (pkg/registry/core/pod/strategy.go, LogLocation; kubelet)."""
_INIT_WORD = re.compile(
    r"\bInit: ?(?:\d{1,3}/\d{1,3}|Error|CrashLoopBackOff|ImagePullBackOff|ErrImagePull|OOMKilled)(?![\w/])"
)
"""kubectl's words for init containers, which mean nothing else, in a sentence."""
_WITH_REASON = re.compile(
    r"\b(StartError|OOMKilled|Error|ContainerCannotRun|Completed|Evicted)\b,? \(exit code (\d{1,10})\)"
)


def state_alone(line: str) -> Mapped | None:
    """A Pod mapping for a line that is nothing but a state: `Evicted`, `exitCode=137`."""
    text = line.strip().strip("`*_ '\"")
    if len(text) < 64 and is_strict_word(text):
        return pod_status(text)
    if match := _GO_MAP.search(line, 0, 4000):
        return _state(match[1], dict(_GO_FIELD.findall(match[2])))
    return None


def _state(kind: str, given: dict[str, str]) -> Mapped:
    """`terminated:map[exitCode:137 reason:OOMKilled]`, as `-o jsonpath` printed before 1.16."""
    fields: dict[str, Any] = {key: value.strip() for key, value in given.items()}
    if (code := whole_number(fields.get("exitCode", ""))) is not None:
        fields["exitCode"] = code
    return {"kind": "Pod", "metadata": {}, "status": {"containerStatuses": [{"lastState": {kind: fields}}]}}


def state_quoted(line: str) -> Mapped | None:
    """A Pod mapping for the state that a sentence or a log line speaks of in kubectl's words."""
    text = line[:2000]
    if fact := end_with_reason(text):
        return fact
    if waits := state_in_answer(text):
        return waits
    if (match := _INIT_WORD.search(text)) and is_strict_word(word := match[0].replace(" ", "")):
        return pod_status(word)
    return None


def state_within(line: str) -> Mapped | None:
    """A Pod mapping for `status becomes MatchNodeSelector`, or for a pod that a sentence says hangs in its deletion."""
    text = line[:2000]
    if (match := _IS_STATUS.search(text)) and is_strict_word(match[1]):
        return pod_status(match[1])
    return pod_status("Terminating") if tells_deletion(text) else None


def tells_deletion(line: str) -> bool:
    """Whether a sentence says of a pod that it hangs in its deletion."""
    text = line[:2000]
    return bool(_TERMINATING.search(text) and _OF_PODS.search(text) and not _OF_NAMESPACE.search(text))


def state_in_answer(line: str) -> Mapped | None:
    """What `kubectl logs` answers for a container that waits: its reason, and whose it is."""
    match = _WAITS.search(line, 0, 2000)
    reason = _WAITS_FOR.get(match[3].strip(), match[3].strip()) if match else ""
    if not match or not is_strict_word(reason):
        return None
    status = {"name": match[1], "state": {"waiting": {"reason": reason}}}
    return {"kind": "Pod", "metadata": {"name": match[2]}, "status": {"containerStatuses": [status]}, WORD: reason}


def end_with_reason(line: str) -> Mapped | None:
    """The same only where the reason stands before the code: `StartError (exit code 128): ...`."""
    match = _WITH_REASON.search(line, 0, 2000)
    if not match:
        return None
    return _ended(int(match[2]), match[1], line[match.end() :].lstrip(": ").partition('" ')[0][:2000])


def _ended(code: int, reason: str = "", message: str = "") -> Mapped:
    terminated: dict[str, Any] = {"exitCode": code}
    terminated.update({"reason": reason} if reason else {})
    terminated.update({"message": message} if message else {})
    return {"kind": "Pod", "metadata": {}, "status": {"containerStatuses": [{"lastState": {"terminated": terminated}}]}}
