"""What is asked for beside a pod, and what is not: pods made up by the test."""

from collections.abc import Callable
from typing import Any

import pytest

from core.messages.report import PodRef, Unseen
from tests.workers.cluster.looking import NOW, unseen
from workers.cluster.collect import collect
from workers.cluster.connect import Cluster, Limits
from workers.snapshot import Claim, Named, Snapshot

Connect = Callable[..., Cluster]


@pytest.fixture
def small(api: Any, connected: Connect) -> Callable[..., Snapshot]:
    """A look at a pod made up by the test; what it does not say is 404."""

    def look(pod: dict[str, Any], **limits: Any) -> Snapshot:
        pod = {"metadata": {"name": "web", "namespace": "a", "uid": "u"}, **pod}
        api.says("/api/v1/namespaces/a/pods/web", pod)
        api.replies.setdefault("/api/v1/namespaces/a/events", api.reply({"items": []}))
        return collect(connected(api.url, Limits(**limits)), PodRef(namespace="a", name="web"), NOW)

    return look


CRASHED = {"exitCode": 1, "finishedAt": "2026-11-21T02:00:00Z"}


def _crashing(state: dict[str, Any], last: dict[str, Any]) -> dict[str, Any]:
    status = {"name": "app", "state": state, "lastState": last, "restartCount": 1 if last else 0}
    return {
        "spec": {"containers": [{"name": "app"}]},
        "status": {"phase": "Running", "containerStatuses": [status]},
    }


def test_a_long_log_is_asked_for_again_until_its_end_is_there(api: Any, small: Callable[..., Snapshot]) -> None:
    """`limitBytes` cuts at the end, where the cause stands; fewer lines fit."""
    asked = []

    def answer(request: Any) -> Any:
        asked.append(request.path.partition("tailLines=")[2].partition("&")[0])
        return api.reply(b"x" * 262_144 if asked[-1] == "200" else b"a\r\nb\n\npanic: \xff\n")

    api.does("/api/v1/namespaces/a/pods/web/log", answer)
    (log,) = small(_crashing({"terminated": CRASHED}, {})).logs or ()

    assert asked == ["200", "20"]
    assert log.lines == ("a", "b", "", "panic: \ufffd")


@pytest.mark.parametrize(
    ("status", "said", "why"),
    [
        (400, 'previous terminated container "app" in pod "web" not found', "expired"),
        (400, 'container "app" in pod "web" is waiting to start: ContainerCreating', "none-yet"),
        (400, "something else", "unreadable"),
        (404, 'pods "web" not found', "not-found"),
        (500, 'Get "https://10.0.0.7:10250/containerLogs/a/web/app": dial tcp: connection refused', "unreachable"),
        (500, "Internal error occurred", "unreadable"),
    ],
)
def test_why_there_is_no_log_is_told(
    api: Any, small: Callable[..., Snapshot], status: int, said: str, why: str
) -> None:
    """The API server's sentences, in our words."""
    api.says("/api/v1/namespaces/a/pods/web/log", {"message": said}, status)
    snapshot = small(_crashing({"waiting": {"reason": "CrashLoopBackOff"}}, {"terminated": CRASHED}))

    assert Unseen(what="previous-log/app", why=why, said=said) in snapshot.unseen


def test_a_missing_node_claim_and_secret_are_told(api: Any, small: Callable[..., Snapshot]) -> None:
    """The nearest existing names go with them; ephemeral volumes' claims have made-up names."""
    base = "/api/v1/namespaces/a"
    api.says(f"{base}/secrets", {"items": [{"metadata": {"name": "db-password"}}, {"metadata": {"name": "tls"}}]})
    api.says(f"{base}/persistentvolumeclaims", {"items": [{"metadata": {"name": "data-web"}}]})
    snapshot = small(
        {
            "spec": {
                "nodeName": "gone",
                "containers": [
                    {
                        "name": "app",
                        "env": [{"name": "P", "valueFrom": {"secretKeyRef": {"name": "db-pasword", "key": "k"}}}],
                    }
                ],
                "volumes": [
                    {"name": "d", "persistentVolumeClaim": {"claimName": "data-wep"}},
                    {"name": "scratch", "ephemeral": {}},
                ],
            },
            "status": {"phase": "Pending"},
        }
    )

    assert snapshot.claims == (Claim(name="data-wep", exists=False), Claim(name="web-scratch", exists=False))
    assert snapshot.named is not None and snapshot.named[0] == Named(
        kind="Secret", name="db-pasword", exists=False, nearest=("db-password",)
    )
    assert [(item.kind, item.nearest) for item in snapshot.named[1:]] == [
        ("PersistentVolumeClaim", ("data-web",)),
        ("PersistentVolumeClaim", ()),
    ]
    assert ("node", "not-found") in unseen(snapshot)


def test_of_secrets_only_metadata_is_asked_for(api: Any, small: Callable[..., Snapshot]) -> None:
    """The request itself says so: no value ever crosses the wire."""
    accepted = []

    def answer(request: Any) -> Any:
        accepted.append(request.headers["Accept"])
        return api.reply({"metadata": {"name": "s"}})

    api.does("/api/v1/namespaces/a/secrets/s", answer)
    small({"spec": {"imagePullSecrets": [{"name": "s"}]}, "status": {"phase": "Pending"}})

    assert accepted == ["application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"]


def test_of_a_config_map_without_the_key_the_keys_are_read(api: Any, small: Callable[..., Snapshot]) -> None:
    """And nothing of the values."""
    api.says("/api/v1/namespaces/a/configmaps/c", {"metadata": {"name": "c"}, "data": {"LEVEL": "hush", "PORT": "1"}})
    waiting = {"reason": "CreateContainerConfigError", "message": "couldn't find key LEVL in ConfigMap a/c"}
    snapshot = small(
        {
            "spec": {
                "containers": [
                    {
                        "name": "app",
                        "env": [{"name": "L", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "LEVL"}}}],
                    }
                ]
            },
            "status": {"phase": "Pending", "containerStatuses": [{"name": "app", "state": {"waiting": waiting}}]},
        }
    )

    assert snapshot.named == (Named(kind="ConfigMap", name="c", exists=True, keys=("LEVEL", "PORT")),)
    assert "hush" not in snapshot.model_dump_json()


def test_a_controller_of_an_unknown_kind_is_named(api: Any, small: Callable[..., Snapshot]) -> None:
    """An Argo Rollout cannot be read, but it is the owner."""
    owner = {"kind": "Rollout", "name": "web", "controller": True, "uid": "r"}
    metadata = {"name": "web", "namespace": "a", "uid": "u", "ownerReferences": [owner]}
    snapshot = small({"metadata": metadata, "status": {"phase": "Pending"}})

    assert [(item.kind, item.name) for item in snapshot.owners or ()] == [("Rollout", "web")]
