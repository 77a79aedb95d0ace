"""A look at a recorded pod, as `/whypod` takes it. Tests only."""

from datetime import UTC, datetime
from typing import Any

from knowledge.target import parse as target
from tests.workers.cluster.shapes import recorded_pod
from workers.cluster.collect import collect
from workers.cluster.connect import Cluster
from workers.cluster.find import Resolved, find
from workers.snapshot import Snapshot

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


def look(cluster: Cluster, typed: str) -> Snapshot:
    found = find(cluster, target(typed))
    assert isinstance(found, Resolved), found
    return collect(cluster, found, NOW)


def unseen(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(item.what, item.why) for item in snapshot.unseen]


def name_of(scenario: str) -> str:
    pod = recorded_pod(scenario)
    return f"{pod.metadata.namespace}/{pod.metadata.name}"


def ids(events: Any) -> list[tuple[Any, ...]]:
    return [(event.kind, event.name, event.reason, event.message, event.count, event.last) for event in events]
