"""How a workload and a container of it are named inside one cluster. Pure data."""

from typing import NamedTuple


class Key(NamedTuple):
    """A workload within one cluster."""

    namespace: str
    kind: str
    name: str


Which = tuple[Key, str]
"""A workload and the name of a container of it."""
