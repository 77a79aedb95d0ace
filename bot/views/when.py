"""Seconds since 1970 as a time with a zone. Pure."""

from datetime import UTC, datetime


def at(seconds: float) -> datetime:
    """In UTC; each reader sees it in the zone of their own."""
    return datetime.fromtimestamp(seconds, UTC)
