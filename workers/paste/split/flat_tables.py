"""Gives lines back to kubectl's tables of pods, nodes and conditions that were copied as one line. Pure."""

import re

_AGE = r"(?:\d{1,5}[smhdy]\w{0,6}|<\w+>)"
_POD_HEAD = re.compile(
    r"(?P<namespaced>NAMESPACE\s+)?NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE"
    r"(?P<wide>(?:\s+(?:IP|NODE|NOMINATED NODE|READINESS GATES)\b){0,4})(?=\s+\S)"
)
_POD_ROW = (
    r"\s*(\S{1,253})\s+(\d{1,3}/\d{1,3})\s+(\S{1,60})\s+(\d{1,6}(?:\s\([^()]{1,20}\sago\))?)\s+(" + _AGE + r")(?=\s|$)"
)
_NODE_HEAD = re.compile(
    r"NAME\s+STATUS\s+(?P<roles>ROLES\s+)?AGE(?P<version>\s+VERSION)?"
    r"(?P<wide>(?:\s+(?:INTERNAL-IP|EXTERNAL-IP|OS-IMAGE|KERNEL-VERSION|CONTAINER-RUNTIME)\b){0,5})(?=\s+\S)"
)
_NODE_ROW = r"\s*([a-z0-9][\w.-]{0,252})\s+((?:Not)?Ready(?:,SchedulingDisabled)?)\s+"
_NEXT = re.compile(r"(?<=\s)(?=(?:NAMESPACE\s+)?NAME\s+(?:READY|STATUS)\s)")
_CONDITIONS = re.compile(r"(?:^|\s)Conditions:\s+Type\s+Status\s+(?=[A-Z])")
_CONDITION = re.compile(r"\s*([A-Z][A-Za-z]{2,60})\s+(True|False|Unknown)(?=\s|$)")
_COLUMNS = re.compile(r"NOMINATED NODE|READINESS GATES|\S+")


def table_in(line: str) -> tuple[str, list[str], str] | None:
    """What stands before the first table of the line, its lines, and what stands behind it; None for no table."""
    matches = [(match, rows_of) for head, rows_of in _TABLES if (match := head.search(line))]
    for match, rows_of in sorted(matches, key=lambda match: match[0].start()):
        rows, end = rows_of(line, match)
        if rows:
            return line[: match.start()].strip(), rows, line[end:].strip()
    return None


def _pods(line: str, head: re.Match[str]) -> tuple[list[str], int]:
    """Each row begins with a name before its `READY`, or with a namespace before that."""
    more = len(_COLUMNS.findall(head["wide"]))
    row_form = re.compile(_POD_ROW + r"(?:\s+(\S{1,253}))" * more)
    rows: list[str] = []
    at = head.end()
    while True:
        namespace = re.compile(r"\s*(\S{1,63})(?=\s)").match(line, at) if head["namespaced"] else None
        row = row_form.match(line, namespace.end() if namespace else at)
        if not row:
            break
        rows.append("   ".join([*([namespace[1]] if namespace else []), *row.groups()]))
        at = row.end()
    return ["   ".join(_COLUMNS.findall(head[0])), *rows] if rows else [], at


def _nodes(line: str, head: re.Match[str]) -> tuple[list[str], int]:
    """Name, status, roles, age and version; the wide columns hold blanks of their own and are left out."""
    cells = [r"(\S{1,253})"] * bool(head["roles"]) + [f"({_AGE})"] + [r"(v?\d\S{0,60})"] * bool(head["version"])
    row_form = re.compile(_NODE_ROW + r"\s+".join(cells) + r"(?=\s|$)")
    end = following.start() if (following := _NEXT.search(line, head.end())) else len(line)
    rows = list(row_form.finditer(line, head.end(), end))
    if not rows:
        return [], end
    columns = _COLUMNS.findall(head[0][: head.start("wide") - head.start()])
    lines = ["   ".join(columns), *("   ".join(row.groups()) for row in rows)]
    return lines, end if head["wide"] else rows[-1].end()


def _conditions(line: str, head: re.Match[str]) -> tuple[list[str], int]:
    rows: list[str] = []
    at = head.end()
    while row := _CONDITION.match(line, at):
        rows.append(f"  {row[1]}  {row[2]}")
        at = row.end()
    return ["Conditions:", "  Type  Status", *rows] if rows else [], at


_TABLES = ((_POD_HEAD, _pods), (_NODE_HEAD, _nodes), (_CONDITIONS, _conditions))
