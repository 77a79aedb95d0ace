"""Selectors and paging: what a list request selects, and how it is cut."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from kubernetes import client as kubernetes

from deploy.sandbox.cluster.background import Background
from deploy.sandbox.cluster.objects.resources import NODES, PODS
from deploy.sandbox.cluster.objects.selectors import field_selector, label_selector
from deploy.sandbox.cluster.objects.statuses import StatusError


def labelled(**labels: str) -> dict[str, Any]:
    return {"metadata": {"name": "x", "labels": labels}}


@pytest.mark.parametrize("text", ["a in x", "=x", "a=b=c", "a,,b", "!", "a notin x)"])
def test_a_label_selector_that_is_none_is_refused(text: str) -> None:
    """What cannot be parsed is a 400, never everything."""
    with pytest.raises(StatusError) as caught:
        label_selector(text)

    assert caught.value.code == 400


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("", True),
        ("app=web", True),
        ("app==web", True),
        ("app!=web", False),
        ("other!=web", True),
        ("app in (api, web)", True),
        ("app in (api)", False),
        ("app notin (api)", True),
        ("other notin (api)", True),
        ("app notin (web,api),tier=front", False),
        ("app", True),
        ("other", False),
        ("!app", False),
        ("!other", True),
        ("app=web,tier=front", True),
        ("app=web,tier=back", False),
        ("tier=", False),
    ],
)
def test_label_selectors_match_as_the_real_ones_do(text: str, matches: bool) -> None:
    """Every operator, with a label that is there and one that is not."""
    assert label_selector(text)(labelled(app="web", tier="front")) is matches


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("metadata.name=a", True),
        ("metadata.name!=a", False),
        ("metadata.namespace==shop,status.phase=Running", True),
        ("spec.nodeName=", True),
        ("spec.nodeName!=", False),
        ("spec.hostNetwork=false", True),
    ],
)
def test_field_selectors_compare_unset_fields_as_empty(text: str, matches: bool) -> None:
    """An unscheduled pod is found by `spec.nodeName=`."""
    pod = {"metadata": {"name": "a", "namespace": "shop"}, "spec": {}, "status": {"phase": "Running"}}

    assert field_selector(text, PODS)(pod) is matches


def test_a_field_that_cannot_be_selected_by_is_named(core: Any, refused: Callable[..., Any]) -> None:
    """The message is the real server's, with resource and selector in it."""
    status = refused(core.list_namespaced_pod, "shop", field_selector="spec.color=red")

    assert status["message"] == (
        'Unable to find "/v1, Resource=pods" that match label selector "", field selector "spec.color=red": '
        "field label not supported: spec.color"
    )


def test_a_cluster_scoped_resource_has_no_namespace_to_select_by() -> None:
    """Nodes cannot be selected by namespace."""
    with pytest.raises(StatusError):
        field_selector("metadata.namespace=x", NODES)


def test_selectors_narrow_a_list_over_http(core: Any) -> None:
    """Label and field selectors together, through the official client."""
    found = core.list_pod_for_all_namespaces(label_selector="app=notify", field_selector="status.phase=Running")

    assert {item.metadata.labels["app"] for item in found.items} <= {"notify"}


def test_pages_together_are_the_whole_list(core: Any) -> None:
    """Limit and continue give every pod once, in the order of the unlimited list, at one resource version."""
    whole = [item.metadata.uid for item in core.list_pod_for_all_namespaces().items]
    pages, token = [], None
    while True:
        page = core.list_pod_for_all_namespaces(limit=40, _continue=token)
        pages.append(page)
        token = page.metadata._continue
        if not token:
            break

    assert [item.metadata.uid for page in pages for item in page.items] == whole
    assert pages[0].metadata.remaining_item_count == len(whole) - 40
    assert len({page.metadata.resource_version for page in pages}) == 1


def test_pages_stay_consistent_while_objects_change(
    cluster_with: Callable[..., AbstractContextManager[Background]], api: Callable[[Background], Any]
) -> None:
    """A pod that appears between two pages is not in the second one."""
    with cluster_with() as server, api(server) as client:
        core = kubernetes.CoreV1Api(client)
        first = core.list_namespaced_pod("shop", limit=1)
        server.do(lambda cluster: cluster.store.put(PODS, _pod("zzz")))
        rest = core.list_namespaced_pod("shop", _continue=first.metadata._continue)

    assert "zzz" not in {item.metadata.name for item in rest.items}


def test_a_forgotten_continue_token_is_gone(
    cluster_with: Callable[..., AbstractContextManager[Background]],
    api: Callable[[Background], Any],
    refused: Callable[..., Any],
    fetch: Callable[..., Any],
) -> None:
    """After a compaction the token is a 410 Expired, in the real words."""
    with cluster_with() as server, api(server) as client:
        core = kubernetes.CoreV1Api(client)
        token = core.list_namespaced_pod("shop", limit=1).metadata._continue
        fetch(server, "/_sandbox/compact", "POST")
        status = refused(core.list_namespaced_pod, "shop", limit=1, _continue=token)

    assert (status["code"], status["reason"]) == (410, "Expired")
    assert status["message"].startswith("The provided continue parameter is too old")


def test_a_token_of_somebody_else_is_a_bad_request(core: Any, refused: Callable[..., Any]) -> None:
    """Not every text is a token."""
    assert refused(core.list_namespaced_pod, "shop", _continue="%%%")["code"] == 400


def test_a_version_from_the_future_is_a_timeout(core: Any, refused: Callable[..., Any]) -> None:
    """A list not older than what the server has not reached yet: 504 with the cause clients look for."""
    status = refused(core.list_namespaced_pod, "shop", resource_version="99999999999999")

    assert (status["code"], status["reason"]) == (504, "Timeout")
    assert status["details"]["causes"][0]["reason"] == "ResourceVersionTooLarge"


def _pod(name: str, **labels: str) -> dict[str, Any]:
    metadata = {"name": name, "namespace": "shop", "uid": f"uid-{name}", "labels": labels}
    spec: dict[str, Any] = {"containers": [{"name": "app", "image": "x"}]}
    return {"kind": "Pod", "apiVersion": "v1", "metadata": metadata, "spec": spec, "status": {"phase": "Pending"}}
