"""The control API: what one person sees, live and on request, and requests that make no sense."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest


class Page:
    """An open console page: reads Server-Sent Events of one person."""

    def __init__(self, slack: Any, user: str) -> None:
        host = slack.address.removeprefix("http://")
        self.connection = http.client.HTTPConnection(host, timeout=60)
        self.connection.request("GET", f"/_sandbox/events?user={user}")
        self.response = self.connection.getresponse()
        self.response.readline()  # retry: …

    def next(self, *kinds: str) -> dict[str, Any]:
        """The next event that is one of those kinds."""
        while True:
            line = self.response.readline().decode()
            if not line:
                raise AssertionError("the stream ended")
            if line.startswith("data: "):
                event = dict(json.loads(line.removeprefix("data: ")))
                if event["type"] in kinds:
                    return event

    def close(self) -> None:
        self.response.close()
        self.connection.close()


SEEN = ("message", "message_changed", "message_deleted", "ephemeral", "view", "view_closed", "home", "members")


@pytest.fixture
def pages(slack: Any) -> Any:
    """Open pages of Mei and Sam."""
    opened = [Page(slack, "U0MEI"), Page(slack, "U0SAM")]
    yield opened
    for page in opened:
        page.close()


def test_events_of_one_person_stay_with_them(slack: Any, pages: Any) -> None:
    """Notes and homes reach their person only; what follows for everyone reaches both."""
    client = slack.client()
    client.chat_postEphemeral(channel="C0ONCALL", user="U0MEI", text="psst")
    client.views_publish(user_id="U0MEI", view={"type": "home", "blocks": []})
    client.chat_postMessage(channel="U0MEI", text="direct")
    client.chat_postMessage(channel="C0ONCALL", text="for all")

    mei, sam = pages
    assert [mei.next(*SEEN)["type"] for _ in range(4)] == ["ephemeral", "home", "message", "message"]
    assert sam.next(*SEEN)["message"]["text"] == "for all"


def test_edits_threads_and_deletions_are_told(slack: Any, pages: Any) -> None:
    """A page hears of every change in order, with the whole new message."""
    client, page = slack.client(), pages[0]
    ts = client.chat_postMessage(channel="C0ONCALL", text="one")["ts"]
    client.chat_update(channel="C0ONCALL", ts=ts, text="two")
    client.chat_postMessage(channel="C0ONCALL", text="reply", thread_ts=ts)
    client.chat_delete(channel="C0ONCALL", ts=ts)
    told = [page.next(*SEEN) for _ in range(5)]

    assert [event["type"] for event in told] == [
        "message",
        "message_changed",
        "message",
        "message_changed",
        "message_deleted",
    ]
    assert (told[1]["message"]["text"], told[3]["message"]["reply_count"]) == ("two", 1)
    assert told[4] == {"type": "message_deleted", "channel": "C0ONCALL", "ts": ts}


def test_traffic_is_told_without_what_was_said(slack: Any, pages: Any) -> None:
    """A page hears that a call was made, by whom and how it went, but not its content."""
    slack.client().chat_postEphemeral(channel="C0ONCALL", user="U0MEI", text="secret")
    entry = pages[1].next("traffic")["entry"]

    assert sorted(entry) == ["at", "direction", "method", "ms", "n", "outcome"]
    assert (entry["method"], entry["outcome"]) == ("chat.postEphemeral", "ok")


def test_page_hears_when_the_app_comes_and_goes(slack: Any, pages: Any, connected: Any, scenario: Any) -> None:
    """The connection of the app is shown live."""
    with connected(scenario(slack), slack):
        here = pages[0].next("app")["app"]
    gone = pages[0].next("app")["app"]

    assert (here["connected"], gone["connected"]) == (True, False)


def test_modal_lives_on_its_persons_page(slack: Any, pages: Any, connected: Any, scenario: Any) -> None:
    """Opening, updating and closing a modal are told to the person who has it open, and to nobody else."""
    element = {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "block_id": "b", "elements": [element]}]
    mei, sam = pages
    with connected(scenario(slack), slack):
        ts = slack.client().chat_postMessage(channel="C0ONCALL", text="press", blocks=blocks)["ts"]
        place = {"type": "message", "channel": "C0ONCALL", "ts": ts}
        pressed = {"block_id": "b", "action_id": "open", "type": "button"}
        slack.post("action", user="U0MEI", container=place, action=pressed)
        view = mei.next("view")["view"]
        slack.post("submit", user="U0MEI", view_id=view["id"], values={"reason": {"text": {"value": "update"}}})
        updated = mei.next("view")["view"]
        foreign = slack.post("submit", user="U0SAM", view_id=view["id"], values={})
        slack.post("close", user="U0MEI", view_id=view["id"])
        closed = mei.next("view_closed")
    slack.client().chat_postMessage(channel="C0GENERAL", text="after")

    assert (updated["id"], updated["title"]["text"]) == (view["id"], "Again")
    assert foreign["error"] == "bad_request"
    assert closed == {"type": "view_closed", "view_id": view["id"]}
    assert [sam.next(*SEEN)["message"]["text"] for _ in range(2)] == ["press", "after"]


def test_state_is_what_the_page_needs(slack: Any) -> None:
    """The state names team, people, channels, app and commands."""
    state = slack.state("U0SAM")

    assert sorted(state) == [
        "app",
        "channels",
        "commands",
        "home",
        "me",
        "messages",
        "ok",
        "shortcuts",
        "team",
        "users",
        "views",
    ]
    assert state["me"] == "U0SAM"
    assert [(channel["id"], channel["is_im"]) for channel in state["channels"]] == [
        ("C0ONCALL", False),
        ("C0GENERAL", False),
        ("D0SAM", True),
    ]
    assert state["commands"][0] == {"command": "/exitcode", "description": "d", "usage_hint": "u"}
    assert [shortcut["callback_id"] for shortcut in state["shortcuts"]] == ["explain", "ask"]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("command", {"user": "U0NOBODY", "channel": "C0ONCALL", "text": "/exitcode 1"}),
        ("command", {"user": "U0MEI", "channel": "D0SAM", "text": "/exitcode 1"}),
        ("command", {"user": "U0MEI", "channel": "C0ONCALL"}),
        ("say", {"user": "U0MEI", "channel": "C0ONCALL", "text": 5}),
        ("action", {"user": "U0MEI", "container": "here", "action": {}}),
        ("action", {"user": "U0MEI", "container": {"type": "view", "view_id": "V1"}, "action": {}}),
        ("submit", {"user": "U0MEI", "view_id": "V1", "values": {}}),
        ("submit", {"user": "U0MEI", "view_id": "V1", "values": {"b": 5}}),
        ("action", {"user": "U0MEI", "container": {"type": "view", "view_id": "V1"}, "action": {}, "state": [1]}),
        ("rates", {"on": True, "burst": "many"}),
        ("close", {"user": "U0MEI", "view_id": "V1"}),
        ("shortcut", {"user": "U0MEI", "callback_id": "nothing", "channel": "C0ONCALL", "ts": "1"}),
        ("shortcut", {"user": "U0MEI", "callback_id": "explain", "channel": "C0ONCALL", "ts": "1"}),
        ("home", {}),
        ("members", {"channel": "C0", "member": True}),
    ],
)
def test_request_that_makes_no_sense(slack: Any, name: str, body: dict[str, Any]) -> None:
    """Wrong people, places and fields are refused with a reason."""
    answer = slack.post(name, **body)

    assert (answer["ok"], answer["error"], bool(answer["detail"])) == (False, "bad_request", True)


@pytest.mark.parametrize(
    ("data", "headers", "status"),
    [
        (b'{"user": "U0MEI"}', {"Content-Type": "text/plain"}, 400),
        (b"{", {"Content-Type": "application/json"}, 400),
        (b"[]", {"Content-Type": "application/json"}, 400),
        (b"[" * 100_000, {"Content-Type": "application/json"}, 400),
        (b"{}", {"Content-Type": "application/json", "Origin": "http://evil.example"}, 403),
    ],
)
def test_foreign_pages_and_rubbish(slack: Any, data: bytes, headers: dict[str, str], status: int) -> None:
    """Another site open in the same browser cannot drive the workspace, and rubbish is refused."""
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(f"{slack.address}/_sandbox/home", data, headers))
    with caught.value as error:
        assert error.code == status


@pytest.mark.parametrize("path", ["/console/../server.py", "/console/%2e%2e/server.py", "/console/nothing.js"])
def test_only_the_console_is_served(slack: Any, path: str) -> None:
    """Nothing outside the console's folder can be read."""
    connection = http.client.HTTPConnection(slack.address.removeprefix("http://"), timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()

    assert (response.status, b"import" in body) == (404, False)


def test_console_page_is_served(slack: Any) -> None:
    """The page comes with a policy that lets no foreign script in."""
    with urlopen(f"{slack.address}/") as response:
        assert response.headers["Content-Type"].startswith("text/html")
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert b"/console/" in response.read()
