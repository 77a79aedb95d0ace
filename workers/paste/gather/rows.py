"""Rows of tables, and the pods they tell of. Pure."""

from typing import Any

from core.messages.model import Platform
from workers.paste.command import TypedCommand
from workers.paste.parsed import WORD, Mapped, Parsed
from workers.paste.sentences.facts import has_failed, line_facts
from workers.paste.sentences.states import (
    state_quoted,
    state_within,
)
from workers.paste.split.segment import Segment
from workers.paste.tables.containers import container_name
from workers.paste.tables.rows import header, loose_pod, pod_row, rows
from workers.paste.writers.writer import platform_shown
from workers.snapshot import Written

MOST_OBJECTS = 2_000
"""Of one paste: a cluster's worth of pods."""


def add_table(parsed: Parsed, segment: Segment) -> None:
    """The rows below a header; a line among them that is none is words."""
    names = header(segment.lines[0])
    if shown := platform_shown(segment.lines[0]):
        _add_containers(parsed, shown[0], segment)
        return
    for line in segment.lines[1 : MOST_OBJECTS + 1]:
        row = rows(names, line) or loose_pod(line, headed=True)
        if row is None:
            parsed.words.append(line.strip())
            parsed.rows.extend(
                [fact] if (fact := state_quoted(line) or state_within(line)) else line_facts([line]).pods
            )
        elif row["kind"] == "Pod":
            parsed.rows.append(in_namespace(row, segment.command))
        else:
            parsed.objects.append(in_namespace(row, segment.command))


def _add_containers(parsed: Parsed, platform: Platform, segment: Segment) -> None:
    """Rows of docker's tables: those that tell an end are containers; the first of them names the one asked about."""
    parsed.platforms.append((platform, ""))
    for line in segment.lines[1 : MOST_OBJECTS + 1]:
        ends = [pod for pod in line_facts([line], output=True).pods if has_failed(pod)]
        parsed.rows.extend(ends)
        parsed.platforms.extend((platform, container_name(segment.lines[0], line)) for _ in ends)
        parsed.written.append(Written(writer="docker", text=line.strip()))


def add_lone_row(parsed: Parsed, segment: Segment) -> None:
    """A row of `get pods` without its header."""
    if len(parsed.rows) >= MOST_OBJECTS:
        return
    row = pod_row(segment.lines[0]) or loose_pod(segment.lines[0])
    if row is not None:
        parsed.rows.append(in_namespace(row, segment.command))


def add_row(parsed: Parsed, row: Mapped) -> None:
    """A row that a line stands for. `PodInitializing`, logs' answer in all init troubles, yields to a table's word."""
    name = row["metadata"].get("name")
    if row.get(WORD) != "PodInitializing" or all(known["metadata"].get("name") != name for known in parsed.rows):
        parsed.rows.append(row)


def in_namespace(row: dict[str, Any], typed: TypedCommand | None) -> Mapped:
    """The row with the namespace that the command names, where the table has no column for it."""
    if typed and typed.namespace and not row["metadata"].get("namespace"):
        row["metadata"]["namespace"] = typed.namespace
    return row
