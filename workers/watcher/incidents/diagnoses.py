"""Looks at the pods of incidents, a few at a time, beside the watch. It must not decide what is said of them.

A look takes as long as the API server does; the watch must not wait for it, and a storm must not become one on the API.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import structlog

from core.messages.incidents import Rollout
from core.messages.question import Target
from core.messages.report import Report
from workers.bounds import bounded
from workers.cluster.errors import ClusterError
from workers.jobs import Dependencies
from workers.snapshot import Owner, Snapshot
from workers.watcher.incidents.lifecycle import Diagnosed, Wanted

log = structlog.get_logger()

AT_ONCE = 4
"""Looks under way; each makes about ten reads, half of them at once."""


class Diagnoses:
    """The looks under way and those that are done."""

    def __init__(self, look: Callable[[Wanted], Diagnosed]) -> None:
        """`look` is called in threads; what it raises is logged, and the incident goes on without."""
        self._look = look
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="look")
        self._going: dict[str, Future[Diagnosed]] = {}

    def ask(self, wanted: tuple[Wanted, ...]) -> None:
        """Begin those that are not under way yet, as many as there is room for."""
        for one in wanted:
            if len(self._going) >= AT_ONCE:
                return
            if one.incident not in self._going:
                self._going[one.incident] = self._pool.submit(self._look, one)

    def done(self) -> list[tuple[str, Diagnosed]]:
        """What the finished ones found, by incident; nothing for those that failed."""
        ready = [incident for incident, future in self._going.items() if future.done()]
        return [(incident, _result(incident, self._going.pop(incident))) for incident in ready]

    def close(self) -> None:
        """Wait for nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def look_with(bench: Dependencies) -> Callable[[Wanted], Diagnosed]:
    """The look of a worker, as a question about that pod would take it."""

    def look(wanted: Wanted) -> Diagnosed:
        ref = wanted.ref
        target = Target(
            text=str(ref), cluster=ref.cluster, namespace=ref.namespace, name=ref.name, container=ref.container
        )
        try:
            seen = bench.look(target)
        except ClusterError as error:
            log.warning("no diagnosis for an incident", incident=wanted.incident, problem=error.problem)
            return Diagnosed()
        if not isinstance(seen, Snapshot):
            return Diagnosed()
        report = bounded(bench.think(seen, str(ref)))
        return Diagnosed(report if isinstance(report, Report) else None, rollout(seen))

    return look


def rollout(seen: Snapshot) -> Rollout | None:
    """The pod's ReplicaSet and the one before it, when the pod's is the younger; None where nothing was rolled out."""
    ours = next((owner for owner in seen.owners or () if owner.kind == "ReplicaSet"), None)
    if ours is None or ours.created_at is None or not ours.revision.isdigit():
        return None
    older = [one for one in seen.revisions or () if one.revision.isdigit() and int(one.revision) < int(ours.revision)]
    if not older:
        return None
    before = max(older, key=lambda one: int(one.revision))
    image_before, image = _image(before, ours)
    return Rollout(
        revision=ours.revision,
        before=before.revision,
        image_before=image_before,
        image=image,
        at=ours.created_at.timestamp(),
        still=before.ready or 0,
        wanted=_wanted(seen.owners or ()),
    )


def _image(before: Owner, ours: Owner) -> tuple[str, str]:
    """The one image that differs; empty when none does, or several do."""
    gone = [image for image in before.images if image not in ours.images]
    new = [image for image in ours.images if image not in before.images]
    return (gone[0], new[0]) if len(gone) == len(new) == 1 else ("", "")


def _wanted(owners: tuple[Owner, ...]) -> int:
    return next((owner.replicas or 0 for owner in reversed(owners) if owner.replicas is not None), 0)


def _result(incident: str, future: Future[Diagnosed]) -> Diagnosed:
    error = future.exception()
    if error is not None:
        log.error("a look failed", incident=incident, error=repr(error), exc_info=error)
        return Diagnosed()
    return future.result()
