"""The table of standard alerts, and whom an alert is about. Pure: reads its own file once.

An alert proves that a rule fired. Its cause is for the object to tell: `may_mean` is where to look, not an answer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.cause import LOADER

TABLE = Path(__file__).parent / "standard.yaml"

NAMESPACED = frozenset({"pod", "deployment", "statefulset", "daemonset", "job", "hpa", "pdb", "claim", "target"})
"""Kinds whose subject has a namespace of its own. A `target` is a job of Prometheus, in the namespace it scrapes."""

_EXPORTER = re.compile(r"(?:.{0,60}-)?(?:kube-state-metrics|node-exporter)(?:-[a-z0-9-]{1,60})?")
_PORT = re.compile(r":\d{1,5}\Z")


@dataclass(frozen=True)
class Sentences:
    """One statement in both languages."""

    en: str
    zh: str


@dataclass(frozen=True)
class StandardAlert:
    """One alert. `labels`: what of the subject each label names: `{"name": "pod", "container": "container"}`."""

    name: str
    kind: str
    """`pod`, `deployment`, …, `node`, `namespace`, `target`, or `cluster` where no single object is meant."""
    labels: Mapping[str, str]
    seen: Sentences
    left_open: Sentences
    may_mean: tuple[str, ...]
    """Ids of causes, `run.*` for a family."""


@dataclass(frozen=True)
class AlertSubject:
    """The object an alert is about. `more`: what else its labels tell, such as the container."""

    kind: str
    name: str
    namespace: str = ""
    more: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def standard_alerts() -> Mapping[str, StandardAlert]:
    """Every alert of the table by its name."""
    table = yaml.load(TABLE.read_text(encoding="utf-8"), Loader=LOADER)
    return {name: _alert(name, entry) for name, entry in table.items()}


def subject(name: str, labels: Mapping[str, str]) -> AlertSubject | None:
    """Whom the alert `name` with these labels is about; None for an unknown alert, no object, or no such label.

    Where Prometheus renamed an object's own label because the exporter has one of that name (`exported_pod`), that
    one counts.
    """
    alert = standard_alerts().get(name)
    if alert is None or "name" not in alert.labels:
        return None
    named = {part: _own(labels, label) for part, label in alert.labels.items()}
    if not named["name"]:
        return None
    namespace = _own(labels, "namespace") if alert.kind in NAMESPACED else ""
    more = {part: value for part, value in named.items() if part != "name" and value}
    if _EXPORTER.fullmatch(more.get("container", "")) and not _EXPORTER.fullmatch(named["name"]):
        del more["container"]  # the exporter's own container, beside a pod that is not the exporter
    return AlertSubject(alert.kind, _PORT.sub("", named["name"]), namespace, more)


def is_exporter(name: str) -> bool:
    """Whether a pod or container of that name is an exporter, and so never the object of an alert about another."""
    return _EXPORTER.fullmatch(name) is not None


def _own(labels: Mapping[str, str], label: str) -> str:
    return labels.get(f"exported_{label}") or labels.get(label, "")


def _alert(name: str, entry: Mapping[str, Mapping[str, str]]) -> StandardAlert:
    labels = dict(entry["subject"])
    kind = labels.pop("kind")
    return StandardAlert(
        name, kind, labels, Sentences(**entry["seen"]), Sentences(**entry["open"]), tuple(entry.get("may_mean", ()))
    )
