"""What cannot be read is said, and takes nothing else with it: a cluster that refuses, hangs or breaks."""

from collections.abc import Callable
from typing import Any

import pytest

from core.messages.report import PodRef
from deploy.sandbox.cluster.faults import ClusterFault
from knowledge.target import parse as target
from tests.workers.cluster.looking import NOW, look, name_of, unseen
from workers.cluster import errors
from workers.cluster.collect import collect
from workers.cluster.connect import Cluster, Limits
from workers.cluster.find import Resolved, find
from workers.snapshot import Snapshot

Connect = Callable[..., Cluster]


DENIED = [
    ("events", ("events", "forbidden"), lambda snapshot: snapshot.events),
    ("nodes", ("node", "forbidden"), lambda snapshot: snapshot.node),
    ("pods/log", ("previous-log/app", "forbidden"), lambda snapshot: snapshot.logs),
    ("replicasets.apps", None, lambda snapshot: snapshot.owners),
    ("pods:list", ("siblings", "forbidden"), lambda snapshot: snapshot.siblings),
]


@pytest.mark.parametrize(("denied", "missed", "part"), DENIED, ids=[denied for denied, _, _ in DENIED])
def test_what_may_not_be_read_is_unseen(
    local: Any, connected: Connect, denied: str, missed: tuple[str, str] | None, part: Callable[[Snapshot], Any]
) -> None:
    """That part is None, never empty, with the server's own words; the others are there."""
    with local(scenario="abort-as-pid1", deny=(denied,)) as server:
        snapshot = look(connected(server.url), name_of("abort-as-pid1"))

    assert part(snapshot) is None
    assert snapshot.pod is not None
    assert all(item.why == "forbidden" and "forbidden" in item.said for item in snapshot.unseen)
    if missed:
        assert unseen(snapshot) == [missed]


def test_names_that_may_not_be_read_are_there_without_an_answer(local: Any, connected: Connect) -> None:
    """`exists` is None; each kind is missed once."""
    with local(scenario="configmap-missing-env", deny=("configmaps", "serviceaccounts")) as server:
        snapshot = look(connected(server.url), name_of("configmap-missing-env"))

    assert {item.exists for item in snapshot.named or ()} == {None}
    assert unseen(snapshot) == [("config-maps", "forbidden"), ("service-account", "forbidden")]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (ClusterFault(resource="pods/log", status=500), "unreadable"),
        (ClusterFault(resource="pods/log", status=429), "throttled"),
        (ClusterFault(resource="pods/log", reset=True), "unreachable"),
        (ClusterFault(resource="pods/log", hang=True), "timeout"),
        (ClusterFault(resource="pods/log", slow=3.0), "timeout"),
    ],
    ids=["500", "429", "reset", "hang", "slow"],
)
def test_a_read_that_fails_takes_nothing_else_with_it(
    local: Any, connected: Connect, fault: ClusterFault, why: str
) -> None:
    """Only the log is unseen, and in time."""
    with local(scenario="abort-as-pid1") as server:
        server.do(lambda cluster: cluster.faults.add(fault))
        snapshot = look(connected(server.url, Limits(read_seconds=0.5)), name_of("abort-as-pid1"))

    assert (snapshot.logs, unseen(snapshot)) == (None, [("previous-log/app", why)])
    assert snapshot.events and snapshot.node and snapshot.owners


def test_when_everything_else_hangs_the_pod_is_still_told(local: Any, connected: Connect) -> None:
    """The look ends in time with what there is, and says what is missing."""
    with local(scenario="abort-as-pid1") as server:
        cluster = connected(server.url, Limits(read_seconds=30, look_seconds=1.2))
        found = find(cluster, target(name_of("abort-as-pid1")))
        assert isinstance(found, Resolved)
        server.do(lambda cluster: cluster.faults.add(ClusterFault(path_prefix="/api", hang=True)))
        snapshot = collect(cluster, found, NOW)

    assert snapshot.pod is not None and snapshot.containers
    assert {why for _, why in unseen(snapshot)} == {"timeout"}
    assert {"events", "node", "previous-log/app"} <= {what for what, _ in unseen(snapshot)}


def test_garbage_is_unreadable(local: Any, connected: Connect) -> None:
    """Half a document of events."""
    with local(scenario="abort-as-pid1") as server:
        server.do(lambda cluster: cluster.faults.add(ClusterFault(resource="events", garbage=True)))
        snapshot = look(connected(server.url), name_of("abort-as-pid1"))

    assert (snapshot.events, unseen(snapshot)) == (None, [("events", "unreadable")])


def test_a_pod_that_cannot_be_read_is_an_error(connected: Connect, api: Any) -> None:
    """Without the pod there is nothing to look around."""
    api.says("/api/v1/namespaces/a/pods/web", {"message": "no"}, 403)

    with pytest.raises(errors.Forbidden):
        collect(connected(api.url), PodRef(namespace="a", name="web"), NOW)
