"""The cluster rights: exactly what the workers ask for over all recordings, and nothing that changes anything."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from core.messages.question import Target
from core.messages.report import PodRef
from deploy.sandbox.cluster.background import Background, background
from deploy.sandbox.cluster.kubeconfig import write_kubeconfig
from deploy.sandbox.cluster.options import ClusterOptions
from workers.cluster import wire
from workers.cluster.addresses import GROUPS, WORKLOADS
from workers.cluster.collect import collect
from workers.cluster.connect import Cluster, Clusters
from workers.cluster.errors import ClusterUnreachable
from workers.cluster.find import Resolved, find
from workers.cluster.happenings import claim
from workers.cluster.named import ObjectName, look_up
from workers.cluster.pages import listed
from workers.cluster.watch import Follower, Lost
from workers.settings import WorkerSettings

from .conftest import KUSTOMIZE, ROOT, documents

Rights = set[tuple[str, str]]
"""Resource and verb."""
BASE, NAMES = KUSTOMIZE / "base" / "rights.yaml", KUSTOMIZE / "components" / "names" / "rights.yaml"
NOW = datetime(2026, 11, 21, 2, 50, tzinfo=UTC)
"""When the recording ended."""
_RESOURCE = re.compile(r"/(?:namespaces/[^/]+/)?(?P<resource>[a-z]+)(?:/[^/]+(?P<sub>/[a-z]+)?)?")


def granted(*files: Path) -> Rights:
    """What the ClusterRoles of these files allow."""
    rules = [rule for path in files for role in documents(path) for rule in role.get("rules", [])]
    return {(resource, verb) for rule in rules for resource in rule["resources"] for verb in rule["verbs"]}


@pytest.fixture(scope="module")
def server() -> Iterator[Background]:
    """The local cluster with all recordings."""
    with background(ClusterOptions(recordings=ROOT / "tests" / "recordings", live=False, shift_now=False)) as running:
        yield running


@pytest.fixture(scope="module")
def cluster(server: Background, tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """A connection to it."""
    file = tmp_path_factory.mktemp("kube") / "config"
    write_kubeconfig(file, {"recorded": server.url})
    return Clusters(WorkerSettings(kubeconfig=str(file))).cluster()


def asked(server: Background) -> Rights:
    """What the server was asked for since the last time; for every request what RBAC would check."""

    def taken(state: Any) -> list[dict[str, Any]]:
        kept = list(state.requests)
        state.requests.clear()
        return kept

    return {_right(each["path"], each["verb"]) for each in server.do(taken)}


def _right(path: str, verb: str) -> tuple[str, str]:
    group = next(prefix for prefix in set(GROUPS.values()) if path.startswith(prefix))
    found = _RESOURCE.fullmatch(path.removeprefix(group))
    if found is None:
        raise AssertionError(f"no resource in {path}")
    return found["resource"] + (found["sub"] or ""), verb


def look_at_everything(server: Background, cluster: Cluster) -> Rights:
    """Every recorded pod and workload, asked about by its name; a pod nobody has; the watcher's list and watch."""
    rights: Rights = set()
    for pod in list(listed(cluster, "pods", wire.PodList)):
        collect(cluster, PodRef(namespace=pod.metadata.namespace, name=pod.metadata.name), NOW)
        rights |= asked(server)
    for kind, (resource, shape) in WORKLOADS.items():
        for owner in cluster.read(f"{GROUPS[resource]}/{resource}", wire.WORKLOAD_LISTS[shape]).items:
            target = Target(text="", kind=kind, namespace=owner.metadata.namespace, name=owner.metadata.name)
            found = find(cluster, target)
            if isinstance(found, Resolved):
                collect(cluster, found, NOW)
        asked_anywhere = Target(text="", kind=kind, name="nobody")
        find(cluster, asked_anywhere)
        rights |= asked(server)
    find(cluster, Target(text="", namespace="no-such", name="nobody"))
    _look_for_what_no_recording_misses(cluster)
    return rights | asked(server) | {_watched(cluster)}


def _look_for_what_no_recording_misses(cluster: Cluster) -> None:
    """A claim and a service account that do not exist, as `collect` asks for them."""
    ends = time.monotonic() + 5.0
    claim(cluster, "shop", "no-such", ends)
    look_up(cluster, "shop", ObjectName("ServiceAccount", "no-such"), ends)


def _watched(cluster: Cluster) -> tuple[str, str]:
    """What the watcher's follower asks for after its list."""

    class Streams:
        """Notes the path instead of waiting for lines."""

        path = ""

        def get(self, path: str, query: dict[str, Any]) -> bytes:
            return cluster.get(path, query)

        def stream(self, path: str, query: dict[str, Any], silence: float) -> Any:
            self.path = path if query["watch"] == "1" else ""
            raise ClusterUnreachable("noted")

    streams = Streams()
    told = Follower(cast(Cluster, streams)).events()
    while not isinstance(next(told), Lost):
        pass

    return _right(streams.path, "watch")


def test_nothing_can_be_changed_and_no_wildcard_is_used() -> None:
    rights = granted(BASE, NAMES)

    assert {verb for _, verb in rights} <= {"get", "list", "watch"}
    assert not any("*" in resource for resource, _ in rights)


def test_no_secret_or_config_map_is_readable_by_default() -> None:
    """Both are in a component of their own that binds nothing by itself."""
    sensitive = {"secrets", "configmaps"}

    assert not {resource for resource, _ in granted(BASE)} & sensitive
    assert {resource for resource, _ in granted(NAMES)} == sensitive
    assert {each["kind"] for each in documents(NAMES)} == {"ClusterRole"}


def test_the_resources_are_those_of_the_address_book() -> None:
    granted_resources = {resource for resource, _ in granted(BASE, NAMES)}

    assert granted_resources == {*GROUPS, "pods/log"}


def test_the_rules_name_the_right_groups() -> None:
    rules = [rule for role in documents(BASE) for rule in role.get("rules", [])]
    expected = {resource: prefix.removeprefix("/api/v1").split("/")[2:3] for resource, prefix in GROUPS.items()}

    for rule in rules:
        for resource in rule["resources"]:
            assert rule["apiGroups"] == (expected[resource.removesuffix("/log")] or [""])


def test_every_right_is_used_and_none_is_missing(server: Background, cluster: Cluster) -> None:
    """Asked about everything that was recorded, the workers use these rights, all of them, and no other."""
    assert look_at_everything(server, cluster) == granted(BASE, NAMES)
