"""Owners confirmed by the API, over real HTTP."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.sandbox.cluster.background import Background, background
from deploy.sandbox.cluster.objects.resources import DEPLOYMENTS, REPLICA_SETS
from deploy.sandbox.cluster.options import ClusterOptions
from workers.cluster import errors, wire
from workers.cluster.connect import Cluster, Clusters
from workers.watcher.cache.keys import WorkloadKey
from workers.watcher.cache.owners import ConfirmedOwner, Owners

SECONDS = 20.0


class Access:
    """What `Clusters` reads of the settings."""

    clusters, cluster_timeout = "", 3.0

    def __init__(self, kubeconfig: Path) -> None:
        self.kubeconfig = str(kubeconfig)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Background]:
    with background(ClusterOptions(live=True, kubeconfig=tmp_path / "config")) as running:
        yield running


@pytest.fixture
def cluster(server: Background, tmp_path: Path) -> Cluster:
    return Clusters(Access(tmp_path / "config")).cluster()


def until(true: Callable[[], bool]) -> None:
    """Waits for another thread."""
    ends = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.01)


def replica_set(server: Background, app: str) -> WorkloadKey:
    """The ReplicaSet of a live workload."""
    names = server.do(lambda state: [one["metadata"]["name"] for one in state.store.all(REPLICA_SETS, "shop")])
    return WorkloadKey("shop", "ReplicaSet", next(name for name in names if name.startswith(f"{app}-")))


def test_a_replica_set_is_confirmed_once(server: Background, cluster: Cluster) -> None:
    """One read of metadata, however often it is asked for."""
    confirmed: list[ConfirmedOwner] = []
    owners = Owners(cluster, confirmed.append)
    direct = replica_set(server, "checkout")
    for _ in range(5):
        owners.confirm(direct)
    until(lambda: bool(confirmed))
    owners.close()
    reads = server.do(lambda state: [one for one in state.requests if "replicasets" in one["path"]])

    assert [(one.direct, one.key) for one in confirmed] == [(direct, WorkloadKey("shop", "Deployment", "checkout"))]
    assert (len(reads), confirmed[0].created > 0) == (1, True)


def test_where_rbac_refuses_the_guess_stays_a_guess(tmp_path: Path) -> None:
    """And may be asked about again."""
    confirmed: list[ConfirmedOwner] = []
    with background(ClusterOptions(live=True, kubeconfig=tmp_path / "config", deny=("replicasets.apps",))) as server:
        owners = Owners(Clusters(Access(tmp_path / "config")).cluster(), confirmed.append)
        direct = replica_set(server, "checkout")
        template = direct.name.rpartition("-")[2]
        owners.confirm(direct)
        until(lambda: bool(server.do(lambda state: [one for one in state.requests if one["status"] == 403])))
        resolved = owners.resolve(direct, template, 0.0)
        owners.close()

    assert (confirmed, resolved.key, resolved.confirmed) == ([], WorkloadKey("shop", "Deployment", "checkout"), False)


def test_the_fate_of_a_workload_without_pods(server: Background, cluster: Cluster) -> None:
    """Deleted, scaled to zero, or there; unknown until the API has answered."""
    owners = Owners(cluster, lambda confirmed: None)
    zero = server.do(lambda state: state.store.get(DEPLOYMENTS, "shop", "web"))
    server.do(lambda state: state.store.put(DEPLOYMENTS, {**zero, "spec": {**zero["spec"], "replicas": 0}}))
    keys = {name: WorkloadKey("shop", "Deployment", name) for name in ("web", "catalog", "gone")}
    first = [owners.fate(key) for key in keys.values()]
    fates: dict[str, str] = {}

    def known() -> bool:
        for name, key in keys.items():
            fate = owners.fate(key)
            if fate != "unknown":
                fates[name] = fate
        return len(fates) == len(keys)

    until(known)
    owners.close()

    assert first == ["unknown"] * 3
    assert fates == {"web": "scaled-to-zero", "catalog": "there", "gone": "deleted"}


class HangingCluster:
    """A cluster whose answers wait until they are let go, and count how often it was asked."""

    def __init__(self) -> None:
        self.reads, self.released = 0, threading.Event()

    def read(self, *_: Any, **__: Any) -> Any:
        self.reads += 1
        self.released.wait(SECONDS)
        raise errors.NoSuchObject("gone")


def test_a_fate_is_asked_for_once_however_long_the_answer_takes() -> None:
    """It is wanted every second; an API server that hangs must not find a thousand reads waiting."""
    hanging = HangingCluster()
    owners = Owners(hanging, lambda confirmed: None, threads=1)  # type: ignore[arg-type]
    key = WorkloadKey("shop", "Deployment", "web")
    fates = [owners.fate(key) for _ in range(20)]
    hanging.released.set()
    until(lambda: owners.fate(key) == "deleted")
    owners.close()

    assert (fates, hanging.reads) == (["unknown"] * 20, 1)


def test_owners_that_are_known_make_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only reads that are waiting count as many."""
    monkeypatch.setattr("workers.watcher.cache.owners.MOST_WAITING", 2)
    confirmed: list[ConfirmedOwner] = []
    owners = Owners(AnsweringCluster(), confirmed.append)  # type: ignore[arg-type]
    for number in range(6):
        owners.confirm(WorkloadKey("shop", "ReplicaSet", f"web-{number}"))
        until(lambda wanted=number + 1: len(confirmed) == wanted)  # type: ignore[misc]
    owners.close()

    assert len(confirmed) == 6


class AnsweringCluster:
    """A cluster in which every ReplicaSet is a Deployment's."""

    def read(self, *_: Any, **__: Any) -> Any:
        owner = {"kind": "Deployment", "name": "web", "uid": "d", "controller": True}
        return wire.from_mapping({"metadata": {"ownerReferences": [owner]}}, wire.MetadataOnly)
