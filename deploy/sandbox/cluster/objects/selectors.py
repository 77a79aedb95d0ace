"""Label and field selectors, parsed and matched as the API server does. Pure.

Grammar: staging/src/k8s.io/apimachinery/pkg/labels/selector.go and .../pkg/fields/selector.go.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from deploy.sandbox.cluster.objects.resources import Resource
from deploy.sandbox.cluster.objects.statuses import StatusError, bad_request
from deploy.sandbox.json import Json

Matches = Callable[[Json], bool]

_KEY = r"(?P<key>[A-Za-z0-9](?:[-A-Za-z0-9_./]{0,315}[A-Za-z0-9])?)"  # 253 of a prefix, a slash, 63 of a name
_SET = re.compile(_KEY + r"\s+(?P<op>in|notin)\s*\(\s*(?P<values>[^()]*)\)")
_EQUAL = re.compile(_KEY + r"\s*(?P<op>==|=|!=)\s*(?P<value>[-A-Za-z0-9_.]*)")
_EXISTS = re.compile(r"(?P<op>!?)\s*" + _KEY)
_COMMA_OUTSIDE_BRACKETS = re.compile(r",(?![^(]*\))")


def label_selector(text: str) -> Matches:
    """A predicate over whole objects. Raises StatusError 400 for what cannot be parsed."""
    if not text.strip():
        return lambda _: True
    requirements = [_label_requirement(part.strip(), text) for part in _COMMA_OUTSIDE_BRACKETS.split(text)]

    def matches(obj: Json) -> bool:
        labels: dict[str, str] = obj["metadata"].get("labels") or {}
        return all(requirement(labels) for requirement in requirements)

    return matches


def _label_requirement(part: str, text: str) -> Callable[[dict[str, str]], bool]:
    if match := _SET.fullmatch(part):
        key, values = match["key"], {value.strip() for value in match["values"].split(",")}
        if match["op"] == "in":
            return lambda labels: labels.get(key) in values
        return lambda labels: labels.get(key) not in values
    if match := _EQUAL.fullmatch(part):
        key, value = match["key"], match["value"]
        if match["op"] == "!=":
            return lambda labels: labels.get(key) != value
        return lambda labels: labels.get(key) == value
    if match := _EXISTS.fullmatch(part):
        key, absent = match["key"], match["op"] == "!"
        return lambda labels: (key not in labels) is absent
    raise bad_request(f"unable to parse requirement: {part!r} in {text!r}")


def field_selector(text: str, resource: Resource) -> Matches:
    """A predicate over whole objects. Raises StatusError 400 for a field the resource cannot be selected by."""
    if not text.strip():
        return lambda _: True
    requirements = [_field_requirement(part.strip(), text, resource) for part in text.split(",")]
    return lambda obj: all(requirement(obj) for requirement in requirements)


def _field_requirement(part: str, text: str, resource: Resource) -> Matches:
    match = re.fullmatch(r"(?P<field>[A-Za-z.]+)(?P<op>!=|==|=)(?P<value>.*)", part)
    if match is None:
        raise bad_request(f"invalid field selector: {part!r}; can't understand {part!r}")
    field, value = match["field"], match["value"]
    known = {"metadata.name", *resource.fields, *(["metadata.namespace"] if resource.namespaced else [])}
    if field not in known:
        raise _unknown_field(field, text, resource)
    equal = match["op"] != "!="
    return lambda obj: (field_value(obj, field) == value) is equal


def _unknown_field(field: str, text: str, resource: Resource) -> StatusError:
    group_version = f"{resource.group}/{resource.version}" if resource.group else f"/{resource.version}"
    return bad_request(
        f'Unable to find "{group_version}, Resource={resource.plural}" that match label selector "", '
        f'field selector "{text}": field label not supported: {field}'
    )


def field_value(obj: Json, field: str) -> str:
    """The field as the text a selector compares with; an unset field is the empty string, an unset flag `false`."""
    value: Any = obj
    for step in field.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    if field == "source" and isinstance(value, dict):
        return str(value.get("component", ""))
    if field in ("spec.unschedulable", "spec.hostNetwork"):
        return "true" if value else "false"
    return "" if value is None else str(value)
