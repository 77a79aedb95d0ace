"""From what a person typed to the pod meant, against a recorded cluster served over HTTP."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from core.messages.answer import Choice, NotFound
from core.messages.report import PodRef
from knowledge.target import parse
from workers.cluster import errors, wire
from workers.cluster.connect import Cluster
from workers.cluster.find import Resolved, find

Connect = Callable[..., Cluster]


def _ref(found: Resolved | Choice | NotFound) -> str:
    assert isinstance(found, Resolved), found
    return str(PodRef(**found.model_dump()))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("shop/receipts-f94b4db5d-qn6kl", "shop/receipts-f94b4db5d-qn6kl"),
        ("receipts-f94b4db5d-qn6kl", "shop/receipts-f94b4db5d-qn6kl"),
        ("shop/receipts", "shop/receipts-f94b4db5d-qn6kl"),
        ("receipts", "shop/receipts-f94b4db5d-qn6kl"),
        ("receipts-f94b", "shop/receipts-f94b4db5d-qn6kl"),
        ("shop/deploy/receipts", "shop/receipts-f94b4db5d-qn6kl"),
        ("deploy/receipts", "shop/receipts-f94b4db5d-qn6kl"),
        ("rs/receipts-f94b4db5d", "shop/receipts-f94b4db5d-qn6kl"),
        ("kubectl logs -n shop receipts-f94b4db5d-qn6kl --previous", "shop/receipts-f94b4db5d-qn6kl"),
    ],
)
def test_every_way_to_name_a_pod_leads_to_it(cluster: Cluster, typed: str, found: str) -> None:
    """By its name, with and without namespace, by its beginning, by its workload."""
    assert _ref(find(cluster, parse(typed))) == found


def test_of_a_stuck_rollout_the_failing_pod_is_meant(cluster: Cluster) -> None:
    """Two old pods of payments-api are healthy; the new one cannot pull its image."""
    found = find(cluster, parse("shop/payments-api"))

    assert isinstance(found, Resolved)
    assert found.name == "payments-api-78fbdf7f99-8gkql"


def test_the_pod_read_on_the_way_is_handed_on_and_never_leaves_the_process(cluster: Cluster) -> None:
    """`collect` need not read it again; JSON holds the names only."""
    found = find(cluster, parse("shop/receipts-f94b4db5d-qn6kl -c app"))

    assert isinstance(found, Resolved) and isinstance(found.pod, wire.V1Pod)
    assert found.model_dump() == {
        "cluster": None,
        "namespace": "shop",
        "name": "receipts-f94b4db5d-qn6kl",
        "container": "app",
    }


def test_a_cron_job_means_a_pod_of_its_runs(cluster: Cluster) -> None:
    """By its kind; its runs are told by their names."""
    assert _ref(find(cluster, parse("cronjob/sitemap"))).startswith("batch/sitemap-")


def test_a_workload_without_pods_is_found_itself(cluster: Cluster) -> None:
    """Pod Security refuses its pods: there is only the Deployment."""
    for typed in ("secure/debug-shell", "debug-shell", "secure/deploy/debug-shell", "deploy/debug-shell"):
        found = find(cluster, parse(typed))

        assert _ref(found) == "secure/debug-shell"
        assert isinstance(found, Resolved) and isinstance(found.workload, wire.Deployment) and found.pod is None


def test_several_workloads_are_a_choice_sickest_first(cluster: Cluster) -> None:
    """One option for each of them, with kubectl's word."""
    choice = find(cluster, parse("shop/re"))

    assert isinstance(choice, Choice)
    assert (choice.target, choice.more) == ("shop/re", 0)
    assert [(str(option.ref)[:14], option.status) for option in choice.options] == [
        ("shop/reports-e", "ImagePullBackOff"),
        ("shop/reports-b", "ImagePullBackOff"),
        ("shop/receipts-", "CrashLoopBackOff"),
    ]


def test_a_wrong_letter_gives_the_nearest_names(cluster: Cluster) -> None:
    """Of that namespace."""
    missing = find(cluster, parse("shop/receips"))

    assert isinstance(missing, NotFound) and not missing.namespace_missing
    assert [str(option.ref) for option in missing.nearest][:1] == ["shop/receipts-f94b4db5d-qn6kl"]


def test_a_wrong_namespace_is_said_and_the_others_are_searched(cluster: Cluster) -> None:
    """The namespace does not exist; a pod of that name does, elsewhere."""
    missing = find(cluster, parse("shopp/receipts"))

    assert isinstance(missing, NotFound) and missing.namespace_missing
    assert str(missing.nearest[0].ref) == "shop/receipts-f94b4db5d-qn6kl"


def test_listing_everywhere_may_be_forbidden(local: Any, connected: Connect) -> None:
    """Then a name without a namespace cannot be looked for, and the error holds the server's hint."""
    with local(scenario="abort-as-pid1", deny=("pods:list",)) as server, pytest.raises(errors.Forbidden) as caught:
        find(connected(server.url), parse("whatever"))

    assert 'cannot list resource "pods"' in caught.value.said and "cluster scope" in caught.value.said


def test_listing_the_namespace_may_be_forbidden(local: Any, connected: Connect) -> None:
    """Reading one pod is enough for its exact name; a wrong name then has no nearest ones."""
    with local(scenario="exit-2-readonly-rootfs-write", deny=("pods:list",)) as server:
        cluster = connected(server.url)

        assert _ref(find(cluster, parse("shop/receipts-f94b4db5d-qn6kl"))) == "shop/receipts-f94b4db5d-qn6kl"
        assert find(cluster, parse("shop/receips")) == NotFound(target="shop/receips")


def test_reading_pods_may_be_forbidden(local: Any, connected: Connect) -> None:
    """That is no question of names."""
    with local(scenario="abort-as-pid1", deny=("pods",)) as server, pytest.raises(errors.Forbidden):
        find(connected(server.url), parse("shop/web"))


def test_the_same_name_in_two_namespaces_is_a_choice(api: Any, connected: Connect) -> None:
    """Only the namespace tells them apart; the cluster asked for stays in the answer."""
    pods = [{"metadata": {"name": "web", "namespace": name}, "status": {"phase": "Running"}} for name in ("a", "b")]
    api.says("/api/v1/pods", {"items": pods})
    choice = find(connected(api.url), parse("test:web"))

    assert isinstance(choice, Choice)
    assert sorted(str(option.ref) for option in choice.options) == ["test:a/web", "test:b/web"]


def test_another_object_than_asked_for_is_garbage(api: Any, connected: Connect) -> None:
    """A server that answers everything with the same page of JSON."""
    api.says("/api/v1/namespaces/a/pods/web", {"error": "log in first"})

    with pytest.raises(errors.Garbage):
        find(connected(api.url), parse("a/web"))


def test_names_cannot_leave_their_place_in_the_path(api: Any, connected: Connect) -> None:
    """Whatever a target holds is one segment."""
    target = parse("a/web").model_copy(update={"name": "../../secrets?x", "namespace": "a"})
    api.says("/api/v1/namespaces/a/pods", {"items": []})
    find(connected(api.url), target)

    assert not [path for path in api.asked if path.startswith("/api/v1/namespaces/a/secrets")]
    assert api.asked[0] == "/api/v1/namespaces/a/pods/..%2F..%2Fsecrets%3Fx"


def test_a_slow_cluster_ends_the_search_in_time(api: Any, connected: Connect) -> None:
    """`until` holds over all the requests of a search together."""
    api.says("/api/v1/namespaces/a/pods/web", {"message": "no"}, 404, after=0.1)
    api.says("/api/v1/namespaces/a/pods", {"items": []}, after=5)

    with pytest.raises(errors.TimedOut):
        find(connected(api.url), parse("a/web"), until=time.monotonic() + 0.3)
