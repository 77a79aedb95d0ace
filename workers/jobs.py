"""The jobs of a worker: one question, looked at and answered. It must not know how a cluster is read.

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
    """What a question needs; laid out once in the worker, before the first fork, and shared by every job."""

    redis: Redis
    look: Callable[[Target], Snapshot | Choice | NotFound]
    """Find the pod and read what surrounds it, secrets already hidden. Raises `ClusterError`."""
    read: Callable[[str], list[Snapshot]]
    """The same for a paste; empty when nothing in it could be read. Raises `paste.TooLarge`."""
    think: Callable[[Snapshot, str], Report]
    """The diagnosis; the second argument is what was asked."""


_bench: list[Dependencies] = []  # RQ calls `answer` by name, with nothing but its argument


def configure(bench: Dependencies) -> None:
    """Give this process its bench."""
    _bench[:] = [bench]


def answer(question_id: str) -> None:
    """The RQ job: answer one question, unless it has its answer already."""
    bench, target = _bench[0], ""
    try:
        taken = take(bench.redis, question_id)
        if taken is None:
            log.info("nothing left to answer", question=question_id)
            return
        target = _target(taken.question)
        found = bounded(found_out(bench, taken.question))
    except JobTimeoutException:
        log.warning("out of time", question=question_id, target=target)
        found = Failure(target=target, problem="timeout")
    except Exception:  # the one blanket except of this process: it tells the user and logs the traceback
        log.exception("cannot answer", question=question_id, target=target)
        found = Failure(target=target, problem="internal")
    first = hand_over(bench.redis, question_id, found)
    log.info("answered", question=question_id, target=target, answer=found.kind, first=first)


def found_out(bench: Dependencies, question: Question) -> Answer:
    """The answer to one question. A cluster that cannot be read is an answer too."""
    target = _target(question)
    try:
        if question.target is not None:
            seen = bench.look(question.target)
            if isinstance(seen, Choice | NotFound):
                return seen.model_copy(update={"asked": "whokilled"}) if question.kind == "whokilled" else seen
            report = with_reason(bench.think(seen, target), seen)
            return tracing(seen, report) if question.kind == "whokilled" else report
        if captured := capture(question.paste or "", target):
            return captured
        snapshots = bench.read(question.paste or "")
    except ClusterError as error:
        said = redact_text(error.said)[0][:MOST_SAID]
        log.warning("the cluster does not tell", target=target, problem=error.problem, said=said)
        return Failure(target=target, problem=error.problem, said=said)
    except PasteTooLarge:
        return Failure(target=target, problem="too-large")
    return explained(snapshots, bench.think, target)


def _target(question: Question) -> str:
    return question.target.text if question.target else ""
