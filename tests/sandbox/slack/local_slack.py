"""A local Slack in a thread, a Bolt app connected to it, and a broken connection. Tests only."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from flask import Flask, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient
from werkzeug.serving import make_server

from deploy.sandbox.slack.server import running
from deploy.sandbox.slack.settings import SlackSettings
from deploy.sandbox.slack.workspace import Workspace

PATIENCE = 60.0
"""Seconds until a test gives up waiting; websocket-client alone may need ten to notice its own closed socket."""


POLL_SECONDS = 0.01
"""How often a small server looks whether it shall stop; its own half second is waited out by every test."""


def until(found: Callable[[], Any]) -> Any:
    """What `found` returns once it is true; fails after PATIENCE."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"nothing came of {found}")


@dataclass
class LocalSlack:
    """A running server, driven as the console page drives it."""

    workspace: Workspace
    loop: asyncio.AbstractEventLoop

    @property
    def address(self) -> str:
        return self.workspace.address

    def post(self, name: str, **body: Any) -> Any:
        data = json.dumps(body).encode()
        return _read(Request(f"{self.address}/_sandbox/{name}", data, {"Content-Type": "application/json"}))[1]

    def get(self, path: str) -> Any:
        return _read(Request(f"{self.address}/_sandbox/{path}"))[1]

    def delete(self, path: str) -> Any:
        return _read(Request(f"{self.address}/_sandbox/{path}", method="DELETE"))[1]

    def send(self, url: str, body: Any) -> tuple[int, Any]:
        """POST JSON anywhere, for example to a response_url."""
        return _read(Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"}))

    def messages(self, channel: str = "C0ONCALL", user: str = "U0MEI") -> list[dict[str, Any]]:
        return list(self.get(f"messages?channel={channel}&user={user}")["messages"])

    def texts(self, channel: str = "C0ONCALL", user: str = "U0MEI") -> list[str]:
        return [message["text"] for message in self.messages(channel, user)]

    def state(self, user: str = "U0MEI") -> Any:
        return self.get(f"state?user={user}")

    def traffic(self, method: str) -> list[dict[str, Any]]:
        return [entry for entry in self.get("traffic")["entries"] if entry["method"] == method]

    def client(self, token: str = "xoxb-local-bot") -> WebClient:
        return WebClient(token=token, base_url=f"{self.address}/api/")


def _read(request: Request) -> tuple[int, Any]:
    try:
        with urlopen(request, timeout=PATIENCE) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


@contextlib.contextmanager
def serving(settings: SlackSettings) -> Iterator[LocalSlack]:
    """A local Slack in a thread of its own while the block runs."""
    started: Future[LocalSlack] = Future()

    async def serve() -> None:
        stop = asyncio.Event()
        stops.append(stop)
        try:
            async with running(settings) as workspace:
                started.set_result(LocalSlack(workspace, asyncio.get_running_loop()))
                await stop.wait()
        except OSError as error:
            started.set_exception(error)

    stops: list[asyncio.Event] = []
    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    slack = started.result(PATIENCE)
    try:
        yield slack
    finally:
        slack.loop.call_soon_threadsafe(stops[0].set)
        thread.join(PATIENCE)


def sockets_of(slack: LocalSlack) -> int:
    """How many Socket Mode connections are open."""
    return slack.workspace.sockets.open_count


@contextlib.contextmanager
def connected(app: App, slack: LocalSlack) -> Iterator[SocketModeHandler]:
    """The app on a Socket Mode connection of its own while the block runs."""
    handler = SocketModeHandler(app, app_token="xapp-local-app", web_client=slack.client("xapp-local-app"))
    before = sockets_of(slack)
    handler.connect()
    until(lambda: sockets_of(slack) > before)
    try:
        yield handler
    finally:
        hang_up(handler)


def hang_up(handler: SocketModeHandler) -> None:
    """End the app's connection as a lost network does, then its threads.

    Closing first would let websocket-client sit in select() on a closed descriptor for 10 s.
    """
    client = handler.client
    client.auto_reconnect_enabled = False
    client.current_session_runner.event.set()
    session = client.current_session
    wire = session.sock.sock if session is not None and session.sock is not None else None
    if wire is not None:
        with contextlib.suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)
    client.current_session_runner.thread.join(PATIENCE)
    client.message_processor.event.set()
    client.enqueue_message("{}")  # wakes the thread that would wait another second for a message
    handler.close()


@contextlib.contextmanager
def over_http(app: App, port: int) -> Iterator[None]:
    """The app behind Flask, as in production, on that port."""
    web, door = Flask("bot"), SlackRequestHandler(app)
    web.add_url_rule("/slack/events", "slack", lambda: door.handle(request), methods=["POST"])
    server = make_server("127.0.0.1", port, web, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
