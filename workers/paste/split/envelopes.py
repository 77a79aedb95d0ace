"""Takes lines out of what log systems and spreadsheets put around them: JSON, CSV, `\\n` spelled out. Pure.

| from | its mark |
|---|---|
| Google Cloud Logging | `textPayload`, or `jsonPayload` beside `resource`, `logName`, `insertId` (LogEntry) |
| Elasticsearch, OpenSearch | `_source`, in `hits.hits` or alone (search API) |
| docker's json-file driver | `log` beside `stream` (moby daemon/logger/jsonfilelog) |
| fluent-bit, logstash | `message` or `log` beside `@timestamp` or `kubernetes` |
| CloudWatch Logs Insights | `@message` |
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from workers.paste.split.origins import with_origin

LONGEST = 4 * 1024 * 1024
MOST_ENTRIES = 50_000
DEEPEST = 6
"""Levels between the outermost value and an entry: `hits.hits[].\\_source` is three."""
_PAYLOADS = ("message", "msg", "log", "textPayload", "text")
_CELLS = ("textpayload", "@message", "message", "log", "line", "content", "body", "_raw")
"""Heads of the column that holds the line in an export."""


def unwrapped_entries(text: str) -> str:
    """The lines that such a text carries, in its order; the text itself where it is none of these."""
    if len(text) > LONGEST:
        return text
    bare = text.strip()
    if bare[:1] in ("{", "["):
        return _of_json(bare) or text
    if bare[:1] == '"' or '","' in bare[:4000] or ',"' in bare[:4000]:
        return _of_csv(bare) or text
    return _spelled_out(text)


def _of_json(text: str) -> str:
    try:
        values = [json.loads(text)]
    except (ValueError, RecursionError):
        values = _of_lines(text)
    entries = [line for value in values for line in _entries(value, 0)]
    return "\n".join(entries[:MOST_ENTRIES])


def _of_lines(text: str) -> list[Any]:
    """A JSON object a line; empty unless every line is one, or the last was cut."""
    values: list[Any] = []
    lines = [line for line in text.split("\n") if line.strip()]
    for number, line in enumerate(lines):
        try:
            values.append(json.loads(line.strip().rstrip(",")))
        except (ValueError, RecursionError):
            if number < len(lines) - 1:
                return []
    return values


def _entries(value: Any, depth: int) -> Iterator[str]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _entries(each, depth + 1)
    elif isinstance(value, dict):
        line = _line_of(value)
        if line is not None:
            yield line.rstrip("\n")
        else:
            for key in ("hits", "entries", "results", "_source", "logs", "events"):
                if key in value:
                    yield from _entries(value[key], depth + 1)


def _line_of(entry: dict[str, Any]) -> str | None:
    """What one entry carries, with whose it is; None for anything that is not one of the marks above."""
    if isinstance(source := entry.get("_source"), dict):
        text = _first_text(source)
        return None if text is None else with_origin(source, text)
    text = _text_of(entry)
    return None if text is None else with_origin(entry, text)


def _text_of(entry: dict[str, Any]) -> str | None:
    if isinstance(text := entry.get("textPayload"), str):
        return text
    if isinstance(text := entry.get("@message"), str):
        return text
    if isinstance(payload := entry.get("jsonPayload"), dict) and entry.keys() & {"resource", "logName", "insertId"}:
        return json.dumps(payload) if payload.get("kind") == "Event" else _first_text(payload)
    marks = any(key in ("@timestamp", "kubernetes") or key.startswith("kubernetes.") for key in entry)
    if isinstance(text := entry.get("log"), str) and (marks or "stream" in entry):
        return text
    if isinstance(text := entry.get("message"), str) and marks:
        return text
    return None


def _first_text(payload: dict[str, Any]) -> str | None:
    return next((text for key in _PAYLOADS if isinstance(text := payload.get(key), str)), None)


def _of_csv(text: str) -> str:
    """Rows of one table: the column that holds the line where its head says so, else all cells as columns."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text), strict=True) if row][:MOST_ENTRIES]
    except csv.Error:
        return ""
    if not rows or len({len(row) for row in rows}) != 1:
        return ""
    heads = [cell.strip().lower() for cell in rows[0]]
    column = next((heads.index(head) for head in _CELLS if head in heads), None)
    if column is not None and not {"type", "reason"} <= set(heads):  # a table of events keeps all its columns
        return "\n".join(row[column] for row in rows[1:])
    if len(heads) == 1:
        return "\n".join(row[0] for row in rows) if text.startswith('"') else ""
    return "\n".join("  ".join(cell.strip() or "<none>" for cell in row) for row in rows)


def _spelled_out(text: str) -> str:
    """Line breaks that stand there as a backslash and an `n`, where they are most of the line breaks there are."""
    literal = text.count("\\n")
    if literal < 2 or literal < 4 * text.strip().count("\n") or '{"' in text:
        return text
    return text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')
