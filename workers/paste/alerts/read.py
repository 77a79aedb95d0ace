"""Alerts in a text: the name of the rule, whether it fires, and the labels that name its object. Pure.

Forms: Alertmanager's `template/default.tmpl` (`[FIRING:1] NAME groups (values)`, labels by name or values alone),
Grafana's message (`Labels:` and ` - key = value`), PagerDuty's and templates of DingTalk and WeCom (`key: value`),
Opsgenie (`"[Prometheus]: NAME"`, `Tags: key:value, ...`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.alerts.standard import standard_alerts

LONGEST = 2_000
"""Characters of a line that are read."""
MOST_ALERTS = 50
_NAME = r"([A-Za-z]\w{2,80})"
_HEAD = re.compile(r"\[(FIRING|RESOLVED)(?::\d{1,4})?\][ \t]{0,4}" + _NAME + r"\b([^\n(]{0,200})(?:\((.{0,1500})\))?")
_OPSGENIE = re.compile(r"\[Prometheus\]: " + _NAME)
_RULE = re.compile(
    r"\W{0,6}(?:alertname|告警名称|报警名称|告警规则)\W{0,3}\s?[:：=]\s?[\"*`]{0,3}" + _NAME + r"\W{0,4}$"
)
_PAIR = re.compile(r"\b([a-z_]{2,40})=\"?((?<=\")[^\"]{1,253}(?=\")|(?<==)[A-Za-z0-9][\w.-]{0,252})")
_BARE = re.compile(r"\W{0,6}(?:(?:[Aa]lert(?:name)?|ALERT|告警|报警)\W{1,3})?(Kube[A-Z][A-Za-z]{3,60})\b")
"""A standard alert's name where the line begins; an alert only where labels follow."""
_LINE = re.compile(
    r"[-•* \t]{0,6}[\"*`]{0,3}([A-Za-z_]{2,40}|[\u3400-\u9fff]{2,6})[\"*`]{0,3}\s?[:：=]\s?[\"*`]{0,3}(\S.{0,300}|)$"
)
_TAGS = re.compile(r"\b([a-z_]{2,40}):([a-z0-9](?:[\w.-]{0,252}\w)?)")
_INSTANCE = re.compile(r"[\w.-]{1,253}:\d{1,5}")
_RESOLVED = re.compile(r"(?:告警|报警)?状态\W{1,4}(?:已恢复|恢复|resolved)|\bstatus\W{1,4}resolved", re.IGNORECASE)
_IN_CHINESE = {"命名空间": "namespace", "容器": "container", "节点": "node", "原因": "reason"}
_OWN_LINES = frozenset({
    "alertname", "severity", "labels", "annotations", "summary", "source", "silence", "value", "dashboard", "panel",
    "runbook", "runbook_url", "generatorurl", "startsat", "endsat", "instance", "job", "endpoint", "service",
    "prometheus",
    "cluster", "firing", "tags", "uid", "fingerprint", "priority", "status",
})  # fmt: skip
"""Keys, in small letters, whose lines tell nothing but the alert's own dress."""
_LABELS = frozenset({
    "pod", "exported_pod", "namespace", "exported_namespace", "container", "exported_container", "node",
    "exported_node",
    "deployment", "statefulset", "daemonset", "job_name", "horizontalpodautoscaler", "poddisruptionbudget",
    "persistentvolumeclaim", "reason", "condition",
})  # fmt: skip
_CHINESE_OWN = re.compile(r"(?:告警|报警|触发|恢复|故障|开始|结束)(?:名称|级别|等级|时间|状态|类型|规则|来源|值)")


@dataclass(frozen=True)
class PastedAlert:
    """One alert of the text. `lines`: the places of those lines that are the alert's own and nobody's log."""

    name: str
    firing: bool
    labels: Mapping[str, str]
    lines: frozenset[int]


def pasted_alerts(lines: Sequence[str]) -> tuple[PastedAlert, ...]:
    """Every alert of the text in its order, at most MOST_ALERTS. Lines below a head are its, up to the next head."""
    alerts: list[PastedAlert] = []
    for number, line in enumerate(lines):
        text = line[:LONGEST]
        if head := _head(text):
            name, firing, labels = head
            if alerts and alerts[-1].name == name and not _HEAD.search(text):  # the rule's name again, as a label
                _add(alerts, {}, number)
            elif len(alerts) < MOST_ALERTS:
                alerts.append(PastedAlert(name, firing, labels, frozenset({number})))
        elif alerts:
            own, labels = _labels(text)
            if own:
                _add(alerts, labels, number, resolved=_RESOLVED.search(text) is not None)
    return tuple(alerts)


def _add(alerts: list[PastedAlert], labels: Mapping[str, str], number: int, *, resolved: bool = False) -> None:
    last = alerts[-1]
    alerts[-1] = PastedAlert(last.name, last.firing and not resolved, {**labels, **last.labels}, last.lines | {number})


def _head(text: str) -> tuple[str, bool, Mapping[str, str]] | None:
    if match := _HEAD.search(text):
        name, groups, values = match[2], match[3].split(), match[4] or ""
        labels = _pairs(values) or _pairs(match[3])
        return name, match[1] == "FIRING", labels or _by_place(name, groups, values.split())
    if match := _OPSGENIE.search(text) or _RULE.match(text):
        return match[1], True, {}
    if (match := _BARE.match(text)) and match[1] in standard_alerts() and (labels := _pairs(text[match.end() :])):
        return match[1], "resolved" not in text.lower(), labels
    return None


def _pairs(text: str) -> dict[str, str]:
    """The labels `key=value` or `key="value"` that tell an alert's object."""
    return {key: value for key, value in _PAIR.findall(text) if key in _LABELS}


def _by_place(name: str, groups: Sequence[str], values: Sequence[str]) -> Mapping[str, str]:
    """The labels of an alert whose values stand alone, sorted by label as Go's template does.

    `instance` is known by its port and `job` follows it, so the values on either side are known where their number
    fits. Of a rule that is none of the standard ones its name has to speak of a pod or a container.
    """
    alert = standard_alerts().get(name)
    place = next((number for number, value in enumerate(values) if _INSTANCE.fullmatch(value)), None)
    if place is None or not (alert or "Pod" in name or "Container" in name):
        return {}
    labels = sorted(set(alert.labels.values() if alert else ("container", "pod")) - {"namespace", "instance", "job"})
    before = [label for label in labels if label < "instance"]
    after = [label for label in labels if label > "job"]
    rest = values[place + 2 :]
    if len(before) != place or len(rest) <= len(after):  # the severity comes last
        return {}
    named = {**dict(zip(before, values, strict=False)), **dict(zip(after, rest, strict=False))}
    if rest[len(after) : -1]:
        named["reason"] = rest[len(after)]
    return {**named, "namespace": groups[0]} if len(groups) == 1 else named


def _labels(text: str) -> tuple[bool, Mapping[str, str]]:
    """Whether the line is one of the alert's own, and the labels it gives."""
    if text.startswith("Tags:"):
        return True, {key: value for key, value in _TAGS.findall(text[5:]) if key in _LABELS}
    match = _LINE.match(text)
    if match is None:
        return text.strip("* ") in ("Firing", "Resolved"), {}
    key = _IN_CHINESE.get(match[1], match[1].lower())
    if key in _LABELS:
        value = match[2].strip('"*`, ')
        return (True, {key: value}) if value and " " not in value else (False, {})
    own = key in _OWN_LINES or _CHINESE_OWN.fullmatch(match[1]) is not None
    return own, _pairs(match[2]) if own else {}
