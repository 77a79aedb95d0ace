"""HTTP delivery as Slack does it: signatures, forms, three seconds, retried events, no error page as an answer."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.sandbox.slack.local_slack import POLL_SECONDS

Answer = tuple[int, dict[str, str], str]


class Listener:
    """A request URL that keeps what it gets and answers what it is told, the URL check always with 200."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.got: list[tuple[dict[str, str], str]] = []
        self.checks = 0

    def answer(self, headers: dict[str, str], body: str) -> Answer:
        if "url_verification" in body:
            self.checks += 1
            return 200, {}, "ok"
        self.got.append((headers, body))
        return self.answers.pop(0) if self.answers else (200, {}, "")


@contextlib.contextmanager
def listening(listener: Listener) -> Iterator[str]:
    """The listener on a free port; gives its URL."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, headers, text = listener.answer(dict(self.headers.items()), body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *parts: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/slack/events"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def slack(serving: Any, settings: Any, listener: Listener, until: Any) -> Iterator[Any]:
    """A local Slack that posts to the listener."""
    with listening(listener) as url:
        chosen = settings.__class__(**{**settings.__dict__, "mode": "http", "request_url": url})
        with serving(chosen) as slack:
            until(lambda: slack.state()["app"]["connected"])
            yield slack


def ask(slack: Any) -> Any:
    return slack.post("command", user="U0MEI", channel="C0ONCALL", text="/exitcode 137")


@pytest.mark.parametrize("status", [302, 404, 500])
def test_error_page_is_never_an_answer(slack: Any, listener: Listener, status: int) -> None:
    """The text of a failed response is not shown; the person sees that it failed, once."""
    listener.answers = [(status, {"Content-Type": "text/plain"}, "Internal Server Error")]
    answer = ask(slack)

    assert (answer["ok"], answer["error"]) == (False, "dispatch_failed")
    assert slack.texts() == ['/exitcode failed with the error "dispatch_failed"']
    assert len(listener.got) == 1


def test_broken_json_is_never_an_answer(slack: Any, listener: Listener) -> None:
    """An answer that says it is JSON and is not counts as a failure."""
    listener.answers = [(200, {"Content-Type": "application/json"}, "{")]

    assert ask(slack)["error"] == "dispatch_failed"


def test_nobody_listens(serving: Any, settings: Any) -> None:
    """Without an app at the URL the person sees that it failed, and the app counts as away."""
    chosen = settings.__class__(**{**settings.__dict__, "mode": "http", "request_url": "http://127.0.0.1:9/slack"})
    with serving(chosen) as slack:
        answer = ask(slack)
        app = slack.state()["app"]

    assert (answer["error"], app["connected"], app["mode"]) == ("dispatch_failed", False, "http")


def test_command_is_a_signed_form(slack: Any, listener: Listener) -> None:
    """The signature is what Slack's own verifier expects, and the body is a form."""
    ask(slack)
    headers, body = listener.got[0]
    verifier = SignatureVerifier("local-signing-secret")

    assert verifier.is_valid_request(body, headers)
    assert not SignatureVerifier("another secret").is_valid_request(body, headers)
    assert not verifier.is_valid_request(body + "&text=138", headers)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body)["text"] == ["137"]
    assert "X-Slack-Retry-Num" not in headers


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("text/plain", "plain words", ["plain words"]),
        ("application/json", '{"text": "from JSON"}', ["from JSON"]),
        ("application/json; charset=utf-8", '{"text": "é"}', ["é"]),
        ("application/json", "{}", []),
        ("text/plain", "  \n", []),
    ],
)
def test_acknowledgement_as_text_and_as_json(
    slack: Any, listener: Listener, kind: str, text: str, shown: list[str]
) -> None:
    """Plain text and JSON both become the answer; nothing stays nothing."""
    listener.answers = [(200, {"Content-Type": kind}, text)]

    assert ask(slack)["ok"]
    assert slack.texts() == shown


def test_interaction_is_json_in_a_form_and_not_repeated(slack: Any, listener: Listener) -> None:
    """A shortcut arrives as `payload`; when it fails it is not sent again."""
    listener.answers = [(500, {}, "")]
    answer = slack.post("shortcut", user="U0MEI", callback_id="ask")
    payload = json.loads(parse_qs(listener.got[0][1])["payload"][0])

    assert answer == {"ok": False, "error": "dispatch_failed"}
    assert (payload["type"], payload["callback_id"], len(listener.got)) == ("shortcut", "ask", 1)


def test_event_is_json_and_repeated_until_taken(slack: Any, listener: Listener, until: Any) -> None:
    """An event comes again with its number and the reason, the same event_id each time, until it is taken."""
    listener.answers = [(500, {}, ""), (404, {}, "")]
    slack.post("home", user="U0MEI")
    until(lambda: len(slack.traffic("app_home_opened")) == 3)
    headers = [got[0] for got in listener.got]

    assert [each.get("X-Slack-Retry-Num") for each in headers] == [None, "1", "2"]
    assert [each.get("X-Slack-Retry-Reason") for each in headers] == [None, "http_error", "http_error"]
    assert {each["Content-Type"] for each in headers} == {"application/json"}
    assert len({json.loads(got[1])["event_id"] for got in listener.got}) == 1


def test_event_is_given_up_after_three_retries(slack: Any, listener: Listener, until: Any) -> None:
    """Four tries in all, then never again."""
    listener.answers = [(500, {}, "")] * 9
    slack.post("home", user="U0MEI")
    until(lambda: len(slack.traffic("app_home_opened")) == 4)
    ask(slack)

    assert len(listener.got) == 5


def test_app_may_refuse_retries(slack: Any, listener: Listener, until: Any) -> None:
    """X-Slack-No-Retry ends the matter."""
    listener.answers = [(500, {"X-Slack-No-Retry": "1"}, "")]
    slack.post("home", user="U0MEI")
    until(lambda: slack.traffic("app_home_opened"))
    ask(slack)

    assert [headers.get("X-Slack-Retry-Num") for headers, _ in listener.got] == [None, None]


def test_app_that_went_away_is_looked_for(serving: Any, settings: Any, listener: Listener, until: Any) -> None:
    """The app counts as connected again once its URL answers."""
    with listening(listener) as url:
        pass
    chosen = settings.__class__(**{**settings.__dict__, "mode": "http", "request_url": url})
    with serving(chosen) as slack:
        assert ask(slack)["error"] == "dispatch_failed"
        port = int(url.split(":")[2].split("/")[0])
        server = ThreadingHTTPServer(("127.0.0.1", port), _Silent)
        thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
        thread.start()
        try:
            until(lambda: slack.state()["app"]["connected"])
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class _Silent(BaseHTTPRequestHandler):
    """Answers everything with an empty 200."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *parts: Any) -> None:
        return
