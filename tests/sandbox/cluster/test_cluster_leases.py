"""Leases: the one thing a client may write, with the conflicts a leader election relies on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from kubernetes import client as kubernetes

from deploy.sandbox.cluster.background import Background


@pytest.fixture
def leases(
    cluster_with: Callable[..., AbstractContextManager[Background]], api: Callable[[Background], Any]
) -> Iterator[Any]:
    """CoordinationV1Api on an empty cluster."""
    with cluster_with(recordings=None) as server, api(server) as client:
        yield kubernetes.CoordinationV1Api(client)


def lease(holder: str, seconds: int = 15, version: str | None = None) -> dict[str, Any]:
    metadata = {"name": "watcher"} | ({"resourceVersion": version} if version else {})
    return {"metadata": metadata, "spec": {"holderIdentity": holder, "leaseDurationSeconds": seconds}}


def test_updating_from_an_old_copy_is_a_conflict(leases: Any, refused: Callable[..., Any]) -> None:
    """Of two who read the same lease the second to write loses."""
    first = leases.create_namespaced_lease("whypod", lease("a"))
    version = first.metadata.resource_version
    leases.replace_namespaced_lease("watcher", "whypod", lease("b", version=version))

    status = refused(leases.replace_namespaced_lease, "watcher", "whypod", lease("c", version=version))

    assert (status["code"], status["reason"]) == (409, "Conflict")
    assert status["message"].startswith(
        'Operation cannot be fulfilled on leases.coordination.k8s.io "watcher": the object has been modified'
    )
    assert leases.read_namespaced_lease("watcher", "whypod").spec.holder_identity == "b"


def test_a_name_can_be_created_once(leases: Any, refused: Callable[..., Any]) -> None:
    """409 AlreadyExists."""
    leases.create_namespaced_lease("whypod", lease("a"))

    status = refused(leases.create_namespaced_lease, "whypod", lease("b"))

    assert (status["code"], status["reason"]) == (409, "AlreadyExists")
    assert status["message"] == 'leases.coordination.k8s.io "watcher" already exists'


def test_an_update_must_say_which_version_it_changes(leases: Any, refused: Callable[..., Any]) -> None:
    """Leases have no unconditional update: 422."""
    leases.create_namespaced_lease("whypod", lease("a"))

    status = refused(leases.replace_namespaced_lease, "watcher", "whypod", lease("b"))

    assert status["message"] == (
        'Lease.coordination.k8s.io "watcher" is invalid: metadata.resourceVersion: '
        "Invalid value: 0x0: must be specified for an update"
    )


def test_a_lease_must_last(leases: Any, refused: Callable[..., Any]) -> None:
    """422 for a duration of zero."""
    status = refused(leases.create_namespaced_lease, "whypod", lease("a", seconds=0))

    assert (status["code"], status["reason"]) == (422, "Invalid")
    assert "spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0" in status["message"]


def test_a_lease_lives_and_dies(leases: Any, refused: Callable[..., Any]) -> None:
    """Create, patch, read, delete, gone."""
    created = leases.create_namespaced_lease("whypod", lease("a"))
    patched = leases.patch_namespaced_lease("watcher", "whypod", {"spec": {"holderIdentity": "b"}})
    leases.delete_namespaced_lease("watcher", "whypod")

    assert patched.metadata.uid == created.metadata.uid
    assert (patched.spec.holder_identity, patched.spec.lease_duration_seconds) == ("b", 15)
    assert refused(leases.read_namespaced_lease, "watcher", "whypod")["code"] == 404


def test_pods_cannot_be_made(leases: Any, refused: Callable[..., Any]) -> None:
    """Everything else is read-only: RBAC refuses before anything else is looked at."""
    core = kubernetes.CoreV1Api(leases.api_client)

    assert refused(core.create_namespaced_pod, "shop", {})["reason"] == "Forbidden"
