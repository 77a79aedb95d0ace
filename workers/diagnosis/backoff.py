"""When the kubelet starts a crashed container again. Pure arithmetic over the container's status."""

from datetime import datetime, timedelta

from workers.container import Container

FIRST_SECONDS = 10
"""The first wait (pkg/kubelet/kubelet.go, `MaxContainerBackOff` and its initial value)."""
LONGEST_SECONDS = 300
"""Where the doubling stops; clusters with KubeletCrashLoopBackOffMax may be set lower."""
CALM_SECONDS = 600
"""A run of twice the longest wait puts the wait back to the first (k8s.io/client-go/util/flowcontrol/backoff.go)."""


def wait_seconds(restarts: int) -> int:
    """The wait before restart number `restarts` + 1: 10, 20, 40, 80, 160, 300, 300 ... seconds."""
    doublings = min(max(restarts, 0), 10)  # 10 s doubled ten times is far past the cap; keeps the number small
    return min(FIRST_SECONDS << doublings, LONGEST_SECONDS)


def next_restart(container: Container) -> datetime | None:
    """When it is due again; None when it runs, is not going to be restarted or the time of its end is unknown.

    An estimate: the kubelet keeps the true value to itself, and starts over at 10 s when it is restarted.
    """
    ended = container.ended
    if container.running or ended is None or ended.finished_at is None or container.restart_policy == "Never":
        return None
    seconds = ended.seconds
    wait = FIRST_SECONDS if seconds is not None and seconds >= CALM_SECONDS else wait_seconds(container.restarts)
    return ended.finished_at + timedelta(seconds=wait)
