"""A local Slack in a thread, and the real Bolt app that talks to it. Tests only."""

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
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import yaml
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from deploy.sandbox.slack.server import running
from deploy.sandbox.slack.settings import Settings
from deploy.sandbox.slack.workspace import Workspace

PATIENCE = 25.0
"""Seconds until a test gives up waiting; websocket-client alone may need ten to notice its own closed socket."""


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
def serving(settings: Settings) -> Iterator[LocalSlack]:
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


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """A manifest with two commands, two shortcuts and every scope the methods need."""
    scopes = ["commands", "chat:write", "reactions:write", "channels:read", "im:write", "users:read"]
    commands = [{"command": name, "description": "d", "usage_hint": "u"} for name in ("/exitcode", "/whypod")]
    shortcuts = [
        {"callback_id": "explain", "name": "Explain this", "description": "d", "type": "message"},
        {"callback_id": "ask", "name": "Ask", "description": "d", "type": "global"},
    ]
    body = {
        "display_information": {"name": "whypod"},
        "features": {"slash_commands": commands, "shortcuts": shortcuts},
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
    }
    path = tmp_path / "manifest.yaml"
    path.write_text(yaml.safe_dump(body))
    return path


@pytest.fixture
def settings(manifest: Path) -> Settings:
    """Quick: half a second to acknowledge, events repeated at once."""
    return Settings(manifest=manifest, ack_seconds=0.5, event_retry_delays=(0.0, 0.0, 0.0))


@pytest.fixture
def slack(settings: Settings) -> Iterator[LocalSlack]:
    """A local Slack in Socket Mode."""
    with serving(settings) as running_slack:
        yield running_slack


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


MODAL = {
    "type": "modal",
    "callback_id": "mute",
    "title": {"type": "plain_text", "text": "Mute"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "reason",
            "label": {"type": "plain_text", "text": "Why"},
            "element": {"type": "plain_text_input", "action_id": "text", "min_length": 3},
        },
        {
            "type": "input",
            "block_id": "time",
            "optional": True,
            "label": {"type": "plain_text", "text": "How long"},
            "element": {
                "type": "static_select",
                "action_id": "hours",
                "initial_option": {"text": {"type": "plain_text", "text": "1 h"}, "value": "1"},
                "options": [
                    {"text": {"type": "plain_text", "text": "1 h"}, "value": "1"},
                    {"text": {"type": "plain_text", "text": "8 h"}, "value": "8"},
                ],
            },
        },
    ],
}


class Recorder:
    """What the scenario app heard, by kind, as the payloads came."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []

    def note(self, kind: str, body: dict[str, Any]) -> None:
        self.heard.append((kind, body))

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The payloads of one kind, oldest first."""
        return [body for name, body in self.heard if name == kind]


def scenario_app(slack: LocalSlack, heard: Recorder, wait: threading.Event) -> App:
    """A real Bolt app with one listener of every kind; `/whypod slow` acknowledges only once `wait` is set."""
    app = App(client=slack.client(), signing_secret="local-signing-secret")

    @app.command("/exitcode")
    def exitcode(ack: Any, body: Any) -> None:
        heard.note("command", body)
        if body["text"] == "nothing":
            ack()
        elif body["text"] == "all":
            ack(response_type="in_channel", text="for everyone")
        elif body["text"] == "wrong":
            ack(text="x", blocks=[{"type": "nonsense"}])
        else:
            ack(f"answer to {body['text']}")

    @app.command("/whypod")
    def whypod(ack: Any, body: Any) -> None:
        heard.note("command", body)
        if body["text"] == "slow":
            wait.wait(PATIENCE)
        ack("looking")

    @app.action("open")
    def press(ack: Any, body: Any, client: Any) -> None:
        heard.note("action", body)
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        ack()

    @app.view("mute")
    def save(ack: Any, body: Any, view: Any) -> None:
        heard.note("submission", body)
        text = view["state"]["values"]["reason"]["text"]["value"]
        if text == "refuse":
            ack(response_action="errors", errors={"reason": "give a better one"})
        elif text == "update":
            ack(response_action="update", view={**MODAL, "title": {"type": "plain_text", "text": "Again"}})
        elif text == "push":
            ack(response_action="push", view={**MODAL, "title": {"type": "plain_text", "text": "More"}})
        elif text == "clear":
            ack(response_action="clear")
        elif text == "broken":
            ack(response_action="update", view={"type": "modal"})
        elif text == "astray":
            ack(response_action="errors", errors={"elsewhere": "no such block"})
        else:
            ack()

    @app.view_closed("mute")
    def closed(ack: Any, body: Any) -> None:
        heard.note("closed", body)
        ack()

    @app.shortcut("explain")
    def explain(ack: Any, body: Any, respond: Any) -> None:
        ack()
        heard.note("shortcut", body)
        respond(f"about: {body['message']['text']}")

    @app.shortcut("ask")
    def ask(ack: Any, body: Any) -> None:
        ack()
        heard.note("shortcut", body)

    @app.event("app_home_opened")
    def home(event: Any, client: Any, request: Any) -> None:
        heard.note("home", {"event": event, "headers": dict(request.headers)})
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    return app


@pytest.fixture
def heard() -> Recorder:
    """What the scenario app heard."""
    return Recorder()


@pytest.fixture
def wait() -> Iterator[threading.Event]:
    """Set it to let `/whypod slow` acknowledge; set at the end in any case."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def scenario(heard: Recorder, wait: threading.Event) -> Callable[[LocalSlack], App]:
    """`scenario(slack)` is the real Bolt app with a listener of every kind."""
    return lambda slack: scenario_app(slack, heard, wait)


def sockets_of(slack: LocalSlack) -> int:
    """How many Socket Mode connections are open."""
    return slack.workspace.sockets.open_count


@pytest.fixture(name="serving")
def serving_fixture() -> Callable[[Settings], contextlib.AbstractContextManager[LocalSlack]]:
    """`with serving(settings) as slack:` runs a local Slack."""
    return serving


@pytest.fixture(name="connected")
def connected_fixture() -> Callable[[App, LocalSlack], contextlib.AbstractContextManager[SocketModeHandler]]:
    """`with connected(app, slack):` runs the app in Socket Mode."""
    return connected


@pytest.fixture(name="until")
def until_fixture() -> Callable[[Callable[[], Any]], Any]:
    """`until(lambda: ...)` waits for a true value and returns it."""
    return until
