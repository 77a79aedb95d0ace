"""Asks one clause of one index, for one container. Pure; answers yes, no or not seen, never guesses."""

import re
from collections.abc import Callable, Iterable

from core.messages.report import Evidence
from knowledge.regex import Regex
from knowledge.when import Clause, Fact, Leaf
from workers.container import Container, Terminated
from workers.diagnosis.evidence_index import EvidenceIndex, Words, ending
from workers.diagnosis.facts import FACTS
from workers.diagnosis.hearsay import is_told
from workers.diagnosis.no_fault import is_calm, is_klog, is_prose
from workers.diagnosis.outcome import GROUPS, ClauseOutcome, No, NotSeen, Yes, quote
from workers.diagnosis.printed import lines_of, reports_trouble
from workers.snapshot import Condition

_STAMP = re.compile(r"^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?\s{1,4}(?=\S)")
"""The time a log line begins with: it stays in the quote, a headline does without."""


def match(clause: Clause, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    """The answer of `clause`, all container-bound parts of it about `container`."""
    if isinstance(clause, Leaf):
        return LEAVES[clause.kind](clause, index, container)
    if isinstance(clause, Fact):
        return _fact(clause, index, container)
    answers = (match(part, index, container) for part in clause.parts)
    return GROUPS[clause.kind](answers)


def _fact(clause: Fact, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    try:
        seen = FACTS[clause.name].look(index.snapshot, container)
    except NotSeen as unseen:
        return unseen
    return seen or No("fact")


def _waiting(leaf: Leaf, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    if container is None:
        return NotSeen("pod")
    if container.waiting is None:
        return No("waiting", _state(container))
    fields = {"reason": container.waiting.reason, "message": container.waiting.message, "kind": container.kind}
    text = ": ".join(part for part in (container.waiting.reason, container.waiting.message) if part)
    return _fields(leaf, fields, Words(text, "status", container.name, writer=container.waiting.told_by))


def _terminated(leaf: Leaf, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    if container is None:
        return NotSeen("pod")
    asked = {name for name, wanted in leaf.flags if wanted} or {"now", "last"}
    before = None if index.succeeded(container) else container.last
    ends = [container.terminated if "now" in asked else None, before if "last" in asked else None]
    missed: ClauseOutcome = No("terminated", _state(container))
    for end in ends:
        if end is not None:
            answer = _one_end(leaf, end, container)
            if isinstance(answer, Yes):
                return answer
            missed = answer
    return missed


def _one_end(leaf: Leaf, end: Terminated, container: Container) -> ClauseOutcome:
    if leaf.codes is not None and end.code not in leaf.codes:
        return No("terminated", ending(end))
    if end.code is not None and not end.reason and "reason" in dict(leaf.texts):
        return NotSeen("reason")  # the kubelet always gives one: it was cut off, or nobody told it
    fields = {"reason": end.reason, "message": end.message, "kind": container.kind}
    text = end.told or ending(end)
    if end.message and "message" in dict(leaf.texts):
        text = f"{text}: {end.message}"
    answer = _fields(leaf, fields, Words(text, "status", container.name, writer=end.told_by))
    if isinstance(answer, Yes) and end.code is not None:
        answer.values.setdefault("code", str(end.code))
    return answer


def _event(leaf: Leaf, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    if index.events is None:
        return NotSeen("events")
    absent = No("event") if index.snapshot.events_whole else NotSeen("events")
    if not all(regex.may_match(index.event_words[field]) for field, regex in leaf.texts if field in index.event_words):
        return absent
    needles = [regex for field, regex in leaf.texts if field == "message"]
    for event, words in reversed(index.events):
        if container and event.container and container.name and event.container != container.name:
            continue
        if not all(regex.may_match(words.lowered) for regex in needles):
            continue
        fields = {
            "reason": event.reason,
            "message": event.message,
            "type": event.type,
            "component": event.component,
            "object": event.kind,
        }
        answer = _fields(leaf, fields, words)
        if isinstance(answer, Yes):
            return answer
    return absent


def _condition(leaf: Leaf, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    if index.snapshot.pod is None:
        return NotSeen("pod")
    return _first_condition(leaf, index.snapshot.pod.conditions, "condition")


def _first_condition(leaf: Leaf, conditions: Iterable[Condition], kind: str) -> ClauseOutcome:
    for condition in conditions:
        state = f"{condition.type}={condition.status} " if condition.status else ""  # a table shows the word alone
        text = f"{state}{condition.reason}: {condition.message}".rstrip(": ")
        words = Words(text, "node" if kind == "node" else "owner" if kind == "owner" else "condition")
        answer = _fields(leaf, condition.model_dump(include={"type", "status", "reason", "message"}), words)
        if isinstance(answer, Yes):
            return answer
    return No(kind)


def _node(leaf: Leaf, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    node = index.snapshot.node
    if node is None:
        return NotSeen("node")
    for _, wanted in leaf.flags:
        if node.unschedulable is not wanted:
            return No("node", f"unschedulable={str(node.unschedulable).lower()}")
    if not leaf.texts:
        return Yes((Evidence(source="node", quote=f"{node.name}: unschedulable"),))
    names = {field for field, _ in leaf.texts}
    if "taint" in names:
        texts = [f"{taint.key}={taint.value}:{taint.effect}" for taint in node.taints]
        answers = [_fields(leaf, {"taint": text}, Words(text, "node")) for text in texts]
        return next((answer for answer in answers if isinstance(answer, Yes)), No("node"))
    if names & {"runtime", "kernel", "os"}:
        fields = {"runtime": node.runtime, "kernel": node.kernel, "os": node.os_image}
        return _fields(leaf, fields, Words(f"{node.runtime} {node.kernel} {node.os_image}", "node"))
    return _first_condition(leaf, node.conditions, "node")


def _pod(leaf: Leaf, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    pod = index.snapshot.pod
    if pod is None:
        return NotSeen("pod")
    conditions = {condition.type: condition.status for condition in pod.conditions}
    scheduled = conditions.get("PodScheduled") == "True" or bool(pod.node_name)
    flags = {
        "deleted": pod.deleted_at is not None,
        "scheduled": scheduled,
        "ready": conditions.get("Ready") == "True",
    }
    for name, wanted in leaf.flags:
        if flags[name] is not wanted:
            return No("pod", f"{name}={str(flags[name]).lower()}")
    fields = {
        "phase": pod.phase,
        "reason": pod.reason,
        "message": pod.message,
        "word": pod.status_word,
        "scheduler": pod.scheduler,
        "restart_policy": pod.restart_policy,
        "qos": pod.qos,
        "runtime_class": pod.runtime_class,
    }
    parts = [pod.phase or pod.status_word, pod.reason, pod.message]
    if flags["deleted"] and "deleted" in dict(leaf.flags):
        parts.append(f"deletionTimestamp {pod.deleted_at:%Y-%m-%dT%H:%M:%SZ}")
    return _fields(leaf, fields, Words(" ".join(part for part in parts if part), "status"))


def _owner(leaf: Leaf, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    if index.snapshot.owners is None:
        return NotSeen("owner")
    kinds = [regex for field, regex in leaf.texts if field == "kind"]
    rest = Leaf("owner", tuple(item for item in leaf.texts if item[0] != "kind"))
    for owner in index.snapshot.owners:
        flags = {"suspended": owner.suspended, "deleted": owner.deleted_at is not None}
        if not all(regex.search(owner.kind) for regex in kinds):
            continue
        if any(flags[name] is not wanted for name, wanted in leaf.flags):
            continue
        here = Yes((Evidence(source="owner", quote=f"{owner.kind} {owner.name}"),))
        answer = _first_condition(rest, owner.conditions, "owner") if rest.texts else here
        if isinstance(answer, Yes):
            return answer
    return No("owner")


def _says(leaf: Leaf, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    ((_, regex),) = leaf.texts
    for words in index.saying(regex):
        if (
            not _about_another(words, container)
            and (hit := regex.search(words.text))
            and _counts(words, hit, regex, index)
        ):
            return _spoken(words, hit)
    return No("event") if index.events is not None and index.snapshot.events_whole else NotSeen("events")


def _log(leaf: Leaf, index: EvidenceIndex, container: Container | None) -> ClauseOutcome:
    ((_, regex),) = leaf.texts
    wanted = dict(leaf.flags).get("previous")
    for previous, words, printed in index.logs:
        if (wanted is not None and previous is not wanted) or (previous and index.succeeded(container)):
            continue
        if not _about_another(words, container) and (hit := printed.last(regex)) and _is_meant(words, hit, regex):
            return _spoken(words, hit, in_passing=index.at_ease)
    return No("log") if index.snapshot.logs is not None else NotSeen("log")


def _spoken(words: Words, hit: re.Match[str], in_passing: bool = False) -> Yes:
    lines = lines_of(hit)
    line = _STAMP.sub("", lines.strip(), count=1) or lines.strip()
    values = {"line": line} | {name: value for name, value in hit.groupdict().items() if value is not None}
    values["line"] = _STAMP.sub("", values["line"].lstrip(), count=1) or values["line"]
    return Yes(
        (words.evidence(lines),),
        values,
        weak=in_passing and is_calm(lines),
        unsigned=words.anybodys and is_prose(lines),
        about=words.container,
    )


def _counts(words: Words, hit: re.Match[str], regex: Regex, index: EvidenceIndex) -> bool:
    """Whether what was said is evidence: meant, and, where it is a line of nobody known, a report of trouble."""
    if words.anybodys:
        line = lines_of(hit)
        if not reports_trouble(line, calm_counts=index.in_trouble or is_klog(line)):
            return False
    return _is_meant(words, hit, regex)


def _is_meant(words: Words, hit: re.Match[str], regex: Regex) -> bool:
    """A person's words count where they say it; whoever prints a line means it."""
    return words.writer != "person" or is_told(hit, regex)


def _about_another(words: Words, container: Container | None) -> bool:
    return bool(container and container.name and words.container and words.container != container.name)


def _fields(leaf: Leaf, fields: dict[str, str], words: Words) -> ClauseOutcome:
    """Yes when every field of the leaf is found in `fields`."""
    values: dict[str, str] = {}
    for name, regex in leaf.texts:
        captured = _captured(regex, fields.get(name, ""))
        if captured is None:
            return No(leaf.kind, quote(words.text) or None)
        values |= captured
    text = f"{fields['reason']}: {words.text}" if leaf.kind == "event" and fields.get("reason") else words.text
    return Yes((words.evidence(text),), values, about=words.container)


def _captured(regex: Regex, text: str) -> dict[str, str] | None:
    hit = regex.search(text)
    return None if hit is None else {name: value for name, value in hit.groupdict().items() if value is not None}


def _state(container: Container) -> str | None:
    if container.waiting:
        return f"waiting: {container.waiting.reason}"
    if container.running:
        return "running"
    return ending(container.ended) if container.ended else None


LEAVES: dict[str, Callable[[Leaf, EvidenceIndex, Container | None], ClauseOutcome]] = {
    "waiting": _waiting,
    "terminated": _terminated,
    "event": _event,
    "condition": _condition,
    "node": _node,
    "pod": _pod,
    "owner": _owner,
    "says": _says,
    "log": _log,
}
