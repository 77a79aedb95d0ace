"""What surrounds a pod is read: against the recorded cluster, served over HTTP."""

import json
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from core.messages.answer import NotFound
from core.messages.report import PodRef
from knowledge.target import parse as target
from tests.workers.cluster.looking import ids, look, name_of, unseen
from tests.workers.cluster.shapes import RECORDINGS, recorded_pod
from workers.cluster import parse, wire
from workers.cluster.connect import Cluster
from workers.cluster.find import find
from workers.cluster.logs import LogGone, tail

Connect = Callable[..., Cluster]
GONE = "unable to retrieve container logs for containerd://"


WITH_PODS = sorted(path.parent.name for path in RECORDINGS.glob("*/pod.json"))


@pytest.mark.parametrize("scenario", WITH_PODS)
def test_a_recorded_pod_comes_back_as_it_was(cluster: Cluster, scenario: str) -> None:
    """Pod, containers, its own events and every log of a failing container are those of the files."""
    pod = recorded_pod(scenario)
    folder = RECORDINGS / scenario
    snapshot = look(cluster, name_of(scenario))
    recorded = folder / "events.json"
    events = wire.decode_event_list(recorded.read_bytes()).items if recorded.exists() else ()

    assert snapshot.ref == PodRef(namespace=pod.metadata.namespace, name=pod.metadata.name)
    assert (snapshot.pod, snapshot.containers) == (parse.pod(pod), parse.containers(pod))
    assert set(ids(parse.events(events))) <= set(ids(snapshot.events or ()))
    for log in snapshot.logs or ():
        assert "\n".join(log.lines) == _recorded_log(folder, log.container or "", log.previous)
    assert {what.partition("/")[0] for what, _ in unseen(snapshot)} <= {"log", "previous-log", "owner"}


def _recorded_log(folder: Path, container: str, previous: bool) -> str:
    word = "previous" if previous else "logs"
    named, only = folder / f"{word}.{container}.txt", folder / f"{word}.txt"
    text = (named if named.exists() else only).read_bytes().decode("utf-8", "replace")
    return "\n".join(text.removesuffix("\n").split("\n")[-200:])


def test_a_stuck_rollout_shows_the_revision_that_works(cluster: Cluster) -> None:
    """Owner chain, the ReplicaSet before, its pods as siblings, and what differs between the two."""
    snapshot = look(cluster, "shop/payments-api")
    owners, revisions = snapshot.owners or (), snapshot.revisions or ()

    assert [(owner.kind, owner.name, owner.revision) for owner in owners] == [
        ("ReplicaSet", "payments-api-78fbdf7f99", "2"),
        ("Deployment", "payments-api", "2"),
    ]
    assert [(owner.name, owner.revision, owner.ready) for owner in revisions] == [("payments-api-599c6fd595", "1", 2)]
    assert {(item.owner, item.status, item.ready) for item in snapshot.siblings or ()} == {
        ("payments-api-599c6fd595", "Running", True)
    }
    assert owners[0].template["app"]["image"] != revisions[0].template["app"]["image"]
    assert any(event.kind == "Deployment" for event in snapshot.events or ())


def test_while_it_backs_off_one_log_is_read_not_two(cluster: Cluster) -> None:
    """The present log of a container in CrashLoopBackOff is that of the previous run."""
    logs = look(cluster, name_of("abort-as-pid1")).logs or ()

    assert [(log.container, log.previous) for log in logs] == [("app", True)]


def test_every_failing_container_has_its_logs(cluster: Cluster) -> None:
    """Also a native sidecar's; of one that has just ended the log of that run alone: the one before is deleted."""
    snapshot = look(cluster, name_of("sidecar-port-conflict"))

    assert [(log.container, log.previous) for log in snapshot.logs or ()] == [("admin", True)]

    ended = look(cluster, name_of("configmap-subpath-changed"))
    assert [(log.container, log.previous) for log in ended.logs or ()] == [("app", False)] and not ended.unseen


def test_a_log_the_node_has_deleted_is_gone_not_empty(cluster: Cluster) -> None:
    """The kubelet answers 200 for it, with a sentence for a body."""
    namespace, _, name = name_of("configmap-subpath-changed").partition("/")

    with pytest.raises(LogGone, match=GONE):
        tail(cluster, PodRef(namespace=namespace, name=name), "app", True, monotonic() + 5)


def test_of_a_healthy_pod_no_log_and_no_name_is_looked_at(cluster: Cluster) -> None:
    """None, which is not the same as nothing there; unless its container was asked for."""
    typed = name_of("healthy-deployment")
    snapshot = look(cluster, typed)

    assert (snapshot.logs, snapshot.claims, snapshot.named, snapshot.unseen) == (None, None, None, ())
    assert [log.container for log in look(cluster, f"{typed} -c app").logs or ()] == ["app"]


def test_a_pod_that_never_ran_has_no_logs(cluster: Cluster) -> None:
    """Looked at: there is nothing."""
    assert look(cluster, name_of("pending-insufficient-cpu")).logs == ()


def test_a_missing_config_map_is_named_with_the_nearest(cluster: Cluster) -> None:
    """Names only; what exists is said too."""
    named = look(cluster, name_of("configmap-missing-env")).named or ()

    assert [(item.kind, item.exists) for item in named] == [
        ("ConfigMap", False),
        ("ServiceAccount", True),
    ]


def test_a_claim_is_read_with_its_events(cluster: Cluster) -> None:
    """They are among the snapshot's events too."""
    snapshot = look(cluster, name_of("pending-pvc-unbound-storageclass-missing"))
    (claim,) = snapshot.claims or ()

    assert (claim.name, claim.phase, claim.storage_class) == ("mongo-data", "Pending", "fast-ssd")
    assert {event.reason for event in claim.events or ()} == {"ProvisioningFailed"}
    assert set(ids(claim.events)) <= set(ids(snapshot.events))


def test_a_sick_node_tells_its_events(local: Any, connected: Connect) -> None:
    """A pod that is stuck on a node that is gone."""
    with local(scenario="node-unknown-pod-evicted-terminating") as server:
        snapshot = look(connected(server.url), name_of("node-unknown-pod-evicted-terminating"))

    assert snapshot.node is not None and snapshot.node.name == "worker-2"
    assert "NodeNotReady" in {event.reason for event in snapshot.events or () if event.kind == "Node"}


def test_a_killed_container_asks_a_healthy_node_too(local: Any, connected: Connect) -> None:
    """The node was rebooted and is well again: only its events still tell."""
    with local(scenario="node-reboot") as server:
        snapshot = look(connected(server.url), name_of("node-reboot"))

    assert {"Starting", "NodeReady"} <= {event.reason for event in snapshot.events or () if event.kind == "Node"}


@pytest.mark.parametrize(
    ("typed", "kinds", "reason"),
    [
        ("secure/debug-shell", ["ReplicaSet", "Deployment"], "FailedCreate"),
        ("shop/deploy/ledger-view", ["ReplicaSet", "Deployment"], "FailedCreate"),
        ("job/import-us", ["Job"], "Suspended"),
    ],
)
def test_a_workload_without_a_pod_tells_why(cluster: Cluster, typed: str, kinds: list[str], reason: str) -> None:
    """Owners and their events; the pod is None."""
    snapshot = look(cluster, typed)

    assert (snapshot.pod, snapshot.containers, snapshot.logs) == (None, (), None)
    assert [owner.kind for owner in snapshot.owners or ()] == kinds
    assert reason in {event.reason for event in snapshot.events or ()}


def test_a_missing_service_account_is_named(cluster: Cluster) -> None:
    """It is what keeps the pods from being made."""
    (account,) = look(cluster, "shop/deploy/ledger-view").named or ()

    assert (account.kind, account.exists) == ("ServiceAccount", False)


def test_it_is_all_read_over_few_connections_and_requests(local: Any, connected: Connect) -> None:
    """No request is made twice."""
    with local(scenario="abort-as-pid1") as server:
        look(connected(server.url), name_of("abort-as-pid1"))
        requests = server.do(lambda cluster: list(cluster.requests))

    asked = [json.dumps(request, sort_keys=True, default=str) for request in requests]
    paths = [(request["path"], str(request.get("query"))) for request in requests]
    assert len(paths) == len(set(paths)) <= 12, asked


def test_nothing_is_found_where_nothing_is(cluster: Cluster) -> None:
    """A name nobody has, in a namespace nobody has."""
    assert find(cluster, target("zzzzzz/qqqqqq")) == NotFound(target="zzzzzz/qqqqqq", namespace_missing=True)
