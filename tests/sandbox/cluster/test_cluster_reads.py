"""Reading recorded objects with the official client, over HTTP."""

from __future__ import annotations

import gzip
import json
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from kubernetes import client as kubernetes

from deploy.sandbox.cluster.background import Background

RECORDINGS = Path(__file__).parents[2] / "recordings"
PODS = sorted(path.parent for path in RECORDINGS.glob("*/pod.json"))


def test_a_pod_that_is_not_there_is_a_404_in_the_servers_words(core: Any, refused: Callable[..., Any]) -> None:
    """The Status body of a 404 equals the real one, field by field."""
    status = refused(core.read_namespaced_pod, "nope", "shop")

    assert status == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": 'pods "nope" not found',
        "reason": "NotFound",
        "details": {"name": "nope", "kind": "pods"},
        "code": 404,
    }


def test_the_group_is_named_in_a_404_of_a_grouped_resource(core: Any, refused: Callable[..., Any]) -> None:
    """`deployments.apps`, not `deployments`."""
    apps = kubernetes.AppsV1Api(core.api_client)

    status = refused(apps.read_namespaced_deployment, "nope", "shop")

    assert status["message"] == 'deployments.apps "nope" not found'
    assert status["details"] == {"name": "nope", "group": "apps", "kind": "deployments"}


@pytest.mark.parametrize(
    "path", ["/namespaces/shop/nonsense", "/namespaces/shop/nodes", "/namespaces/shop/pods/x/exec"]
)
def test_what_the_api_has_not_is_a_404_status(
    recorded_cluster: Background, fetch: Callable[..., Any], path: str
) -> None:
    """A path inside a known group is answered with a Status, not with a page."""
    answer = fetch(recorded_cluster, f"/api/v1{path}")

    assert (answer.status, answer.document["message"]) == (404, "the server could not find the requested resource")


def test_an_unknown_group_is_a_404_page(recorded_cluster: Background, fetch: Callable[..., Any]) -> None:
    """Outside the known groups the real server answers in plain text."""
    answer = fetch(recorded_cluster, "/apis/unicorns.example/v1/unicorns")

    assert (answer.status, answer.body) == (404, b"404 page not found\n")


@pytest.mark.parametrize("folder", PODS, ids=[path.name for path in PODS])
def test_every_scenarios_pod_is_served_as_recorded(core: Any, folder: Path) -> None:
    """Not one scenario's pod is lost to a name that another scenario uses."""
    recorded = json.loads((folder / "pod.json").read_text())
    metadata = recorded["metadata"]

    served = core.read_namespaced_pod(metadata["name"], metadata["namespace"], _preload_content=False)

    assert json.loads(served.data) == recorded


def test_the_events_of_a_pod_are_found_by_its_uid(core: Any, recorded: Callable[..., Any]) -> None:
    """involvedObject field selectors give exactly the recorded events."""
    pod = recorded("liveness-404", "pod.json")["metadata"]
    names = {item["metadata"]["name"] for item in recorded("liveness-404", "events.json")["items"]}

    served = core.list_namespaced_event(pod["namespace"], field_selector=f"involvedObject.uid={pod['uid']}")

    assert {item.metadata.name for item in served.items} == names


def test_the_owner_chain_can_be_followed_to_the_deployment(core: Any, recorded: Callable[..., Any]) -> None:
    """Pod, ReplicaSet and Deployment refer to each other by uid, as recorded."""
    apps = kubernetes.AppsV1Api(core.api_client)
    owner = recorded("rollout-stuck-bad-image", "pod.json")["metadata"]["ownerReferences"][0]

    replica_set = apps.read_namespaced_replica_set(owner["name"], "shop")
    above = replica_set.metadata.owner_references[0]
    deployment = apps.read_namespaced_deployment(above.name, "shop")

    assert (replica_set.metadata.uid, deployment.metadata.uid) == (owner["uid"], above.uid)


def test_items_of_a_list_carry_no_kind(core: Any) -> None:
    """As in the real API, kind and apiVersion stand on the list only."""
    served = json.loads(core.list_namespaced_pod("growth", _preload_content=False).data)

    assert (served["kind"], served["apiVersion"]) == ("PodList", "v1")
    assert [item for item in served["items"] if "kind" in item or "apiVersion" in item] == []


def test_metadata_only_is_served_on_request(recorded_cluster: Background, fetch: Callable[..., Any]) -> None:
    """PartialObjectMetadataList holds the metadata and nothing else."""
    accept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"

    data = fetch(recorded_cluster, "/api/v1/namespaces/shop/pods", Accept=accept).document

    assert (data["kind"], data["apiVersion"]) == ("PartialObjectMetadataList", "meta.k8s.io/v1")
    assert {key for item in data["items"] for key in item} == {"kind", "apiVersion", "metadata"}


def test_only_protobuf_is_not_acceptable(recorded_cluster: Background, fetch: Callable[..., Any]) -> None:
    """A form the server has not is a 406, never JSON under another name."""
    answer = fetch(recorded_cluster, "/api/v1/pods", Accept="application/vnd.kubernetes.protobuf")

    assert (answer.status, answer.document["reason"]) == (406, "NotAcceptable")


def test_a_missing_configmap_is_missing_and_a_used_one_is_there(core: Any, refused: Callable[..., Any]) -> None:
    """Names that recordings prove are served; the one a scenario lacks is a 404."""
    assert refused(core.read_namespaced_config_map, "promo-config", "shop")["code"] == 404
    assert core.read_namespaced_config_map("promo-keys", "shop").data == {"loglevel": "debug"}
    assert core.read_namespaced_config_map("kube-root-ca.crt", "shop").data is None


def test_version_is_that_of_the_recorded_cluster(core: Any) -> None:
    """/version answers what the recorded server answered."""
    assert kubernetes.VersionApi(core.api_client).get_code().git_version == "v1.36.2"


def test_large_answers_are_compressed_only_on_request(recorded_cluster: Background, fetch: Callable[..., Any]) -> None:
    """A client that does not ask for gzip gets plain JSON; one that asks gets it, and only of a large answer."""
    plain = fetch(recorded_cluster, "/api/v1/pods")
    packed = fetch(recorded_cluster, "/api/v1/pods", Accept_Encoding="gzip")
    small = fetch(recorded_cluster, "/api/v1/namespaces", Accept_Encoding="gzip")

    encodings = [answer.headers["Content-Encoding"] for answer in (plain, packed, small)]
    assert encodings == [None, "gzip", None]
    assert gzip.decompress(packed.body) == plain.body


@pytest.mark.parametrize(
    "query",
    ["limit=x", "limit=²", "limit=-1", "limit=" + "9" * 5000, "resourceVersion=x", "watch=1&timeoutSeconds=x"],
)
def test_a_number_that_is_none_is_refused(recorded_cluster: Background, fetch: Callable[..., Any], query: str) -> None:
    """Whatever stands in the query, the answer is the client's fault and never a crash."""
    answer = fetch(recorded_cluster, f"/api/v1/pods?{urllib.parse.quote(query, safe='=&')}")

    assert answer.status in (400, 422)
    assert answer.document["kind"] == "Status"


@pytest.mark.parametrize("query", ["sinceTime=yesterday", "sinceSeconds=0", "tailLines=²", "limitBytes=0"])
def test_a_log_option_that_is_none_is_refused(
    recorded_cluster: Background, fetch: Callable[..., Any], query: str
) -> None:
    """The same for logs."""
    path = "/api/v1/namespaces/shop/pods/model-loader-78746d88f8-gtcxq/log"

    assert fetch(recorded_cluster, f"{path}?{urllib.parse.quote(query, safe='=&')}").status in (400, 422)


def test_a_method_nobody_has_is_not_allowed(recorded_cluster: Background, fetch: Callable[..., Any]) -> None:
    """405, not a sentence about a verb without a name."""
    assert fetch(recorded_cluster, "/api/v1/pods", "PROPFIND").status == 405
