"""Reason and state words of one line: Kubernetes' own, however people spell them, and docker's flags. Pure."""

from __future__ import annotations

import re

from knowledge.statements.forms import LEFT, RIGHT
from knowledge.statements.statement import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.statements.statement import SubjectKind

# kubelet pkg/kubelet/container (sync_result.go), pkg/kubelet/images/types.go, pkg/kubelet/kuberuntime: why a container
# ended, and why one waits. These words mean nothing else wherever they stand.
REASONS = ("OOMKilled", "ContainerCannotRun", "ContainerStatusUnknown", "StartError", "DeadlineExceeded", "Evicted")
WAITING = (
    "CrashLoopBackOff",
    "ImagePullBackOff",
    "ErrImagePull",
    "ErrImageNeverPull",
    "InvalidImageName",
    "ImageInspectError",
    "CreateContainerConfigError",
    "CreateContainerError",
    "RunContainerError",
    "ContainerCreating",
    "PodInitializing",
)
# Ordinary words as well: they are a state only under a label, or where a sentence says that somebody is in it.
LABELLED = ("Error", "Completed", "Terminating", "Pending", "Running", "Unknown", "NotReady", "Failed", "Succeeded")
_ENDS = frozenset({*REASONS, "Error", "Completed"})
_SPELT = {word.lower(): word for word in (*REASONS, *WAITING, *LABELLED)}

# gRPC has a DeadlineExceeded of its own: `rpc error: code = DeadlineExceeded`.
_OWN = re.compile(rf"(?<!code = ){LEFT}(?:{'|'.join((*REASONS, *WAITING, 'NotReady'))}){RIGHT}", re.IGNORECASE)
_LOOSE = re.compile(
    rf"(?<![/&?]){LEFT}(?:(?P<oom>oom[ -]?kill(?:ed|s)?(?![:\w])"
    rf"|out[ -]of[ -]memory[ -]kill(?:ed)?|kill(?:ed)? (?:by|for"
    rf"|due to) (?:the )?oom(?:[ -]?killer)?"
    rf"|oom{RIGHT}(?!-|:|[ _](?:killer|score|adj)))|(?P<loop>crash[ -]?loop(?:ing|s|ed)?(?:[ -]?back[ -]?off)?))"
    r"|(?P<chinese>内存溢出|被\s?oom|OOM\s?(?:杀|干掉|kill(?!er (?:(?:is|was) )?(?:dis|en)abled)))",
    re.IGNORECASE,
)  # fmt: skip
_KEYED = re.compile(
    rf"{LEFT}(?P<key>last[ _]?state|state|status|reason|phase|状态"
    rf"|原因)[\"'`*_\s]{{0,4}}[:=：][*_\s]{{0,30}}[\"'`*_(]{{0,4}}"
    rf"(?P<word>{'|'.join(_SPELT)}){RIGHT}",
    re.IGNORECASE,
)
_IN_STATE = re.compile(
    r"\b(?:stuck|stays?|stayed|hangs?|hanging|remains?|becomes?|became|goes|went|still|always|keeps?|is|are|was"
    r"|shows?|in|to)\s"
    r"(?:(?:in|at|on|to|as|the|a|stuck|state|status|shown)\s){0,3}[\"'`]?(?P<word>terminating|pending|notready"
    r"|Error|Completed)\b"
    r"(?P<after>\s(?:state|status|phase))?|(?:一直|卡在|处于|停在|变成|变为|是|都|还是|状态为)\s{0,3}(?P<chinese>Terminating"
    r"|Pending|NotReady|Error|Completed)"
    rf"{RIGHT}",
    re.IGNORECASE,
)
# docker inspect .State, docker/docker api/types/container/state.go
_FLAG = re.compile(r"[\"']?\bOOMKilled[\"']?\s{0,3}[:=]\s{0,9}[\"']?(?P<flag>true|false)\b", re.IGNORECASE)

# In lower case; one of them stands in whatever any of the patterns fits, and most lines have none.
_WORDS = (
    *("oom", "memory", "crash", "container", "image", "errim", "starterror", "deadline", "evicted", "podinit"),
    *("state", "status", "reason", "phase", "状态", "原因", "内存"),
    *("terminating", "pending", "notready", "error", "completed"),
)


# What was asked of a web server, as its log and its tests show: a path is nobody's state.
_PATH = re.compile(r"\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /\S{0,2000}")


def states(line: str) -> list[Span]:
    """The reason and state words of a line, in order, each place once."""
    spans: list[Span] = []
    lowered = line.lower()
    if not any(word in lowered for word in _WORDS):
        return spans
    paths = [match.span() for match in _PATH.finditer(line)]
    for span in _all(line):
        if any(start <= span.start < end for start, end in paths):
            continue
        if not any(span.start < other.end and other.start < span.end for other in spans):
            spans.append(span)
    return sorted(spans, key=lambda span: span.start)


def _all(line: str) -> Iterator[Span]:
    for match in _FLAG.finditer(line):
        denied = match["flag"].lower() == "false"
        yield Span(
            predicate="reason", value="OOMKilled", start=match.start(), end=match.end(), key="oomkilled",
            writer="docker", denied=denied,
        )  # fmt: skip
    for match in _KEYED.finditer(line):
        word = _SPELT[match["word"].lower()]
        if word in LABELLED and word != match["word"]:
            continue  # `status: pending` is anybody's
        yield _span(word, match, "".join(match["key"].split()).lower())
    for match in _OWN.finditer(line):
        yield _span(_SPELT[match[0].lower()], match)
    for match in _LOOSE.finditer(line):
        yield _span("CrashLoopBackOff" if match["loop"] else "OOMKilled", match)
    for match in _IN_STATE.finditer(line):
        word = match["word"] or match["chinese"]
        # `is pending` and `in error` are English; `is in Error` and `stuck terminating` are a state.
        if match["chinese"] or match["after"] or word[:1].isupper() or match[0].lower().startswith(("stuck", "hang")):
            yield _span(_SPELT[word.lower()], match)


def _span(word: str, match: re.Match[str], key: str = "") -> Span:
    kind: SubjectKind = "container" if word in _ENDS or word in WAITING else "pod"
    if word == "NotReady":
        kind = "node"
    elif word in ("Evicted", "DeadlineExceeded"):
        kind = "pod"
    predicate = "reason" if word in _ENDS else "state"
    return Span(predicate=predicate, value=word, start=match.start(), end=match.end(), kind=kind, key=key)  # type: ignore[arg-type]
