"""Diagnoses the pods of incidents, a few at a time, in threads of its own. It must not decide what is announced.

A diagnosis takes as long as the API server does; the watch must not wait for it, and a storm must not become one on the
API server.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import structlog

from core.messages.incidents import Rollout
from core.messages.question import Target
from core.messages.report import Report
from core.number import whole_number
from workers.bounds import bounded
from workers.cluster.errors import ClusterError
from workers.jobs import Dependencies
from workers.snapshot import Owner, Snapshot
from workers.watcher.incidents.diagnoses import Diagnosis, DiagnosisRequest

log = structlog.get_logger()

AT_ONCE = 4
"""Diagnoses under way; each makes about ten reads, half of them at once."""


class DiagnosisPool:
    """The diagnoses that are under way and those that are finished."""

    def __init__(self, diagnose: Callable[[DiagnosisRequest], Diagnosis]) -> None:
        """`diagnose` is called in threads; what it raises is logged, and the incident goes on without a diagnosis."""
        self._diagnose = diagnose
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="diagnosis")
        self._under_way: dict[str, Future[Diagnosis]] = {}

    def submit(self, requests: tuple[DiagnosisRequest, ...]) -> None:
        """Begin those that are not under way yet, as many as there is room for."""
        for request in requests:
            if len(self._under_way) >= AT_ONCE:
                return
            if request.incident not in self._under_way:
                self._under_way[request.incident] = self._pool.submit(self._diagnose, request)

    def finished(self) -> list[tuple[str, Diagnosis]]:
        """Those finished since the last call, by incident; an empty diagnosis for those that failed."""
        done = [incident for incident, future in self._under_way.items() if future.done()]
        return [(incident, _result(incident, self._under_way.pop(incident))) for incident in done]

    def close(self) -> None:
        """Stop the pool without waiting for diagnoses still running."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def diagnose_with(dependencies: Dependencies) -> Callable[[DiagnosisRequest], Diagnosis]:
    """The diagnosis a worker would make if somebody asked about that pod."""

    def diagnose(request: DiagnosisRequest) -> Diagnosis:
        ref = request.ref
        target = Target(
            text=str(ref), cluster=ref.cluster, namespace=ref.namespace, name=ref.name, container=ref.container
        )
        try:
            snapshot = dependencies.fetch(target)
        except ClusterError as error:
            log.warning("no diagnosis for an incident", incident=request.incident, problem=error.problem)
            return Diagnosis()
        if not isinstance(snapshot, Snapshot):
            return Diagnosis()
        report = bounded(dependencies.diagnose(snapshot, str(ref)))
        return Diagnosis(report if isinstance(report, Report) else None, rollout(snapshot))

    return diagnose


def rollout(snapshot: Snapshot) -> Rollout | None:
    """From the previous ReplicaSet to the pod's own, if the pod's is the younger; None where nothing was rolled out."""
    owners = snapshot.owners or ()
    own = next((owner for owner in owners if owner.kind == "ReplicaSet"), None)
    number = whole_number(own.revision) if own else None
    if own is None or own.created_at is None or number is None:
        return None
    numbered = ((whole_number(each.revision), each) for each in snapshot.revisions or ())
    older = [(earlier, each) for earlier, each in numbered if earlier is not None and earlier < number]
    if not older:
        return None
    _, previous = max(older, key=lambda each: each[0])
    previous_image, image = _changed_image(previous, own)
    return Rollout(
        revision=own.revision,
        previous_revision=previous.revision,
        previous_image=previous_image,
        image=image,
        at=own.created_at.timestamp(),
        previous_ready=previous.ready or 0,
        desired=next((owner.replicas or 0 for owner in reversed(owners) if owner.replicas is not None), 0),
    )


def _changed_image(previous: Owner, own: Owner) -> tuple[str, str]:
    """The one image that differs, before and after; empty when none does, or several do."""
    removed = [image for image in previous.images if image not in own.images]
    added = [image for image in own.images if image not in previous.images]
    return (removed[0], added[0]) if len(removed) == len(added) == 1 else ("", "")


def _result(incident: str, future: Future[Diagnosis]) -> Diagnosis:
    error = future.exception()
    if error is not None:
        log.error("a diagnosis failed", incident=incident, error=repr(error), exc_info=error)
        return Diagnosis()
    return future.result()
