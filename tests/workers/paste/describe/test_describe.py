"""`kubectl describe` of pods, nodes, claims and workloads, in mappings of the API's shape."""

from typing import Any

import pytest

from workers.paste.describe import values
from workers.paste.describe.reader import describe

OLD_POD = """\
Name:\t\tcrane-0
Namespace:\tdepot
Node:\t\tnode-1/192.0.2.1
Start Time:\tMon, 21 Sep 2015 11:02:05 -0700
Status:\t\tFailed
Reason:\t\tEvicted
Message:\tThe node was low on resource: memory.
IP:\t\t10.0.0.3
Controllers:\tReplicationController/crane
Containers:
  hoist:
    Container ID:\tdocker://1
    Image:\t\tcrane:1
    State:\t\tTerminated
      Reason:\t\tError
      Message:\t\tline one
line two

      Exit Code:\t2
      Started:\t\tMon, 21 Sep 2015 11:02:06 -0700
      Finished:\t\tMon, 21 Sep 2015 11:02:09 -0700
    Ready:\t\tFalse
    Restart Count:\t0
    Limits:
      memory:\t1Gi
    Environment Variables:
      KEY:\tvalue
Conditions:
  Type\t\tStatus
  Ready \tFalse
No volumes.
QoS Tier:\tBestEffort
Events:\t<none>
"""


def read(text: str) -> Any:
    return describe(text.expandtabs(8).splitlines()).object


def test_events_alone_are_no_object() -> None:
    """An `Events:` part without the rest makes no pod of its own, but its events were shown."""
    found = describe(["Events:", "  Warning  BackOff  1s  kubelet  Back-off"])

    assert (found.object, len(found.events), found.events_shown) == (None, 1, True)


def test_other_kinds_are_not_taken_for_pods() -> None:
    """A Service or a Secret has fields of a pod, too."""
    assert read("Name: crane\nNamespace: depot\nType: ClusterIP\nSelector: app=crane\n") is None


def test_an_old_layout() -> None:
    """Tabs, old field names, and a termination message whose lines are not indented."""
    assert read(OLD_POD) == {
        "kind": "Pod",
        "metadata": {
            "name": "crane-0",
            "namespace": "depot",
            "ownerReferences": [{"kind": "ReplicationController", "name": "crane", "controller": True}],
            "labels": {},
            "annotations": {},
        },
        "spec": {
            "nodeName": "node-1",
            "containers": [
                {
                    "name": "hoist",
                    "image": "crane:1",
                    "resources": {"limits": {"memory": "1Gi"}},
                    "env": [{"name": "KEY", "value": "value"}],
                }
            ],
        },
        "status": {
            "phase": "Failed",
            "reason": "Evicted",
            "message": "The node was low on resource: memory.",
            "qosClass": "BestEffort",
            "podIP": "10.0.0.3",
            "startTime": "2015-09-21T11:02:05-07:00",
            "conditions": [{"type": "Ready", "status": "False"}],
            "containerStatuses": [
                {
                    "name": "hoist",
                    "state": {
                        "terminated": {
                            "reason": "Error",
                            "message": "line one\nline two\n",
                            "exitCode": 2,
                            "startedAt": "2015-09-21T11:02:06-07:00",
                            "finishedAt": "2015-09-21T11:02:09-07:00",
                        }
                    },
                    "ready": False,
                    "restartCount": 0,
                }
            ],
        },
    }


def test_indentation_is_only_a_hint() -> None:
    """The same description without any indentation is the same pod."""
    flat = "\n".join(line.strip() for line in OLD_POD.splitlines())

    assert read(flat) == read(OLD_POD)


def test_a_node() -> None:
    """Conditions with their times, taints over several lines, sizes and versions."""
    text = """\
Name:               node-1
Roles:              worker
Taints:             dedicated=grain:NoSchedule
                    node.kubernetes.io/disk-pressure:NoSchedule
Unschedulable:      true
Conditions:
  Type           Status   LastHeartbeatTime                 LastTransitionTime                Reason           Message
  Ready          Unknown  Sat, 21 Nov 2026 02:16:03 +0000   Sat, 21 Nov 2026 02:17:03 +0000   NodeStatusUnknown  \
Kubelet stopped posting node status.
Capacity:
  cpu:     2
System Info:
  Kernel Version:   6.1.0
  Kubelet Version:  v1.36.2
"""

    assert read(text) == {
        "kind": "Node",
        "metadata": {"name": "node-1", "labels": {}, "annotations": {}},
        "spec": {
            "taints": [
                {"key": "dedicated", "value": "grain", "effect": "NoSchedule"},
                {"key": "node.kubernetes.io/disk-pressure", "value": "", "effect": "NoSchedule"},
            ],
            "unschedulable": True,
        },
        "status": {
            "conditions": [
                {
                    "type": "Ready",
                    "status": "Unknown",
                    "lastTransitionTime": "2026-11-21T02:17:03Z",
                    "reason": "NodeStatusUnknown",
                    "message": "Kubelet stopped posting node status.",
                }
            ],
            "capacity": {"cpu": "2"},
            "allocatable": {},
            "nodeInfo": {
                "bootID": "",
                "kernelVersion": "6.1.0",
                "osImage": "",
                "architecture": "",
                "containerRuntimeVersion": "",
                "kubeletVersion": "v1.36.2",
            },
        },
    }


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Name: c\nReplicas: 0 current / 2 desired\nPods Status: 0 Running / 2 Waiting", "ReplicaSet",
         {"conditions": [], "replicas": 0, "readyReplicas": 0}),
        ("Name: c\nReplicas: 3 desired | 1 updated | 2 unavailable\nStrategyType: RollingUpdate", "Deployment",
         {"conditions": [], "updatedReplicas": 1, "unavailableReplicas": 2}),
        ("Name: c\nCompletions: 1\nPods Statuses: 0 Active / 0 Succeeded / 3 Failed", "Job",
         {"conditions": [], "active": 0, "succeeded": 0, "failed": 3}),
        ("Name: c\nNamespace: n\nStorageClass: fast\nStatus: Pending\nVolume:\nUsed By: crane-0",
         "PersistentVolumeClaim", {"phase": "Pending"}),
    ],
)  # fmt: skip
def test_other_objects(text: str, kind: str, status: dict[str, Any]) -> None:
    """Kinds are told apart by the fields only they have."""
    found = read(text)

    assert (found["kind"], found["status"]) == (kind, status)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("http-get http://:8080/live delay=5s timeout=1s period=3s #success=1 #failure=2",
         {"httpGet": {"scheme": "HTTP", "host": "", "port": 8080, "path": "/live"}}),
        ("http-get https://h:web/ delay=5s timeout=1s period=3s #success=1 #failure=2",
         {"httpGet": {"scheme": "HTTPS", "host": "h", "port": "web", "path": "/"}}),
        ("tcp-socket :9000 delay=5s timeout=1s period=3s #success=1 #failure=2", {"tcpSocket": {"port": 9000}}),
        ("grpc <pod>:8080  delay=5s timeout=1s period=3s #success=1 #failure=2", {"grpc": {"port": 8080}}),
        ("exec [sh -c test -f /x; exit 1] delay=5s timeout=1s period=3s #success=1 #failure=2",
         {"exec": {"command": ["sh", "-c", "test -f /x; exit 1"]}}),
    ],
)  # fmt: skip
def test_probes(text: str, action: dict[str, Any]) -> None:
    """All kinds of probe, with their seconds and counts."""
    numbers = {"initialDelaySeconds": 5, "timeoutSeconds": 1, "periodSeconds": 3, "failureThreshold": 2}

    assert values.probe(text) == {**action, **numbers}


def test_variables_mounts_and_tolerations() -> None:
    """Values, references to ConfigMaps and Secrets, sub paths, and tolerations with their seconds."""
    assert values.variable("KEY:  <set to the key 'k' in secret 's'>  Optional: true") == {
        "name": "KEY",
        "valueFrom": {"secretKeyRef": {"name": "s", "key": "k", "optional": True}},
    }
    assert values.variables_from("settings  ConfigMap  Optional: false") == {
        "configMapRef": {"name": "settings", "optional": False}
    }
    assert values.mount('/etc/a.yaml from settings (ro,path="a.yaml")') == {
        "name": "settings",
        "mountPath": "/etc/a.yaml",
        "readOnly": True,
        "subPath": "a.yaml",
    }
    assert values.toleration("node.kubernetes.io/not-ready:NoExecute op=Exists for 300s") == {
        "key": "node.kubernetes.io/not-ready",
        "operator": "Exists",
        "effect": "NoExecute",
        "tolerationSeconds": 300,
    }
