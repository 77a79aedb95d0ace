"""What a jump of restart counts is. Pure: a container's terminations go in, a decision comes out.

A case has the terminations of one container in all pods of a workload.
It knows no clock, Redis or Kubernetes. The order of the terminations does not matter, nor how often the same one is
given; two are the same when pod, container and number are. `docs/alerts.md` explains the rules to people.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from core.messages.jumps import Decision, Jump, JumpRule, RuleCheck, Silence
from core.messages.terminations import Termination
from workers.watcher.cache.case import BASELINE_WINDOW, LOOPING_SECONDS, OOM, Case, WorkloadTemplate
from workers.watcher.detect.thresholds import CountWithin, Thresholds

ORDER: tuple[JumpRule, ...] = ("new-template", "oom", "replicas", "pod-restarts", "usual", "cannot-start")
"""The most telling first: a rollout or memory says more than how often."""
RECENT_CRASH = 3600.0
"""A previous template that crashed within so many seconds of its successor's creation was no better than it."""


@dataclass(frozen=True, slots=True)
class _Result:
    """A check, and the terminations it counted."""

    check: RuleCheck
    terminations: tuple[Termination, ...] = ()


def apply_rules(case: Case, thresholds: Thresholds, now: float) -> tuple[Decision, Jump | None]:
    """The decision, with what each rule counted and why it spoke or stayed silent; the jump when one spoke."""
    results = _results(case, thresholds, now)
    checks = tuple(result.check for result in results)
    decision = Decision(workload=case.workload, container=case.container, at=now, checks=checks)
    spoke = [result for result in results if result.check.spoke]
    if not spoke:
        return decision, None
    rule = min((result.check.rule for result in spoke), key=ORDER.index)
    if rule == "cannot-start":
        return decision, _start_jump(case, decision)
    counted = {_identity(each): each for result in spoke for each in result.terminations}
    return decision, _jump(case, decision, rule, sorted(counted.values(), key=_in_time))


def _results(case: Case, thresholds: Thresholds, now: float) -> tuple[_Result, ...]:
    terminations = _distinct(case.terminations, now)
    unexcused = [each for each in terminations if _identity(each) not in case.excused]
    # Pods that are gone or going have had their time, but those of a Job always go.
    lasting = [each for each in unexcused if case.job or each.uid in case.present]
    results = (
        _pod_restarts(case, unexcused, thresholds.restarts, now),
        _replicas(case, lasting, terminations, thresholds, now),
        _oom(case, lasting, thresholds.oom, now),
        _new_template(case, lasting, thresholds.new_template, now),
        _usual(case, unexcused, thresholds, now),
        _cannot_start(case, thresholds.cannot_start, now),
    )
    return results if thresholds.alerts else tuple(map(_muted, results))


def _muted(result: _Result) -> _Result:
    if not result.check.spoke:
        return result
    return _Result(result.check.model_copy(update={"spoke": False, "silence": "muted"}))


def _identity(termination: Termination) -> tuple[str, int]:
    return termination.uid, termination.number


def _distinct(terminations: Iterable[Termination], now: float) -> list[Termination]:
    """Without duplicates, oldest first. Of two versions of one termination, the one with the restart is newer."""
    distinct: dict[tuple[str, int], Termination] = {}
    for termination in sorted(terminations, key=_in_news):
        if termination.at <= now:
            distinct[_identity(termination)] = termination
    return sorted(distinct.values(), key=_in_time)


def _in_news(each: Termination) -> tuple[object, ...]:
    details = each.reason, each.code or 0, each.template, each.node, each.pod, each.ran or 0.0
    return each.restarted, each.exact, each.at, *details


def _in_time(termination: Termination) -> tuple[float, str, int]:
    return termination.at, termination.uid, termination.number


def _check(
    rule: JumpRule,
    counted: int,
    threshold: CountWithin,
    silence: Silence | None = None,
    subject: str = "",
    gap: int = 0,
    factor: float | None = None,
) -> RuleCheck:
    """A check that speaks when enough was counted and nothing keeps it silent."""
    enough = counted >= threshold.count
    return RuleCheck(
        rule=rule,
        counted=counted,
        needed=threshold.count,
        window=threshold.seconds,
        spoke=enough and silence is None,
        silence=silence or (None if enough else "below"),
        subject=subject,
        gap=gap,
        factor=factor,
    )


def _off(rule: JumpRule) -> _Result:
    return _Result(RuleCheck(rule=rule, counted=0, needed=0, window=0, silence="off"))


def _by_pod(terminations: Iterable[Termination]) -> dict[str, list[Termination]]:
    pods: dict[str, list[Termination]] = defaultdict(list)
    for termination in terminations:
        pods[termination.uid].append(termination)
    return pods


def _pod_restarts(case: Case, terminations: list[Termination], threshold: CountWithin | None, now: float) -> _Result:
    """The pod with the most restarts within the window."""
    if threshold is None:
        return _off("pod-restarts")
    pods = _by_pod(each for each in terminations if each.restarted)
    results = [_restarts_of_pod(case, uid, own, threshold, now) for uid, own in sorted(pods.items())]
    if not results:
        return _Result(_check("pod-restarts", 0, threshold))
    most = max(results, key=lambda result: (result.check.spoke, result.check.counted))
    spoke = [result for result in results if result.check.spoke]
    return _Result(most.check, tuple(each for result in spoke for each in result.terminations))


def _restarts_of_pod(case: Case, uid: str, own: list[Termination], threshold: CountWithin, now: float) -> _Result:
    recent = [each for each in own if each.at > now - threshold.seconds]
    gap = 0
    unseen = [each for each in own if not each.exact]
    if len(recent) < threshold.count and unseen and case.looping.get(uid, 0) >= LOOPING_SECONDS:
        # They happened while nobody watched and were spread evenly; the back-off proves that they were close together.
        recent = [each for each in own if each.at >= unseen[0].at]
        gap = ceil(now - recent[0].at)
    silence: Silence | None = None if uid in case.present or len(recent) < threshold.count else "deleting"
    subject = recent[-1].pod if recent else own[-1].pod
    return _Result(_check("pod-restarts", len(recent), threshold, silence, subject, gap), tuple(recent))


def _replicas(
    case: Case, lasting: list[Termination], terminations: list[Termination], thresholds: Thresholds, now: float
) -> _Result:
    """Pods that restarted within the window."""
    if thresholds.replicas is None:
        return _off("replicas")
    share = thresholds.replicas
    since = now - share.seconds
    threshold = CountWithin(max(thresholds.replicas_at_least, ceil(case.replicas * share.percent / 100)), share.seconds)
    recent = [each for each in lasting if each.restarted and each.at > since]
    counted = len({each.uid for each in recent})
    with_excused = {
        each.uid for each in terminations if each.restarted and each.at > since and each.uid in case.present
    }
    if counted < threshold.count <= len(with_excused):
        return _Result(_check("replicas", len(with_excused), threshold, "node"))
    return _Result(_check("replicas", counted, threshold), tuple(recent))


def _oom(case: Case, terminations: list[Termination], threshold: CountWithin | None, now: float) -> _Result:
    """OOM kills of one pod's container; of a Job, whose pods are not restarted but replaced, of all of them."""
    if threshold is None:
        return _off("oom")
    kills = [each for each in terminations if each.reason == OOM and each.at > now - threshold.seconds]
    groups = [kills] if case.job else list(_by_pod(kills).values())
    most = max(groups, key=lambda own: (len(own), own[-1].at if own else 0.0), default=[])
    counted = [each for own in groups if len(own) >= threshold.count for each in own]
    return _Result(_check("oom", len(most), threshold, subject=most[-1].pod if most else ""), tuple(counted))


def _new_template(case: Case, terminations: list[Termination], threshold: CountWithin | None, now: float) -> _Result:
    """Crashes of the newest template, counted from its creation."""
    if threshold is None:
        return _off("new-template")
    if not case.templates:
        return _Result(_check("new-template", 0, threshold))
    ordered = sorted(case.templates, key=_in_creation)
    newest = ordered[-1]
    own = [each for each in terminations if each.template == newest.hash and each.at > now - threshold.seconds]
    crashes = [each for each in own if each.at <= newest.created + threshold.seconds]
    silence = _unfit(ordered, now, threshold) if len(crashes) >= threshold.count else None
    return _Result(_check("new-template", len(crashes), threshold, silence, newest.hash), tuple(crashes))


def _unfit(ordered: list[WorkloadTemplate], now: float, threshold: CountWithin) -> Silence | None:
    """Why the newest template's crashes say nothing about the rollout."""
    newest = ordered[-1]
    if now - newest.created > threshold.seconds:
        return "old-template"
    if len(ordered) < 2:
        return "no-predecessor"
    crashed = ordered[-2].crashed
    return "predecessor-crashed" if crashed is not None and crashed > newest.created - RECENT_CRASH else None


def _usual(case: Case, terminations: list[Termination], thresholds: Thresholds, now: float) -> _Result:
    """Restarts against the container's own baseline."""
    if thresholds.usual is None:
        return _off("usual")
    baseline = case.baseline
    if baseline is None or baseline.days < thresholds.usual_days:
        threshold = CountWithin(thresholds.usual_at_least, BASELINE_WINDOW)
        seen = baseline.recent if baseline else 0
        return _Result(_check("usual", seen, threshold, "no-history", factor=thresholds.usual))
    needed = max(thresholds.usual_at_least, ceil(thresholds.usual * baseline.average))
    since = now - BASELINE_WINDOW
    recent = tuple(each for each in terminations if each.restarted and each.at > since)
    excused = {_identity(each) for each in case.terminations if each.restarted and since < each.at <= now}
    counted = max(len(recent), baseline.recent - len(excused & case.excused)) if recent else 0
    return _Result(_check("usual", counted, CountWithin(needed, BASELINE_WINDOW), factor=thresholds.usual), recent)


def _cannot_start(case: Case, seconds: int | None, now: float) -> _Result:
    """Pods that have been unable to start for longer than that."""
    if seconds is None:
        return _off("cannot-start")
    late = [each for each in case.stuck if now - each.since >= seconds and each.uid in case.present]
    subject = late[0].pod if late else ""
    return _Result(_check("cannot-start", len(late), CountWithin(1, seconds), subject=subject))


def _in_creation(template: WorkloadTemplate) -> tuple[float, str]:
    return template.created, template.hash


def _jump(case: Case, decision: Decision, rule: JumpRule, counted: list[Termination]) -> Jump:
    latest = counted[-1]
    newest = max(case.templates, key=_in_creation, default=None)
    return Jump(
        workload=case.workload,
        guessed=case.guessed,
        container=case.container,
        rule=rule,
        decision=decision,
        pods=tuple(dict.fromkeys(each.pod for each in reversed(counted))),
        nodes=tuple(dict.fromkeys(each.node for each in reversed(counted) if each.node)),
        restarts=len(counted),
        since=counted[0].at,
        at=latest.at,
        reason=latest.reason,
        code=latest.code,
        template=latest.template or (newest.hash if newest else ""),
    )


def _start_jump(case: Case, decision: Decision) -> Jump:
    waiting = sorted((each for each in case.stuck if each.uid in case.present), key=lambda each: (each.since, each.uid))
    return Jump(
        workload=case.workload,
        guessed=case.guessed,
        container=case.container,
        rule="cannot-start",
        decision=decision,
        pods=tuple(each.pod for each in waiting),
        nodes=tuple(dict.fromkeys(each.node for each in waiting if each.node)),
        restarts=0,
        since=waiting[0].since,
        at=decision.at,
        reason=waiting[0].waiting,
        template=waiting[0].template,
    )
