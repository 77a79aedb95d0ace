"""The recent terminations of each container of each workload, and the templates of its pods. It decides nothing."""

from collections.abc import Iterable
from dataclasses import replace

from msgspec import structs

from core.messages.terminations import Termination
from workers.watcher.cache.case import WorkloadTemplate
from workers.watcher.cache.keys import ContainerKey, WorkloadKey

KEPT = 3 * 3600.0
"""Seconds a termination is kept: no rule may look back further (`thresholds`), and a sparkline shows three hours."""
MOST = 4096
"""Terminations of one container of one workload: a thousand pods in their first crash loop."""
MOST_TEMPLATES = 4
"""Of a workload; the rule needs two."""


class History:
    """The terminations of one cluster."""

    def __init__(self) -> None:
        """Nothing has happened."""
        self._terminations: dict[WorkloadKey, dict[str, dict[tuple[str, int], Termination]]] = {}

    def __contains__(self, key: ContainerKey) -> bool:
        return key[1] in self._terminations.get(key[0], {})

    def add(self, key: ContainerKey, termination: Termination) -> bool:
        """Take in a termination; whether it says anything new. It keeps the time it was first reported with."""
        terminations = self._terminations.setdefault(key[0], {}).setdefault(key[1], {})
        known = terminations.get((termination.uid, termination.number))
        if known is not None:
            if known.restarted or not termination.restarted:
                return False
            termination = structs.replace(known, restarted=True)
        terminations[termination.uid, termination.number] = termination
        if len(terminations) > MOST:
            del terminations[next(iter(terminations))]
        return True

    def of(self, key: ContainerKey) -> list[Termination]:
        """Oldest first."""
        return in_order(self._terminations.get(key[0], {}).get(key[1], {}).values())

    def of_workload(self, key: WorkloadKey) -> list[Termination]:
        """Of all its containers, oldest first."""
        containers = self._terminations.get(key, {}).values()
        return in_order(termination for terminations in containers for termination in terminations.values())

    def containers(self, key: WorkloadKey) -> list[ContainerKey]:
        """The containers of a workload that have terminations."""
        return [(key, container) for container in self._terminations.get(key, ())]

    def all_containers(self) -> list[ContainerKey]:
        """Every container that has terminations."""
        return [(key, container) for key, containers in self._terminations.items() for container in containers]

    def forget(self, now: float) -> list[ContainerKey]:
        """Drop what is too old; the containers that have nothing left."""
        emptied = []
        for key, container in self.all_containers():
            terminations = self._terminations[key][container]
            for identity in [identity for identity, each in terminations.items() if each.at < now - KEPT]:
                del terminations[identity]
            if not terminations:
                self._drop((key, container))
                emptied.append((key, container))
        return emptied

    def move(self, old: WorkloadKey, new: WorkloadKey, uids: set[str]) -> None:
        """These pods turned out to be another workload's."""
        for key in self.containers(old):
            terminations = self._terminations[old][key[1]]
            for identity in [identity for identity in terminations if identity[0] in uids]:
                moved = self._terminations.setdefault(new, {}).setdefault(key[1], {})
                moved[identity] = terminations.pop(identity)
            if not terminations:
                self._drop(key)

    def _drop(self, key: ContainerKey) -> None:
        del self._terminations[key[0]][key[1]]
        if not self._terminations[key[0]]:
            del self._terminations[key[0]]


def in_order(terminations: Iterable[Termination]) -> list[Termination]:
    """Oldest first, and the same order always."""
    return sorted(terminations, key=lambda each: (each.at, each.uid, each.number))


class Templates:
    """The pod templates of one cluster's workloads."""

    def __init__(self) -> None:
        """None is known."""
        self._templates: dict[WorkloadKey, tuple[WorkloadTemplate, ...]] = {}

    def of(self, key: WorkloadKey) -> tuple[WorkloadTemplate, ...]:
        """Oldest first."""
        return self._templates.get(key, ())

    def observe(self, key: WorkloadKey, template: str, created: float, crashed: float | None = None) -> None:
        """A pod of that template, or the owner that stands for it, was created then; it last crashed then."""
        if not template:
            return
        templates = {each.hash: each for each in self.of(key)}
        known = templates.get(template)
        if known is None:
            templates[template] = WorkloadTemplate(template, created, crashed)
        elif created < known.created or (crashed or 0.0) > (known.crashed or 0.0):
            latest = max(known.crashed or 0.0, crashed or 0.0) or None
            templates[template] = replace(known, created=min(known.created, created), crashed=latest)
        else:
            return
        ordered = sorted(templates.values(), key=lambda each: (each.created, each.hash))
        self._templates[key] = tuple(ordered[-MOST_TEMPLATES:])

    def move(self, old: WorkloadKey, new: WorkloadKey) -> None:
        """The workload turned out to be another one."""
        for each in self._templates.pop(old, ()):
            self.observe(new, each.hash, each.created, each.crashed)

    def forget(self, key: WorkloadKey) -> None:
        """The workload is gone."""
        self._templates.pop(key, None)
