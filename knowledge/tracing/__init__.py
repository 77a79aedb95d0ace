"""Who killed my process: how to watch for the signal on a node, and what the capture says. Pure."""

from knowledge.tracing.read import MOST_CHARACTERS, Trace, read
from knowledge.tracing.render import RenderedVerdict, render
from knowledge.tracing.trace import Process, SentSignal
from knowledge.tracing.verdict import Verdict

__all__ = ["MOST_CHARACTERS", "Process", "RenderedVerdict", "SentSignal", "Trace", "Verdict", "read", "render"]
