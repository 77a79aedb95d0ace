"""Socket Mode, Slack's side: tickets, hello, envelopes, acknowledgements, disconnects.
It must not know what payloads mean.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Literal

from aiohttp import WSCloseCode, WSMsgType, web

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people
from deploy.sandbox.slack.settings import SlackSettings
from deploy.sandbox.slack.transports.transport import AcknowledgedByApp, DeliveryResult, PayloadKind, Retry, Unanswered

SOCKETS = 10
"""docs.slack.dev, Socket Mode: up to ten open connections per app."""
TICKET_SECONDS = 30.0
"""A ticket that nobody used within half a minute is thrown away."""
LARGEST_ACK = 1024 * 1024
"""Bytes of one acknowledgement; far above anything an app may sensibly answer."""

DisconnectKind = Literal["warning", "refresh_requested", "abrupt"]


class SocketTransport:
    """The open connections of one app; each payload goes to exactly one of them, in turn."""

    def __init__(self, settings: SlackSettings, changed: Callable[[], None]) -> None:
        self._settings, self._changed = settings, changed
        self._sockets: list[web.WebSocketResponse] = []
        self._wires: dict[int, asyncio.Transport | None] = {}
        self._tickets: dict[str, float] = {}
        self._waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[DeliveryResult]]] = {}
        self._turn = count()

    @property
    def connected(self) -> bool:
        """Whether any connection is open."""
        return bool(self._sockets)

    @property
    def open_count(self) -> int:
        """How many connections are open."""
        return len(self._sockets)

    @property
    def unanswered(self) -> int:
        """How many payloads wait for their acknowledgement."""
        return len(self._waiting)

    @property
    def full(self) -> bool:
        """Whether the app has as many connections as Slack allows."""
        return len(self._sockets) >= SOCKETS

    def ticket(self) -> str:
        """A ticket that opens one connection once."""
        now = self._settings.now()
        self._tickets = {ticket: until for ticket, until in self._tickets.items() if until > now}
        ticket = str(uuid.uuid4())
        self._tickets[ticket] = now + TICKET_SECONDS
        return ticket

    async def accept(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        if self._tickets.pop(request.query.get("ticket", ""), 0.0) < self._settings.now():
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=403)
        socket = web.WebSocketResponse(heartbeat=self._settings.ping_seconds, max_msg_size=LARGEST_ACK)
        await socket.prepare(request)
        self._sockets.append(socket)
        self._wires[id(socket)] = request.transport
        try:
            await socket.send_json(self._hello(request.host))
            self._changed()
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(message.data)
        except ConnectionResetError:
            pass  # the app went away between two frames
        finally:
            self._drop(socket)
            del self._wires[id(socket)]
        return socket

    async def send(self, kind: PayloadKind, payload: Json, retry: Retry | None) -> DeliveryResult:
        """Put one payload into an envelope, give it to one connection and wait for the acknowledgement."""
        if not self._sockets:
            return Unanswered("dispatch_failed", "connection_failed")
        socket = self._sockets[next(self._turn) % len(self._sockets)]
        envelope_id = str(uuid.uuid4())
        answer: asyncio.Future[DeliveryResult] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = (socket, answer)
        try:
            await socket.send_json(_envelope(envelope_id, kind, payload, retry))
            return await asyncio.wait_for(answer, self._settings.ack_seconds)
        except TimeoutError:
            return Unanswered("operation_timeout", "timeout")
        except ConnectionResetError:
            return Unanswered("dispatch_failed", "connection_failed")
        finally:
            del self._waiting[envelope_id]

    async def disconnect(self, kind: DisconnectKind) -> int:
        """End all connections as Slack does, or without a word; returns how many there were."""
        sockets = list(self._sockets)
        if kind == "abrupt":
            for socket in sockets:
                wire = self._wires.get(id(socket))
                self._drop(socket)
                if wire is not None:
                    wire.abort()
        else:
            await asyncio.gather(*(self._retire(socket, kind) for socket in sockets))
        return len(sockets)

    async def _retire(self, socket: web.WebSocketResponse, kind: DisconnectKind) -> None:
        # Out of the list first: nothing new goes to a connection that was told to go, but what is out may be answered.
        self._forget(socket)
        out = [answer for holder, answer in self._waiting.values() if holder is socket]
        with suppress(ConnectionResetError):
            await socket.send_json({"type": "disconnect", "reason": kind, "debug_info": {"host": "local-slack"}})
        if out:
            await asyncio.wait(out, timeout=self._settings.ack_seconds)
        await socket.close(code=WSCloseCode.OK, drain=False)

    async def close(self) -> None:
        """End all connections because the server stops."""
        for socket in list(self._sockets):
            self._drop(socket)
            await socket.close(code=WSCloseCode.GOING_AWAY, drain=False)

    def _hello(self, host: str) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._sockets),
            "connection_info": {"app_id": people.APP},
            # 18060 seconds is what Slack announces: a connection is refreshed about every five hours.
            "debug_info": {"host": host, "build_number": 1, "approximate_connection_time": 18060},
        }

    def _acknowledge(self, data: str) -> None:
        try:
            frame = json.loads(data)
        except (ValueError, RecursionError):
            return
        if not isinstance(frame, dict):
            return
        _, answer = self._waiting.get(str(frame.get("envelope_id")), (None, None))
        if answer is not None and not answer.done():
            body = frame.get("payload")
            answer.set_result(AcknowledgedByApp(body if isinstance(body, dict | str) and body else None))

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
            self._changed()

    def _drop(self, socket: web.WebSocketResponse) -> None:
        self._forget(socket)
        for holder, answer in self._waiting.values():
            if holder is socket and not answer.done():
                answer.set_result(Unanswered("dispatch_failed", "connection_failed"))


def _envelope(envelope_id: str, kind: PayloadKind, payload: Json, retry: Retry | None) -> Json:
    envelope = {
        "envelope_id": envelope_id,
        "payload": payload,
        "type": kind,
        "accepts_response_payload": kind != "events_api",
    }
    if kind == "events_api":
        envelope |= {"retry_attempt": retry.number if retry else 0, "retry_reason": retry.reason if retry else ""}
    return envelope
