"""The RQ job of a worker: answers one question. It must not know how a cluster is read.

Whatever goes wrong while a worker lives ends in a `Failure` that is handed over like any other answer. What goes wrong
because a worker died is the sweep's part (`bot.answers.sweep`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from redis import Redis
from rq.timeouts import JobTimeoutException

from core.messages.answer import Answer, Choice, Failure, NotFound
from core.messages.question import Question, Target
from core.messages.report import Report
from workers.bounds import bounded
from workers.cluster.errors import ClusterError
from workers.paste import PasteTooLarge
from workers.pasted import explained
from workers.queue import hand_over, take
from workers.redact import redact_text
from workers.snapshot import Snapshot
from workers.tracing import capture, tracing
from workers.without_pods import with_reason

log = structlog.get_logger()

MOST_SAID = 300
"""Characters of a server's own words in a failure (`core.messages.answer.Failure.said`)."""


@dataclass(frozen=True)
class Dependencies:
    """What a question needs; made once in the worker, before the first fork, and shared by every job."""

    redis: Redis
    fetch: Callable[[Target], Snapshot | Choice | NotFound]
    """Find the pod and read what surrounds it, secrets already hidden. Raises `ClusterError`."""
    read: Callable[[str], list[Snapshot]]
    """The same for a paste; empty when nothing in it could be read. Raises `PasteTooLarge`."""
    diagnose: Callable[[Snapshot, str], Report]
    """The diagnosis; the second argument is what was asked."""


_dependencies: list[Dependencies] = []  # RQ calls `answer` by name, with nothing but its argument


def configure(dependencies: Dependencies) -> None:
    """Give this process what its jobs need."""
    _dependencies[:] = [dependencies]


def answer(question_id: str) -> None:
    """The RQ job: answer one question, unless it has its answer already."""
    dependencies, target = _dependencies[0], ""
    try:
        attempt = take(dependencies.redis, question_id)
        if attempt is None:
            log.info("nothing left to answer", question=question_id)
            return
        target = _target(attempt.question)
        result = bounded(answer_to(dependencies, attempt.question))
    except JobTimeoutException:
        log.warning("out of time", question=question_id, target=target)
        result = Failure(target=target, problem="timeout")
    except Exception:  # the one blanket except of this process: it tells the user and logs the traceback
        log.exception("cannot answer", question=question_id, target=target)
        result = Failure(target=target, problem="internal")
    first = hand_over(dependencies.redis, question_id, result)
    log.info("answered", question=question_id, target=target, answer=result.kind, first=first)


def answer_to(dependencies: Dependencies, question: Question) -> Answer:
    """The answer to one question. A cluster that cannot be read is an answer too."""
    target = _target(question)
    try:
        if question.target is not None:
            snapshot = dependencies.fetch(question.target)
            if isinstance(snapshot, Choice | NotFound):
                return snapshot.model_copy(update={"asked": "whokilled"}) if question.kind == "whokilled" else snapshot
            report = with_reason(dependencies.diagnose(snapshot, target), snapshot)
            return tracing(snapshot, report) if question.kind == "whokilled" else report
        if captured := capture(question.paste or "", target):
            return captured
        snapshots = dependencies.read(question.paste or "")
    except ClusterError as error:
        message = redact_text(error.said)[0][:MOST_SAID]
        log.warning("the cluster does not tell", target=target, problem=error.problem, said=message)
        return Failure(target=target, problem=error.problem, said=message)
    except PasteTooLarge:
        return Failure(target=target, problem="too-large")
    return explained(snapshots, dependencies.diagnose, target)


def _target(question: Question) -> str:
    return question.target.text if question.target else ""
