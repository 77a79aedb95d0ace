"""Which pod looks sickest, whose it is, and which names are near."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.messages.answer import Choice, Option
from core.messages.report import PodRef
from workers.cluster import wire
from workers.cluster.candidates import CandidatePod, candidate, choice, matching, nearest, sickest, sickness, workload

RECORDINGS = Path(__file__).parents[2] / "recordings"


def _pod(**fields: Any) -> wire.V1Pod:
    return wire.from_mapping(fields, wire.V1Pod)


def _owned(kind: str, name: str, labels: dict[str, str] | None = None) -> wire.V1Pod:
    owner = {"kind": kind, "name": name, "controller": True}
    return _pod(metadata={"name": "p", "ownerReferences": [owner], "labels": labels or {}})


def _candidate(name: str, owner: str, sick: int = 0, created: float = 0, namespace: str = "shop") -> CandidatePod:
    return CandidatePod(namespace, name, owner, "Running", sick, created)


@pytest.mark.parametrize(
    ("pod", "name"),
    [
        (_pod(metadata={"name": "alone"}), "Pod/alone"),
        (_owned("Node", "worker-1"), "Pod/p"),
        (_owned("ReplicaSet", "web-7d9c5b8f6d", {"pod-template-hash": "7d9c5b8f6d"}), "Deployment/web"),
        (_owned("ReplicaSet", "web-7d9c5b8f6d"), "ReplicaSet/web-7d9c5b8f6d"),
        (_owned("StatefulSet", "db"), "StatefulSet/db"),
        (_owned("Job", "nightly-29411700"), "CronJob/nightly"),
        (_owned("Job", "migrate-2026"), "Job/migrate-2026"),
        (_owned("Job", "29411700"), "Job/29411700"),
        (_owned("Rollout", "web"), "Rollout/web"),
    ],
)
def test_a_workload_is_told_from_the_pod_alone(pod: wire.V1Pod, name: str) -> None:
    """No request is needed for it."""
    assert workload(pod) == name


@pytest.mark.parametrize(
    ("scenario", "file", "rank"),
    [
        ("healthy-deployment", "pod.json", 0),
        ("cronjob-fine", "pod.json", 0),
        ("node-reboot", "pod.json", 1),
        ("evicted-ephemeral-storage-limit", "pod.json", 2),
        ("terminating-prestop-long", "pod.json", 2),
        ("readiness-503", "pod.json", 3),
        ("pending-insufficient-cpu", "pod.json", 4),
        ("cni-ip-exhausted", "pod.json", 4),
        ("abort-as-pid1", "pod.json", 5),
        ("abort-as-pid1", "early-pod.json", 5),
        ("init-container-image-missing", "pod.json", 5),
    ],
)
def test_a_recorded_pod_is_as_sick_as_it_was(scenario: str, file: str, rank: int) -> None:
    """Healthy and done, restarted, left behind, not ready, not started, failing."""
    assert sickness(wire.decode_pod((RECORDINGS / scenario / file).read_bytes())) == rank


def test_of_equally_sick_ones_the_newest_comes_first() -> None:
    """And the sick before the well."""
    well, old, new = _candidate("a", "x", 0, 9), _candidate("b", "x", 5, 1), _candidate("c", "x", 5, 2)

    assert sickest([well, old, new]) == [new, old, well]


def test_a_workload_of_that_very_name_wins_over_a_prefix() -> None:
    """`web` is the Deployment web, although web-admin begins with it."""
    web, admin = _candidate("web-1", "Deployment/web"), _candidate("web-admin-1", "Deployment/web-admin", 5)

    assert matching([admin, web], "web") == [web]
    assert matching([admin, web], "web-") == [admin, web]
    assert matching([admin, web], "web-a") == [admin]
    assert matching([admin, web], "b") == []


def test_a_workload_stands_for_all_its_pods() -> None:
    """Only its sickest pod is shown, per namespace."""
    pods = [
        _candidate("web-1", "Deployment/web"),
        _candidate("web-2", "Deployment/web", 5),
        _candidate("web-1", "Deployment/web", 3, namespace="test"),
    ]

    assert matching(pods, "web") == [pods[1], pods[2]]


def test_a_choice_is_short() -> None:
    """Ten options and the number of the others."""
    many = [_candidate(f"a{number}", f"Pod/a{number}") for number in range(13)]

    assert choice("a", many, "prod") == Choice(
        target="a",
        options=tuple(
            Option(ref=PodRef(cluster="prod", namespace="shop", name=f"a{number}"), status="Running")
            for number in range(10)
        ),
        more=3,
    )


@pytest.mark.parametrize(
    ("asked", "near"),
    [("chekout", ["checkout"]), ("checkuot-ui", ["checkout"]), ("payment", ["payments-api"]), ("zzz", [])],
)
def test_the_nearest_names_are_near(asked: str, near: list[str]) -> None:
    """Typing errors and parts of names, nothing far-fetched."""
    pods = [_candidate(f"{name}-1", f"Deployment/{name}") for name in ("checkout", "payments-api", "orders")]

    assert [item.workload.partition("/")[2] for item in nearest(pods, asked)] == near


def test_created_times_count() -> None:
    """A pod's age is taken from its metadata."""
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)

    assert candidate(_pod(metadata={"name": "a", "namespace": "n", "creationTimestamp": noon})) == CandidatePod(
        "n", "a", "Pod/a", "Unknown", 4, noon.timestamp()
    )
