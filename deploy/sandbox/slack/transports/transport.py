"""What a way to the app must offer, and what comes back from it. Types only: it must not send anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from deploy.sandbox.json import Json

PayloadKind = Literal["slash_commands", "interactive", "events_api"]
TransportError = Literal["operation_timeout", "dispatch_failed"]


@dataclass(frozen=True)
class Retry:
    """Which further try of an event this is: 1 to 3, and why the one before failed."""

    number: int
    reason: str


@dataclass(frozen=True)
class AcknowledgedByApp:
    """The app answered in time; an empty answer is None."""

    body: Json | str | None = None


@dataclass(frozen=True)
class Unanswered:
    """The app did not answer, or not as it should; `reason` is the word Slack uses in X-Slack-Retry-Reason."""

    error: TransportError
    reason: str
    no_retry: bool = False
    """The app asked not to be sent this event again."""


DeliveryResult = AcknowledgedByApp | Unanswered


class Transport(Protocol):
    """One way to the app: Socket Mode or HTTP."""

    @property
    def connected(self) -> bool:
        """Whether the app can be reached, as far as is known."""

    async def send(self, kind: PayloadKind, payload: Json, retry: Retry | None) -> DeliveryResult:
        """Deliver one payload and wait for its acknowledgement."""

    async def close(self) -> None:
        """Let go of every connection."""
