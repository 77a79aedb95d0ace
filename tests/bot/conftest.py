"""A small Slack for the bot's tests: signed requests in, Web API calls and response_url posts out over real HTTP."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode

import fakeredis
import pytest
from redis import Redis
from redis.exceptions import RedisError
from slack_bolt import App, BoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.app import build_app
from bot.settings import BotSettings
from core.messages.answer import Answer
from core.messages.question import Question

SECRET = "a-signing-secret"


@dataclass
class Call:
    """One request the bot made: a Web API method (`chat.postMessage`) or `response`."""

    method: str
    body: dict[str, Any]


class Server(ThreadingHTTPServer):
    """Takes every call; answers `{"ok": true}` unless `errors` names another answer for the method."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.calls: list[Call] = []
        self.errors: dict[str, str] = {}
        self.changed = threading.Condition()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def wait_for(self, method: str) -> dict[str, Any]:
        """The body of the first call of that method; fails when it does not come."""
        with self.changed:
            found = self.changed.wait_for(lambda: [call for call in self.calls if call.method == method], timeout=5)
        assert found, f"no {method} among {[call.method for call in self.calls]}"
        return found[0].body


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        method = self.path.removeprefix("/api/").strip("/")
        method = "response" if method.startswith("response") else method
        error = self.server.errors.get(method)
        answer = json.dumps({"ok": False, "error": error} if error else {"ok": True, "user_id": "U0WHYPOD"}).encode()
        with self.server.changed:  # before the answer: whoever has it may look at once
            self.server.calls.append(Call(method, _read(raw)))
            self.server.changed.notify_all()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Say nothing."""


def _read(raw: str) -> dict[str, Any]:
    if raw.startswith("{"):
        return dict(json.loads(raw))
    return {name: json.loads(value[0]) if value[0][:1] in "[{" else value[0] for name, value in parse_qs(raw).items()}


@dataclass
class Queue:
    """Stands for bot.answers.queue: what was asked, what is remembered, and whether Redis is there."""

    asked: list[Question] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    fault: Exception | None = None

    def ask(self, redis: Redis, question: Question) -> None:
        if self.fault:
            raise self.fault
        self.asked.append(question)

    def recall(self, redis: Redis, question_id: str) -> Answer | None:
        if self.fault:
            raise self.fault
        return self.answers.get(question_id)


@dataclass
class RunningBot:
    """The bot between a person's hands and a small Slack."""

    app: App
    slack: Server
    queue: Queue
    redis: Redis

    def send(self, body: str, kind: str = "application/x-www-form-urlencoded", **headers: str) -> tuple[int, Any]:
        """One signed HTTP request; the status and the acknowledgement's body."""
        signer = SignatureVerifier(SECRET)
        stamp = str(int(signer.clock.now()))
        signed = signer.generate_signature(timestamp=stamp, body=body)
        wanted = {"content-type": kind, "x-slack-signature": signed or "", "x-slack-request-timestamp": stamp}
        answer = self.app.dispatch(BoltRequest(body=body, headers={**wanted, **headers}))
        text = answer.body or ""
        return answer.status, json.loads(text) if text.startswith("{") else text

    def command(self, text: str, user: str = "U0MEI", channel: str = "C0ONCALL") -> dict[str, Any]:
        """Type `/exitcode 137`; the message that is shown at once."""
        name, _, rest = text.partition(" ")
        fields = {
            "command": name,
            "text": rest,
            "user_id": user,
            "channel_id": channel,
            "team_id": "T0LOCAL",
            "response_url": f"{self.slack.url}/response/1",
            "trigger_id": "1.2.3",
        }
        status, body = self.send(urlencode(fields))
        assert status == 200
        return dict(body)

    def press(self, action: dict[str, Any], user: str = "U0MEI", private: bool = True, **more: Any) -> tuple[int, Any]:
        """Press a button, or choose from a select, of a message in #oncall."""
        payload = {
            "type": "block_actions",
            "user": {"id": user},
            "team": {"id": "T0LOCAL"},
            "channel": {"id": "C0ONCALL"},
            "container": {"type": "message", "channel_id": "C0ONCALL", "message_ts": "1.1", "is_ephemeral": private},
            "response_url": f"{self.slack.url}/response/2",
            "trigger_id": "4.5.6",
            "actions": [{"type": "button", "block_id": "b", **action}],
            **more,
        }
        return self.send(urlencode({"payload": json.dumps(payload)}))

    def event(self, **event: Any) -> tuple[int, Any]:
        """Send an event of the Events API."""
        body = {"type": "event_callback", "team_id": "T0LOCAL", "event": event}
        return self.send(json.dumps(body), "application/json")


@pytest.fixture
def slack() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


class NoRedis:
    """A Redis that is not there: every command fails as redis-py fails."""

    def __getattr__(self, name: str) -> Any:
        def fail(*_: object, **__: object) -> None:
            raise RedisError("Connection refused")

        return fail


def settings_for(slack: Server, **values: Any) -> BotSettings:
    """Settings of a bot in HTTP mode that talks to `slack`."""
    tokens = {"slack_bot_token": "xoxb-1", "slack_signing_secret": SECRET}
    return BotSettings(slack_mode="http", slack_api_url=f"{slack.url}/api/", **{**tokens, **values})


def bot_for(slack: Server, redis: Redis, **values: Any) -> RunningBot:
    """A bot with these settings."""
    queue = Queue()
    app = build_app(settings_for(slack, **values), redis, ask=queue.ask, recall=queue.recall)
    return RunningBot(app, slack, queue, redis)


@pytest.fixture
def make_bot(slack: Server) -> Iterator[Callable[..., RunningBot]]:
    """Makes bots with settings of the test's own, a working Redis unless one is given."""
    made: list[RunningBot] = []

    def make(redis: Any = None, **values: Any) -> RunningBot:
        made.append(bot_for(slack, redis or fakeredis.FakeRedis(), **values))
        return made[-1]

    yield make
    for one in made:
        one.app.listener_runner.listener_executor.shutdown()


@pytest.fixture
def bot(make_bot: Callable[..., RunningBot]) -> RunningBot:
    """A bot with nothing restricted."""
    return make_bot()


@pytest.fixture
def bot_without_redis(make_bot: Callable[..., RunningBot]) -> RunningBot:
    """The same while Redis is away."""
    made = make_bot(NoRedis())
    made.queue.fault = RedisError("Connection refused")
    return made


def _inline(part: dict[str, Any]) -> str:
    match part["type"]:
        case "text" | "link":
            style, text = part.get("style", {}), str(part["text"])
            mark = "`" if style.get("code") else "**" if style.get("bold") and text.strip() else ""
            return f"{mark}{text}{mark}"
        case "user":
            return f"@{part['user_id']}"
        case "date":
            return f"<{part['fallback']}>"
    raise AssertionError(part)


def _rich(element: dict[str, Any]) -> list[str]:
    if element["type"] == "rich_text_list":
        return [f"- {_rich(item)[0]}" for item in element["elements"]]
    text = "".join(map(_inline, element["elements"]))
    return ["```", *text.splitlines(), "```"] if element["type"] == "rich_text_preformatted" else [text]


def _lines(block: dict[str, Any]) -> list[str]:
    """One block as lines of text, the way a reader goes through it."""
    match block["type"]:
        case "rich_text":
            return [line for element in block["elements"] for line in _rich(element)]
        case "context":
            return [f"({element['text']})" for element in block["elements"]]
        case "table":
            return [
                " | ".join(_rich(c["elements"][0])[0] if "elements" in c else c["text"] for c in row)
                for row in block["rows"]
            ]
        case "actions":
            return [" ".join(f"[{(e.get('text') or e['placeholder'])['text']}]" for e in block["elements"])]
        case "divider":
            return ["---"]
    raise AssertionError(block)


@pytest.fixture
def read() -> Callable[[list[dict[str, Any]]], list[str]]:
    """Turns blocks into the lines a reader sees, with Markdown's marks for code and bold."""
    return lambda blocks: [line for block in blocks for line in _lines(block)]
