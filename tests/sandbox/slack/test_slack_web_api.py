"""The Web API through the real slack_sdk client: tokens, scopes, hostile bodies, all encodings, looking things up."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.sandbox.slack.refusals import DIVIDER, LONG, refusal


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-local-app", "not_allowed_token_type")],
)
def test_wrong_token(slack: Any, token: str, error: str) -> None:
    """A missing, unknown or app-level token posts nothing."""
    assert refusal(lambda: slack.client(token).chat_postMessage(channel="C0ONCALL", text="x"))["error"] == error
    assert slack.messages() == []


def test_socket_mode_wants_the_app_token(slack: Any) -> None:
    """apps.connections.open refuses the bot token."""
    answer = refusal(lambda: slack.client().apps_connections_open(app_token="xoxb-local-bot"))

    assert answer["error"] == "not_allowed_token_type"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0ONCALL", "text": ""}, "no_text"),
        ({"channel": "C0ONCALL", "blocks": DIVIDER, "text": ""}, "no_text"),
        ({"channel": "C0ONCALL", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0ONCALL", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "C0ONCALL", "text": "x", "blocks": "{"}, "invalid_blocks_format"),
    ],
)
def test_post_is_refused(slack: Any, arguments: dict[str, Any], error: str) -> None:
    """What Slack does not take is answered with Slack's own name for it."""
    assert refusal(lambda: slack.client().api_call("chat.postMessage", json=arguments))["error"] == error
    assert slack.messages() == []


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"{", "invalid_json"),
        (b"[" * 100_000, "invalid_json"),
        (b"[]", "json_not_object"),
        (b'{"channel": ["C0ONCALL"], "text": "x"}', "channel_not_found"),
        (b'{"channel": "C0ONCALL", "text": {"a": 1}}', "no_text"),
        (b'{"channel": "C0ONCALL", "text": "x", "thread_ts": {"a": 1}}', "thread_not_found"),
        (b'{"channel": "C0ONCALL", "text": "x", "metadata": {"event_type": 1}}', "invalid_metadata_format"),
        (b'{"channel": "C0ONCALL", "text": "x", "blocks": {"type": "divider"}}', "invalid_blocks"),
    ],
)
def test_hostile_bodies_are_refused(slack: Any, data: bytes, error: str) -> None:
    """Broken, deep and wrongly typed bodies get an error name, and nothing is posted."""
    headers = {"Authorization": "Bearer xoxb-local-bot", "Content-Type": "application/json"}
    with urlopen(Request(f"{slack.address}/api/chat.postMessage", data, headers)) as response:
        answer = json.load(response)

    assert (answer["ok"], answer["error"], slack.messages()) == (False, error, [])


def test_invalid_blocks_say_where(slack: Any) -> None:
    """The refusal carries the problems twice, as Slack's does."""
    problem = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"

    assert refusal(lambda: slack.client().chat_postMessage(channel="C0ONCALL", text="x", blocks=LONG)) == {
        "ok": False,
        "error": "invalid_blocks",
        "errors": [problem],
        "response_metadata": {"messages": [f"[ERROR] {problem}"]},
    }


def test_missing_scope(serving: Any, settings: Any, manifest: Any) -> None:
    """A method whose scope the manifest does not ask for is refused, and says which."""
    manifest.write_text(manifest.read_text().replace("- users:read", "- team:read"))
    with serving(settings) as slack:
        answer = refusal(lambda: slack.client().users_info(user="U0MEI"))

    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read")


def test_bot_that_was_not_invited(slack: Any) -> None:
    """Outside its channels the bot posts nothing; invited again, it does."""
    slack.post("members", channel="C0GENERAL", member=False)
    client = slack.client()

    assert refusal(lambda: client.chat_postMessage(channel="C0GENERAL", text="x"))["error"] == "not_in_channel"

    slack.post("members", channel="C0GENERAL", member=True)
    client.chat_postMessage(channel="#general", text="x")

    assert slack.texts("C0GENERAL") == ["x"]


def test_unknown_method(slack: Any) -> None:
    """A method nobody knows is named in the refusal."""
    assert refusal(lambda: slack.client().api_call("chat.shout"))["error"] == "unknown_method"


@pytest.mark.parametrize("encoding", ["json", "form", "query"])
def test_all_encodings(slack: Any, encoding: str) -> None:
    """JSON, form fields and the query string say the same."""
    arguments = {"channel": "C0ONCALL", "text": "é & <x>", "blocks": DIVIDER}
    fields = {**arguments, "blocks": json.dumps(DIVIDER), "token": "xoxb-local-bot"}
    url, data, headers = f"{slack.address}/api/chat.postMessage", b"", {"Authorization": "Bearer xoxb-local-bot"}
    if encoding == "json":
        data, headers["Content-Type"] = json.dumps(arguments).encode(), "application/json; charset=utf-8"
    elif encoding == "form":
        data, headers = urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    else:
        url, headers = f"{url}?{urlencode(fields)}", {"Content-Type": "application/json"}
    with urlopen(Request(url, data, headers)) as response:
        answer = json.load(response)

    assert (answer["ok"], answer["message"]["text"]) == (True, "é & <x>")


def test_auth_test_with_an_empty_body(slack: Any) -> None:
    """The SDK sends auth.test as JSON without a body; the answer names the bot."""
    answer = slack.client().auth_test()

    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U0WHYPOD", "B0WHYPOD", "T0LOCAL")


def test_looking_people_and_channels_up(slack: Any) -> None:
    """users.* and conversations.* know the people and channels of the workspace."""
    client = slack.client()

    assert [channel["name"] for channel in client.conversations_list()["channels"]] == ["oncall", "general"]
    assert client.conversations_info(channel="C0ONCALL")["channel"]["is_member"] is True
    assert refusal(lambda: client.conversations_info(channel="C0"))["error"] == "channel_not_found"
    assert client.users_info(user="U0MEI")["user"]["real_name"] == "Mei"
    assert refusal(lambda: client.users_info(user="U0"))["error"] == "user_not_found"
    assert {"U0MEI", "U0SAM"} < {user["id"] for user in client.users_list()["members"]}
