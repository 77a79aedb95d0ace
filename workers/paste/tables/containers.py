"""Rows of docker's own tables: `docker ps`, `docker compose ps`, `docker service ps`. Pure.

Columns: docker/cli cli/command/formatter/container.go, cli/command/task/print.go; docker/compose cmd/compose/ps.go.
"""

import re

_CELLS = re.compile(r"\s{2,}")
_TASK = re.compile(r"^(?:\\_ )?([\w.-]{1,80}?)(?:\.[a-z0-9]{1,25})?$")
"""A task's name is its service's and a number, or a node's id: `web.1`; those that were replaced stand behind `\\_`."""


def container_name(header: str, row: str) -> str:
    """What docker's next command asks about: a container's name, compose's service, swarm's service."""
    if header.split()[-1] == "NAMES":
        return row.split()[-1]
    if (place := header.find("SERVICE ")) > 0:
        return next(iter(row[place:].split()), "")
    columns = dict(zip(_CELLS.split(header.strip()), _CELLS.split(row.strip()), strict=False))
    task = _TASK.match(columns.get("NAME", ""))
    return task[1] if task else ""
