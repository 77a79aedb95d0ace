"""What surrounds a pod is read, and what cannot be read is said: against the recorded cluster, served over HTTP."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.sandbox.cluster.faults import Fault
from knowledge.model import NotFound, PodRef, Unseen
from knowledge.target import parse as target
from workers.cluster import errors, parse, wire
from workers.cluster.collect import collect
from workers.cluster.connect import Cluster, Limits
from workers.cluster.find import Found, find
from workers.snapshot import Claim, Named, Snapshot

Connect = Callable[..., Cluster]
RECORDINGS = Path(__file__).parents[2] / "recordings"
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
GONE = "unable to retrieve container logs for containerd://"


def _look(cluster: Cluster, typed: str) -> Snapshot:
    found = find(cluster, target(typed))
    assert isinstance(found, Found), found
    return collect(cluster, found, NOW)


def _unseen(snapshot: Snapshot) -> list[tuple[str, str]]:
    return [(item.what, item.why) for item in snapshot.unseen]


def _recorded_pod(scenario: str) -> wire.Pod:
    return wire.decode_pod((RECORDINGS / scenario / "pod.json").read_bytes())


def _typed(scenario: str) -> str:
    pod = _recorded_pod(scenario)
    return f"{pod.metadata.namespace}/{pod.metadata.name}"


WITH_PODS = sorted(path.parent.name for path in RECORDINGS.glob("*/pod.json"))


@pytest.mark.parametrize("scenario", WITH_PODS)
def test_a_recorded_pod_comes_back_as_it_was(cluster: Cluster, scenario: str) -> None:
    """Pod, containers, its own events and every log of a failing container are those of the files."""
    pod = _recorded_pod(scenario)
    folder = RECORDINGS / scenario
    snapshot = _look(cluster, _typed(scenario))
    recorded = folder / "events.json"
    events = wire.decode_event_list(recorded.read_bytes()).items if recorded.exists() else ()

    assert snapshot.ref == PodRef(namespace=pod.metadata.namespace, name=pod.metadata.name)
    assert (snapshot.pod, snapshot.containers) == (parse.pod(pod), parse.containers(pod))
    assert set(_ids(parse.events(events))) <= set(_ids(snapshot.events or ()))
    for log in snapshot.logs or ():
        assert "\n".join(log.lines) == _recorded_log(folder, log.container or "", log.previous)
    assert {what.partition("/")[0] for what, _ in _unseen(snapshot)} <= {"log", "previous-log", "owner"}


def _ids(events: Any) -> list[tuple[Any, ...]]:
    return [(event.kind, event.name, event.reason, event.message, event.count, event.last) for event in events]


def _recorded_log(folder: Path, container: str, previous: bool) -> str:
    word = "previous" if previous else "logs"
    named, only = folder / f"{word}.{container}.txt", folder / f"{word}.txt"
    text = (named if named.exists() else only).read_bytes().decode("utf-8", "replace")
    return "\n".join(text.removesuffix("\n").split("\n")[-200:])


def test_a_stuck_rollout_shows_the_revision_that_works(cluster: Cluster) -> None:
    """Owner chain, the ReplicaSet before, its pods as siblings, and what differs between the two."""
    snapshot = _look(cluster, "shop/payments-api")
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
    logs = _look(cluster, _typed("abort-as-pid1")).logs or ()

    assert [(log.container, log.previous) for log in logs] == [("app", True)]


def test_every_failing_container_has_its_logs(cluster: Cluster) -> None:
    """Also a native sidecar's; a log that is gone from the node is unseen, not empty."""
    snapshot = _look(cluster, _typed("sidecar-port-conflict"))

    assert [(log.container, log.previous) for log in snapshot.logs or ()] == [("admin", True)]

    gone = _look(cluster, _typed("configmap-subpath-changed"))
    assert gone.unseen[0].said.startswith(GONE) and _unseen(gone) == [("previous-log/app", "expired")]


def test_of_a_healthy_pod_no_log_and_no_name_is_looked_at(cluster: Cluster) -> None:
    """None, which is not the same as nothing there; unless its container was asked for."""
    typed = _typed("healthy-deployment")
    snapshot = _look(cluster, typed)

    assert (snapshot.logs, snapshot.claims, snapshot.named, snapshot.unseen) == (None, None, None, ())
    assert [log.container for log in _look(cluster, f"{typed} -c app").logs or ()] == ["app"]


def test_a_pod_that_never_ran_has_no_logs(cluster: Cluster) -> None:
    """Looked at: there is nothing."""
    assert _look(cluster, _typed("pending-insufficient-cpu")).logs == ()


def test_a_missing_config_map_is_named_with_the_nearest(cluster: Cluster) -> None:
    """Names only; what exists is said too."""
    named = _look(cluster, _typed("configmap-missing-env")).named or ()

    assert [(item.kind, item.exists) for item in named] == [
        ("ConfigMap", False),
        ("ServiceAccount", True),
    ]


def test_a_claim_is_read_with_its_events(cluster: Cluster) -> None:
    """They are among the snapshot's events too."""
    snapshot = _look(cluster, _typed("pending-pvc-unbound-storageclass-missing"))
    (claim,) = snapshot.claims or ()

    assert (claim.name, claim.phase, claim.storage_class) == ("mongo-data", "Pending", "fast-ssd")
    assert {event.reason for event in claim.events or ()} == {"ProvisioningFailed"}
    assert set(_ids(claim.events)) <= set(_ids(snapshot.events))


def test_a_sick_node_tells_its_events(local: Any, connected: Connect) -> None:
    """A pod that is stuck on a node that is gone."""
    with local(scenario="node-unknown-pod-evicted-terminating") as server:
        snapshot = _look(connected(server.url), _typed("node-unknown-pod-evicted-terminating"))

    assert snapshot.node is not None and snapshot.node.name == "worker-2"
    assert "NodeNotReady" in {event.reason for event in snapshot.events or () if event.kind == "Node"}


def test_a_killed_container_asks_a_healthy_node_too(local: Any, connected: Connect) -> None:
    """The node was rebooted and is well again: only its events still tell."""
    with local(scenario="node-reboot") as server:
        snapshot = _look(connected(server.url), _typed("node-reboot"))

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
    snapshot = _look(cluster, typed)

    assert (snapshot.pod, snapshot.containers, snapshot.logs) == (None, (), None)
    assert [owner.kind for owner in snapshot.owners or ()] == kinds
    assert reason in {event.reason for event in snapshot.events or ()}


def test_a_missing_service_account_is_named(cluster: Cluster) -> None:
    """It is what keeps the pods from being made."""
    (account,) = _look(cluster, "shop/deploy/ledger-view").named or ()

    assert (account.kind, account.exists) == ("ServiceAccount", False)


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
        snapshot = _look(connected(server.url), _typed("abort-as-pid1"))

    assert part(snapshot) is None
    assert snapshot.pod is not None
    assert all(item.why == "forbidden" and "forbidden" in item.said for item in snapshot.unseen)
    if missed:
        assert _unseen(snapshot) == [missed]


def test_names_that_may_not_be_read_are_there_without_an_answer(local: Any, connected: Connect) -> None:
    """`exists` is None; each kind is missed once."""
    with local(scenario="configmap-missing-env", deny=("configmaps", "serviceaccounts")) as server:
        snapshot = _look(connected(server.url), _typed("configmap-missing-env"))

    assert {item.exists for item in snapshot.named or ()} == {None}
    assert _unseen(snapshot) == [("config-maps", "forbidden"), ("service-account", "forbidden")]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault(resource="pods/log", status=500), "unreadable"),
        (Fault(resource="pods/log", status=429), "throttled"),
        (Fault(resource="pods/log", reset=True), "unreachable"),
        (Fault(resource="pods/log", hang=True), "timeout"),
        (Fault(resource="pods/log", slow=3.0), "timeout"),
    ],
    ids=["500", "429", "reset", "hang", "slow"],
)
def test_a_read_that_fails_takes_nothing_else_with_it(local: Any, connected: Connect, fault: Fault, why: str) -> None:
    """Only the log is unseen, and in time."""
    with local(scenario="abort-as-pid1") as server:
        server.do(lambda cluster: cluster.faults.add(fault))
        snapshot = _look(connected(server.url, Limits(read_seconds=0.5)), _typed("abort-as-pid1"))

    assert (snapshot.logs, _unseen(snapshot)) == (None, [("previous-log/app", why)])
    assert snapshot.events and snapshot.node and snapshot.owners


def test_when_everything_else_hangs_the_pod_is_still_told(local: Any, connected: Connect) -> None:
    """The look ends in time with what there is, and says what is missing."""
    with local(scenario="abort-as-pid1") as server:
        cluster = connected(server.url, Limits(read_seconds=30, look_seconds=1.2))
        found = find(cluster, target(_typed("abort-as-pid1")))
        assert isinstance(found, Found)
        server.do(lambda cluster: cluster.faults.add(Fault(path_prefix="/api", hang=True)))
        snapshot = collect(cluster, found, NOW)

    assert snapshot.pod is not None and snapshot.containers
    assert {why for _, why in _unseen(snapshot)} == {"timeout"}
    assert {"events", "node", "previous-log/app"} <= {what for what, _ in _unseen(snapshot)}


def test_garbage_is_unreadable(local: Any, connected: Connect) -> None:
    """Half a document of events."""
    with local(scenario="abort-as-pid1") as server:
        server.do(lambda cluster: cluster.faults.add(Fault(resource="events", garbage=True)))
        snapshot = _look(connected(server.url), _typed("abort-as-pid1"))

    assert (snapshot.events, _unseen(snapshot)) == (None, [("events", "unreadable")])


def test_a_pod_that_cannot_be_read_is_an_error(connected: Connect, api: Any) -> None:
    """Without the pod there is nothing to look around."""
    api.says("/api/v1/namespaces/a/pods/web", {"message": "no"}, 403)

    with pytest.raises(errors.Forbidden):
        collect(connected(api.url), PodRef(namespace="a", name="web"), NOW)


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
    assert ("node", "not-found") in _unseen(snapshot)


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


def test_it_is_all_read_over_few_connections_and_requests(local: Any, connected: Connect) -> None:
    """No request is made twice."""
    with local(scenario="abort-as-pid1") as server:
        _look(connected(server.url), _typed("abort-as-pid1"))
        requests = server.do(lambda cluster: list(cluster.requests))

    asked = [json.dumps(request, sort_keys=True, default=str) for request in requests]
    paths = [(request["path"], str(request.get("query"))) for request in requests]
    assert len(paths) == len(set(paths)) <= 12, asked


def test_nothing_is_found_where_nothing_is(cluster: Cluster) -> None:
    """A name nobody has, in a namespace nobody has."""
    assert find(cluster, target("zzzzzz/qqqqqq")) == NotFound(target="zzzzzz/qqqqqq", namespace_missing=True)
