"""The state of one local cluster, built from options: objects, logs, rights, faults. No HTTP."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from deploy.sandbox.cluster.access import RoleAccess
from deploy.sandbox.cluster.discovery import VERSION
from deploy.sandbox.cluster.faults import ClusterFaults
from deploy.sandbox.cluster.formats import Clock
from deploy.sandbox.cluster.live.story import Story
from deploy.sandbox.cluster.logs import LogBook
from deploy.sandbox.cluster.objects.recordings import Recordings, Scenario, own_nodes, own_pods, read_recordings
from deploy.sandbox.cluster.objects.references import proven
from deploy.sandbox.cluster.objects.resources import NAMESPACES, NODES, PODS, Resource
from deploy.sandbox.cluster.objects.store import Store, name_of, version_of
from deploy.sandbox.cluster.options import ClusterOptions
from deploy.sandbox.cluster.paging import Pages
from deploy.sandbox.json import Json

RECORDED_BEFORE_START = timedelta(minutes=1)
"""How long ago the last recorded second is made to look: what was recorded has just happened."""

RECORDED_DAY = datetime(2026, 11, 21, tzinfo=UTC)
REQUESTS_KEPT = 500  # enough for a test to look back, little enough to print


@dataclass
class ClusterState:
    """Everything the HTTP side answers from."""

    options: ClusterOptions
    store: Store
    logs: LogBook
    access: RoleAccess
    version: Json
    clock: Clock
    scenarios: tuple[Scenario, ...] = ()
    faults: ClusterFaults = field(default_factory=ClusterFaults)
    pages: Pages = field(default_factory=Pages)
    requests: deque[Json] = field(default_factory=lambda: deque(maxlen=REQUESTS_KEPT))
    watches: dict[int, asyncio.Transport] = field(default_factory=dict)
    """The connections of the watches that are open at present, so that they can be cut."""
    story: Story | None = None
    """The simulated workloads; None without them."""


def load_cluster(options: ClusterOptions, clock: Clock) -> ClusterState:
    """Reads the recordings, if any, into a new cluster. Raises BadRecording and ValueError (a wrong denial)."""
    now = clock()
    cluster = ClusterState(options, Store(window=options.window), LogBook(), RoleAccess(options.deny), VERSION, clock)
    if options.recordings is not None:
        moment = (now - RECORDED_BEFORE_START).replace(microsecond=0) if options.shift_now else None
        _load(cluster, read_recordings(options.recordings, moment, options.scenario))
    # Versions must never go back when the server is started again, or a client's old one would lie in the future;
    # a thousand a second is more than this cluster ever changes.
    cluster.store.seal(cluster.store.version + max(0, int((now - RECORDED_DAY).total_seconds() * 1000)))
    if options.live and not options.scenario:
        # Another seed for each start: pods that are new must not bear the uids of those before.
        cluster.story = Story(cluster.store, cluster.logs.by_id, now, options.speed, seed=int(now.timestamp()))
    return cluster


def _load(cluster: ClusterState, recorded: Recordings) -> None:
    cluster.scenarios, cluster.version = recorded.scenarios, recorded.version
    for node in _nodes(recorded, alone=bool(cluster.options.scenario)):
        cluster.store.load(NODES, node)
    for namespace in recorded.namespaces:
        cluster.store.load(NAMESPACES, namespace)
    for resource, obj in _served(recorded.scenarios):
        cluster.store.load(resource, obj)
    _load_proven(cluster, recorded)
    for scenario in recorded.scenarios:
        _load_logs(cluster.logs, scenario)


def _nodes(recorded: Recordings, alone: bool) -> list[Json]:
    """Each node once. A scenario served alone has it as it was then.

    Otherwise one state serves all scenarios: the latest recorded healthy one, since nearly all of them were recorded
    on a healthy node.
    """
    own = [node for scenario in recorded.scenarios for node in own_nodes(scenario)]
    if alone:
        return list({name_of(node): node for node in [*recorded.nodes, *own]}.values())
    by_trouble = sorted([*recorded.nodes, *own], key=lambda node: (is_well(node), version_of(node)))
    return list({name_of(node): node for node in by_trouble}.values())


def is_well(node: Json) -> bool:
    """Ready, without taints and without pressure."""
    conditions = {one["type"]: one["status"] for one in node["status"]["conditions"]}
    ready = conditions.pop("Ready") == "True"
    return ready and not node["spec"].get("taints") and set(conditions.values()) == {"False"}


def _served(scenarios: Iterable[Scenario]) -> Iterator[tuple[Resource, Json]]:
    """All objects but nodes. Of one seen twice the newer is served, but each scenario's own pod as it saw it."""
    everything = [found for scenario in scenarios for found in scenario.objects if found[0] is not NODES]
    yield from sorted(everything, key=lambda found: version_of(found[1]))
    yield from ((PODS, scenario.pod) for scenario in scenarios if scenario.pod)


def _load_proven(cluster: ClusterState, recorded: Recordings) -> None:
    namespaces = [namespace["metadata"]["name"] for namespace in recorded.namespaces]
    created = min(namespace["metadata"]["creationTimestamp"] for namespace in recorded.namespaces)
    pods = [pod for scenario in recorded.scenarios for pod in own_pods(scenario)]
    applied = [document for scenario in recorded.scenarios for document in scenario.applied]
    for resource, obj in proven(pods, applied, namespaces, created):
        metadata = {**obj["metadata"], "resourceVersion": "1"}
        cluster.store.load(resource, {**obj, "metadata": metadata})


def _load_logs(logs: LogBook, scenario: Scenario) -> None:
    for (container, previous), text in scenario.logs.items():
        if scenario.pod:
            namespace, name = name_of(scenario.pod)
            logs.recorded[namespace, name, container, previous] = text
