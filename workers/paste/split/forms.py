"""What form a single line has: describe, JSON, YAML, a table, events, the node's journal. Pure.

Both who joins broken lines and who cuts the text into segments ask here. It looks at the line and at the few after it,
moves nothing, and keeps nothing.
"""

from typing import Literal

from workers.paste.command import TypedCommand, command
from workers.paste.describe import keys
from workers.paste.describe.values import condition, condition_alone
from workers.paste.documents import yaml_keys
from workers.paste.events.lines import event_line
from workers.paste.tables.rows import event_header, header, is_rule, loose_pod, pod_row
from workers.paste.writers.node import is_node_line

Form = Literal["command", "describe", "yaml", "json", "table", "events", "journal", "row", "log", "text"]
_SHORTEST = 5
"""`kind:`. What is shorter has no form."""
_BRACKETS = frozenset({"{", "[", "[{", "---"})


def form_of(line: str, following: list[str]) -> Form | None:
    """The form of a line that is no plain text; `following` are the next lines that are not empty."""
    if len(line) < _SHORTEST and line.strip() not in _BRACKETS:
        return None
    if keys.begins(line) or (line.strip() == "Conditions:" and heads_conditions(following[:1])):
        return "describe"
    if line.lstrip()[:1] in '{["' and yaml_keys.json_begins(line, following):
        return "json"
    if event_header(line) or is_rule(line):
        return "events"
    if header(line):
        return "table"
    if condition_alone(line):
        return "describe"
    if is_node_line(line):
        return "journal"
    if pod_row(line):
        return "row"
    if event_line(line):
        return "events"
    if loose_pod(line):
        return "row"
    if not yaml_keys.yaml_key(line) and line[:3] != "---":
        return None
    return "yaml" if yaml_keys.yaml_may_begin(line, following) else None


def heads_conditions(following: list[str]) -> bool:
    """Whether the next line is the head of describe's table of conditions."""
    return bool(following) and following[0].split()[:2] == ["Type", "Status"]


def is_row(line: str) -> bool:
    """Whether the line stands for itself: a row of a table, an event of a known type, a line of the node."""
    event = is_typed(line) and event_line(line) is not None
    titled = is_rule(line) or heads_conditions([line]) or condition(line)
    return bool(event or titled or pod_row(line) or is_node_line(line) or header(line) or event_header(line))


def is_typed(line: str) -> bool:
    """Whether the word for an event's type is in the line."""
    return "Normal" in line or "Warning" in line


def typed_command(line: str) -> TypedCommand | None:
    """The command a person typed, if the line looks like a prompt's at all."""
    head = line.lstrip()[:1]
    if head and (head in "$#%>[(~❯➜λ»+" or "$" in line[:160] or "#" in line[:160] or _names_tool(line)):
        return command(line)
    return None


def _names_tool(line: str) -> bool:
    return line.lstrip().startswith(("kubectl ", "oc ", "k "))
