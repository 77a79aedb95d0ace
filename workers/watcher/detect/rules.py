"""What a jump of restart counts is. Pure: a container's ends in all pods of a workload go in, a decision comes out.

It knows no clock, Redis or Kubernetes. The order of the ends does not matter, nor how often the same one is given; an
end is the same when pod, container and number are. `docs/alerts.md` explains the rules to people.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from core.messages.jumps import Decision, Jump, JumpRule, RuleCheck, Silence
from core.messages.terminations import Termination
from workers.watcher.cache.case import LOOPING_SECONDS, OOM, USUAL_WINDOW, Case, PodTemplate
from workers.watcher.detect.thresholds import CountWithin, Thresholds


@dataclass(frozen=True, slots=True)
class _Found:
    """A check, and the ends it counted."""

    check: RuleCheck
    ends: tuple[Termination, ...] = ()


ORDER: tuple[JumpRule, ...] = ("new-template", "oom", "replicas", "pod-restarts", "usual", "cannot-start")
"""The most telling first: a rollout or memory says more than how often."""


def jump(case: Case, rules: Thresholds, now: float) -> tuple[Decision, Jump | None]:
    """The decision, with what every rule counted and why it spoke or stayed silent; and the jump when there is one."""
    applied = _all(case, rules, now)
    checks = tuple(found.check for found in applied)
    decision = Decision(workload=case.workload, container=case.container, at=now, checks=checks)
    spoke = sorted((found for found in applied if found.check.spoke), key=lambda one: ORDER.index(one.check.rule))
    if not spoke:
        return decision, None
    if spoke[0].check.rule == "cannot-start":
        return decision, _stuck_jump(case, decision)
    counted = sorted({(end.uid, end.number): end for one in spoke for end in one.ends}.values(), key=_when)
    return decision, _jump(case, decision, spoke[0].check.rule, counted)


def _all(case: Case, rules: Thresholds, now: float) -> tuple[_Found, ...]:
    ends = _distinct(case.ends, now)
    plain = [end for end in ends if (end.uid, end.number) not in case.excused]
    # Pods that are gone or going have had their time, but those of a Job always go.
    lasting = [end for end in plain if case.job or end.uid in case.present]
    found = (
        _pod_restarts(case, plain, rules.restarts, now),
        _replicas(case, lasting, ends, rules, now),
        _oom(case, lasting, rules.oom, now),
        _new_template(case, lasting, rules.new_template, now),
        _usual(case, plain, rules, now),
        _cannot_start(case, rules.cannot_start, now),
    )
    return found if rules.alerts else tuple(_muted(one) for one in found)


def _muted(found: _Found) -> _Found:
    spoke = found.check.spoke
    return _Found(found.check.model_copy(update={"spoke": False, "silence": "muted"})) if spoke else found


def _distinct(ends: Iterable[Termination], now: float) -> list[Termination]:
    """Each end once, oldest first. Of two that differ, the one that says it was restarted is the later news."""
    known: dict[tuple[str, int], Termination] = {}
    for end in sorted(ends, key=_later):
        if end.at <= now:
            known[end.uid, end.number] = end
    return sorted(known.values(), key=_when)


def _later(end: Termination) -> tuple[object, ...]:
    return end.restarted, end.exact, end.at, end.reason, end.code or 0, end.template, end.node, end.pod, end.ran or 0.0


def _when(end: Termination) -> tuple[float, str, int]:
    return end.at, end.uid, end.number


def _check(
    rule: JumpRule, counted: int, rate: CountWithin, silence: Silence | None = None, **more: object
) -> RuleCheck:
    """A check that speaks when enough was counted and nothing keeps it silent."""
    enough = counted >= rate.count
    return RuleCheck.model_validate(
        {
            "rule": rule,
            "counted": counted,
            "needed": rate.count,
            "window": rate.seconds,
            "spoke": enough and silence is None,
            "silence": silence or (None if enough else "below"),
            **more,
        }
    )


def _off(rule: JumpRule) -> _Found:
    return _Found(RuleCheck(rule=rule, counted=0, needed=0, window=0, silence="off"))


def _by_pod(ends: Iterable[Termination]) -> dict[str, list[Termination]]:
    found: dict[str, list[Termination]] = defaultdict(list)
    for end in ends:
        found[end.uid].append(end)
    return found


def _pod_restarts(case: Case, ends: list[Termination], rate: CountWithin | None, now: float) -> _Found:
    """The pod with the most restarts within the window."""
    if rate is None:
        return _off("pod-restarts")
    pods = _by_pod(end for end in ends if end.restarted)
    each = [_one_pod(case, uid, own, rate, now) for uid, own in sorted(pods.items())]
    best = max(each, key=lambda one: (one.check.spoke, one.check.counted), default=None)
    if best is None:
        return _Found(_check("pod-restarts", 0, rate))
    spoke = [one for one in each if one.check.spoke]
    return _Found(best.check, tuple(end for one in spoke for end in one.ends))


def _one_pod(case: Case, uid: str, own: list[Termination], rate: CountWithin, now: float) -> _Found:
    recent = [end for end in own if end.at > now - rate.seconds]
    gap = 0
    unseen = [end for end in own if not end.exact]
    if len(recent) < rate.count and unseen and case.looping.get(uid, 0) >= LOOPING_SECONDS:
        # They happened while nobody watched and were spread evenly; the back-off proves that they were close together.
        recent = [end for end in own if end.at >= unseen[0].at]
        gap = ceil(now - recent[0].at)
    silence: Silence | None = None if uid in case.present or len(recent) < rate.count else "deleting"
    subject = recent[-1].pod if recent else own[-1].pod
    return _Found(_check("pod-restarts", len(recent), rate, silence, subject=subject, gap=gap), tuple(recent))


def _replicas(case: Case, lasting: list[Termination], ends: list[Termination], rules: Thresholds, now: float) -> _Found:
    if rules.replicas is None:
        return _off("replicas")
    share = rules.replicas
    needed = max(rules.replicas_at_least, ceil(case.replicas * share.percent / 100))
    rate = CountWithin(needed, share.seconds)
    recent = [end for end in lasting if end.restarted and end.at > now - share.seconds]
    with_excused = {
        end.uid for end in ends if end.restarted and end.at > now - share.seconds and end.uid in case.present
    }
    counted = len({end.uid for end in recent})
    if counted < needed <= len(with_excused):
        return _Found(_check("replicas", len(with_excused), rate, "node"))
    return _Found(_check("replicas", counted, rate), tuple(recent))


def _oom(case: Case, ends: list[Termination], rate: CountWithin | None, now: float) -> _Found:
    """OOM kills of one pod's container; of a Job, whose pods are not restarted but replaced, of all of them."""
    if rate is None:
        return _off("oom")
    kills = [end for end in ends if end.reason == OOM and end.at > now - rate.seconds]
    groups = [kills] if case.job else list(_by_pod(kills).values())
    most = max(groups, key=lambda own: (len(own), own[-1].at if own else 0.0), default=[])
    counted = [end for own in groups if len(own) >= rate.count for end in own]
    return _Found(_check("oom", len(most), rate, subject=most[-1].pod if most else ""), tuple(counted))


def _new_template(case: Case, ends: list[Termination], rate: CountWithin | None, now: float) -> _Found:
    """Crashes of the newest template, counted from its birth."""
    if rate is None:
        return _off("new-template")
    if not case.templates:
        return _Found(_check("new-template", 0, rate))
    ordered = sorted(case.templates, key=lambda one: (one.born, one.hash))
    newest = ordered[-1]
    crashes = [end for end in ends if end.template == newest.hash and end.at <= newest.born + rate.seconds]
    crashes = [end for end in crashes if end.at > now - rate.seconds]
    silence = _unfit(ordered, now, rate) if len(crashes) >= rate.count else None
    return _Found(_check("new-template", len(crashes), rate, silence, subject=newest.hash), tuple(crashes))


def _unfit(ordered: list[PodTemplate], now: float, rate: CountWithin) -> Silence | None:
    newest = ordered[-1]
    if now - newest.born > rate.seconds:
        return "old-template"
    if len(ordered) < 2:
        return "no-predecessor"
    crashed = ordered[-2].crashed
    return (
        "predecessor-crashed" if crashed is not None and crashed > newest.born - 3600 else None
    )  # an hour is `lately`


def _usual(case: Case, ends: list[Termination], rules: Thresholds, now: float) -> _Found:
    if rules.usual is None:
        return _off("usual")
    known = case.usual
    if known is None or known.days < rules.usual_days:
        rate = CountWithin(rules.usual_at_least, USUAL_WINDOW)
        return _Found(_check("usual", known.recent if known else 0, rate, "no-history"))
    rate = CountWithin(max(rules.usual_at_least, ceil(rules.usual * known.before)), USUAL_WINDOW)
    since = now - USUAL_WINDOW
    recent = tuple(end for end in ends if end.restarted and end.at > since)
    every = {(end.uid, end.number) for end in case.ends if end.restarted and since < end.at <= now}
    counted = max(len(recent), known.recent - len(every & case.excused)) if recent else 0
    return _Found(_check("usual", counted, rate), recent)


def _cannot_start(case: Case, seconds: int | None, now: float) -> _Found:
    if seconds is None:
        return _off("cannot-start")
    late = [one for one in case.stuck if now - one.since >= seconds and one.uid in case.present]
    return _Found(_check("cannot-start", len(late), CountWithin(1, seconds), subject=late[0].pod if late else ""))


def _jump(case: Case, decision: Decision, rule: JumpRule, counted: list[Termination]) -> Jump:
    latest = counted[-1]
    newest = max(case.templates, key=lambda one: (one.born, one.hash), default=None)
    return Jump(
        workload=case.workload,
        guessed=case.guessed,
        container=case.container,
        rule=rule,
        decision=decision,
        pods=tuple(dict.fromkeys(end.pod for end in reversed(counted))),
        nodes=tuple(dict.fromkeys(end.node for end in reversed(counted) if end.node)),
        restarts=len(counted),
        since=counted[0].at,
        at=latest.at,
        reason=latest.reason,
        code=latest.code,
        template=latest.template or (newest.hash if newest else ""),
    )


def _stuck_jump(case: Case, decision: Decision) -> Jump:
    waiting = sorted((one for one in case.stuck if one.uid in case.present), key=lambda one: (one.since, one.uid))
    return Jump(
        workload=case.workload,
        guessed=case.guessed,
        container=case.container,
        rule="cannot-start",
        decision=decision,
        pods=tuple(one.pod for one in waiting),
        nodes=tuple(dict.fromkeys(one.node for one in waiting if one.node)),
        restarts=0,
        since=waiting[0].since,
        at=decision.at,
        reason=waiting[0].waiting,
        template=waiting[0].template,
    )
