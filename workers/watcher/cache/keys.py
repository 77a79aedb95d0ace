"""How a workload, and a container of it, is named inside one cluster. Pure data."""

from typing import NamedTuple


class WorkloadKey(NamedTuple):
    """A workload within one cluster."""

    namespace: str
    kind: str
    name: str


ContainerKey = tuple[WorkloadKey, str]
"""A workload and the name of one of its containers."""
