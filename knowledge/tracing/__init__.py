"""Who killed my process: how to watch for the signal on a node, and what the capture says. Pure."""

from knowledge.tracing.judge import Verdict
from knowledge.tracing.read import MOST_CHARACTERS, Trace, read
from knowledge.tracing.told import Told, told
from knowledge.tracing.trace import Process, Sent

__all__ = ["MOST_CHARACTERS", "Process", "Sent", "Told", "Trace", "Verdict", "read", "told"]
