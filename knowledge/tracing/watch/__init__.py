"""How to catch the next signal on a node: a procedure for that node's system and kernel. Pure."""

from knowledge.tracing.watch.procedure import SHORT_ID, Procedure, ProcedureStep, procedure
from knowledge.tracing.watch.state import UNEXPLAINED, ProcedureState, state

__all__ = ["SHORT_ID", "UNEXPLAINED", "Procedure", "ProcedureState", "ProcedureStep", "procedure", "state"]
