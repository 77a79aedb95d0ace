"""Which ConfigMaps and Secrets are served: those that recordings prove, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from deploy.sandbox.cluster.objects.references import proven

MADE = "2026-11-21T01:00:00Z"


def pod(spec: dict[str, Any], started: bool) -> dict[str, Any]:
    status = {"containerStatuses": [{"containerID": "containerd://1"} if started else {}]}
    return {"metadata": {"namespace": "shop"}, "spec": {"containers": [], **spec}, "status": status}


def names(*pods: dict[str, Any], applied: tuple[dict[str, Any], ...] = ()) -> set[tuple[str, str]]:
    found = proven(pods, applied, [], MADE)
    return {
        (resource.plural, obj["metadata"]["name"]) for resource, obj in found if resource.plural != "serviceaccounts"
    }


REFERENCES = [
    ({"volumes": [{"configMap": {"name": "a"}}]}, ("configmaps", "a")),
    ({"volumes": [{"secret": {"secretName": "b"}}]}, ("secrets", "b")),
    ({"volumes": [{"projected": {"sources": [{"secret": {"name": "c"}}]}}]}, ("secrets", "c")),
    ({"containers": [{"envFrom": [{"configMapRef": {"name": "d"}}]}]}, ("configmaps", "d")),
    ({"containers": [{"env": [{"valueFrom": {"secretKeyRef": {"name": "e"}}}]}]}, ("secrets", "e")),
    ({"initContainers": [{"envFrom": [{"secretRef": {"name": "f"}}]}]}, ("secrets", "f")),
]


@pytest.mark.parametrize(("spec", "name"), REFERENCES)
def test_a_container_that_never_started_proves_nothing(spec: dict[str, Any], name: tuple[str, str]) -> None:
    """Perhaps it waits for just that name."""
    assert names(pod(spec, started=False)) == set()


@pytest.mark.parametrize(("spec", "name"), REFERENCES)
def test_a_container_that_started_proves_what_it_refers_to(spec: dict[str, Any], name: tuple[str, str]) -> None:
    """Mounts and variables could be made, so the names were there."""
    assert names(pod(spec, started=True)) == {name}


def test_an_optional_reference_proves_nothing() -> None:
    """The container starts without it."""
    assert names(pod({"volumes": [{"configMap": {"name": "a", "optional": True}}]}, started=True)) == set()


def test_an_applied_secret_is_served_without_its_values() -> None:
    """The name is all there is to see."""
    applied = {
        "kind": "Secret",
        "apiVersion": "v1",
        "metadata": {"name": "s", "namespace": "shop"},
        "data": {"password": "eA=="},
        "stringData": {"user": "x"},
    }

    ((_, served),) = proven([], [applied], [], MADE)

    assert {key: served[key] for key in sorted(served) if key != "metadata"} == {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "Opaque",
    }
