"""One scenario of everything an app does, played by real Bolt over Socket Mode and over signed HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App

from tests.sandbox.slack.local_slack import free_port, over_http

BUTTON = [
    {
        "type": "section",
        "block_id": "b1",
        "text": {"type": "mrkdwn", "text": "press"},
        "accessory": {
            "type": "button",
            "action_id": "open",
            "value": "shop/web",
            "text": {"type": "plain_text", "text": "Mute"},
        },
    }
]
PRESS = {"block_id": "b1", "action_id": "open", "type": "button"}


@pytest.fixture(params=["socket", "http"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def slack(mode: str, serving: Any, connected: Any, settings: Any, scenario: Callable[[Any], App], until: Any) -> Any:
    """A local Slack with the scenario app connected in either mode."""
    port = free_port()
    chosen = settings.__class__(
        **{**settings.__dict__, "mode": mode, "request_url": f"http://127.0.0.1:{port}/slack/events"}
    )
    with serving(chosen) as slack:
        app = scenario(slack)
        with connected(app, slack) if mode == "socket" else over_http(app, port):
            until(lambda: slack.state()["app"]["connected"])
            yield slack


def command(slack: Any, text: str) -> Any:
    return slack.post("command", user="U0MEI", channel="C0ONCALL", text=text)


def open_modal(slack: Any) -> dict[str, Any]:
    """Post a button, press it as Mei, and return the modal that opened."""
    ts = slack.client().chat_postMessage(channel="C0ONCALL", text="press", blocks=BUTTON)["ts"]
    place = {"type": "message", "channel": "C0ONCALL", "ts": ts}

    assert slack.post("action", user="U0MEI", container=place, action=PRESS) == {"ok": True}
    return dict(slack.state()["views"][-1])


def submit(slack: Any, view: Any, text: str) -> Any:
    return slack.post("submit", user="U0MEI", view_id=view["id"], values={"reason": {"text": {"value": text}}})


def test_app_answers_in_the_acknowledgement(slack: Any, mode: str) -> None:
    """The text of the acknowledgement becomes a note that only the asker sees."""
    answer = command(slack, "/exitcode -1")

    assert answer["ok"]
    assert slack.messages() == [answer["message"]]
    assert (answer["message"]["text"], answer["message"]["is_ephemeral"]) == ("answer to -1", True)
    assert slack.texts(user="U0SAM") == []
    assert slack.state()["app"] == {"name": "whypod", "bot_user_id": "U0WHYPOD", "connected": True, "mode": mode}


def test_command_payload_is_slacks(slack: Any, heard: Any) -> None:
    """The app gets every field that Slack documents for a slash command."""
    command(slack, "/exitcode  a & b < c ")
    body = heard.of("command")[0]

    assert {name: body[name] for name in body if name not in ("trigger_id", "response_url", "token")} == {
        "team_id": "T0LOCAL",
        "team_domain": "local",
        "channel_id": "C0ONCALL",
        "channel_name": "oncall",
        "user_id": "U0MEI",
        "user_name": "mei",
        "command": "/exitcode",
        "text": "a & b < c",
        "api_app_id": "A0WHYPOD",
        "is_enterprise_install": "false",
    }


def test_silent_acknowledgement_shows_nothing(slack: Any) -> None:
    """An empty acknowledgement is a success without a message."""
    assert command(slack, "/exitcode nothing")["ok"]
    assert slack.messages() == []


def test_answer_for_everyone_shows_what_was_typed(slack: Any) -> None:
    """An in_channel acknowledgement is seen by all, after the command itself."""
    command(slack, "/exitcode all")

    assert slack.texts(user="U0SAM") == ["/exitcode all", "for everyone"]
    assert [message["user"] for message in slack.messages()] == ["U0MEI", "U0WHYPOD"]


def test_acknowledgement_that_slack_refuses(slack: Any) -> None:
    """Broken blocks in an acknowledgement become an error that the asker sees."""
    answer = command(slack, "/exitcode wrong")

    assert (answer["ok"], answer["error"]) == (False, "invalid_blocks")
    assert slack.texts() == ['/exitcode failed with the error "invalid_blocks"']


def test_command_nobody_declared(slack: Any, heard: Any) -> None:
    """An unknown command never reaches the app."""
    assert command(slack, "/nothing here") == {"ok": False, "error": "unknown_command"}
    assert (slack.texts(), heard.heard) == (["/nothing is not a valid command."], [])


def test_slow_app_is_an_error_for_the_person(slack: Any, wait: Any) -> None:
    """Past the limit the person sees a time-out, and the late acknowledgement shows nothing."""
    answer = command(slack, "/whypod slow")
    wait.set()
    command(slack, "/exitcode 1")

    assert (answer["ok"], answer["error"]) == (False, "operation_timeout")
    assert slack.texts() == ['/whypod failed with the error "operation_timeout"', "answer to 1"]
    assert slack.messages()[0]["user"] == "USLACKBOT"


def test_lost_acknowledgement(slack: Any, heard: Any) -> None:
    """A dropped acknowledgement is a time-out although the app did its work, and nothing is repeated."""
    slack.post("faults", kind="drop_ack", method="slash_commands")

    assert command(slack, "/exitcode 1")["error"] == "operation_timeout"
    assert command(slack, "/exitcode 2")["ok"]
    assert [body["text"] for body in heard.of("command")] == ["1", "2"]


def test_button_opens_a_modal(slack: Any, heard: Any) -> None:
    """A press carries container, message, state, trigger and response_url, and its trigger opens a modal."""
    view = open_modal(slack)
    body = heard.of("action")[0]
    action = {name: value for name, value in body["actions"][0].items() if name != "action_ts"}

    assert (view["title"]["text"], view["state"]) == ("Mute", {"values": {}})
    assert action == {
        "action_id": "open",
        "block_id": "b1",
        "type": "button",
        "value": "shop/web",
        "text": {"type": "plain_text", "text": "Mute"},
    }
    assert body["container"] == {
        "type": "message",
        "message_ts": body["message"]["ts"],
        "channel_id": "C0ONCALL",
        "is_ephemeral": False,
    }
    assert body["user"] == {"id": "U0MEI", "username": "mei", "name": "mei", "team_id": "T0LOCAL"}
    assert slack.state("U0SAM")["views"] == []


def test_required_and_short_fields_never_reach_the_app(slack: Any, heard: Any) -> None:
    """Slack itself asks for what is missing or too short."""
    view = open_modal(slack)

    assert submit(slack, view, "")["errors"] == {"reason": "Please complete this required field."}
    assert submit(slack, view, "no")["errors"] == {"reason": "Please use at least 3 characters."}
    assert heard.of("submission") == []


def test_submission_with_errors_then_right(slack: Any, heard: Any) -> None:
    """Errors keep the modal open with their text; the next, right submission closes it."""
    view = open_modal(slack)
    first = submit(slack, view, "refuse")
    still_open = slack.state()["views"]
    second = submit(slack, view, "because")

    assert first == {"ok": False, "response_action": "errors", "errors": {"reason": "give a better one"}}
    assert [each["id"] for each in still_open] == [view["id"]]
    assert second == {"ok": True, "response_action": "close"}
    assert slack.state()["views"] == []
    values = heard.of("submission")[1]["view"]["state"]["values"]
    assert values["reason"] == {"text": {"type": "plain_text_input", "value": "because"}}
    assert values["time"]["hours"]["selected_option"]["value"] == "1"


def test_submission_that_updates_pushes_and_clears(slack: Any) -> None:
    """update keeps the id, push puts one on top, clear takes all away."""
    view = open_modal(slack)
    updated = submit(slack, view, "update")["view"]
    pushed = submit(slack, updated, "push")["view"]
    stack = [(each["id"], each["title"]["text"], each["previous_view_id"]) for each in slack.state()["views"]]
    cleared = submit(slack, pushed, "clear")

    assert stack == [(view["id"], "Again", None), (pushed["id"], "More", view["id"])]
    assert cleared == {"ok": True, "response_action": "clear"}
    assert slack.state()["views"] == []


@pytest.mark.parametrize(("text", "error"), [("broken", "invalid_arguments"), ("astray", "invalid_response_action")])
def test_acknowledgement_of_a_submission_that_slack_refuses(slack: Any, text: str, error: str) -> None:
    """A broken view or errors for unknown blocks leave the modal open and say so."""
    view = open_modal(slack)

    assert submit(slack, view, text)["error"] == error
    assert [each["id"] for each in slack.state()["views"]] == [view["id"]]


def test_modal_closed_by_the_person(slack: Any, heard: Any) -> None:
    """Closing tells the app where the view asked for it; a closed view takes no submission."""
    view = open_modal(slack)

    assert slack.post("close", user="U0MEI", view_id=view["id"]) == {"ok": True}
    assert heard.of("closed")[0]["view"]["id"] == view["id"]
    assert submit(slack, view, "because")["error"] == "bad_request"


def test_shortcut_on_a_message(slack: Any, heard: Any, until: Any) -> None:
    """A message shortcut brings the message, and its response_url answers the person alone."""
    ts = slack.post("say", user="U0SAM", channel="C0ONCALL", text="exit 137 & <b>")["message"]["ts"]

    assert slack.post("shortcut", user="U0MEI", callback_id="explain", channel="C0ONCALL", ts=ts) == {"ok": True}
    until(lambda: len(slack.messages()) == 2)
    assert slack.texts() == ["exit 137 &amp; &lt;b&gt;", "about: exit 137 &amp; &lt;b&gt;"]
    assert slack.texts(user="U0SAM") == ["exit 137 &amp; &lt;b&gt;"]
    assert heard.of("shortcut")[0]["message_ts"] == ts


def test_shortcut_from_anywhere(slack: Any, heard: Any) -> None:
    """A global shortcut brings a person and a trigger, and no message."""
    assert slack.post("shortcut", user="U0MEI", callback_id="ask") == {"ok": True}
    assert sorted(heard.of("shortcut")[0].keys() & {"message", "trigger_id", "response_url"}) == ["trigger_id"]


def test_app_home(slack: Any, heard: Any, until: Any) -> None:
    """Opening the home tab sends the event, and the app's answer is that person's home."""
    slack.post("home", user="U0SAM")
    home = until(lambda: slack.state("U0SAM")["home"])

    assert [block["type"] for block in home["blocks"]] == ["divider"]
    assert slack.state("U0MEI")["home"] is None
    assert heard.of("home")[0]["event"]["tab"] == "home"


def test_lost_event_is_repeated_and_says_so(slack: Any, heard: Any, until: Any, mode: str) -> None:
    """An event whose acknowledgement is lost comes again with its number and reason, at most three times."""
    slack.post("faults", kind="drop_ack", method="events_api", count=9)
    slack.post("home", user="U0MEI")
    until(lambda: len(slack.traffic("app_home_opened")) == 4)
    retries = [entry["request"].get("retry") for entry in slack.traffic("app_home_opened")]

    reason = "http_timeout"
    assert retries == [None, *({"num": number, "reason": reason} for number in (1, 2, 3))]
    if mode == "http":
        numbers = [body["headers"].get("x-slack-retry-num") for body in heard.of("home")]
        assert numbers == [None, ["1"], ["2"], ["3"]]


def test_wrong_press_is_not_sent(slack: Any, heard: Any) -> None:
    """Elements that are not there and messages one cannot see are refused before the app hears of them."""
    ts = slack.client().chat_postMessage(channel="C0ONCALL", text="press", blocks=BUTTON)["ts"]
    note = slack.client().chat_postEphemeral(channel="C0ONCALL", user="U0SAM", text="press", blocks=BUTTON)

    def press(ts: str, **action: str) -> str:
        place = {"type": "message", "channel": "C0ONCALL", "ts": ts}
        return str(slack.post("action", user="U0MEI", container=place, action={**PRESS, **action})["error"])

    assert press(ts, action_id="other") == "bad_request"
    assert press(note["message_ts"]) == "bad_request"
    assert press("1.000001") == "bad_request"
    assert heard.of("action") == []
