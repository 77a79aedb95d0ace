"""RBAC: denials in the real words, tokens, and the reviews a client can ask for its own rights."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from kubernetes import client as kubernetes

from deploy.sandbox.cluster.access import RoleAccess
from deploy.sandbox.cluster.asks import read_ask
from deploy.sandbox.cluster.background import Background
from deploy.sandbox.cluster.objects.statuses import StatusError
from deploy.sandbox.cluster.protobuf import BadMessage, access_review

ClusterWith = Callable[..., AbstractContextManager[Background]]
USER = "system:serviceaccount:whypod:whypod"

# What kubectl 1.32 sends for `auth can-i list pods -n shop` and for `auth can-i --list -n shop`.
CAN_I_LIST_PODS = bytes.fromhex(
    "6b3873000a320a17617574686f72697a6174696f6e2e6b38732e696f2f7631121753656c665375626a65637441636365737352657669657712"
    "3a0a100a0012001a0022002a00320038004200121c0a1a0a0473686f7012046c6973741a0022002a04706f647332003a001a08080012001a00"
    "20001a002200"
)
CAN_I_DO_WHAT = bytes.fromhex(
    "6b3873000a310a17617574686f72697a6174696f6e2e6b38732e696f2f7631121653656c665375626a65637452756c65735265766965771220"
    "0a100a0012001a0022002a0032003800420012060a0473686f701a04180022001a002200"
)


@pytest.mark.parametrize("text", ["", "nonsense", "pods/log/more", "PODS", "pods@", "pods list"])
def test_a_denial_that_is_none_is_refused(text: str) -> None:
    """A misspelt denial must not leave everything allowed."""
    with pytest.raises(ValueError, match="not a known resource"):
        RoleAccess([text])


def allowed(denied: str, method: str, path: str) -> bool:
    ask = read_ask(method, path, {})
    assert ask is not None
    return RoleAccess([denied]).allows(ask)


@pytest.mark.parametrize(
    ("denied", "path", "still_allowed"),
    [
        ("pods", "/api/v1/pods", False),
        ("pods", "/api/v1/namespaces/shop/pods/x/log", True),
        ("pods/log", "/api/v1/namespaces/shop/pods/x/log", False),
        ("pods/log", "/api/v1/namespaces/shop/pods/x", True),
        ("pods@shop", "/api/v1/namespaces/shop/pods", False),
        ("pods@shop", "/api/v1/namespaces/web/pods", True),
        ("pods:list", "/api/v1/namespaces/shop/pods", False),
        ("pods:list", "/api/v1/namespaces/shop/pods/x", True),
        ("deployments.apps", "/apis/apps/v1/deployments", False),
        ("deployments.extensions", "/apis/apps/v1/deployments", True),
    ],
)
def test_a_denial_covers_what_it_names_and_no_more(denied: str, path: str, still_allowed: bool) -> None:
    """Group, subresource, namespace and verb each narrow it."""
    assert allowed(denied, "GET", path) is still_allowed


def test_deleting_is_never_allowed() -> None:
    """The one user reads; it may not delete a pod."""
    assert not allowed("nodes", "DELETE", "/api/v1/namespaces/shop/pods/x")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda core: core.list_namespaced_pod("shop"),
            f'pods is forbidden: User "{USER}" cannot list resource "pods" in API group "" in the namespace "shop"',
        ),
        (
            lambda core: core.read_namespaced_pod("x", "shop"),
            f'pods "x" is forbidden: User "{USER}" cannot get resource "pods" in API group "" in the namespace "shop"',
        ),
        (
            lambda core: core.list_node(),
            f'nodes is forbidden: User "{USER}" cannot list resource "nodes" in API group "" at the cluster scope',
        ),
        (
            lambda core: core.read_namespaced_pod_log("x", "shop"),
            f'pods "x" is forbidden: User "{USER}" cannot get resource "pods/log" in API group "" '
            'in the namespace "shop"',
        ),
    ],
)
def test_a_403_reads_as_the_real_one(
    cluster_with: ClusterWith,
    api: Callable[[Background], Any],
    refused: Callable[..., Any],
    call: Callable[[Any], Any],
    message: str,
) -> None:
    """Verb, resource, group and scope stand where the real server puts them."""
    with cluster_with(recordings=None, deny=("pods", "pods/log", "nodes")) as server, api(server) as client:
        status = refused(call, kubernetes.CoreV1Api(client))

    assert (status["code"], status["reason"], status["message"]) == (403, "Forbidden", message)


def test_a_review_can_only_be_created(recorded_cluster: Background, fetch: Callable[..., Any]) -> None:
    """405 for a verb the resource has not, whatever one's rights."""
    answer = fetch(recorded_cluster, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")

    assert (answer.status, answer.document["reason"]) == (405, "MethodNotAllowed")
    assert answer.document["message"] == "the server does not allow this method on the requested resource"


def test_a_wrong_token_is_unauthorized() -> None:
    """401, not 403: the server does not know who asks."""
    with pytest.raises(StatusError) as caught:
        RoleAccess.user("Bearer wrong")

    assert (caught.value.code, caught.value.body["message"]) == (401, "Unauthorized")


@pytest.mark.parametrize(
    ("attributes", "answer"),
    [
        ({"verb": "list", "resource": "pods"}, True),
        ({"verb": "get", "resource": "pods", "subresource": "log", "namespace": "shop"}, True),
        ({"verb": "delete", "resource": "pods"}, False),
        ({"verb": "list", "resource": "events"}, False),
        ({"verb": "list", "resource": "deployments", "group": "apps"}, True),
        ({"verb": "list", "resource": "deployments"}, False),
        ({"verb": "list", "resource": "unicorns"}, False),
    ],
)
def test_an_access_review_tells_the_truth(
    cluster_with: ClusterWith, api: Callable[[Background], Any], attributes: dict[str, str], answer: bool
) -> None:
    """SelfSubjectAccessReview agrees with what a request would meet."""
    spec = {"resourceAttributes": attributes}
    with cluster_with(recordings=None, deny=("events",)) as server, api(server) as client:
        authorization = kubernetes.AuthorizationV1Api(client)
        review = authorization.create_self_subject_access_review({"spec": spec})

    assert review.status.allowed is answer


def test_a_rules_review_lists_what_is_left(cluster_with: ClusterWith, api: Callable[[Background], Any]) -> None:
    """A denied resource is not among the rules; reading pods is."""
    with cluster_with(recordings=None, deny=("events",)) as server, api(server) as client:
        authorization = kubernetes.AuthorizationV1Api(client)
        review = authorization.create_self_subject_rules_review({"spec": {"namespace": "shop"}})

    rules = {resource: rule.verbs for rule in review.status.resource_rules for resource in rule.resources}
    assert rules["pods"] == ["get", "list", "watch"]
    assert "events" not in rules


@pytest.mark.parametrize("body", [b"", b"{}", b"k8s\x00\xff", b"k8s\x00\x12\x05ab", b"k8s\x00\x0d1234"])
def test_bytes_that_are_no_review_are_refused(body: bytes) -> None:
    """Half a message, another encoding, an unknown field type."""
    with pytest.raises(BadMessage):
        access_review(body, rules=False)


def test_kubectls_own_bytes_are_understood() -> None:
    """`kubectl auth can-i` speaks protobuf only."""
    attributes = {"namespace": "shop", "verb": "list", "resource": "pods"}

    assert access_review(CAN_I_LIST_PODS, rules=False) == {"spec": {"resourceAttributes": attributes}}
    assert access_review(CAN_I_DO_WHAT, rules=True) == {"spec": {"namespace": "shop"}}
