"""YAML and JSON: their objects, fragments and events; what yields none is text. Pure."""

from typing import Any

from workers.cluster import parse, wire
from workers.paste.command import TypedCommand
from workers.paste.documents.fragments import objects
from workers.paste.documents.values import json_value, yaml_values
from workers.paste.gather.rows import MOST_OBJECTS
from workers.paste.gather.text import add_log, add_text, holds_nothing
from workers.paste.parsed import Mapped, Parsed, ParsedEvent
from workers.paste.sentences.facts import docker_state
from workers.paste.split.segment import Segment
from workers.paste.writers.writer import platform_shown


def add_yaml(parsed: Parsed, segment: Segment) -> None:
    """The objects of a YAML document, whole or cut."""
    before = len(parsed.objects) + len(parsed.events) + len(parsed.words)
    for value in yaml_values(segment.lines):
        _keep(parsed, value, segment.command)
    if len(parsed.objects) + len(parsed.events) + len(parsed.words) == before:
        _add_as_log(parsed, segment)


def add_json(parsed: Parsed, segment: Segment) -> None:
    """The objects of JSON, a container of docker, or the lines of a log in JSON."""
    value = json_value(segment.lines)
    if not _is_object(value) and (state := docker_state(segment.lines)):
        parsed.rows.append(state)
        parsed.platforms.append(("docker", ""))
        return
    if len(segment.lines) == 1 and _is_log(value):
        (add_text if platform_shown(segment.lines[0]) else _add_as_log)(parsed, segment)
        return
    before = len(parsed.objects) + len(parsed.events) + len(parsed.words)
    if value is not None:
        _keep(parsed, value, segment.command)
    if len(parsed.objects) + len(parsed.events) + len(parsed.words) == before:
        _add_as_log(parsed, segment)


def _add_as_log(parsed: Parsed, segment: Segment) -> None:
    """What is no object of Kubernetes, as a program's; not where every field in it is empty."""
    if not all(map(holds_nothing, segment.lines)):
        add_log(parsed, segment)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict | list) and next(iter(objects(value)), None) is not None


def _is_log(value: Any) -> bool:
    """One line of JSON is a log line unless it is an object of the API."""
    if not isinstance(value, dict):
        return not isinstance(value, list)
    return "log" in value or not next(iter(objects(value)), None)


def _keep(parsed: Parsed, value: Any, typed: TypedCommand | None) -> None:
    listed = isinstance(value, dict) and str(value.get("kind", "")).endswith("List")
    for item in objects(value):
        if len(parsed.objects) >= MOST_OBJECTS:
            return
        if item["kind"] == "Event":
            _keep_event(parsed, item)
        elif item["kind"] == "Status":
            parsed.words.append(str(item.get("message", ""))[:2000])
        else:
            parsed.objects.append(_named(item, typed))
        if item["kind"] == "Event" or str(item["kind"]).startswith("Event"):
            parsed.events_shown = True
            parsed.events_whole |= listed


def _named(item: Mapped, typed: TypedCommand | None) -> Mapped:
    """A fragment of `kubectl get pod NAME` is of that pod."""
    metadata = item.get("metadata")
    if item["kind"] != "Pod" or not typed or typed.kind != "pod" or not typed.name:
        return item
    if isinstance(metadata, dict) and not metadata.get("name"):
        return {**item, "metadata": {**metadata, "name": typed.name, "namespace": typed.namespace}}
    return item


def _keep_event(parsed: Parsed, item: Mapped) -> None:
    try:
        shape = wire.from_mapping(item, wire.V1Event)
    except wire.Unreadable:
        return
    regarding = shape.involved_object or shape.regarding
    parsed.events.extend(
        ParsedEvent(event, regarding.namespace if regarding else "") for event in parse.events([shape])
    )
