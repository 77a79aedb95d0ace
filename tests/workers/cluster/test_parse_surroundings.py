"""What surrounds a pod as the snapshot has it: events, node, owners, siblings, claims."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.workers.cluster.shapes import NOON, RECORDINGS, recorded_pod
from workers.cluster import parse, wire
from workers.snapshot import Claim, Condition, Event, Node, Owner, Sibling, Taint


def test_events_of_both_apis_come_oldest_first() -> None:
    """Counts from wherever they stand, containers from fieldPath, and times from eventTime where there is no other."""
    shapes: list[Mapping[str, Any]] = [
        {
            "involvedObject": {"kind": "Pod", "name": "web", "fieldPath": "spec.initContainers{migrate}"},
            "reason": "BackOff",
            "message": "Back-off restarting failed container",
            "type": "Warning",
            "count": 7,
            "firstTimestamp": "2026-11-21T12:00:00Z",
            "lastTimestamp": "2026-11-21T12:10:00Z",
            "source": {"component": "kubelet"},
        },
        {
            "regarding": {"kind": "Job", "name": "nightly"},
            "reason": "FailedCreate",
            "note": "no",
            "eventTime": "2026-11-21T12:01:00.5Z",
            "series": {"count": 4, "lastObservedTime": "2026-11-21T12:05:00Z"},
            "deprecatedCount": 1,
            "deprecatedFirstTimestamp": "0001-01-01T00:00:00Z",
            "reportingController": "job-controller",
        },
        {"reason": "Odd", "metadata": {"creationTimestamp": None}},
    ]

    assert parse.events(wire.from_mapping(shape, wire.V1Event) for shape in shapes) == (
        Event(reason="Odd"),
        Event(
            reason="FailedCreate",
            message="no",
            count=4,
            first=datetime(2026, 11, 21, 12, 1, 0, 500_000, tzinfo=UTC),
            last=NOON.replace(minute=5),
            component="job-controller",
            kind="Job",
            name="nightly",
        ),
        Event(
            reason="BackOff",
            message="Back-off restarting failed container",
            type="Warning",
            count=7,
            first=NOON,
            last=NOON.replace(minute=10),
            component="kubelet",
            kind="Pod",
            name="web",
            container="migrate",
        ),
    )


def test_a_node_tells_its_taints_conditions_and_versions() -> None:
    """Everything a fact may ask of a node."""
    node = wire.from_mapping(
        {
            "metadata": {"name": "n1", "labels": {"zone": "a"}},
            "spec": {"unschedulable": True, "taints": [{"key": "k", "effect": "NoSchedule"}]},
            "status": {
                "allocatable": {"cpu": 4},
                "capacity": {"cpu": "4"},
                "conditions": [{"type": "Ready", "status": "Unknown", "lastTransitionTime": "2026-11-21T12:00:00Z"}],
                "nodeInfo": {
                    "bootID": "b",
                    "architecture": "arm64",
                    "kernelVersion": "6.1",
                    "osImage": "Debian",
                    "containerRuntimeVersion": "containerd://2",
                    "kubeletVersion": "v1.36.2",
                },
            },
        },
        wire.V1Node,
    )

    assert parse.node(node) == Node(
        name="n1",
        conditions=(Condition(type="Ready", status="Unknown", since=NOON),),
        taints=(Taint(key="k", effect="NoSchedule"),),
        unschedulable=True,
        allocatable={"cpu": "4"},
        capacity={"cpu": "4"},
        architecture="arm64",
        os_image="Debian",
        kernel="6.1",
        runtime="containerd://2",
        kubelet="v1.36.2",
        labels={"zone": "a"},
        boot_id="b",
    )


def test_a_job_tells_its_failures_and_conditions() -> None:
    """A recorded job that went past its back-off limit."""
    shape = wire.decode((RECORDINGS / "job-backoff-limit" / "job.json").read_bytes(), wire.Job)
    owner = parse.owner(shape)

    assert (owner.kind, owner.replicas, owner.failed, owner.succeeded, owner.backoff_limit) == ("Job", 1, 2, 0, 1)
    assert [(item.type, item.reason) for item in owner.conditions] == [
        ("FailureTarget", "BackoffLimitExceeded"),
        ("Failed", "BackoffLimitExceeded"),
    ]


def test_two_revisions_are_told_apart_by_their_templates() -> None:
    """The ReplicaSets of a stuck rollout differ in revision and image, and name their Deployment."""
    new, old = (
        parse.owner(wire.decode((RECORDINGS / "rollout-stuck-bad-image" / name).read_bytes(), wire.ReplicaSet))
        for name in ("replicaset2.json", "replicaset.json")
    )

    assert {(owner.revision, owner.ready, owner.controller) for owner in (new, old)} == {
        ("1", 2, "Deployment/payments-api"),
        ("2", 0, "Deployment/payments-api"),
    }
    assert new.template["app"]["image"] != old.template["app"]["image"]


def test_a_template_names_where_values_come_from() -> None:
    """Values that come from a ConfigMap or Secret are named, those written down are kept."""
    shape = wire.from_mapping(
        {
            "spec": {
                "suspend": True,
                "template": {
                    "spec": {
                        "containers": [
                            {
                                "name": "web",
                                "image": "web:1",
                                "env": [
                                    {"name": "A", "value": "1"},
                                    {"name": "B", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}},
                                ],
                                "envFrom": [{"configMapRef": {"name": "c"}}],
                            }
                        ]
                    }
                },
            }
        },
        wire.Job,
    )

    assert parse.owner(shape) == Owner(
        kind="Job",
        images=("web:1",),
        failed=0,
        succeeded=0,
        suspended=True,
        template={
            "web": {
                "image": "web:1",
                "command": [],
                "args": [],
                "env": {"configMap/c:*": "", "A": "1", "B": "secret/s:k"},
                "requests": {},
                "limits": {},
                "probes": {},
            }
        },
    )


def test_a_sibling_is_told_in_brief() -> None:
    """A recorded crash loop as a sibling: kubectl's word, restarts, and how the last run ended."""
    assert parse.sibling(recorded_pod("abort-as-pid1")).model_dump(exclude={"name", "created_at", "owner"}) == Sibling(
        node="worker-1", status="CrashLoopBackOff", restarts=5, last_reason="Error", last_code=139
    ).model_dump(exclude={"name", "created_at", "owner"})


def test_a_claim_keeps_its_class_and_phase() -> None:
    """A recorded claim of a class that does not exist."""
    shape = wire.decode(
        (RECORDINGS / "pending-pvc-unbound-storageclass-missing" / "pvc.json").read_bytes(),
        wire.V1PersistentVolumeClaim,
    )

    assert parse.claim(shape, ()) == Claim(
        name="mongo-data", phase="Pending", storage_class="fast-ssd", access_modes=("ReadWriteOnce",), events=()
    )
