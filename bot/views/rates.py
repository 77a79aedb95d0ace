"""How often one container of one workload restarted of late. Pure data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """When it restarted, seconds since 1970, oldest first, and how it ended the last time."""

    namespace: str
    workload: str
    kind: str
    container: str
    times: tuple[float, ...]
    reason: str = ""
    code: int | None = None
