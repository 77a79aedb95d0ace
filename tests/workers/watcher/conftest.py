"""Pods as the API sends them, and a store that asks nobody."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from workers.cluster.watch import Changes, ListBegins, ListEnds, Pods
from workers.cluster.wire import from_mapping
from workers.cluster.wire.watched import WatchedPod, WatchedPodWithAnnotations
from workers.watcher.cache.owners import Owners
from workers.watcher.cache.store import PodStore
from workers.watcher.detect.detector import Detector
from workers.watcher.detect.thresholds import DEFAULTS

NOW = 1_800_000_000.0


def stamp(at: float) -> str:
    """As the API writes it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def terminated(at: float, reason: str = "Error", code: int = 1) -> dict[str, Any]:
    """A state."""
    return {
        "terminated": {
            "reason": reason,
            "exitCode": code,
            "finishedAt": stamp(at),
            "startedAt": stamp(at - 2),
        }
    }


def waiting(seconds: int) -> dict[str, Any]:
    """A state: in a crash loop, with so much back-off."""
    message = f"back-off {seconds // 60}m{seconds % 60}s restarting failed container=app pod=x"
    return {"waiting": {"reason": "CrashLoopBackOff", "message": message}}


def made(
    name: str = "orders-5d8f-a",
    restarts: int = 0,
    state: dict[str, Any] | None = None,
    last: dict[str, Any] | None = None,
    *,
    ready: bool = True,
    ready_since: float | None = None,
    created: float = NOW - 3600,
    template: str = "5d8f",
    owner: tuple[str, str] | None = ("ReplicaSet", ""),
    node: str = "worker-1",
    phase: str = "Running",
    deleting: bool = False,
    annotations: dict[str, str] | None = None,
    containers: int = 1,
    **metadata: Any,
) -> WatchedPod:
    """A pod with one container `app`, or more that are well."""
    kind, of = owner or ("", "")
    owners = [{"kind": kind, "name": of or f"orders-{template}", "uid": "o", "controller": True}] if kind else []
    own = {
        "name": "app",
        "restartCount": restarts,
        "ready": ready,
        "image": "ghcr.io/shop/orders:1",
        "state": state or {"running": {"startedAt": stamp(created)}},
        "lastState": last or {},
    }
    others = [{"name": f"c{number}", "ready": True, "state": {"running": {}}} for number in range(1, containers)]
    given = {
        "metadata": {
            "name": name,
            "namespace": "shop",
            "uid": f"uid-{name}",
            "creationTimestamp": stamp(created),
            "labels": {"pod-template-hash": template},
            "ownerReferences": owners,
            **({"deletionTimestamp": stamp(NOW)} if deleting else {}),
            **({"annotations": annotations} if annotations else {}),
            **metadata,
        },
        "spec": {"nodeName": node},
        "status": {
            "phase": phase,
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True" if ready else "False",
                    "lastTransitionTime": stamp(ready_since) if ready_since is not None else None,
                }
            ],
            "containerStatuses": [own, *others],
        },
    }
    return from_mapping(given, WatchedPodWithAnnotations if annotations else WatchedPod)


class Scene:
    """A store with its detector, and a clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW
        self.store = PodStore(Owners(None, lambda confirmed: None))
        self.detector = Detector(self.store, "", lambda namespace: DEFAULTS)

    def lists(self, *pods: WatchedPod) -> None:
        """A whole list."""
        for event in (ListBegins(), Pods(list(pods)), ListEnds()):
            self.store.apply(event, self.now, 0.0)

    def change(self, *pods: WatchedPod, kind: str = "MODIFIED") -> None:
        """Lines of the watch."""
        self.store.apply(Changes([(kind, pod) for pod in pods]), self.now, 0.0)

    def jumps(self) -> list[tuple[str, str, str, int]]:
        """Workload, container, rule and restarts of what jumped since the last call."""
        jumps = [each.jump for each in self.detector.decide(self.now, 0.0) if each.jump is not None]
        return [
            (f"{jump.workload.kind}/{jump.workload.name}", jump.container, jump.rule, jump.restarts) for jump in jumps
        ]


@pytest.fixture
def scene() -> Scene:
    """An empty one."""
    return Scene()


@pytest.fixture
def pod() -> Callable[..., WatchedPod]:
    """Makes pods."""
    return made


@pytest.fixture
def ended() -> Callable[..., dict[str, Any]]:
    """Makes a `terminated` state."""
    return terminated


@pytest.fixture
def backing_off() -> Callable[[int], dict[str, Any]]:
    """Makes a `waiting` state."""
    return waiting
