"""Takes payloads to the app, notes them, and repeats events that failed. It must not read what the app answers."""

from __future__ import annotations

import asyncio

from deploy.sandbox.json import Json
from deploy.sandbox.slack.faults import SlackFaults
from deploy.sandbox.slack.settings import SlackSettings
from deploy.sandbox.slack.traffic import Traffic
from deploy.sandbox.slack.transports.transport import (
    AcknowledgedByApp,
    DeliveryResult,
    PayloadKind,
    Retry,
    Transport,
    Unanswered,
)


class Delivery:
    """The one place from which the app hears anything."""

    def __init__(self, settings: SlackSettings, transport: Transport, traffic: Traffic, faults: SlackFaults) -> None:
        self._settings, self._transport, self._traffic, self._faults = settings, transport, traffic, faults
        self._running: set[asyncio.Task[None]] = set()

    async def ask(self, kind: PayloadKind, payload: Json, method: str, retry: Retry | None = None) -> DeliveryResult:
        """Deliver one payload; `method` is its name in the traffic log, such as `/whypod` or `block_actions`."""
        started = self._settings.now()
        outcome = await self._transport.send(kind, payload, retry)
        if isinstance(outcome, AcknowledgedByApp) and self._faults.take(kind, "drop_ack"):
            remaining = self._settings.ack_seconds - (self._settings.now() - started)
            await asyncio.sleep(max(0.0, remaining))
            outcome = Unanswered("operation_timeout", "http_timeout")
        word = "ok" if isinstance(outcome, AcknowledgedByApp) else outcome.error
        request: Json = {"kind": kind, "payload": payload}
        if retry is not None:
            request["retry"] = {"num": retry.number, "reason": retry.reason}
        self._traffic.note(self._settings.now(), "to_app", method, started, word, request)
        return outcome

    def announce(self, payload: Json, method: str) -> None:
        """Deliver an event in the background, and up to three times more while the app does not take it."""
        task = asyncio.create_task(self._announce(payload, method))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Give up events that still wait for another try."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _announce(self, payload: Json, method: str) -> None:
        outcome = await self.ask("events_api", payload, method)
        for number, delay in enumerate(self._settings.event_retry_delays, start=1):
            if isinstance(outcome, AcknowledgedByApp) or outcome.no_retry:
                return
            await asyncio.sleep(delay)
            outcome = await self.ask("events_api", payload, method, Retry(number, outcome.reason))
