"""How to catch the next signal on a node: a procedure for that node's system and kernel. Pure."""

from knowledge.tracing.watch.procedure import Procedure, Step, procedure
from knowledge.tracing.watch.state import State, state

__all__ = ["Procedure", "State", "Step", "procedure", "state"]
