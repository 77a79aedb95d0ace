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
    verdict, cause = render(trace, language), cause_of(trace)
    finding = {
        "cause": cause,
        "confidence": verdict.confidence,
        "container": None,
        "title": verdict.title,
        "summary": verdict.summary,
        "evidence": [{"source": "journal", "quote": verdict.signal}],
        "next": list(verdict.look),
    }
    return {
        "target": target,
        "findings": [finding] if cause else [],
        "ruled_out": [],
        "unseen": [],
        "trace": _trace(trace, verdict),
    }


def _trace(trace: Trace, rendered: RenderedVerdict) -> dict[str, Any]:
    verdict = trace.verdict
    return {
        "verdict": verdict.kind,
        "confidence": rendered.confidence,
        "title": rendered.title,
        "signal": verdict.about.name,
        "sender": {"name": verdict.about.sender.name, "pid": verdict.about.sender.pid},
        "target": {"name": verdict.about.target.name, "pid": verdict.about.target.pid},
        "ancestry": [each.name or f"PID {each.pid}" for each in verdict.about.ancestry],
        "seen": len(trace.sent),
        "next": list(rendered.look),
    }


def capture_page(capture: Capture, style: TerminalStyle) -> str:
    """The verdict, the signal and its sender's ancestors, what may mislead, where to look next."""
    trace = read("\n".join(capture.lines))
    if trace is None:
        return ""
    language = style.language
    verdict = render(trace, language)
    sure = confidence_word(verdict.confidence, language)
    rows = [style.paint(row, BOLD) for row in wrapped(f"{verdict.title.replace('`', '')} · {sure}", style, "")]
    rows += wrapped(verdict.summary, style, "")
    rows += ["", style.paint(EVIDENCE.of(language), BOLD)]
    for line in (verdict.signal, verdict.ancestry, *verdict.notes):
        rows += wrapped(line, style, "  ") if line else []
    if verdict.look:
        rows += ["", style.paint(NEXT.of(language), BOLD), *[f"  {printable(line)}" for line in verdict.look]]
    return "\n".join(rows) + "\n"
