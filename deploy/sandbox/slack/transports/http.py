"""Delivery to the app's request URL: signed, three seconds, an error page is never an answer.
It must not know what payloads mean.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from urllib.parse import urlencode

import aiohttp

from deploy.sandbox.json import Json
from deploy.sandbox.slack.settings import SlackSettings
from deploy.sandbox.slack.transports.transport import AcknowledgedByApp, DeliveryResult, PayloadKind, Retry, Unanswered

LARGEST_ACK = 1024 * 1024
"""Bytes read of one answer; far above anything an app may sensibly answer."""


class HttpTransport:
    """Posts payloads to one URL."""

    def __init__(self, settings: SlackSettings, changed: Callable[[], None]) -> None:
        self._settings, self._changed = settings, changed
        self._client: aiohttp.ClientSession | None = None
        self._probe: asyncio.Task[None] | None = None
        self._connected = False

    @property
    def connected(self) -> bool:
        """Whether the last exchange with the app worked."""
        return self._connected

    def start(self) -> None:
        """Look for the app until it answers the URL check that Slack sends when a request URL is saved."""
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._look_for_app())

    async def send(self, kind: PayloadKind, payload: Json, retry: Retry | None) -> DeliveryResult:
        """Post one signed payload and read its acknowledgement."""
        body, content_type = encode(kind, payload)
        outcome = await self._post(body, content_type, retry)
        reached = not (isinstance(outcome, Unanswered) and outcome.reason == "connection_failed")
        self._remember(reached)
        return outcome

    async def close(self) -> None:
        """Stop looking and let go of the connections."""
        if self._probe is not None:
            self._probe.cancel()
            await asyncio.gather(self._probe, return_exceptions=True)
        if self._client is not None:
            await self._client.close()

    async def _post(self, body: str, content_type: str, retry: Retry | None) -> DeliveryResult:
        headers = {"Content-Type": content_type, **signature(self._settings, body)}
        if retry is not None:
            headers |= {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
        self._client = self._client or aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=self._settings.ack_seconds)
        try:
            async with self._client.post(
                self._settings.request_url, data=body.encode(), headers=headers, timeout=limit, allow_redirects=False
            ) as response:
                raw = await _bounded(response.content)
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                return _read(response.status, response.content_type, raw, no_retry)
        except TimeoutError:
            return Unanswered("operation_timeout", "http_timeout")
        except aiohttp.ClientError:
            return Unanswered("dispatch_failed", "connection_failed")

    async def _look_for_app(self) -> None:
        check = json.dumps({"type": "url_verification", "token": "", "challenge": "local-slack"})
        while True:
            outcome = await self._post(check, "application/json", None)
            if isinstance(outcome, AcknowledgedByApp):
                self._remember(True)
                return
            await asyncio.sleep(self._settings.probe_seconds)

    def _remember(self, connected: bool) -> None:
        if connected != self._connected:
            self._connected = connected
            self._changed()
        if not connected:
            self.start()


async def _bounded(stream: aiohttp.StreamReader) -> bytes:
    raw = b""
    async for piece in stream.iter_any():
        raw += piece
        if len(raw) > LARGEST_ACK:
            return raw[:LARGEST_ACK]
    return raw


def encode(kind: PayloadKind, payload: Json) -> tuple[str, str]:
    """The body and content type Slack uses for that kind of payload."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields), "application/x-www-form-urlencoded"


def signature(settings: SlackSettings, body: str) -> dict[str, str]:
    """The headers by which the app knows that Slack sent this (docs.slack.dev, verifying requests)."""
    at = str(int(settings.now()))
    digest = hmac.new(settings.signing_secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


def _read(status: int, content_type: str, raw: bytes, no_retry: bool) -> DeliveryResult:
    if status != 200:
        return Unanswered("dispatch_failed", "http_error", no_retry)
    text = raw.decode("utf-8", "replace")
    if not text.strip():
        return AcknowledgedByApp()
    if content_type == "application/json":
        try:
            body = json.loads(text)
        except ValueError:
            return Unanswered("dispatch_failed", "http_error")
        return AcknowledgedByApp(body if isinstance(body, dict | str) and body else None)
    return AcknowledgedByApp(text)
