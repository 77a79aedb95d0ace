"""Failures on demand, counted down as they happen. It must not decide what a failure looks like on the wire."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from deploy.sandbox.json import Json

FaultKind = Literal["rate_limit", "error", "refuse", "slow", "hang", "drop_ack"]
KINDS: tuple[str, ...] = get_args(FaultKind)


class BadFault(ValueError):
    """The requested failure does not exist; the message says what does."""


@dataclass
class SlackFault:
    """One kind of failure waiting to happen."""

    kind: str
    method: str = "*"
    """A Web API method, `response_url`, or for drop_ack a payload kind such as `slash_commands`; `*` is every one."""
    count: int = 1
    """How often it still happens; 0 means until it is cleared."""
    seconds: float = 1.0
    """Retry-After of rate_limit, delay of slow, longest wait of hang."""
    status: int = 500
    """HTTP status of error."""
    error: str = "internal_error"
    """Error name that refuse answers with."""
    after: bool = False
    """True lets the call take effect and only then spoils its answer."""


class SlackFaults:
    """The failures asked for and not yet spent."""

    def __init__(self) -> None:
        self._waiting: list[SlackFault] = []
        self._cleared = asyncio.Event()

    def add(self, body: Json) -> SlackFault:
        """Plan a failure from a control request; raises BadFault."""
        kind = body.get("kind")
        if kind not in KINDS:
            raise BadFault(f"kind must be one of {', '.join(KINDS)}, disconnect")
        try:
            fault = SlackFault(
                kind=str(kind),
                method=str(body.get("method", "*")),
                count=int(body.get("count", 1)),
                seconds=float(body.get("seconds", 60.0 if kind == "hang" else 1.0)),
                status=int(body.get("status", 500)),
                error=str(body.get("error", "internal_error")),
                after=bool(body.get("after", False)),
            )
        except (TypeError, ValueError) as error:
            raise BadFault(f"count, seconds and status must be numbers: {error}") from error
        self._waiting.append(fault)
        return fault

    def take(self, method: str, *kinds: FaultKind) -> SlackFault | None:
        """The next failure planned for that method, counted down, or None."""
        for fault in self._waiting:
            if fault.kind in kinds and fault.method in ("*", method):
                if fault.count:
                    fault.count -= 1
                    if not fault.count:
                        self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forget all planned failures and let hanging calls go."""
        self._waiting.clear()
        self._cleared.set()
        self._cleared = asyncio.Event()

    async def hang(self, seconds: float) -> None:
        """Wait until cleared, at most that long."""
        try:
            await asyncio.wait_for(self._cleared.wait(), seconds)
        except TimeoutError:
            return

    def listed(self) -> list[Json]:
        """The planned failures."""
        return [asdict(fault) for fault in self._waiting]
