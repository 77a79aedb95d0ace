"""Whose pod it is: ReplicaSet to Deployment, Job to CronJob. Guesses from names at once, asks the API about few.

A pod tells its own controller only. The controller above is told from the name, and confirmed by one read of metadata
for each ReplicaSet or Job that has had a restart; until then, and where RBAC refuses, the answer says that it is a
guess. It must not block: the reads happen in a thread of their own.
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
from workers.watcher.cache.keys import Key
from workers.watcher.cache.view import Fate

log = structlog.get_logger()

_CRON = re.compile(r"(?P<cron>.+)-(?P<minutes>\d{8})")
"""A CronJob names its Jobs by the scheduled minute since 1970 (pkg/controller/cronjob/utils.go, getJobName)."""
_CRON_SECONDS = 2 * 24 * 3600
"""How far that minute may be from the pod's creation: a Job that was suspended or whose pod was replaced is late. It
tells `report-29920956` from `migrate-20240131`."""
MOST_WAITING = 500
"""Reads that wait at a time; more are asked for again at their next restart."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A workload, and whether its name is sure."""

    key: Key
    sure: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the API says of a pod's controller: the workload above it, and when the controller was created."""

    direct: Key
    key: Key
    created: float


def guess(direct: Key, template: str, created: float) -> Resolved:
    """The workload of a pod that `direct` controls, told from names alone."""
    if direct.kind == "ReplicaSet":
        if template and direct.name.endswith(f"-{template}"):
            return Resolved(Key(direct.namespace, "Deployment", direct.name[: -len(template) - 1]), False)
        return Resolved(direct, False)
    if direct.kind == "Job":
        found = _CRON.fullmatch(direct.name)
        if found and abs(int(found["minutes"]) * 60 - created) < _CRON_SECONDS:
            return Resolved(Key(direct.namespace, "CronJob", found["cron"]), False)
        return Resolved(direct, False)
    return Resolved(direct, True)


class Owners:
    """The owners of one cluster's pods, remembered. Safe to use from several threads."""

    def __init__(self, cluster: Cluster | None, told: Callable[[Confirmed], None], threads: int = 2) -> None:
        """`told` is called from another thread with each confirmation. Without a cluster nothing is confirmed."""
        self._cluster, self._told = cluster, told
        self._known: dict[Key, Resolved] = {}
        self._asked: set[Key] = set()
        self._going = 0
        self._fates: dict[Key, Fate | None] = {}
        """What the API said and nobody has asked for again; None while it is being asked."""
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="owners")

    def of(self, direct: Key, template: str, created: float) -> Resolved:
        """The workload of a pod that `direct` controls."""
        found = self._known.get(direct)
        if found is None:
            found = self._known[direct] = guess(direct, template, created)
        return found

    def settle(self, direct: Key, key: Key) -> None:
        """From now on, `direct` belongs to `key`. Its pods are to be moved in the same breath."""
        self._known[direct] = Resolved(key, True)

    def keep(self, directs: set[Key]) -> None:
        """Forgets the others: Jobs come and go."""
        with self._lock:
            self._known = {direct: found for direct, found in self._known.items() if direct in directs}
            self._asked &= directs

    def confirm(self, direct: Key) -> None:
        """Have the guess about `direct` checked, once."""
        with self._lock:
            if self._cluster is None or direct in self._asked or self._going >= MOST_WAITING:
                return
            self._asked.add(direct)
            self._going += 1
        self._pool.submit(self._confirm, direct)

    def fate(self, key: Key) -> Fate:
        """What became of a workload that has no pods: `unknown` at first, what the API said at a later call."""
        with self._lock:
            found = self._fates.get(key)
            if found is not None:
                del self._fates[key]
                return found
            if self._cluster is None or key in self._fates:
                return "unknown"
            if len(self._fates) >= MOST_WAITING:
                self._fates = {key: found for key, found in self._fates.items() if found is None}
            if len(self._fates) >= MOST_WAITING:
                return "unknown"
            self._fates[key] = None
        self._pool.submit(self._look, key)
        return "unknown"

    def close(self) -> None:
        """Waits for nothing."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _confirm(self, direct: Key) -> None:
        confirmed = None
        try:
            confirmed = self._read_owner(direct)
        finally:
            with self._lock:
                self._going -= 1
                if confirmed is None:
                    self._asked.discard(direct)
        if confirmed is not None:
            self._told(confirmed)

    def _read_owner(self, direct: Key) -> Confirmed | None:
        assert self._cluster is not None
        try:
            where = path(WORKLOADS[direct.kind.lower()][0], direct.namespace, direct.name)
            read = self._cluster.read(where, wire.MetadataOnly, accept=METADATA)
        except (ClusterError, KeyError) as error:
            log.info("owner not confirmed", namespace=direct.namespace, owner=direct.name, error=str(error))
            return None
        kind, _, name = parse.controller(read.metadata).partition("/")
        key = Key(direct.namespace, kind, name) if kind else direct
        return Confirmed(direct, key, parse.stamp(read.metadata.creation_timestamp))

    def _look(self, key: Key) -> None:
        found: Fate = "unknown"
        try:
            found = self._read_fate(key)
        finally:
            with self._lock:
                self._fates[key] = found

    def _read_fate(self, key: Key) -> Fate:
        assert self._cluster is not None
        resource = WORKLOADS.get(key.kind.lower())
        if resource is None:
            return "deleted" if key.kind == "Pod" else "unknown"  # called only for what has no pods
        try:
            read = self._cluster.read(path(resource[0], key.namespace, key.name), resource[1])
        except NoSuchObject:
            return "deleted"
        except ClusterError:
            return "unknown"
        return "scaled-to-zero" if read.spec.replicas == 0 else "there"
