"""A pasted trace of signals as the shell command prints it: text for people, an object for `--json`. Pure."""

from typing import Any

from core.messages.answer import Capture
from core.messages.model import Language
from knowledge.text import confidence_word
from knowledge.tracing import RenderedVerdict, Trace, read, render
from knowledge.tracing.trace import TERM
from knowledge.words import EVIDENCE, NEXT
from workers.terminal import BOLD, TerminalStyle, printable, wrapped

OUTSIDERS = frozenset(
    {
        *("operator", "remote", "scheduled", "container-shell", "container"),
        *("debugger", "security", "intruder", "unknown", "oom-helper", "systemd"),
    }
)
"""Kinds of senders that are neither Kubernetes nor the program itself."""


def cause_of(trace: Trace) -> str | None:
    """The catalogue's id for what the trace shows; None where a signal alone names no cause."""
    verdict = trace.verdict
    if verdict.kind == "kernel-oom":
        return "run.oom-cgroup" if "cgroup" in verdict.who.name else "run.oom-node"
    if verdict.kind in ("runtime", "runtime-grace"):
        return "run.sigterm" if verdict.kind == "runtime-grace" or verdict.about.signal == TERM else None
    return "run.killed-externally" if verdict.kind in OUTSIDERS else None


def capture_json(capture: Capture, target: str, language: Language) -> dict[str, Any]:
    """The object `--json` prints, with `trace` beside what every answer has."""
    trace = read("\n".join(capture.lines))
    if trace is None:
        return {"target": target, "findings": [], "ruled_out": [], "unseen": []}
    said, cause = render(trace, language), cause_of(trace)
    finding = {
        "cause": cause,
        "confidence": said.confidence,
        "container": None,
        "title": said.title,
        "summary": said.summary,
        "evidence": [{"source": "journal", "quote": said.signal}],
        "next": list(said.look),
    }
    return {
        "target": target,
        "findings": [finding] if cause else [],
        "ruled_out": [],
        "unseen": [],
        "trace": _trace(trace, said),
    }


def _trace(trace: Trace, said: RenderedVerdict) -> dict[str, Any]:
    verdict = trace.verdict
    return {
        "verdict": verdict.kind,
        "confidence": said.confidence,
        "title": said.title,
        "signal": verdict.about.name,
        "sender": {"name": verdict.about.sender.name, "pid": verdict.about.sender.pid},
        "target": {"name": verdict.about.target.name, "pid": verdict.about.target.pid},
        "ancestry": [each.name or f"PID {each.pid}" for each in verdict.about.ancestry],
        "seen": len(trace.sent),
        "next": list(said.look),
    }


def capture_page(capture: Capture, style: TerminalStyle) -> str:
    """The verdict, the signal and its sender's forefathers, what may mislead, where to look next."""
    trace = read("\n".join(capture.lines))
    if trace is None:
        return ""
    language = style.language
    said = render(trace, language)
    sure = confidence_word(said.confidence, language)
    rows = [style.paint(row, BOLD) for row in wrapped(f"{said.title.replace('`', '')} · {sure}", style, "")]
    rows += wrapped(said.summary, style, "")
    rows += ["", style.paint(EVIDENCE.of(language), BOLD)]
    for line in (said.signal, said.ancestry, *said.notes):
        rows += wrapped(line, style, "  ") if line else []
    if said.look:
        rows += ["", style.paint(NEXT.of(language), BOLD), *[f"  {printable(line)}" for line in said.look]]
    return "\n".join(rows) + "\n"
