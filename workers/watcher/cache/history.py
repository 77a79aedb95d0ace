"""The ends of late of each container of each workload, and the templates its pods were made from. It judges nothing."""

from collections.abc import Iterable

from msgspec.structs import replace

from core.messages.terminations import Termination
from workers.watcher.cache.case import PodTemplate
from workers.watcher.cache.keys import Key, Which

KEPT = 3 * 3600.0
"""Seconds an end is kept: no rule may look back further (`thresholds`), and a reader's sparkline shows three hours."""
MOST = 4096
"""Ends of one container of one workload: a thousand pods in their first crash loop."""
MOST_TEMPLATES = 4
"""Of a workload; the rule needs two."""


class History:
    """The ends of one cluster."""

    def __init__(self) -> None:
        """Nothing has happened."""
        self._ends: dict[Key, dict[str, dict[tuple[str, int], Termination]]] = {}

    def __contains__(self, which: Which) -> bool:
        return which[1] in self._ends.get(which[0], {})

    def add(self, which: Which, end: Termination) -> bool:
        """Takes in an end; whether it says anything new. An end keeps the time it was first told with."""
        ends = self._ends.setdefault(which[0], {}).setdefault(which[1], {})
        known = ends.get((end.uid, end.number))
        if known is not None:
            if known.restarted or not end.restarted:
                return False
            end = replace(known, restarted=True)
        ends[end.uid, end.number] = end
        if len(ends) > MOST:
            del ends[next(iter(ends))]
        return True

    def of(self, which: Which) -> list[Termination]:
        """Oldest first."""
        return in_order(self._ends.get(which[0], {}).get(which[1], {}).values())

    def all_of(self, key: Key) -> list[Termination]:
        """Of all containers of a workload, oldest first."""
        return in_order(end for ends in self._ends.get(key, {}).values() for end in ends.values())

    def containers(self, key: Key) -> list[Which]:
        """The containers of a workload that have ends."""
        return [(key, container) for container in self._ends.get(key, ())]

    def known(self) -> list[Which]:
        """Every container that has ends."""
        return [(key, container) for key, containers in self._ends.items() for container in containers]

    def forget(self, now: float) -> list[Which]:
        """Drops what is too old; those that have nothing left."""
        empty = []
        for key, container in self.known():
            ends = self._ends[key][container]
            for number in [number for number, end in ends.items() if end.at < now - KEPT]:
                del ends[number]
            if not ends:
                self._drop((key, container))
                empty.append((key, container))
        return empty

    def move(self, old: Key, new: Key, uids: set[str]) -> None:
        """The pods turned out to be another workload's."""
        for which in self.containers(old):
            ends = self._ends[old][which[1]]
            for number in [number for number in ends if number[0] in uids]:
                self._ends.setdefault(new, {}).setdefault(which[1], {})[number] = ends.pop(number)
            if not ends:
                self._drop(which)

    def _drop(self, which: Which) -> None:
        del self._ends[which[0]][which[1]]
        if not self._ends[which[0]]:
            del self._ends[which[0]]


def in_order(ends: Iterable[Termination]) -> list[Termination]:
    """Oldest first, and the same order always."""
    return sorted(ends, key=lambda end: (end.at, end.uid, end.number))


class Templates:
    """The pod templates of one cluster's workloads."""

    def __init__(self) -> None:
        """None is known."""
        self._known: dict[Key, tuple[PodTemplate, ...]] = {}

    def of(self, key: Key) -> tuple[PodTemplate, ...]:
        """Oldest first."""
        return self._known.get(key, ())

    def seen(self, key: Key, template: str, created: float, crashed: float | None = None) -> None:
        """A pod of that template, or the owner that stands for it, was created then; it last crashed then."""
        if not template:
            return
        known = {one.hash: one for one in self.of(key)}
        before = known.get(template)
        if before is None:
            known[template] = PodTemplate(template, created, crashed)
        elif created < before.born or (crashed or 0.0) > (before.crashed or 0.0):
            latest = max(before.crashed or 0.0, crashed or 0.0) or None
            known[template] = PodTemplate(template, min(before.born, created), latest)
        else:
            return
        self._known[key] = tuple(sorted(known.values(), key=lambda one: (one.born, one.hash))[-MOST_TEMPLATES:])

    def move(self, old: Key, new: Key) -> None:
        """The workload turned out to be another."""
        for one in self._known.pop(old, ()):
            self.seen(new, one.hash, one.born, one.crashed)

    def forget(self, key: Key) -> None:
        """The workload is gone."""
        self._known.pop(key, None)
