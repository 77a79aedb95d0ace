"""How long the kubelet waits before it restarts a container. Pure.

pkg/kubelet/kuberuntime/kuberuntime_manager.go (doBackOff) and staging/src/k8s.io/client-go/util/flowcontrol/backoff.go:
none after the first end, then 10 s doubling up to 5 min; forgotten after a run of twice the longest.
"""

from __future__ import annotations

FIRST, LONGEST = 10, 300
FORGOTTEN_AFTER = 2 * LONGEST


class BackOff:
    """The back-off of one container."""

    def __init__(self) -> None:
        self._next = 0

    def after_run_of(self, seconds: float) -> int:
        """Seconds to wait after a run of this length; a long one starts anew."""
        wait = 0 if seconds >= FORGOTTEN_AFTER else self._next
        self._next = min(LONGEST, wait * 2) if wait else FIRST
        return wait


def words(seconds: int) -> str:
    """As Go prints a duration: `10s`, `1m20s`, `5m0s`."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}m{rest}s" if minutes else f"{rest}s"
