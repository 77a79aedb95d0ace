"""Shapes become the parts of a snapshot: effective values, the API's defaults, kubectl's words."""

import copy
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.cluster import parse, wire
from workers.container import Container, EnvVar, Mount, Probe, Running, Terminated, Waiting
from workers.snapshot import Claim, Condition, Event, Node, Owner, Pod, Sibling, Taint, Volume

RECORDINGS = Path(__file__).parents[2] / "recordings"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

ANOTHER_MOMENT = {"exit-2-readonly-rootfs-write", "exit-on-failure-restart", "two-containers-both-fail"}
"""Their `early-get.txt` was fetched after the back-off had begun, their `early-pod.json` before."""


def _pod(**fields: Any) -> wire.Pod:
    return wire.from_mapping(fields, wire.Pod)


def _recorded(scenario: str, name: str = "pod.json") -> wire.Pod:
    return wire.decode_pod((RECORDINGS / scenario / name).read_bytes())


def test_an_empty_pod_is_an_empty_pod() -> None:
    """Nothing is invented where nothing was said."""
    assert parse.pod(wire.Pod()) == Pod()
    assert parse.containers(wire.Pod()) == ()
    assert parse.node(wire.Node()) == Node()
    assert parse.status_word(wire.Pod()) == "Unknown"


def test_containers_come_in_order_of_kind() -> None:
    """An init container that is always restarted is a sidecar; init first, then sidecars, main, ephemeral."""
    pod = _pod(
        spec={
            "restartPolicy": "Always",
            "initContainers": [{"name": "proxy", "restartPolicy": "Always"}, {"name": "migrate"}],
            "containers": [{"name": "web"}],
            "ephemeralContainers": [{"name": "debug"}],
        }
    )

    assert [(item.name, item.kind, item.restart_policy) for item in parse.containers(pod)] == [
        ("migrate", "init", "OnFailure"),
        ("proxy", "sidecar", "Always"),
        ("web", "main", "Always"),
        ("debug", "ephemeral", "Never"),
    ]


def test_a_status_without_a_spec_is_a_container_too() -> None:
    """A paste may be cut off before the spec."""
    pod = _pod(status={"containerStatuses": [{"name": "web", "image": "web:1", "restartCount": 3, "ready": False}]})

    assert parse.containers(pod) == (Container(name="web", image="web:1", restarts=3, ready=False),)


def test_a_container_has_its_effective_values() -> None:
    """Probe defaults, inherited security, environment by origin, ports, mounts and states, all at once."""
    pod = _pod(
        spec={
            "restartPolicy": "Always",
            "securityContext": {"runAsUser": 1000, "fsGroup": 5, "runAsNonRoot": True},
            "containers": [
                {
                    "name": "web",
                    "image": "web:1",
                    "env": [
                        {"name": "A", "value": "1"},
                        {"name": "B", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k", "optional": True}}},
                        {"name": "C", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}},
                        {"name": "D", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
                    ],
                    "envFrom": [{"prefix": "X_", "configMapRef": {"name": "all"}}],
                    "ports": [{"name": "http", "containerPort": 8080, "hostPort": 80}, {"containerPort": 9090}],
                    "resources": {"limits": {"memory": "1Gi", "cpu": 1}, "requests": {"cpu": "100m"}},
                    "volumeMounts": [{"name": "data", "mountPath": "/data", "subPath": "x", "readOnly": True}],
                    "livenessProbe": {"httpGet": {"port": "http"}},
                    "readinessProbe": {"tcpSocket": {"port": 8080}, "periodSeconds": 5, "timeoutSeconds": 0},
                    "startupProbe": {"exec": {"command": ["true"]}, "terminationGracePeriodSeconds": 7},
                    "lifecycle": {"preStop": {"sleep": {"seconds": 5}}},
                    "securityContext": {"runAsUser": 0},
                }
            ],
        },
        status={
            "containerStatuses": [
                {
                    "name": "web",
                    "imageID": "sha256:1",
                    "ready": False,
                    "started": False,
                    "restartCount": 2,
                    "state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off 20s"}},
                    "lastState": {
                        "terminated": {
                            "exitCode": 137,
                            "reason": "OOMKilled",
                            "startedAt": "2026-11-21T12:00:00Z",
                            "finishedAt": "2026-11-21T12:00:01Z",
                        }
                    },
                }
            ]
        },
    )

    assert parse.containers(pod) == (
        Container(
            name="web",
            image="web:1",
            image_id="sha256:1",
            env=(
                EnvVar(name="X_", config_map="all"),
                EnvVar(name="A", value="1"),
                EnvVar(name="B", secret="s", key="k", optional=True),
                EnvVar(name="C", config_map="c", key="k"),
                EnvVar(name="D"),
            ),
            ports=(8080, 9090),
            port_names={"http": 8080},
            host_ports=(80,),
            mounts=(Mount(volume="data", path="/data", sub_path="x", read_only=True),),
            requests={"cpu": "100m"},
            limits={"memory": "1Gi", "cpu": "1"},
            liveness=Probe(kind="http", port="http", path="/", period=10, timeout=1, failures=3),
            readiness=Probe(kind="tcp", port="8080", period=5, timeout=1, failures=3),
            startup=Probe(kind="exec", command=("true",), grace=7),
            hooks=("preStop",),
            restart_policy="Always",
            security={"runAsUser": 0, "runAsNonRoot": True},
            waiting=Waiting(reason="CrashLoopBackOff", message="back-off 20s"),
            last=Terminated(reason="OOMKilled", code=137, started_at=NOON, finished_at=NOON.replace(second=1)),
            ready=False,
            started=False,
            restarts=2,
        ),
    )


def test_a_running_container_tells_since_when() -> None:
    """Times come out in UTC, also those a YAML reader left without a zone."""
    pod = _pod(
        status={
            "containerStatuses": [
                {"name": "a", "state": {"running": {"startedAt": datetime(2026, 11, 21, 12)}}},
                {"name": "b", "state": {"running": {"startedAt": NOON.astimezone(timezone(timedelta(hours=8)))}}},
                {"name": "c", "state": {"running": {"startedAt": "0001-01-01T00:00:00+08:00"}}},
            ]
        }
    )

    assert [item.running for item in parse.containers(pod)] == [
        Running(started_at=NOON),
        Running(started_at=NOON),
        Running(),
    ]


def test_volumes_say_what_they_name() -> None:
    """Every kind with its source; a projected one is followed by the ConfigMaps and Secrets it draws from."""
    spec = wire.from_mapping(
        {
            "volumes": [
                {"name": "a", "configMap": {"name": "settings", "optional": True}},
                {"name": "b", "secret": {"secretName": "tls"}},
                {"name": "c", "persistentVolumeClaim": {"claimName": "data"}},
                {"name": "d", "emptyDir": {"medium": "Memory", "sizeLimit": "1Gi"}},
                {"name": "e", "hostPath": {"path": "/var", "type": "Directory"}},
                {"name": "f", "csi": {"driver": "x.csi"}},
                {"name": "g", "projected": {"sources": [{"serviceAccountToken": {}}, {"configMap": {"name": "ca"}}]}},
                {"name": "h", "nfs": {"server": "nfs", "path": "/x"}},
                {"name": "i", "downwardAPI": {}},
                {"name": "j", "ephemeral": {}},
                {"name": "k", "image": {"reference": "model:1"}},
                {"name": "l", "fancy": {}},
            ]
        },
        wire.PodSpec,
    )

    assert parse.volumes(spec) == (
        Volume(name="a", kind="configMap", source="settings", optional=True),
        Volume(name="b", kind="secret", source="tls"),
        Volume(name="c", kind="persistentVolumeClaim", source="data"),
        Volume(name="d", kind="emptyDir", medium="Memory", size_limit="1Gi"),
        Volume(name="e", kind="hostPath", source="/var"),
        Volume(name="f", kind="csi", source="x.csi"),
        Volume(name="g", kind="projected"),
        Volume(name="g", kind="configMap", source="ca"),
        Volume(name="h", kind="nfs", source="nfs:/x"),
        Volume(name="i", kind="downwardAPI"),
        Volume(name="j", kind="ephemeral"),
        Volume(name="k", kind="image", source="model:1"),
        Volume(name="l"),
    )


def test_a_pod_on_its_way_out_keeps_what_holds_it() -> None:
    """Deletion time, both grace periods, finalizers and conditions of a recorded pod."""
    pod = parse.pod(_recorded("terminating-prestop-long"))

    assert (pod.phase, pod.controller, pod.grace_seconds, pod.deletion_grace_seconds) == ("Running", "", 60.0, 60.0)
    assert pod.deleted_at is not None and pod.created_at is not None and pod.deleted_at > pod.created_at


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

    assert parse.events(wire.from_mapping(shape, wire.Event) for shape in shapes) == (
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
        wire.Node,
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
    assert parse.sibling(_recorded("abort-as-pid1")).model_dump(exclude={"name", "created_at", "owner"}) == Sibling(
        node="worker-1", status="CrashLoopBackOff", restarts=5, last_reason="Error", last_code=139
    ).model_dump(exclude={"name", "created_at", "owner"})


def test_a_claim_keeps_its_class_and_phase() -> None:
    """A recorded claim of a class that does not exist."""
    shape = wire.decode((RECORDINGS / "pending-pvc-unbound-storageclass-missing" / "pvc.json").read_bytes(), wire.Claim)

    assert parse.claim(shape, ()) == Claim(
        name="mongo-data", phase="Pending", storage_class="fast-ssd", access_modes=("ReadWriteOnce",), events=()
    )


def _printed() -> list[Any]:
    found = []
    for path in sorted(RECORDINGS.glob("*/*get.txt")):
        pod_path = path.with_name(path.name.replace("get.txt", "pod.json"))
        if pod_path.exists() and not (path.parent.name in ANOTHER_MOMENT and path.name.startswith("early-")):
            found.append(pytest.param(path, pod_path, id=f"{path.parent.name}/{path.name}"))
    return found


@pytest.mark.parametrize(("printed", "pod_path"), _printed())
def test_the_word_is_the_one_kubectl_printed(printed: Path, pod_path: Path) -> None:
    """For every recorded pod the STATUS column of the real kubectl."""
    pod = wire.decode_pod(pod_path.read_bytes())
    rows = [line.split() for line in printed.read_text().splitlines()[1:]]

    assert parse.status_word(pod) in [row[2] for row in rows if row[0] == pod.metadata.name]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"metadata": {"deletionTimestamp": NOON}, "status": {"phase": "Running"}}, "Terminating"),
        ({"metadata": {"deletionTimestamp": NOON}, "status": {"phase": "Running", "reason": "NodeLost"}}, "Unknown"),
        ({"metadata": {"deletionTimestamp": NOON}, "status": {"phase": "Succeeded"}}, "Succeeded"),
        ({"status": {"phase": "Failed", "reason": "Evicted"}}, "Evicted"),
        (
            {
                "status": {
                    "phase": "Pending",
                    "conditions": [{"type": "PodScheduled", "status": "False", "reason": "SchedulingGated"}],
                }
            },
            "SchedulingGated",
        ),
        (
            {
                "spec": {"initContainers": [{"name": "a"}, {"name": "b"}]},
                "status": {
                    "phase": "Pending",
                    "initContainerStatuses": [
                        {"name": "a", "state": {"terminated": {"exitCode": 0}}},
                        {"name": "b", "state": {"terminated": {"exitCode": 3}}},
                    ],
                },
            },
            "Init:ExitCode:3",
        ),
        (
            {
                "spec": {"initContainers": [{"name": "a"}]},
                "status": {
                    "phase": "Pending",
                    "initContainerStatuses": [{"name": "a", "state": {"terminated": {"signal": 9, "exitCode": 137}}}],
                },
            },
            "Init:Signal:9",
        ),
        (
            {
                "status": {
                    "phase": "Running",
                    "containerStatuses": [
                        {"name": "a", "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}},
                        {"name": "b", "ready": True, "state": {"running": {}}},
                    ],
                }
            },
            "NotReady",
        ),
    ],
)
def test_words_no_recording_shows(fields: dict[str, Any], word: str) -> None:
    """The branches of kubectl's rules that the recordings do not reach."""
    assert parse.status_word(_pod(**fields)) == word


VALUES: list[Any] = [
    None,
    True,
    -1,
    10**30,
    1.5,
    "",
    "x" * 300,
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59-23:59",
    [],
    {},
    [{}],
    {"a": 1},
]
ODD = st.sampled_from(VALUES)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_no_value_anywhere_in_a_pod_stops_the_parser(data: st.DataObject) -> None:
    """Odd values in the place of any field: every part is still made."""
    plain = json.loads((RECORDINGS / "sidecar-port-conflict" / "pod.json").read_text())
    for _ in range(data.draw(st.integers(1, 3))):
        node: Any = plain
        while True:
            key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else list(range(len(node)))))
            if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.integers(0, 3)) == 0:
                node[key] = copy.deepcopy(data.draw(ODD))
                break
            node = node[key]
    pod = wire.from_mapping(plain, wire.Pod)

    assert isinstance(parse.pod(pod), Pod)
    assert isinstance(parse.sibling(pod), Sibling)
    assert all(isinstance(item, Container) for item in parse.containers(pod))
    assert parse.stamp(pod.metadata.creation_timestamp) < 1e12
