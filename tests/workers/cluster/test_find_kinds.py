"""A workload named by its kind: one that does not exist has neighbors, one without pods is an answer all the same."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from core.messages.answer import NotFound, Option
from core.messages.report import PodRef
from knowledge.library import library
from knowledge.target import parse
from workers.__main__ import main
from workers.cluster.collect import collect
from workers.cluster.connect import Cluster
from workers.cluster.find import Resolved, find
from workers.diagnosis.diagnose import diagnose
from workers.without_pods import with_reason

Connect = Callable[..., Cluster]
NOON = "2026-11-20T12:00:00Z"


def workload(namespace: str, name: str, **more: Any) -> dict[str, Any]:
    """An object as the API lists it."""
    return {"metadata": {"name": name, "namespace": namespace, "creationTimestamp": NOON, "uid": f"u-{name}"}, **more}


def test_a_wrong_letter_gives_the_nearest_of_that_kind(cluster: Cluster) -> None:
    """Deployments, since a Deployment was asked for; a pod is not what was meant."""
    missing = find(cluster, parse("shop/deploy/receips"))

    assert missing == NotFound(
        target="shop/deploy/receips",
        sought="deployment",
        nearest=(Option(ref=PodRef(namespace="shop", name="receipts"), kind="deployment"),),
    )


@pytest.mark.parametrize("typed", ["shop/sts/receipts", "sts/receipts"])
def test_the_same_name_of_another_kind_comes_first(cluster: Cluster, typed: str) -> None:
    """There is no StatefulSet of that name, but a Deployment is."""
    missing = find(cluster, parse(typed))

    assert isinstance(missing, NotFound) and missing.sought == "statefulset"
    assert missing.nearest[0] == Option(ref=PodRef(namespace="shop", name="receipts"), kind="deployment")


def test_in_a_namespace_that_is_not_there_the_kind_is_looked_for_elsewhere(cluster: Cluster) -> None:
    """Both are said: the namespace is missing, and where such a Deployment is."""
    missing = find(cluster, parse("shopp/deploy/receips"))

    assert isinstance(missing, NotFound) and missing.namespace_missing
    assert Option(ref=PodRef(namespace="shop", name="receipts"), kind="deployment") in missing.nearest


def test_without_a_near_workload_the_pods_are_compared(api: Any, connected: Connect) -> None:
    """A pod that stands alone, asked for as a Deployment."""
    api.says("/apis/apps/v1/namespaces/a/deployments", {"items": []})
    api.says("/api/v1/namespaces/a", workload("", "a"))
    api.says("/api/v1/namespaces/a/pods", {"items": [workload("a", "checkout", status={"phase": "Pending"})]})
    missing = find(connected(api.url), parse("a/deploy/chekout"))

    assert missing == NotFound(
        target="a/deploy/chekout",
        sought="deployment",
        nearest=(Option(ref=PodRef(namespace="a", name="checkout"), status="Pending"),),
    )


def test_listing_the_kind_may_be_forbidden(local: Any, connected: Connect) -> None:
    """Then nothing is known to be near; that the object is missing holds."""
    deny = ("deployments:list", "pods:list")
    with local(scenario="exit-2-readonly-rootfs-write", deny=deny) as server:
        missing = find(connected(server.url), parse("shop/deploy/receips"))

    assert missing == NotFound(target="shop/deploy/receips", sought="deployment")


@pytest.mark.parametrize(
    ("spec", "status", "kind"),
    [
        ({"replicas": 0}, {}, "no-pods-zero"),
        (
            {"replicas": 2, "paused": True},
            {"conditions": [{"type": "Progressing", "status": "Unknown", "reason": "DeploymentPaused"}]},
            "no-pods-paused",
        ),
        ({"replicas": 2}, {}, "no-pods-unsaid"),
    ],
)
def test_a_deployment_without_pods_says_why(
    api: Any, connected: Connect, spec: dict[str, Any], status: dict[str, Any], kind: str
) -> None:
    """Scaled to zero, paused before its first ReplicaSet, or nobody knows: from the API to the note."""
    spec = {"selector": {"matchLabels": {"app": "web"}}, **spec}
    api.says("/apis/apps/v1/namespaces/a/deployments/web", workload("a", "web", spec=spec, status=status))
    for empty in ("apis/apps/v1/namespaces/a/replicasets", "api/v1/namespaces/a/events", "api/v1/namespaces/a/pods"):
        api.says(f"/{empty}", {"items": []})
    cluster = connected(api.url)
    found = find(cluster, parse("a/deploy/web"))
    assert isinstance(found, Resolved)
    seen = collect(cluster, found, datetime(2026, 11, 20, 12, 5, tzinfo=UTC))
    report = with_reason(diagnose(seen, library()), seen)

    assert [note.kind for note in report.notes] == [kind]
    assert report.notes[0].values["object"] == "deployment/web"


def test_the_shell_names_kind_and_neighbor(
    recorded: Any, kubeconfig: Callable[..., str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line on stderr, in the reader's language; the status says that there is no such thing."""
    monkeypatch.setenv("KUBECONFIG", kubeconfig("config", {"test": recorded.url}))
    ended = [main(["--lang", language, "shop/deploy/receips"]) for language in ("en", "zh")]

    assert ended == [3, 3]
    assert capsys.readouterr().err.splitlines() == [
        "whypod: no such Deployment: shop/deploy/receips; did you mean shop/deployment/receipts?",
        "whypod: 没有这个 Deployment：shop/deploy/receips；是不是 shop/deployment/receipts？",
    ]
