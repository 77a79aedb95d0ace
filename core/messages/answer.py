"""Every answer that a worker may hand over: a report, or why there is none."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from core.messages.model import Model
from core.messages.question import QuestionKind
from core.messages.report import PodRef, Report


class Tracing(Model):
    """The answer to `who killed it`: what the diagnosis knows, and where to watch for the next signal."""

    kind: Literal["tracing"] = "tracing"
    target: str
    report: Report
    """The diagnosis, without logs and timeline."""
    container: str | None = None
    """The container meant: the one named, else the one that was killed; None when the pod has none."""
    container_id: str = ""
    """`containerd://5fb8adf9...`, of the run there is now; of the last one while it waits; empty before the first."""
    running: bool = False
    """There is a process to watch now; otherwise the next run's has to be found first."""
    exit_code: int | None = None
    """How its last run ended; None when none did."""
    ended_at: datetime | None = None
    lived_seconds: float | None = None
    """How long that run took."""
    os_image: str = ""
    """`Ubuntu 22.04.4 LTS`; empty, like the next three, when the node could not be read."""
    kernel: str = ""
    architecture: str = ""
    runtime: str = ""
    """`containerd://2.1.9`."""


class Capture(Model):
    """A pasted trace of signals, redacted; `knowledge.tracing` words it in the language of whoever reads it."""

    kind: Literal["capture"] = "capture"
    target: str = ""
    lines: tuple[str, ...] = ()
    hidden: int = 0


class Option(Model):
    """A pod that may be meant, with kubectl's word for its state; or a workload, whose name `ref` bears then."""

    ref: PodRef
    kind: str | None = None
    """The workload's, as in `Target.kind`; None for a pod."""
    status: str = ""


class Choice(Model):
    """Several pods fit what was asked."""

    kind: Literal["choice"] = "choice"
    target: str
    asked: QuestionKind = "target"
    """What picking one of them asks."""
    options: tuple[Option, ...]
    more: int = 0
    """How many further ones there are beyond the options."""


class NotFound(Model):
    """No pod fits, or there is no workload of that kind and name; the nearest names instead."""

    kind: Literal["not-found"] = "not-found"
    target: str
    sought: str | None = None
    """The kind that was named, as in `Target.kind`; None where it was a pod."""
    asked: QuestionKind = "target"
    nearest: tuple[Option, ...] = ()
    namespace_missing: bool = False
    """The namespace itself does not exist."""


Problem = Literal[
    "forbidden",  # RBAC refuses reading pods
    "unauthorized",  # the credentials are expired or wrong
    "unreachable",  # the API server does not answer
    "timeout",  # it answers too slowly
    "throttled",  # 429 of the API server
    "broken",  # 5xx or an answer that cannot be read
    "no-such-cluster",  # the kubeconfig has no such context
    "no-kubeconfig",  # there is neither a kubeconfig nor a service account
    "worker-lost",  # asked twice, and no worker came back with an answer
    "queue-full",  # nobody took the question in time
    "too-large",  # a paste over the limit
    "nothing-recognized",  # a paste in which nothing could be read
    "internal",  # a fault of ours; the log has the traceback
]


class Failure(Model):
    """The question could not be answered; one clear reason."""

    kind: Literal["failure"] = "failure"
    target: str
    problem: Problem
    said: str = ""
    """The server's own words, redacted and cut to 300 characters; or the context names there are."""


Answer = Annotated[Report | Tracing | Capture | Choice | NotFound | Failure, Field(discriminator="kind")]

ANSWER: TypeAdapter[Report | Tracing | Capture | Choice | NotFound | Failure] = TypeAdapter(Answer)
"""Reads an answer back from JSON."""
