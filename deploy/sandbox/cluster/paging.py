"""Lists in pages: `limit` and `continue`. It holds a bounded number of lists so that pages stay consistent. No HTTP."""

from __future__ import annotations

import base64
import binascii
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from deploy.sandbox.cluster.asks import number_of
from deploy.sandbox.cluster.objects.statuses import bad_request, continue_expired, invalid
from deploy.sandbox.json import Json

KEPT = 32
"""Lists remembered for their next page. The real server forgets after about five minutes (etcd compaction); a busy
client here makes it forget sooner, so that the 410 is met in practice."""


@dataclass(frozen=True)
class ListChunk:
    """One answer to a list request."""

    items: list[Json]
    version: int
    token: str = ""
    remaining: int = 0


class Pages:
    """Remembers the rest of each list that was cut."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._rests: OrderedDict[str, tuple[int, list[Json]]] = OrderedDict()
        self._count = 0

    def first(self, items: list[Json], version: int, limit: int) -> ListChunk:
        """The first page of a list made at `version`; limit 0 means all."""
        if not limit or len(items) <= limit:
            return ListChunk(items, version)
        return ListChunk(items[:limit], version, self._remember(version, items[limit:]), len(items) - limit)

    def following(self, token: str, limit: int) -> ListChunk:
        """The page a token leads to. Raises StatusError 400 (no token of ours) or 410 (forgotten)."""
        number = _number(token)
        if number not in self._rests:
            raise continue_expired()
        version, items = self._rests[number]
        return self.first(items, version, limit)

    def forget(self) -> None:
        """Expires every token, as a compaction does."""
        self._rests.clear()

    def _remember(self, version: int, rest: list[Json]) -> str:
        self._count += 1
        self._rests[str(self._count)] = (version, rest)
        while len(self._rests) > self._kept:
            self._rests.popitem(last=False)
        document = {"v": "meta.k8s.io/v1", "rv": version, "start": str(self._count)}
        return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


def _number(token: str) -> str:
    try:
        document = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        return str(document["start"])
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise bad_request("continue key is not valid: " + str(error)) from error


def limit_of(query: Mapping[str, str]) -> int:
    """The `limit` of a query, 0 if none. Raises StatusError 400 or 422."""
    limit = number_of(query, "limit") or 0
    if limit < 0:
        raise invalid("meta.k8s.io", "ListOptions", "", "limit", f"Invalid value: {limit}: must be non-negative")
    return limit
