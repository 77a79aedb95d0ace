"""The names a log system keeps beside a line stay with the line."""

import json
from typing import Any

import pytest

from core.messages.report import PodRef
from workers.paste.read import read
from workers.paste.split.origins import with_origin

THREE = {"pod_name": "web-0", "namespace_name": "shop", "container_name": "app"}


@pytest.mark.parametrize(
    "entry",
    [
        {"resource": {"type": "k8s_container", "labels": THREE}},
        {"kubernetes": {**THREE, "host": "worker-1"}},
        {"kubernetes": {"pod": {"name": "web-0", "uid": "1"}, "namespace": "shop", "container": {"name": "app"}}},
        {f"kubernetes.{key}": value for key, value in THREE.items()},
        {"kubernetes.pod.name": "web-0", "kubernetes.namespace": "shop", "kubernetes.container.name": "app"},
        {"labels": {"pod": "web-0", "namespace": "shop", "container": "app"}},
        {"kubernetes": {"pod_name": "web-0", "pod_namespace": "shop", "container_name": "app"}},
    ],
    ids=["cloud logging", "fluent-bit", "beats", "dotted", "beats dotted", "loki", "vector"],
)
def test_each_line_is_behind_its_origin(entry: dict[str, Any]) -> None:
    """Every system's own keys name the same three."""
    assert with_origin(entry, "first\nsecond") == "shop/web-0[app]: first\nshop/web-0[app]: second"


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"kubernetes": {"pod_name": "web-0"}},
        {"resource": {"type": "k8s_node", "labels": {"node_name": "worker-1"}}},
        {"labels": {"pod": "web 0; rm", "namespace": "shop", "container": "app"}},
        {"labels": ["pod", "web-0"], "kubernetes": "web-0"},
    ],
    ids=["nothing", "no container", "a node", "no name", "other shapes"],
)
def test_without_pod_and_container_a_line_stays_as_it_is(entry: dict[str, Any]) -> None:
    """What is no name of Kubernetes' is none."""
    assert with_origin(entry, "first") == "first"


def test_without_its_namespace_a_line_has_the_prefix_of_kubectl_logs() -> None:
    """A namespace that was not told is not invented."""
    assert with_origin({"labels": {"pod": "web-0", "container": "app"}}, "first") == "[pod/web-0/app] first"


def test_a_log_of_an_export_is_that_pods() -> None:
    """The names reach the snapshot, so that the next command can use them."""
    entries = [{"textPayload": line, "insertId": "1", "resource": {"labels": THREE}} for line in ("panic: x", "y")]
    (snapshot,) = read(json.dumps(entries))

    assert snapshot.ref == PodRef(namespace="shop", name="web-0")
    assert [(log.container, log.lines) for log in snapshot.logs or ()] == [("app", ("panic: x", "y"))]
