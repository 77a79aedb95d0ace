"""Pods as the API gives them, recorded or made up by a test. Tests only."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workers.cluster import wire

RECORDINGS = Path(__file__).parents[2] / "recordings"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def made_pod(**fields: Any) -> wire.V1Pod:
    return wire.from_mapping(fields, wire.V1Pod)


def recorded_pod(scenario: str, name: str = "pod.json") -> wire.V1Pod:
    return wire.decode_pod((RECORDINGS / scenario / name).read_bytes())
