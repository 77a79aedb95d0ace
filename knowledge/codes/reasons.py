"""The reason given beside a code, as far as it can belong to it; pure, and must not rank readings."""

from __future__ import annotations

from knowledge.codes.tables import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from knowledge.codes.query import Query


def reason_of(asked: Query) -> dict[str, Any]:
    """The table entry of the reason; empty when there is none, or when it cannot come with this code."""
    entry: dict[str, Any] = tables()["reasons"].get(asked.reason, {})
    return entry if _fits(asked, entry) else {}


def misfit_of(asked: Query) -> dict[str, str] | None:
    """What to say about a reason that cannot come with this code, or None."""
    entry: dict[str, Any] = tables()["reasons"].get(asked.reason, {})
    return None if _fits(asked, entry) else entry["unfit"]


def first_readings(asked: Query) -> list[str]:
    """The readings a reason puts in front; one that comes with any code has others for its unusual codes."""
    entry = reason_of(asked)
    unusual = asked.code is not None and asked.code != entry.get("code")
    readings: list[str] = (entry.get("first_otherwise") if unusual else None) or entry.get("first", [])
    return readings


def _fits(asked: Query, entry: dict[str, Any]) -> bool:
    codes = entry.get("codes", "any")
    if asked.code is None or codes == "any":
        return True
    return asked.code != 0 if codes == "nonzero" else asked.code in codes
