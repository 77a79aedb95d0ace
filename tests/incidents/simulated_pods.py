"""Simulated time, and simulated pods as the watch tells them. No watcher, no Slack."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from workers.cluster.wire import from_mapping
from workers.cluster.wire.watched import WatchedPod

START = 1_800_000_000.0
BACKOFF_FIRST, BACKOFF_MOST = 10.0, 300.0
"""Seconds (pkg/kubelet/kubelet.go)."""
_SPAN = re.compile(r"(\d+(?:\.\d+)?)([smhd])")
_UNIT = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


def seconds(text: object) -> float:
    """`2h30m` in seconds; a number stands for itself."""
    if isinstance(text, int | float):
        return float(text)
    return sum(float(number) * _UNIT[unit] for number, unit in _SPAN.findall(str(text)))


def clock(at: float) -> str:
    """`2h30m05s` since the start."""
    whole = round(at)
    hours, minutes, left = whole // 3600, whole % 3600 // 60, whole % 60
    return (f"{hours}h" if hours else "") + (f"{minutes:02d}m" if hours else f"{minutes}m") + f"{left:02d}s"


def stamp(at: float) -> str:
    """As the API writes it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Pod:
    """One simulated pod with one container."""

    name: str
    owner: str
    kind: str
    template: str
    node: str
    image: str
    created: float
    container: str = "app"
    restarts: int = 0
    started: float = 0.0
    ended: float | None = None
    """None while it runs."""
    last: dict[str, Any] = field(default_factory=dict)
    ready_since: float | None = None
    phase: str = "Running"
    deleting: bool = False
    program: int = 0
    """Grows with every change of what it runs; a plan made for an earlier one is void."""

    def watched(self) -> WatchedPod:
        """As the watch tells it."""
        namespace, _, workload = self.owner.partition("/")
        controller = {
            "Deployment": ("ReplicaSet", f"{workload}-{self.template}"),
            "Job": ("Job", workload),
            "CronJob": ("Job", f"{workload}-{int(self.created // 60)}"),
        }[self.kind]
        running = self.ended is None and self.phase == "Running"
        state: dict[str, Any] = {"running": {"startedAt": stamp(self.started)}}
        if not running:
            wait = int(min(BACKOFF_FIRST * 2**self.restarts, BACKOFF_MOST))
            back_off = f"{wait // 60}m{wait % 60}s" if wait >= 60 else f"{wait}s"
            waiting = {"reason": "CrashLoopBackOff", "message": f"back-off {back_off} restarting failed container"}
            state = {"waiting": waiting} if self.phase == "Running" else dict(self.last)
        ready = running and not self.deleting
        manifest = {
            "metadata": {
                "name": self.name,
                "namespace": namespace,
                "uid": f"uid-{self.name}",
                "creationTimestamp": stamp(self.created),
                "labels": {"pod-template-hash": self.template} if self.kind == "Deployment" else {},
                "ownerReferences": [{"kind": controller[0], "name": controller[1], "uid": "o", "controller": True}],
                **({"deletionTimestamp": stamp(self.created)} if self.deleting else {}),
            },
            "spec": {"nodeName": self.node, "containers": [{"name": self.container}]},
            "status": {
                "phase": self.phase,
                "conditions": [
                    {
                        "type": "Ready",
                        "status": "True" if ready else "False",
                        "lastTransitionTime": stamp(self.ready_since or self.started),
                    }
                ],
                "containerStatuses": [
                    {
                        "name": self.container,
                        "restartCount": self.restarts,
                        "ready": ready,
                        "image": self.image,
                        "state": state,
                        "lastState": self.last if self.phase == "Running" else {},
                    }
                ],
            },
        }
        return from_mapping(manifest, WatchedPod)
