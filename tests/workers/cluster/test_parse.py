"""A pod of the API as the snapshot has it: its containers, what it mounts, what holds it."""

import copy
import json
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workers.cluster.shapes import NOON, RECORDINGS, made_pod, recorded_pod
from workers.cluster import parse, wire
from workers.container import Container, EnvVar, Mount, Probe, Running, Terminated, Waiting
from workers.snapshot import Node, Pod, Sibling, Volume


def test_an_empty_pod_is_an_empty_pod() -> None:
    """Nothing is invented where nothing was said."""
    assert parse.pod(wire.V1Pod()) == Pod()
    assert parse.containers(wire.V1Pod()) == ()
    assert parse.node(wire.V1Node()) == Node()
    assert parse.status_word(wire.V1Pod()) == "Unknown"


def test_containers_come_in_order_of_kind() -> None:
    """An init container that is always restarted is a sidecar; init first, then sidecars, main, ephemeral."""
    pod = made_pod(
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
    pod = made_pod(status={"containerStatuses": [{"name": "web", "image": "web:1", "restartCount": 3, "ready": False}]})

    assert parse.containers(pod) == (Container(name="web", image="web:1", restarts=3, ready=False),)


def test_a_container_has_its_effective_values() -> None:
    """Probe defaults, inherited security, environment by origin, ports, mounts and states, all at once."""
    pod = made_pod(
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
    pod = made_pod(
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
    pod = parse.pod(recorded_pod("terminating-prestop-long"))

    assert (pod.phase, pod.controller, pod.grace_seconds, pod.deletion_grace_seconds) == ("Running", "", 60.0, 60.0)
    assert pod.deleted_at is not None and pod.created_at is not None and pod.deleted_at > pod.created_at


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
    pod = wire.from_mapping(plain, wire.V1Pod)

    assert isinstance(parse.pod(pod), Pod)
    assert isinstance(parse.sibling(pod), Sibling)
    assert all(isinstance(item, Container) for item in parse.containers(pod))
    assert parse.stamp(pod.metadata.creation_timestamp) < 1e12
