"""Every sentence of alerts that has a place for something: the views fill each place, and pass nothing in vain."""

from collections import defaultdict
from collections.abc import Iterator
from string import Formatter
from typing import Any, get_args

import pytest

from bot.alerts.store import LATELY
from bot.views.alert import command_words, modal, oncall, restarts, storm, words
from bot.views.alert.message import alert_message, thread_reply
from bot.views.notices import fixed_notice
from core.bilingual import Bilingual
from core.messages.handling import Acknowledged, Handling, Mute, Snoozed
from core.messages.incidents import (
    Common,
    Ending,
    EndReason,
    Incident,
    NodeRestartIncident,
    Rollout,
    Shared,
    StaleWatchIncident,
    StormIncident,
    TouchedPod,
    Update,
    UpdateKind,
    WorkloadIncident,
)
from core.messages.jumps import Decision, JumpRule, RuleCheck, Workload
from core.messages.model import Language
from core.messages.report import Evidence, Finding, Report
from core.messages.restarts import RestartHistory

T = 1_800_000_000.0
ORDERS = Workload(namespace="shop", kind="Deployment", name="orders")
TIMES = {"started_at": T, "detected_at": T, "announced_at": T}
OPEN = WorkloadIncident(id="i1", workload=ORDERS, containers=("app",), stage="open", restarts=3, **TIMES)
REPORT = Report(
    target="shop/orders",
    findings=(
        Finding(
            cause="run.oom-cgroup",
            detail="run.oom-cgroup",
            confidence="certain",
            container="app",
            evidence=(Evidence(source="event", quote="Memory cgroup out of memory"),),
        ),
    ),
)
STORM = StormIncident(
    id="s1",
    stage="open",
    open_members=2,
    member_ids=tuple("abcdefghijkl"),
    member_names=("shop/a", "shop/b"),
    report=REPORT,
    **TIMES,
)
ROLLOUT = Rollout(revision="4", previous_revision="3", at=T - 60)

SPARE: dict[str, set[str]] = {
    "CAME_BACK_ONCE": {"count"},
    "NEWS_CAUSE": {"count", "name", "names", "span"},
    "NEWS_CONTAINER": {"count", "name", "names", "span"},
    "NEWS_COUNT": {"count", "name", "names", "span"},
    "NEWS_GROWN": {"count", "name", "names", "span"},
    "NEWS_NODES": {"count", "name", "span"},
    "NEWS_REMINDER": {"after", "before", "name", "names"},
    "NEWS_REOPENED": {"after", "before", "count", "names", "span"},
    "NEWS_SNOOZE_OVER": {"after", "before", "name", "names", "span"},
    "REMINDER_STORM": {"after", "before", "name", "names"},
    "SHARED[cause]": {"all"},
    "SHARED[dependency]": {"all"},
}
"""What a view offers to a sentence that has no place for it, because one of several is chosen."""


def sentences() -> Iterator[tuple[str, Bilingual]]:
    """Each with its name, also those in mappings."""
    for name, value in [*vars(words).items(), *vars(command_words).items()]:
        if isinstance(value, Bilingual):
            yield name, value
        elif isinstance(value, dict) and name.isupper():
            yield from ((f"{name}[{key}]", sentence) for key, sentence in value.items())


def places(text: str) -> set[str]:
    """The names a sentence has places for."""
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


NAMES = {id(sentence): name for name, sentence in sentences()}
FILLED = {name: places(sentence.en) for name, sentence in sentences() if places(sentence.en + sentence.zh)}


def incidents() -> Iterator[Incident]:
    """One that makes each part of a message, at least."""
    yield OPEN
    for rule in get_args(JumpRule):
        yield OPEN.model_copy(update={"rule": rule, "counted": 5, "needed": 3, "window": 600, "factor": 2.5})
    yield OPEN.model_copy(update={"rule": "usual", "counted": 5, "needed": 3, "window": 600})
    yield OPEN.model_copy(update={"restarts": 0, "pod_count": 2})
    yield OPEN.model_copy(update={"last_reason": "Error", "last_exit_code": 2, "baseline_per_day": 0.5})
    yield OPEN.model_copy(update={"last_exit_code": 2, "exit_codes": (2,), "nodes": ("node-1",), "reopen_count": 1})
    yield OPEN.model_copy(update={"exit_codes": (1, 2), "nodes": ("node-1", "node-2"), "reopen_count": 3})
    yield OPEN.model_copy(update={"replicas": 3, "ready": 1, "rollout": ROLLOUT})
    serving = ROLLOUT.model_copy(update={"previous_ready": 2, "desired": 3})
    yield OPEN.model_copy(update={"rollout": serving, "pods": (TouchedPod(name="orders-1"),)})
    for reason in get_args(EndReason):
        ending = Ending(reason=reason, ready_seconds=700, last_restart=T, longest_run=50)
        yield OPEN.model_copy(update={"stage": "resolved", "ended_at": T + 60, "ending": ending, "reopen_count": 2})
    yield STORM
    yield STORM.model_copy(update={"preexisting": True, "cluster": "prod"})
    yield STORM.model_copy(update={"stage": "resolved", "ended_at": T + 60})
    for what in get_args(Shared):
        value = "run.oom-cgroup" if what == "cause" else "node-1"
        yield STORM.model_copy(update={"common": (Common(what=what, value=value, count=10),)})
    for cluster, namespace in (("", ""), ("prod", ""), ("prod", "shop")):
        blind = StaleWatchIncident(id="w1", cluster=cluster, namespace=namespace, **TIMES)
        yield blind
        yield blind.model_copy(update={"stage": "resolved", "ended_at": T + 60, "missed_restarts": 2})
    yield NodeRestartIncident(id="n1", node="node-1", containers=4, workloads=2, ended_at=T + 60, **TIMES)


def draw(language: Language) -> None:
    """Everything the views of alerts draw, once in each of its forms."""
    handling = Handling(
        acknowledged=Acknowledged(user="U1", at=T), snoozed=Snoozed(user="U1", at=T, until=T + 3600, reason="known")
    )
    for incident in incidents():
        alert_message(incident, handling, language, T + 60)
    for incident in (OPEN, STORM):
        for what in get_args(UpdateKind):
            thread_reply(incident, Update(seq=1, at=T + 600, what=what, before="2", after="4"), language)
        modal.snooze(incident, language)
    modal.mute(OPEN, language)
    every, mute = list(incidents()), Mute(workload=ORDERS, user="U1", at=T)
    storm.digest(every, language)
    storm.digest([OPEN] * 30, language)
    oncall.summary(every, {"i1": handling}, [mute], T + 60, language)
    oncall.summary([OPEN] * 30, {}, [], T + 60, language, shift=12 * 3600)
    history = RestartHistory("shop", "orders", "Deployment", "app", (T, T + 5), "", 2)
    for changed in (
        history,
        RestartHistory("shop", "orders", "Deployment", "app", (T,), seen=False),
        RestartHistory("shop", "orders", "Deployment", "app", (T,), "Error", 2, seen=False),
    ):
        restarts.restarts([changed] * 20, "shop", T + 60, LATELY, language)
    restarts.restarts([], "", T + 60, LATELY, language)
    check = RuleCheck(rule="oom", counted=1, needed=2, window=3600, silence="below")
    decision = Decision(workload=ORDERS, container="app", at=T, checks=(check,))
    ended = OPEN.model_copy(update={"stage": "resolved", "ended_at": T + 30})
    restarts.whyalert([decision], ended, handling, mute, "shop/orders", language)
    restarts.whyalert([], None, None, None, "shop/orders", language)
    fixed_notice(words.NO_REPORT, language, target="shop/orders")  # as `bot.listeners.alerts` says it


@pytest.fixture(params=["en", "zh"])
def passed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """By sentence, the names of all values that any view passed to it."""
    names: dict[str, set[str]] = defaultdict(set)
    original = Bilingual.to

    def recorded(sentence: Bilingual, language: Language, **values: Any) -> str:
        if id(sentence) in NAMES:
            names[NAMES[id(sentence)]] |= set(values)
        return original(sentence, language, **values)

    monkeypatch.setattr(Bilingual, "to", recorded)
    draw(request.param)
    return dict(names)


def test_every_place_in_a_sentence_is_filled_and_no_value_is_dropped(passed: dict[str, set[str]]) -> None:
    """A sentence that lost a place would leave out a name or a number that its view still passes."""
    given = {name: passed.get(name) for name in FILLED}
    wanted = {name: FILLED[name] | SPARE.get(name, set()) for name in FILLED}

    assert given == wanted


def test_a_sentence_without_a_place_is_given_nothing(passed: dict[str, set[str]]) -> None:
    """What a view passes is to be read."""
    given = {name: values for name, values in passed.items() if values and name not in FILLED}

    assert given == {name: values for name, values in SPARE.items() if name not in FILLED}
