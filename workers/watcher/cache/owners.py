"""The workload of a pod: ReplicaSet to Deployment, Job to CronJob. Guesses from names at once, asks the API about few.

A pod names its own controller only. The controller above is guessed from the name, and confirmed by one read of
metadata for each ReplicaSet or Job that has had a restart; until then, and where RBAC refuses, the answer says that it
is a guess. It must not block: the reads happen in threads of their own.
"""

import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from workers.cluster import parse, wire
from workers.cluster.addresses import WORKLOADS, path
from workers.cluster.connect import METADATA, Cluster
from workers.cluster.errors import ClusterError, NoSuchObject
from workers.watcher.cache.keys import WorkloadKey
from workers.watcher.cache.view import Fate

log = structlog.get_logger()

_CRON = re.compile(r"(?P<cron>.+)-(?P<minutes>\d{8})")
"""A CronJob names its Jobs by the scheduled minute since 1970 (pkg/controller/cronjob/utils.go, getJobName)."""
_CRON_SECONDS = 2 * 24 * 3600
"""How far that minute may be from the pod's creation: a Job that was suspended or whose pod was replaced is late. It
distinguishes `report-29920956` from `migrate-20240131`."""
MOST_WAITING = 500
"""Reads that wait at a time; what is left out is requested again at its next restart."""


@dataclass(frozen=True, slots=True)
class ResolvedOwner:
    """A workload, and whether its name is confirmed or a guess."""

    key: WorkloadKey
    confirmed: bool


@dataclass(frozen=True, slots=True)
class ConfirmedOwner:
    """What the API says of a pod's controller: the workload above it, and when the controller was created."""

    direct: WorkloadKey
    key: WorkloadKey
    created: float


def guess(direct: WorkloadKey, template: str, created: float) -> ResolvedOwner:
    """The workload of a pod that `direct` controls, from names alone."""
    if direct.kind == "ReplicaSet":
        if template and direct.name.endswith(f"-{template}"):
            return ResolvedOwner(WorkloadKey(direct.namespace, "Deployment", direct.name[: -len(template) - 1]), False)
        return ResolvedOwner(direct, False)
    if direct.kind == "Job":
        match = _CRON.fullmatch(direct.name)
        if match and abs(int(match["minutes"]) * 60 - created) < _CRON_SECONDS:
            return ResolvedOwner(WorkloadKey(direct.namespace, "CronJob", match["cron"]), False)
        return ResolvedOwner(direct, False)
    return ResolvedOwner(direct, True)


class Owners:
    """The owners of one cluster's pods, remembered. Safe to use from several threads."""

    def __init__(
        self, cluster: Cluster | None, on_confirmed: Callable[[ConfirmedOwner], None], threads: int = 2
    ) -> None:
        """`on_confirmed` is called from another thread. Without a cluster nothing is confirmed."""
        self._cluster, self._on_confirmed = cluster, on_confirmed
        self._resolved: dict[WorkloadKey, ResolvedOwner] = {}
        self._requested: set[WorkloadKey] = set()
        self._waiting = 0
        self._fates: dict[WorkloadKey, Fate | None] = {}
        """What the API said and nobody has asked for again; None while it is being read."""
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="owners")

    def resolve(self, direct: WorkloadKey, template: str, created: float) -> ResolvedOwner:
        """The workload of a pod that `direct` controls."""
        resolved = self._resolved.get(direct)
        if resolved is None:
            resolved = self._resolved[direct] = guess(direct, template, created)
        return resolved

    def settle(self, direct: WorkloadKey, key: WorkloadKey) -> None:
        """From now on, `direct` belongs to `key`. The caller moves its pods at the same time."""
        self._resolved[direct] = ResolvedOwner(key, True)

    def keep(self, directs: set[WorkloadKey]) -> None:
        """Forget the others: Jobs come and go."""
        with self._lock:
            self._resolved = {direct: resolved for direct, resolved in self._resolved.items() if direct in directs}
            self._requested &= directs

    def confirm(self, direct: WorkloadKey) -> None:
        """Have the guess about `direct` checked, once."""
        with self._lock:
            if self._cluster is None or direct in self._requested or self._waiting >= MOST_WAITING:
                return
            self._requested.add(direct)
            self._waiting += 1
        self._pool.submit(self._confirm, direct)

    def fate(self, key: WorkloadKey) -> Fate:
        """What became of a workload that has no pods: `unknown` at first, what the API said at a later call."""
        with self._lock:
            fate = self._fates.get(key)
            if fate is not None:
                del self._fates[key]
                return fate
            if self._cluster is None or key in self._fates:
                return "unknown"
            if len(self._fates) >= MOST_WAITING:
                self._fates = {key: fate for key, fate in self._fates.items() if fate is None}
            if len(self._fates) >= MOST_WAITING:
                return "unknown"
            self._fates[key] = None
        self._pool.submit(self._fetch_fate, key)
        return "unknown"

    def close(self) -> None:
        """Wait for nothing."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _confirm(self, direct: WorkloadKey) -> None:
        confirmed = None
        try:
            confirmed = self._read_owner(direct)
        finally:
            with self._lock:
                self._waiting -= 1
                if confirmed is None:
                    self._requested.discard(direct)
        if confirmed is not None:
            self._on_confirmed(confirmed)

    def _read_owner(self, direct: WorkloadKey) -> ConfirmedOwner | None:
        assert self._cluster is not None
        try:
            address = path(WORKLOADS[direct.kind.lower()][0], direct.namespace, direct.name)
            answer = self._cluster.read(address, wire.MetadataOnly, accept=METADATA)
        except (ClusterError, KeyError) as error:
            log.info("owner not confirmed", namespace=direct.namespace, owner=direct.name, error=str(error))
            return None
        kind, _, name = parse.controller(answer.metadata).partition("/")
        key = WorkloadKey(direct.namespace, kind, name) if kind else direct
        return ConfirmedOwner(direct, key, parse.stamp(answer.metadata.creation_timestamp))

    def _fetch_fate(self, key: WorkloadKey) -> None:
        fate: Fate = "unknown"
        try:
            fate = self._read_fate(key)
        finally:
            with self._lock:
                self._fates[key] = fate

    def _read_fate(self, key: WorkloadKey) -> Fate:
        assert self._cluster is not None
        resource = WORKLOADS.get(key.kind.lower())
        if resource is None:
            return "deleted" if key.kind == "Pod" else "unknown"  # called only for what has no pods
        try:
            answer = self._cluster.read(path(resource[0], key.namespace, key.name), resource[1])
        except NoSuchObject:
            return "deleted"
        except ClusterError:
            return "unknown"
        return "scaled-to-zero" if answer.spec.replicas == 0 else "there"
