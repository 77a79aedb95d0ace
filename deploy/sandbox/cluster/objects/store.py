"""The objects, their resource versions and a bounded memory of past changes. No HTTP, no clock.

Objects are never changed in place: a new version replaces the old one, so that lists, snapshots and
watchers may keep the ones they hold.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from deploy.sandbox.cluster.objects.resources import Resource
from deploy.sandbox.cluster.objects.statuses import too_large, too_old
from deploy.sandbox.json import Json

StoredName = tuple[str, str]

WINDOW = 1_000
"""Changes remembered per resource. The real watch cache holds 100 at least and grows with the rate of change
(staging/src/k8s.io/apiserver/pkg/storage/cacher/watch_cache.go)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One step in the history of one object; `before` is what a selector saw until then."""

    version: int
    type: str
    object: Json
    before: Json | None


@dataclass
class _Collection:
    objects: dict[StoredName, Json] = field(default_factory=dict)
    changes: deque[Change] = field(default_factory=deque)
    forgotten: int = 0
    """The highest version whose change is no longer remembered."""


def name_of(obj: Json) -> StoredName:
    """Namespace (empty at the cluster scope) and name."""
    return obj["metadata"].get("namespace", ""), obj["metadata"]["name"]


def version_of(obj: Json) -> int:
    """The object's resource version as a number; 0 when it has none."""
    return int(obj["metadata"].get("resourceVersion") or 0)


class Store:
    """All objects of one cluster."""

    def __init__(self, version: int = 1, window: int = WINDOW) -> None:
        self.version = version
        self._window = window
        self._collections: dict[Resource, _Collection] = {}
        self._listeners: list[Callable[[Resource], None]] = []

    def load(self, resource: Resource, obj: Json) -> None:
        """Puts an object that was there before the server started: no change is recorded, its version is kept."""
        self._collection(resource).objects[name_of(obj)] = obj
        self.version = max(self.version, version_of(obj))

    def seal(self, version: int) -> None:
        """Ends loading: everything up to `version` is history that no watch can start from."""
        self.version = max(self.version, version)
        for collection in self._collections.values():
            collection.forgotten = self.version
        self._sealed = self.version

    def put(self, resource: Resource, obj: Json) -> Json:
        """Creates or replaces an object under the next resource version and tells the watchers."""
        collection, before = self._collection(resource), self.get(resource, *name_of(obj))
        self.version += 1
        after = {**obj, "metadata": {**obj["metadata"], "resourceVersion": str(self.version)}}
        collection.objects[name_of(obj)] = after
        self._remember(resource, Change(self.version, "MODIFIED" if before else "ADDED", after, before))
        return after

    def remove(self, resource: Resource, namespace: str, name: str) -> Json | None:
        """Deletes an object; returns its last state, or None if it was not there."""
        before = self._collection(resource).objects.pop((namespace, name), None)
        if before is None:
            return None
        self.version += 1
        last = {**before, "metadata": {**before["metadata"], "resourceVersion": str(self.version)}}
        self._remember(resource, Change(self.version, "DELETED", last, before))
        return last

    def get(self, resource: Resource, namespace: str, name: str) -> Json | None:
        """The object, or None."""
        return self._collection(resource).objects.get((namespace, name))

    def all(self, resource: Resource, namespace: str = "") -> list[Json]:
        """All objects, or those of one namespace, in the order of their keys as etcd returns them."""
        collection = self._collection(resource).objects
        return [collection[key] for key in sorted(collection) if not namespace or key[0] == namespace]

    def changes_since(self, resource: Resource, version: int) -> list[Change]:
        """Changes after `version`, oldest first. Raises StatusError 410 (forgotten) or 504 (not yet reached)."""
        collection = self._collection(resource)
        if version < collection.forgotten:
            raise too_old(version, collection.forgotten)
        if version > self.version:
            raise too_large(version, self.version)
        return list(reversed(list(self._newest(collection, version))))

    def forget(self) -> None:
        """Drops all remembered changes, as a compaction does: every older version is now too old."""
        for collection in self._collections.values():
            collection.changes.clear()
            collection.forgotten = self.version

    def subscribe(self, listener: Callable[[Resource], None]) -> Callable[[], None]:
        """Calls `listener` after each change, in the thread that made it; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    _sealed = 0

    def _collection(self, resource: Resource) -> _Collection:
        return self._collections.setdefault(resource, _Collection(forgotten=self._sealed))

    @staticmethod
    def _newest(collection: _Collection, version: int) -> Iterator[Change]:
        for change in reversed(collection.changes):
            if change.version <= version:
                return
            yield change

    def _remember(self, resource: Resource, change: Change) -> None:
        collection = self._collection(resource)
        collection.changes.append(change)
        while len(collection.changes) > self._window:
            collection.forgotten = collection.changes.popleft().version
        for listener in list(self._listeners):
            listener(resource)
