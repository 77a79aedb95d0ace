"""From a snapshot to a report: which causes fit, what they rest on, what was ruled out. Pure."""

from workers.diagnosis.diagnose import diagnose

__all__ = ["diagnose"]
