"""Lengths of time in words, as `knowledge.span` says them. Pure."""

from knowledge.span import span

__all__ = ["span"]
