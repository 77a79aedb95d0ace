"""The Web API through the real slack_sdk client: real error names, real shapes, all encodings."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

DIVIDER = [{"type": "divider"}]
LONG = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]


def refusal(call: Any) -> dict[str, Any]:
    """The answer that the SDK raised as an error."""
    with pytest.raises(SlackApiError) as caught:
        call()
    return dict(caught.value.response.data)


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


def test_message_has_the_shape_of_slack(slack: Any) -> None:
    """A posted message carries who, which app, and blocks with ids."""
    posted = slack.client().chat_postMessage(
        channel="C0ONCALL", text="x", blocks=DIVIDER, metadata={"event_type": "a", "event_payload": {"n": 1}}
    )
    message = posted["message"]

    assert posted["channel"] == "C0ONCALL"
    assert message == {
        "type": "message",
        "ts": posted["ts"],
        "user": "U0WHYPOD",
        "bot_id": "B0WHYPOD",
        "app_id": "A0WHYPOD",
        "team": "T0LOCAL",
        "text": "x",
        "blocks": [{"type": "divider", "block_id": message["blocks"][0]["block_id"]}],
        "metadata": {"event_type": "a", "event_payload": {"n": 1}},
    }
    assert slack.messages() == [message]


def test_times_are_unique_and_increasing(slack: Any) -> None:
    """No two messages share a ts, and later ones sort later."""
    client = slack.client()
    slack.post("rates", on=False)
    times = [client.chat_postMessage(channel="C0ONCALL", text=str(n))["ts"] for n in range(20)]

    assert times == sorted(set(times))


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


def test_update_keeps_blocks_that_are_left_out(slack: Any) -> None:
    """An update with text alone leaves the blocks; an empty list removes them. The message is marked as edited."""
    client = slack.client()
    ts = client.chat_postMessage(channel="C0ONCALL", text="x", blocks=DIVIDER)["ts"]
    client.chat_update(channel="C0ONCALL", ts=ts, text="y")
    kept = slack.messages()[0]
    client.chat_update(channel="C0ONCALL", ts=ts, text="z", blocks=[])
    cleared = slack.messages()[0]

    assert (kept["text"], kept["blocks"][0]["type"], kept["edited"]["user"]) == ("y", "divider", "U0WHYPOD")
    assert (cleared["ts"], cleared["text"], "blocks" in cleared) == (ts, "z", False)


def test_update_and_delete_know_whose_message_it_is(slack: Any) -> None:
    """The app may not touch what a person wrote, nor what does not exist, nor reach a note for one person."""
    client = slack.client()
    theirs = slack.post("say", user="U0MEI", channel="C0ONCALL", text="hello")["message"]["ts"]
    note = client.chat_postEphemeral(channel="C0ONCALL", user="U0MEI", text="psst")["message_ts"]

    def update(ts: str, text: str = "x") -> str:
        return str(refusal(lambda: client.chat_update(channel="C0ONCALL", ts=ts, text=text))["error"])

    assert update(theirs) == "cant_update_message"
    assert update("1.000001") == "message_not_found"
    assert update(note) == "message_not_found"
    assert refusal(lambda: client.chat_delete(channel="C0ONCALL", ts=theirs))["error"] == "cant_delete_message"

    mine = client.chat_postMessage(channel="C0ONCALL", text="x")["ts"]
    assert update(mine, "x" * 4001) == "msg_too_long"
    client.chat_delete(channel="C0ONCALL", ts=mine)
    assert slack.texts() == ["hello", "psst"]


def test_threads_are_counted(slack: Any) -> None:
    """Replies count on their root, a reply to a reply joins the same thread, deletions count back."""
    client = slack.client()
    slack.post("rates", on=False)
    root = client.chat_postMessage(channel="C0ONCALL", text="root")["ts"]
    first = client.chat_postMessage(channel="C0ONCALL", text="one", thread_ts=root)["ts"]
    slack.post("say", user="U0SAM", channel="C0ONCALL", text="two", thread_ts=first)
    counted = slack.messages()[0]
    client.chat_delete(channel="C0ONCALL", ts=first)
    after = slack.messages()

    assert (counted["reply_count"], counted["reply_users"]) == (2, ["U0WHYPOD", "U0SAM"])
    assert (after[0]["reply_count"], after[0]["reply_users"]) == (1, ["U0SAM"])
    assert after[1]["thread_ts"] == root


def test_only_one_person_sees_a_note(slack: Any) -> None:
    """chat.postEphemeral shows the text to its person and to nobody else."""
    slack.client().chat_postEphemeral(channel="C0ONCALL", user="U0MEI", text="psst")

    assert (slack.texts(user="U0MEI"), slack.texts(user="U0SAM")) == (["psst"], [])


def test_direct_message_by_user_id(slack: Any) -> None:
    """A post to a person's id lands in their conversation with the app, which others cannot read."""
    channel = slack.client().chat_postMessage(channel="U0MEI", text="hi")["channel"]

    assert channel == "D0MEI"
    assert slack.texts("D0MEI") == ["hi"]
    assert slack.get("messages?channel=D0MEI&user=U0SAM")["error"] == "bad_request"
    assert slack.client().conversations_open(users=["U0MEI"])["channel"]["id"] == "D0MEI"


def test_permalink_and_reaction(slack: Any) -> None:
    """A permalink holds channel and time; a reaction is counted once."""
    client = slack.client()
    ts = client.chat_postMessage(channel="C0ONCALL", text="x")["ts"]
    client.reactions_add(channel="C0ONCALL", timestamp=ts, name="eyes")

    link = client.chat_getPermalink(channel="C0ONCALL", message_ts=ts)["permalink"]
    assert link == f"{slack.address}/archives/C0ONCALL/p{ts.replace('.', '')}"
    assert slack.messages()[0]["reactions"] == [{"name": "eyes", "users": ["U0WHYPOD"], "count": 1}]
    again = refusal(lambda: client.reactions_add(channel="C0ONCALL", timestamp=ts, name="eyes"))
    assert again["error"] == "already_reacted"


def test_looking_people_and_channels_up(slack: Any) -> None:
    """users.* and conversations.* know the people and channels of the workspace."""
    client = slack.client()

    assert [channel["name"] for channel in client.conversations_list()["channels"]] == ["oncall", "general"]
    assert client.conversations_info(channel="C0ONCALL")["channel"]["is_member"] is True
    assert refusal(lambda: client.conversations_info(channel="C0"))["error"] == "channel_not_found"
    assert client.users_info(user="U0MEI")["user"]["real_name"] == "Mei"
    assert refusal(lambda: client.users_info(user="U0"))["error"] == "user_not_found"
    assert {"U0MEI", "U0SAM"} < {user["id"] for user in client.users_list()["members"]}


def test_blocks_validate(slack: Any) -> None:
    """blocks.validate judges blocks, messages and views, and asks for exactly one of them."""
    client = slack.client()
    home = {"type": "home", "blocks": DIVIDER}

    assert client.blocks_validate(blocks=DIVIDER)["ok"]
    assert client.blocks_validate(message={"blocks": DIVIDER})["ok"]
    assert client.blocks_validate(view=home)["ok"]
    assert refusal(lambda: client.blocks_validate(blocks=LONG))["error"] == "invalid_blocks"
    assert refusal(lambda: client.blocks_validate(view={"type": "modal"}))["error"] == "invalid_arguments"
    assert refusal(lambda: client.blocks_validate(blocks=DIVIDER, view=home))["error"] == "invalid_arguments"


def test_views_need_a_fresh_trigger(slack: Any) -> None:
    """A trigger id nobody gave out opens nothing, and a broken view is refused with its place."""
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": DIVIDER}
    client = slack.client()

    assert refusal(lambda: client.views_open(trigger_id="1.2.3", view=view))["error"] == "invalid_trigger_id"
    assert refusal(lambda: client.views_update(view_id="V1", view=view))["error"] == "not_found"
    assert refusal(lambda: client.views_publish(user_id="U0", view=view))["error"] == "user_not_found"
    answer = refusal(lambda: client.views_publish(user_id="U0MEI", view={"type": "home", "blocks": LONG}))
    assert answer["errors"] == ["must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]"]


def test_home_is_published_for_one_person(slack: Any) -> None:
    """A person's App Home is theirs, keeps its id, and an outdated hash is refused."""
    client = slack.client()
    first = client.views_publish(user_id="U0MEI", view={"type": "home", "blocks": DIVIDER})["view"]
    second = client.views_publish(user_id="U0MEI", view={"type": "home", "blocks": DIVIDER}, hash=first["hash"])["view"]
    late = refusal(
        lambda: client.views_publish(user_id="U0MEI", view={"type": "home", "blocks": DIVIDER}, hash=first["hash"])
    )

    assert first["id"] == second["id"]
    assert late["error"] == "hash_conflict"
    assert slack.state("U0MEI")["home"] == second
    assert slack.state("U0SAM")["home"] is None


def test_rate_limit_names_the_wait(slack: Any) -> None:
    """Past the burst a channel takes one message a second, and other channels are not held up."""
    slack.post("rates", on=True, burst=2)
    client = slack.client()
    for text in "ab":
        client.chat_postMessage(channel="C0ONCALL", text=text)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C0ONCALL", text="c")
    client.chat_postMessage(channel="C0GENERAL", text="d")

    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    assert caught.value.response.headers["Retry-After"] == "1"


def test_client_that_waits_gets_through(slack: Any) -> None:
    """slack_sdk's own handler waits as told, and every message arrives once and in order."""
    slack.post("rates", on=True, burst=1)
    client = slack.client()
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=3))
    for text in "abc":
        client.chat_postMessage(channel="C0ONCALL", text=text)

    assert slack.texts() == ["a", "b", "c"]


def test_limits_can_be_switched_off(slack: Any) -> None:
    """Without limits fifty posts pass at once."""
    slack.post("rates", on=False)
    client: WebClient = slack.client()
    for number in range(50):
        client.chat_postMessage(channel="C0ONCALL", text=str(number))

    assert len(slack.messages()) == 50


def test_error_fault_spoils_as_many_calls_as_asked(slack: Any) -> None:
    """Two planned errors spoil two calls of that method and no third; a retrying client gets through."""
    slack.post("faults", kind="error", method="chat.postMessage", count=2, status=503)
    client = slack.client()
    client.retry_handlers.append(ServerErrorRetryHandler(max_retry_count=2))
    client.auth_test()
    client.chat_postMessage(channel="C0ONCALL", text="x")

    assert slack.texts() == ["x"]
    outcomes = [entry["outcome"] for entry in slack.traffic("chat.postMessage")]
    assert outcomes == ["http_503", "http_503", "ok"]


def test_error_after_the_effect(slack: Any) -> None:
    """A call can be carried out and still be answered with an error: the client cannot know."""
    slack.post("faults", kind="error", method="chat.postMessage", after=True)
    with pytest.raises(SlackApiError):
        slack.client().chat_postMessage(channel="C0ONCALL", text="x")

    assert slack.texts() == ["x"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "rate_limit", "seconds": 7}, "ratelimited"),
        ({"kind": "refuse", "error": "account_inactive"}, "account_inactive"),
    ],
)
def test_fault_by_name(slack: Any, fault: dict[str, Any], error: str) -> None:
    """Rate limit and refusal on demand; cleared, they are gone."""
    slack.post("faults", count=0, **fault)
    client = slack.client()

    assert [refusal(client.auth_test)["error"] for _ in range(3)] == [error] * 3
    assert len(slack.get("faults")["faults"]) == 1

    slack.delete("faults")
    assert client.auth_test()["ok"]


def test_hanging_call_is_let_go(slack: Any) -> None:
    """A hanging call ends without an answer when its time is up, and the next one is answered."""
    slack.post("faults", kind="hang", seconds=0.2)
    client = WebClient(token="xoxb-local-bot", base_url=f"{slack.address}/api/", retry_handlers=[])
    with pytest.raises(OSError, match=r"closed connection|reset"):
        client.auth_test()

    assert client.auth_test()["ok"]


def test_slow_call_is_answered_too_late(slack: Any, until: Any) -> None:
    """A slow call outlasts an impatient client, and still has its effect."""
    slack.post("faults", kind="slow", seconds=0.5, method="chat.postMessage")
    hasty = WebClient(token="xoxb-local-bot", base_url=f"{slack.address}/api/", timeout=0.1, retry_handlers=[])
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel="C0ONCALL", text="x")

    until(lambda: slack.texts() == ["x"])


def test_fault_that_does_not_exist(slack: Any) -> None:
    """A misspelt fault is refused with the ones there are."""
    answer = slack.post("faults", kind="explode")

    assert answer["error"] == "bad_request"
    assert "rate_limit" in answer["detail"]


def test_traffic_holds_no_token(slack: Any) -> None:
    """The log shows what was asked, without the token that came with it."""
    fields = urlencode({"token": "xoxb-local-bot", "channel": "C0ONCALL", "text": "x"}).encode()
    with urlopen(f"{slack.address}/api/chat.postMessage", fields) as response:
        json.load(response)

    entry = slack.traffic("chat.postMessage")[0]
    assert entry["request"] == {"channel": "C0ONCALL", "text": "x"}
    assert (entry["direction"], entry["outcome"]) == ("from_app", "ok")
    assert "xoxb" not in json.dumps(slack.get("traffic"))
