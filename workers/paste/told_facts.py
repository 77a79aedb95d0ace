"""Facts that lines tell in words, as Pod mappings: what people say, and what wrappers, runners and inits print. Pure.

`knowledge.statements` reads them; here they become the status of the container they are about. Each end and each
waiting state keeps under TOLD_BY who told it: a `person`, whose word proves less, or another `writer`, who quotes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.codes.names import named
from knowledge.statements.read import read_lines
from knowledge.statements.statement import Statement
from workers.paste.logs import looks_logged
from workers.paste.parsed import TOLD_BY, WORD, Mapped
from workers.paste.tables.status_column import pod_status

PERSON, WRITER = "person", "writer"
MOST_PODS = 20
"""Different subjects of one text that are told apart; the rest adds to none of them."""
FEW_WORDS = 4
"""A line of so few words is a fragment of an output rather than a sentence."""

MOST_JSON_LINES = 400
_DOCKER_STATE = re.compile(r"[\"']OOMKilled[\"']\s{0,3}:|[\"']Restarting[\"']\s{0,3}:")
"""docker/docker api/types/container/state.go: no API object of Kubernetes has these keys."""
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]")
_RUNNER = re.compile(
    r"^\W{0,4}(?:##\[error\]|ERROR: |Error: |error: )?(?:Job failed|Process completed with exit code"
    r"|script returned exit code"
    r"|command terminated with exit code|Bash exited with code|Bash command failed|Task exited with return code"
    r"|Essential container in task exited|Container called exit|Container exited with|Exited with code|Build failed"
    r"|failed to solve: |process \"|The command '|Command failed with exit code|make(?:\[\d{1,3}\])?: \*\*\*"
    r"|npm (?:ERR!|error) (?:errno|code|signal)"
    r"|[\w@.:-]{1,80}\.service: |Main PID: |heroku\[|App \[|exited: |[\w.-]{1,80} exited with code \d"
    r"|Terminated {1,4}Exit Code"
    r"|[\w.]{0,60}CalledProcessError: |Runtime exited with error)|Exited \(\d{1,3}\)|Restarting \(\d{1,3}\)"
)
"""Lines of those that run a container or a command in it, wherever they are logged: gitlab-runner, GitHub Actions,
Jenkins, kubectl, Azure Pipelines, Airflow, ECS, Cloud Run, YARN, buildkit, yarn, make, npm, systemd, Heroku, pm2,
supervisord, compose, Nomad, Python's subprocess, Lambda, docker ps. They are not the program's log."""


@dataclass(frozen=True)
class ToldFacts:
    """What lines tell: pods with what is told of each, the lines that tell anything, and which of them are no log.

    `runners`: those that only report an end. Nothing but the code is in them, and no program wrote them.
    """

    pods: tuple[Mapped, ...] = ()
    telling: frozenset[int] = frozenset()
    unlogged: frozenset[int] = frozenset()
    runners: frozenset[int] = frozenset()


def told_facts(lines: Sequence[str]) -> ToldFacts:
    """The facts of these lines, by whom they are about."""
    statements = read_lines(lines)
    told = [statement for statement in statements if statement.polarity == "said" or _is_flag(statement)]
    groups: dict[tuple[str, str, str], list[Statement]] = {}
    for statement in told:
        subject = statement.subject
        key = subject.namespace, subject.pod, subject.container
        if key in groups or len(groups) < MOST_PODS:
            groups.setdefault(key, []).append(statement)
    pods = [pod for group in groups.values() if (pod := _pod(group, lines))]
    telling = {each.line for each in statements}
    runners = {each.line for each in told if _RUNNER.search(lines[each.line][:300])}
    unlogged = runners | {number for number in telling if not looks_logged(lines[number])}
    return ToldFacts(tuple(pods), frozenset(telling), frozenset(unlogged), frozenset(runners))


def docker_state(lines: Sequence[str]) -> Mapped | None:
    """The state that `docker inspect` prints, whole or a piece of it, as a pod; None for other JSON."""
    if not any(_DOCKER_STATE.search(line[:2000]) for line in lines[:MOST_JSON_LINES]):
        return None
    return next(iter(told_facts(lines[:MOST_JSON_LINES]).pods), None)


def _is_flag(statement: Statement) -> bool:
    """docker's `"OOMKilled": false` is no denial in words: the daemon has looked."""
    return statement.fact.denied and statement.fact.writer == "docker"


def _pod(group: list[Statement], lines: Sequence[str]) -> Mapped | None:
    """One pod with one container, as far as the statements tell; None where they tell no state of it."""
    ended = _ended(group)
    waiting = next((each for each in group if each.predicate == "state" and each.fact.kind == "container"), None)
    word = next((each for each in group if each.predicate in ("reason", "state") and each.fact.kind == "pod"), None)
    restarts = next((int(each.value) for each in group if each.predicate == "restarts"), 0)
    alone = word and not ended and not waiting
    if not (ended or waiting or alone):
        return None
    source = next(each for each in group if each.predicate in ("exit-code", "signal", "reason", "state"))
    teller = _teller(source, lines[source.line])
    pod: dict[str, Any] = pod_status(word.value) if word and alone else {"kind": "Pod", "metadata": {}, "status": {}}
    status: dict[str, Any] = {"restartCount": restarts} if restarts else {}
    if waiting:
        status["state"] = {"waiting": {"reason": waiting.value, TOLD_BY: teller}}
    if ended:
        status["lastState" if waiting or "exitCode" in ended else "state"] = {"terminated": {**ended, TOLD_BY: teller}}
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
    if statement.predicate != "exit-code" or len(statement.value) > 12 or statement.fact.upper is not None:
        return None
    number = int(statement.value, 16 if "x" in statement.value.lower() else 10)
    if statement.fact.writer == "python" and -64 <= number < 0:
        return 128 - number
    return number & 0xFF if -256 < number < 0 else number


def _teller(statement: Statement, line: str) -> str:
    """Whether a person tells it, or the line quotes somebody who knows."""
    quoted = statement.fact.writer or _RUNNER.search(line[:300]) or looks_logged(line)
    words = len(line.split()) + len(_IDEOGRAPHS.findall(line[:300])) // 2
    return WRITER if quoted or words <= FEW_WORDS else PERSON


def _limits(group: list[Statement]) -> dict[str, Any]:
    amounts: dict[str, Any] = {}
    for statement in group:
        if statement.predicate in ("memory-limit", "memory-request"):
            key = "limits" if statement.predicate == "memory-limit" else "requests"
            amounts.setdefault(key, {"memory": statement.value})
    return amounts
