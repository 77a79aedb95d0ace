"""A statement: a fact, whom it is about, whether the text asserts it, and where it stands. Pure data."""

from __future__ import annotations

from core.record import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    SubjectKind = Literal["container", "pod", "workload", "node", "namespace", "claim", "image"]
    Predicate = Literal["exit-code", "signal", "reason", "state", "restarts", "memory-limit", "memory-request", "age"]
    Polarity = Literal["said", "denied", "asked", "supposed"]


class Subject(Frozen):
    """Whom a statement is about: its kind, its name and the names of what it is in; empty where the text gives none."""

    kind: SubjectKind
    container: str = ""
    pod: str = ""
    workload: str = ""
    node: str = ""
    namespace: str = ""
    claim: str = ""
    image: str = ""


class Span(Frozen):
    """A fact in one line before it is known whom it is about; places count from the beginning of the line.

    `value` of an exit code is its number as written (`-9`, `0x89`); of a signal its number or its name in capitals
    without SIG (`9`, `KILL`), or Go's words for it (`segmentation fault`); of a reason or state its word as Kubernetes
    spells it; of restarts a number; of a limit or request a quantity (`2Gi`); of an age seconds.
    """

    predicate: Predicate
    value: str
    start: int
    end: int
    kind: SubjectKind = "container"
    key: str = ""  # the label it stands under, in lower case without blanks (`reason`, `exitcode`); or empty
    writer: str = ""  # whose form it has, where the form tells: systemd, python, docker, go, make, echo
    upper: int | None = None  # the last one of a range of exit codes
    denied: bool = False  # by its own value, as `"OOMKilled": false`


class Statement(Frozen):
    """One fact of a text: what, about whom, and whether it is asserted, denied, asked or only supposed."""

    fact: Span
    subject: Subject
    polarity: Polarity = "said"
    line: int = 0  # from 0

    @property
    def predicate(self) -> Predicate:
        """What the fact is about."""
        return self.fact.predicate

    @property
    def value(self) -> str:
        """The value as Span keeps it."""
        return self.fact.value
