"""From pasted text to the signals in it and who, most likely, was behind the one that killed. Pure; it never fails.

The text is hostile: it is cut before it is read, every pattern is bounded, and a name in it stays a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.tracing import audit, bpf, kernel, systemtap
from knowledge.tracing.trace import CapturedSignal, SentSignal
from knowledge.tracing.verdict import Verdict, verdict_on

MOST_CHARACTERS = 1_000_000
"""Of the text: a night of `signal_generate` lines on a busy node. Its end is read: there is the kill."""
MOST_LINE = 8_000
"""Characters of one line; an audit record with a long command line has about 6,000."""
MOST_SENT = 500
"""Signals kept; the last ones."""


@dataclass(frozen=True)
class Trace:
    """Everything a capture says, in its order, and the verdict on the signal that counts."""

    sent: tuple[SentSignal, ...]
    verdict: Verdict

    @property
    def captured(self) -> bool:
        """Whether a tracer was at work; kernel messages alone are the diagnosis' business too."""
        return any(each.tool not in ("kernel", "oom-helper") for each in self.sent)


def read(text: str) -> Trace | None:
    """The trace in `text`; None when no signal stands in it."""
    lines = [line[:MOST_LINE].rstrip() for line in text[-MOST_CHARACTERS:].splitlines()]
    sent = _in_order(lines)[-MOST_SENT:]
    return Trace(sent, verdict_on(sent)) if sent else None


def _in_order(lines: Sequence[str]) -> tuple[SentSignal, ...]:
    signals: list[CapturedSignal] = []
    for form in (systemtap, bpf, audit, kernel):
        signals += form.captured_signals(lines)
    return tuple(signal.sent for signal in sorted(signals, key=lambda signal: signal.line))
