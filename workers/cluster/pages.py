"""Lists, page by page, and never without end. It judges nothing of what it lists."""

from collections.abc import Iterator, Mapping
from typing import Protocol, TypeVar

from workers.cluster import errors, wire
from workers.cluster.addresses import path
from workers.cluster.connect import Cluster

Item = TypeVar("Item", covariant=True)

PAGE = 500
"""Objects a page; kubectl asks for as many."""
MOST = 10_000
"""Objects looked through for one question: twice the largest namespace anybody has reported."""


class ListPage(Protocol[Item]):
    """What all lists of `wire` have."""

    @property
    def metadata(self) -> wire.ListMeta:
        """Where the next page begins."""

    @property
    def items(self) -> tuple[Item, ...]:
        """The objects."""


def listed(
    cluster: Cluster,
    resource: str,
    kind: type[ListPage[Item]],
    namespace: str | None = None,
    query: Mapping[str, str | int] | None = None,
    *,
    until: float | None = None,
    most: int = MOST,
) -> Iterator[Item]:
    """Up to `most` objects of a resource. A list that changed too much while it was read (410) ends where it is."""
    seen, token = 0, ""
    while seen < most:
        asked: dict[str, str | int] = {**(query or {}), "limit": min(PAGE, most - seen)}
        if token:
            asked["continue"] = token
        try:
            page = cluster.read(path(resource, namespace), kind, asked, until=until)
        except errors.Rejected:
            if not token:
                raise
            return
        yield from page.items[: most - seen]
        seen += len(page.items)
        token = page.metadata.continue_
        if not token or not page.items:
            return
