"""One watch: the changes after a resource version as JSON lines, until its time is over. It changes nothing."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator

from aiohttp import web

from deploy.sandbox.cluster.asks import Ask, number_of
from deploy.sandbox.cluster.formats import Format
from deploy.sandbox.cluster.objects.resources import PODS, Resource
from deploy.sandbox.cluster.objects.selectors import Matches
from deploy.sandbox.cluster.objects.statuses import StatusError, invalid
from deploy.sandbox.cluster.objects.store import Change, Store
from deploy.sandbox.json import Json

DEFAULT_SECONDS = 1800  # the real server takes a random time of 30 to 60 minutes (--min-request-timeout)


class Watch:
    """What one client watches, and the last resource version sent to it."""

    def __init__(self, store: Store, ask: Ask, matches: Matches, form: Format) -> None:
        self._store, self._ask, self._matches, self._form = store, ask, matches, form
        self._cursor = 0
        self._columns_told = False
        self._wanted_version = number_of(ask.query, "resourceVersion") or 0
        self.seconds = number_of(ask.query, "timeoutSeconds") or DEFAULT_SECONDS

    @property
    def starts_with_everything(self) -> bool:
        """Whether the client gets the present state first: no version, version 0, or sendInitialEvents."""
        return not self._wanted_version or self._ask.flag("sendInitialEvents")

    def opening(self) -> list[Json]:
        """The first lines. Raises StatusError 422 for initial events asked for in the wrong way."""
        if not self.starts_with_everything:
            self._cursor = self._wanted_version
            return []
        self._cursor = self._store.version
        items = self._store.all(self._ask.resource, self._ask.namespace)
        lines = [self._line("ADDED", item) for item in items if self._matches(item)]
        if self._ask.flag("sendInitialEvents"):
            self._check_initial_events()
            lines.append(self.bookmark({"k8s.io/initial-events-end": "true"}))
        return lines

    def _check_initial_events(self) -> None:
        if self._ask.query.get("resourceVersionMatch") != "NotOlderThan" or not self._ask.flag("allowWatchBookmarks"):
            raise invalid(
                "meta.k8s.io",
                "ListOptions",
                "",
                "sendInitialEvents",
                "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan "
                "and allowWatchBookmarks to true",
            )

    def news(self) -> list[Json]:
        """The lines since the last call. Raises StatusError 410 or 504."""
        changes = self._store.changes_since(self._ask.resource, self._cursor)
        self._cursor = max(self._cursor, self._store.version)
        return [line for change in changes for line in self._told(change)]

    def _told(self, change: Change) -> Iterator[Json]:
        """A change as the selector sees it: an object may enter or leave it without being made or deleted."""
        if self._ask.namespace and change.object["metadata"].get("namespace") != self._ask.namespace:
            return
        was = change.before is not None and self._matches(change.before)
        now = change.type != "DELETED" and self._matches(change.object)
        if now:
            yield self._line("MODIFIED" if was else "ADDED", change.object)
        elif was:
            yield self._line("DELETED", change.object)

    def bookmark(self, annotations: dict[str, str] | None = None) -> Json:
        """Says how far the client has been told, without an object."""
        metadata: Json = {"resourceVersion": str(self._cursor), "creationTimestamp": None}
        if annotations:
            metadata["annotations"] = annotations
        return {"type": "BOOKMARK", "object": _empty(self._ask.resource, metadata)}

    def _line(self, kind: str, obj: Json) -> Json:
        document = self._form.one(self._ask.resource, obj)
        if "columnDefinitions" in document and self._columns_told:
            document = {**document, "columnDefinitions": None}  # the headings of a table are sent once
        self._columns_told = True
        return {"type": kind, "object": document}


def _empty(resource: Resource, metadata: Json) -> Json:
    obj: Json = {"kind": resource.kind, "apiVersion": resource.group_version, "metadata": metadata}
    return {**obj, "spec": {"containers": None}, "status": {}} if resource is PODS else obj


async def stream(watch: Watch, store: Store, ask: Ask, response: web.StreamResponse, bookmark_seconds: float) -> None:
    """Writes lines, each at once, until `timeoutSeconds` are over, the client leaves or its version is too old."""
    changed = asyncio.Event()
    unsubscribe = store.subscribe(lambda resource: changed.set() if resource is ask.resource else None)
    try:
        await _write(response, watch.opening())
        await _follow(watch, ask, response, changed, bookmark_seconds)
    except StatusError as error:
        await _write(response, [{"type": "ERROR", "object": error.body}])
    finally:
        unsubscribe()


async def _follow(
    watch: Watch, ask: Ask, response: web.StreamResponse, changed: asyncio.Event, bookmark_seconds: float
) -> None:
    end = time.monotonic() + watch.seconds
    next_bookmark = time.monotonic() + bookmark_seconds
    while (now := time.monotonic()) < end:
        changed.clear()
        await _write(response, watch.news())
        if now >= next_bookmark:
            next_bookmark = now + bookmark_seconds
            await _write(response, [watch.bookmark()] if ask.flag("allowWatchBookmarks") else [])
        try:
            await asyncio.wait_for(changed.wait(), max(0.0, min(end, next_bookmark) - time.monotonic()))
        except TimeoutError:
            continue  # a bookmark is due, or the watch is over


async def _write(response: web.StreamResponse, lines: list[Json]) -> None:
    for line in lines:
        await response.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
