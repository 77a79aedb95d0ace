"""What a jump is: every rule at its edge."""

from dataclasses import replace
from typing import Any

import pytest

from core.messages.jumps import RuleCheck
from tests.workers.watcher.detect.cases import NEW, NOW, OLD, case, check, end
from workers.watcher.cache.case import Baseline, StuckPod, WorkloadTemplate
from workers.watcher.detect.rules import apply_rules
from workers.watcher.detect.thresholds import DEFAULTS, Thresholds


def test_two_restarts_are_below() -> None:
    """The check tells what was counted and what was needed."""
    checked = check(case(end(1, 30), end(2, 10)), "pod-restarts")

    assert checked == RuleCheck(
        rule="pod-restarts", counted=2, needed=3, window=600, silence="below", subject="orders-u1"
    )


def test_three_restarts_of_a_pod_within_ten_minutes_are_a_jump() -> None:
    """The jump says whose, how often, since when and how the last one ended."""
    _, jump = apply_rules(case(end(1, 60), end(2, 45, reason="OOMKilled", code=137), end(3, 20)), DEFAULTS, NOW)

    assert jump is not None
    assert (jump.rule, jump.restarts, jump.since, jump.at) == ("pod-restarts", 3, NOW - 60, NOW - 20)
    assert (jump.pods, jump.nodes, jump.reason, jump.code) == (("orders-u1",), ("worker-1",), "Error", 1)


def test_three_restarts_of_three_pods_of_many_are_none() -> None:
    """One each of ten replicas is neither a loop nor half of them."""
    ends = [end(1, 30, uid) for uid in ("a", "b", "c")]
    decision = apply_rules(case(*ends, replicas=10), DEFAULTS, NOW)[0]

    assert not decision.spoke


def test_old_restarts_are_none() -> None:
    """A sidecar that restarted five times last month is healthy."""
    ends = [end(number, 40_000 - number) for number in range(1, 6)]

    assert not apply_rules(case(*ends), DEFAULTS, NOW)[0].spoke


def test_an_end_that_was_not_restarted_is_no_restart() -> None:
    """It counts once the kubelet has started the container again."""
    waiting = case(end(1, 30), end(2, 20), end(3, 1, restarted=False))

    assert check(waiting, "pod-restarts").counted == 2


def test_pods_on_their_way_out_do_not_count() -> None:
    """Deletion ends containers; the reason for the silence is said."""
    ends = [end(number, 60 - number) for number in range(1, 4)]

    assert check(case(*ends, present=frozenset()), "pod-restarts").silence == "deleting"


@pytest.mark.parametrize(
    ("replicas", "restarted", "speaks"), [(6, 3, True), (7, 3, False), (2, 2, False), (3, 3, True)]
)
def test_half_of_the_replicas_and_at_least_three(replicas: int, restarted: int, speaks: bool) -> None:
    """Half is rounded up; two pods are never enough."""
    ends = [end(1, 100, f"u{number}") for number in range(restarted)]

    assert check(case(*ends, replicas=replicas), "replicas").spoke is speaks


def test_what_a_node_explains_is_kept_silent_and_said() -> None:
    """All three pods on a node that was restarted."""
    ends = [end(1, 100, f"u{number}", reason="Unknown", code=255) for number in range(3)]
    checked = check(case(*ends, excused=frozenset((one.uid, one.number) for one in ends)), "replicas")

    assert (checked.spoke, checked.silence, checked.counted) == (False, "node", 3)


def test_the_second_oom_kill_within_the_hour_is_a_jump_at_once() -> None:
    """Also while the container still waits to be restarted."""
    kills = [
        end(1, 1500, reason="OOMKilled", code=137),
        end(2, 1, reason="OOMKilled", code=137, restarted=False),
    ]

    assert check(case(*kills[:1]), "oom").silence == "below"
    assert apply_rules(case(*kills), DEFAULTS, NOW)[1] is not None


def test_oom_kills_of_two_pods_are_two_first_ones_but_for_a_job() -> None:
    """A Job's pods are replaced, not restarted."""
    kills = [end(1, 100, uid, reason="OOMKilled", code=137, restarted=False) for uid in ("a", "b")]

    assert not check(case(*kills), "oom").spoke
    assert check(case(*kills, job=True, present=frozenset()), "oom").spoke


@pytest.mark.parametrize(
    ("templates", "silence"),
    [
        ((OLD, NEW), None),
        ((NEW,), "no-predecessor"),
        ((replace(OLD, crashed=NOW - 2000), NEW), "predecessor-crashed"),
        ((replace(OLD, crashed=NEW.created - 3599), NEW), "predecessor-crashed"),
        ((replace(OLD, crashed=NEW.created - 3601), NEW), None),
        ((OLD, replace(NEW, created=NOW - 901)), "below"),
        ((), "below"),
    ],
)
def test_the_second_crash_of_a_new_template(templates: tuple[WorkloadTemplate, ...], silence: str | None) -> None:
    """Only a young one that follows one that ran."""
    ends = (end(1, 20, template="new"), end(2, 0, template="new", restarted=False))
    checked = check(case(*ends, templates=templates), "new-template")

    assert (checked.silence, checked.spoke) == (silence, silence is None)


@pytest.mark.parametrize(
    ("usual", "counted", "silence"),
    [
        (Baseline(recent=6, average=1.0, days=5), 6, None),
        (Baseline(recent=8, average=3.0, days=7), 8, "below"),
        (Baseline(recent=9, average=3.0, days=7), 9, None),
        (Baseline(recent=50, average=3.0, days=2), 50, "no-history"),
        (None, 0, "no-history"),
    ],
)
def test_three_times_the_usual_rate(usual: Baseline | None, counted: int, silence: str | None) -> None:
    """Only for those that always restart a little, and never for a handful."""
    checked = check(case(end(1, 5), baseline=usual), "usual")

    assert (checked.counted, checked.silence) == (counted, silence)


@pytest.mark.parametrize(
    ("rule", "count", "window", "how"),
    [
        ("pod-restarts", 3, 600, {}),
        ("oom", 2, 3600, {"reason": "OOMKilled", "code": 137}),
        ("new-template", 2, 900, {"template": "new"}),
    ],
)
def test_a_rule_looks_back_as_far_as_it_promises(rule: str, count: int, window: int, how: dict[str, Any]) -> None:
    """`docs/alerts.md` says how far, without any setting: a second less is within it, a second more is not."""
    templates = (OLD, replace(NEW, created=NOW - 900))
    within = [end(number, window - 1 if number == 1 else 0, **how) for number in range(1, count + 1)]
    beyond = [end(number, window + 1 if number == 1 else 0, **how) for number in range(1, count + 1)]

    assert check(case(*within, templates=templates), rule).spoke
    assert check(case(*beyond, templates=templates), rule).silence == "below"


def test_replicas_are_counted_over_ten_minutes() -> None:
    """As `docs/alerts.md` promises without any setting."""
    within, beyond = ([end(1, ago, uid) for uid in ("a", "b", "c")] for ago in (599, 601))

    assert check(case(*within), "replicas").spoke
    assert check(case(*beyond), "replicas").counted == 0


def test_what_a_restarted_node_explains_is_not_more_than_usual() -> None:
    """Nine restarts in six hours, of which eight came with the node: the one left is none of its habits."""
    ends = [end(number, 100 + number, node="worker-2") for number in range(1, 9)] + [end(9, 5)]
    known = Baseline(recent=9, average=1.0, days=7)
    excused = frozenset((one.uid, one.number) for one in ends[:8])

    assert check(case(*ends, baseline=known), "usual").spoke
    checked = check(case(*ends, baseline=known, excused=excused), "usual")
    assert (checked.counted, checked.silence) == (1, "below")


def test_a_loop_that_began_unseen_is_told_by_its_back_off() -> None:
    """Five restarts in half an hour nobody watched; the third crash in a row makes the kubelet wait 40 s, not 20."""
    ends = [end(number, 1800 - 400 * number, exact=False) for number in range(1, 5)] + [end(5, 20)]

    assert not check(case(*ends), "pod-restarts").spoke
    assert not check(case(*ends, looping={"u1": 20}), "pod-restarts").spoke
    looping = check(case(*ends, looping={"u1": 40}), "pod-restarts")
    assert (looping.spoke, looping.counted, looping.gap) == (True, 5, 1400)


def test_pods_that_cannot_start_are_told_only_when_asked_for() -> None:
    """Off by default."""
    stuck = case(present=frozenset({"u9"}), stuck=[StuckPod("orders-u9", "u9", "", NOW - 400, "ImagePullBackOff")])
    decision, jump = apply_rules(stuck, Thresholds(cannot_start=300), NOW)

    assert check(stuck, "cannot-start").silence == "off"
    assert jump is not None
    assert (decision.spoke, jump.rule, jump.reason, jump.restarts) == (True, "cannot-start", "ImagePullBackOff", 0)


def test_alerts_that_are_off_say_that_they_would_have_spoken() -> None:
    """An annotation keeps them silent, and `/whyalert` can tell."""
    ends = [end(number, 60 - number) for number in range(1, 4)]
    checked = check(case(*ends), "pod-restarts", Thresholds(alerts=False))

    assert (checked.spoke, checked.silence, checked.counted) == (False, "muted", 3)


def test_the_most_telling_of_the_rules_that_speak_names_the_jump() -> None:
    """Where all of them do: each that is switched off leaves the name to the next."""
    ends = [
        end(number, 60 - number, uid=uid, template="new", reason="OOMKilled")
        for uid in ("u1", "u2", "u3")
        for number in range(1, 4)
    ]
    stuck = [StuckPod("orders-u1", "u1", "", NOW - 400, "CrashLoopBackOff")]
    baseline = Baseline(recent=9, average=1.0, days=7)
    everything = case(*ends, templates=(OLD, NEW), baseline=baseline, stuck=stuck)
    thresholds = Thresholds(cannot_start=300)
    names = []
    for rule in ("new_template", "oom", "replicas", "restarts", "usual", "cannot_start"):
        _, jump = apply_rules(everything, thresholds, NOW)
        names.append(jump.rule if jump else None)
        thresholds = replace(thresholds, **{rule: None})

    assert names == ["new-template", "oom", "replicas", "pod-restarts", "usual", "cannot-start"]
    assert apply_rules(everything, thresholds, NOW)[1] is None


@pytest.mark.parametrize(
    ("factor", "recent", "silence"),
    [(2.0, 7, "below"), (2.0, 8, None), (3.0, 11, "below"), (5.0, 19, "below"), (5.0, 20, None), (2.6, 10, "below")],
)
def test_the_usual_rate_is_multiplied_by_the_configured_factor(factor: float, recent: int, silence: str | None) -> None:
    """Rounded up: 2.6 times four restarts are eleven."""
    usual = case(end(1, 5), baseline=Baseline(recent=recent, average=4.0, days=7))

    assert check(usual, "usual", Thresholds(usual=factor)).silence == silence


@pytest.mark.parametrize("baseline", [None, Baseline(recent=9, average=3.0, days=7)])
def test_a_check_of_the_usual_rate_names_the_configured_factor(baseline: Baseline | None) -> None:
    """The message about it says so many times; the other rules have none."""
    thresholds = Thresholds(usual=2.5)
    checks = apply_rules(case(end(1, 5), baseline=baseline), thresholds, NOW)[0].checks

    assert {one.rule for one in checks if one.factor == 2.5} == {"usual"}
    assert {one.factor for one in checks} == {2.5, None}
