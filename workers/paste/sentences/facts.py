"""Facts that lines tell in words, as Pod mappings: what people say, and what wrappers, runners and inits print. Pure.

`knowledge.statements` reads them; here they become the status of the container they are about. Each end and each
waiting state keeps under TOLD_BY who told it: a `person`, whose word proves less, or another `writer`, who quotes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.codes.names import named
from knowledge.codes.ranked import COMMON_SIGNALS
from knowledge.statements.read import read_lines
from knowledge.statements.statement import Statement
from workers.paste.parsed import TOLD, TOLD_BY, WORD, Mapped
from workers.paste.tables.status_column import pod_status
from workers.paste.writers.tellers import is_node_unit, is_runners, teller

LONGEST_QUOTE = 500
"""Characters of the line that is quoted for a told end."""
MANY_ENDS = 4
"""Different codes, signals and states in one line: two containers, or one that ended and waits, have fewer."""
MOST_PODS = 20
"""Different subjects of one text that are told apart; the rest adds to none of them."""
_ALONE = frozenset({"Evicted", "DeadlineExceeded", "Pending"})
"""A pod's own words that say something by themselves."""
MOST_JSON_LINES = 400
_DOCKER_STATE = re.compile(r"[\"']OOMKilled[\"']\s{0,3}:|[\"']Restarting[\"']\s{0,3}:")
"""docker/docker api/types/container/state.go: no API object of Kubernetes has these keys."""


@dataclass(frozen=True)
class LineFacts:
    """What lines tell: pods with what is told of each, the lines that tell anything, and which of them are no log.

    `runners`: those that only report an end. Nothing but the code is in them, and no program wrote them.
    `fragments`: those of an output that show an end: `rc=137`.
    """

    pods: tuple[Mapped, ...] = ()
    telling: frozenset[int] = frozenset()
    unlogged: frozenset[int] = frozenset()
    runners: frozenset[int] = frozenset()
    fragments: frozenset[int] = frozenset()


def line_facts(lines: Sequence[str], *, output: bool = False) -> LineFacts:
    """The facts of these lines, by whom they are about; of an `output` of docker every line is one of the container."""
    statements = read_lines(lines)
    if any(is_node_unit(line) for line in lines):
        statements = [each for each in statements if each.fact.writer != "systemd"]
    facts = [each for each in statements if _is_told(each) and (output or teller(each, lines[each.line]))]
    listed = _enumerations(facts)
    facts = [each for each in facts if output or each.line not in listed]
    groups: dict[tuple[str, str, str], list[Statement]] = {}
    for statement in facts:
        subject = statement.subject
        key = subject.namespace, subject.pod, subject.container
        if key in groups or len(groups) < MOST_PODS:
            groups.setdefault(key, []).append(statement)
    pods = [pod for group in groups.values() if (pod := _pod(group, lines, output=output))]
    telling = {each.line for each in statements if each.fact.kind == "container" or each.value in _ALONE}
    runners = {each.line for each in facts if is_runners(lines[each.line])}
    unlogged = runners | {each.line for each in statements if teller(each, lines[each.line]) == "person"}
    fragments = {each.line for each in facts if teller(each, lines[each.line]) == "kubectl"} - runners
    return LineFacts(tuple(pods), frozenset(telling), frozenset(unlogged), frozenset(runners), frozenset(fragments))


def docker_state(lines: Sequence[str]) -> Mapped | None:
    """The state that `docker inspect` prints, whole or a piece of it, as a pod; None for other JSON."""
    if not any(_DOCKER_STATE.search(line[:2000]) for line in lines[:MOST_JSON_LINES]):
        return None
    return next(iter(line_facts(lines[:MOST_JSON_LINES], output=True).pods), None)


def has_failed(pod: Mapped) -> bool:
    """Whether a told end is one of a failure: a row `Exited (0)` of a table is none."""
    statuses = pod.get("status", {}).get("containerStatuses", [])
    ends = [
        state["terminated"]
        for each in statuses
        for key in ("state", "lastState")
        if (state := each.get(key)) and "terminated" in state
    ]
    return any(end.get("exitCode") != 0 for end in ends)


def _enumerations(facts: Sequence[Statement]) -> frozenset[int]:
    """Lines that name so many different ends that they explain them and tell none."""
    ends: dict[int, set[str]] = {}
    for fact in facts:
        if fact.predicate in ("exit-code", "signal", "reason", "state"):
            ends.setdefault(fact.line, set()).add(fact.value)
    return frozenset(line for line, values in ends.items() if len(values) >= MANY_ENDS)


def _is_told(statement: Statement) -> bool:
    """Said; or docker's `"OOMKilled": false`, which is no denial in words: the daemon has looked."""
    return statement.polarity == "said" or (statement.fact.denied and statement.fact.writer == "docker")


def _pod(group: list[Statement], lines: Sequence[str], *, output: bool) -> Mapped | None:
    """One pod with one container, as far as the statements tell; None where they tell no state of it."""
    ended = _ended(group)
    waiting = next((each for each in group if each.predicate == "state" and each.fact.kind == "container"), None)
    word = next((each for each in group if each.predicate in ("reason", "state") and each.fact.kind == "pod"), None)
    restarts = next((int(each.value) for each in group if each.predicate == "restarts"), 0)
    alone = word and word.value in _ALONE and not ended and not waiting
    if not (ended or waiting or alone):
        return None
    source = next(
        each for each in (*_ends(group), *group) if each.predicate in ("exit-code", "signal", "reason", "state")
    )
    told_by = "docker" if output else teller(source, lines[source.line])
    pod: dict[str, Any] = pod_status(word.value) if word and alone else {"kind": "Pod", "metadata": {}, "status": {}}
    status: dict[str, Any] = {"restartCount": restarts} if restarts else {}
    if waiting:
        status["state"] = {"waiting": {"reason": waiting.value, TOLD_BY: told_by}}
    if ended:
        terminated = {**ended, TOLD_BY: told_by, TOLD: lines[source.line].strip()[:LONGEST_QUOTE]}
        status["lastState" if waiting or "exitCode" in ended else "state"] = {"terminated": terminated}
    shown = waiting or next((each for each in group if each.predicate == "reason" and not each.fact.denied), None)
    if shown and (waiting or "exitCode" not in ended):
        pod[WORD] = shown.value  # what kubectl's STATUS column would show
    subject = source.subject
    if status:
        if subject.container:
            status["name"] = subject.container
        pod["status"] = {**pod["status"], "containerStatuses": [status]}
    pod["metadata"] = {key: name for key, name in (("name", subject.pod), ("namespace", subject.namespace)) if name}
    if limits := _limits(group):
        pod["spec"] = {"containers": [{"name": subject.container, "resources": limits}]}
    return pod


def _ends(group: list[Statement]) -> list[Statement]:
    """Those that tell how it ended, a code that is not 0 first: the line to quote."""
    ends = [each for each in group if each.predicate in ("exit-code", "signal") or each.value == "OOMKilled"]
    return sorted(ends, key=lambda each: (each.fact.denied, each.value == "0"))


def _ended(group: list[Statement]) -> dict[str, Any]:
    """The fields of `terminated` that are told: a code that is not 0 before one that is, the reason beside it."""
    codes = [code for each in group if (code := _code(each)) is not None]
    reasons = [each for each in group if each.predicate == "reason" and each.fact.kind == "container"]
    reason = next((each.value for each in reasons if not each.fact.denied), "")
    ended: dict[str, Any] = {}
    if codes:
        ended["exitCode"] = next((code for code in codes if code), 0)
    if reason and not (reason == "Completed" and ended.get("exitCode")):
        ended["reason"] = reason
    elif codes and reasons:  # looked at by docker, and not killed for memory
        ended["reason"] = "Error" if ended["exitCode"] else "Completed"
    if reason == "Completed" and not codes:
        ended["exitCode"] = 0
    return ended


def _code(statement: Statement) -> int | None:
    """The exit code as the kubelet would show it: a signal is 128 and its number."""
    if statement.predicate == "signal":
        known = named(f"signal {statement.value}")
        return 128 + known.number if known else None
    if statement.fact.writer == "wait":  # wait(2): a signal in the low seven bits, else a code above them
        status = int(statement.value[:9])
        return 128 + (status & 0x7F) if status & 0x7F else status >> 8 & 0xFF
    if statement.predicate != "exit-code" or len(statement.value) > 12 or statement.fact.upper is not None:
        return None
    number = int(statement.value, 16 if "x" in statement.value.lower() else 10)
    if -number in COMMON_SIGNALS or (statement.fact.writer == "python" and -64 <= number < 0):
        return 128 - number  # as Python tells the end of a child by a signal
    return number & 0xFF if -256 < number < 0 else number


def _limits(group: list[Statement]) -> dict[str, Any]:
    amounts: dict[str, Any] = {}
    for statement in group:
        if statement.predicate in ("memory-limit", "memory-request"):
            key = "limits" if statement.predicate == "memory-limit" else "requests"
            amounts.setdefault(key, {"memory": statement.value})
    return amounts
