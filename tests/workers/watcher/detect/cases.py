"""Cases for the rules: ends of containers, and what one rule says to them."""

from typing import Any

from core.messages.jumps import RuleCheck, Workload
from core.messages.terminations import Termination
from workers.watcher.cache.case import Case, WorkloadTemplate
from workers.watcher.detect.rules import apply_rules
from workers.watcher.detect.thresholds import DEFAULTS, Thresholds

NOW = 1_800_000_000.0
ORDERS = Workload(namespace="shop", kind="Deployment", name="orders")
OLD, NEW = WorkloadTemplate("old", NOW - 90_000), WorkloadTemplate("new", NOW - 300)


def end(number: int, ago: float, uid: str = "u1", **how: Any) -> Termination:
    """One end of a container, `ago` seconds before now."""
    given = {"pod": f"orders-{uid}", "node": "worker-1", "container": "app", "reason": "Error", "code": 1, **how}
    return Termination(uid=uid, number=number, at=NOW - ago, **given)


def case(*ends: Termination, **how: Any) -> Case:
    """A case in which every pod that ended is there."""
    given = {"replicas": 3, "present": frozenset(one.uid for one in ends), **how}
    return Case(workload=ORDERS, container="app", terminations=ends, **given)


def check(given: Case, rule: str, thresholds: Thresholds = DEFAULTS) -> RuleCheck:
    """What one rule says."""
    return next(one for one in apply_rules(given, thresholds, NOW)[0].checks if one.rule == rule)
