"""How often one container of one workload restarted of late. Pure data."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RestartHistory:
    """When it restarted, seconds since 1970, oldest first, and how it ended the last time that was seen."""

    namespace: str
    workload: str
    kind: str
    container: str
    times: tuple[float, ...]
    reason: str = ""
    code: int | None = None
    seen: bool = True
    """False when later endings than that were not seen: the kubelet forgot them, or nobody watched."""
