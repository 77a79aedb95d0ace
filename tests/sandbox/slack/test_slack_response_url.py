"""response_url: five uses, thirty minutes, what counts as the original, and who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.webhook import WebhookClient


class Clock:
    """A clock that tests move forward."""

    def __init__(self) -> None:
        self.time = 1_763_715_600.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slack(serving: Any, connected: Any, scenario: Any, settings: Any, clock: Clock) -> Iterator[Any]:
    """A local Slack whose clock stands still, with the scenario app connected."""
    with serving(settings.__class__(**{**settings.__dict__, "now": clock})) as slack, connected(scenario(slack), slack):
        yield slack


def link_of(slack: Any, heard: Any, typed: str = "/exitcode 1") -> str:
    """Type a command and return the response_url that the app got."""
    slack.post("command", user="U0MEI", channel="C0ONCALL", text=typed)
    return str(heard.of("command")[-1]["response_url"])


def test_unknown_link(slack: Any) -> None:
    """A response_url nobody gave out answers 404."""
    assert slack.send(f"{slack.address}/response/invented", {"text": "x"}) == (
        404,
        {"ok": False, "error": "no_such_url"},
    )


def test_broken_message_is_refused_and_costs_nothing(slack: Any, heard: Any) -> None:
    """Blocks that Slack would refuse are refused here too, and do not use the link up."""
    link = link_of(slack, heard)
    for _ in range(6):
        status, answer = slack.send(link, {"text": "x", "blocks": [{"type": "nonsense"}]})

        assert (status, answer["error"]) == (400, "invalid_blocks")
    assert slack.send(link, {"text": "x"})[0] == 200


def test_five_uses(slack: Any, heard: Any) -> None:
    """The sixth use is refused and shows nothing."""
    link = link_of(slack, heard, "/exitcode nothing")
    statuses = [slack.send(link, {"text": str(number)})[0] for number in range(6)]

    assert statuses == [200, 200, 200, 200, 200, 404]
    assert slack.texts() == ["0", "1", "2", "3", "4"]
    assert slack.send(link, {"text": "x"})[1]["error"] == "used_url"


def test_thirty_minutes(slack: Any, heard: Any, clock: Clock) -> None:
    """At thirty minutes it still works, a second later it does not."""
    link = link_of(slack, heard, "/exitcode nothing")
    clock.time += 30 * 60
    in_time = slack.send(link, {"text": "in time"})
    clock.time += 1

    assert in_time == (200, {"ok": True})
    assert slack.send(link, {"text": "late"}) == (404, {"ok": False, "error": "expired_url"})
    assert slack.texts() == ["in time"]


def test_answers_are_private_unless_said_otherwise(slack: Any, heard: Any) -> None:
    """Without response_type only the asker sees the answer; in_channel everyone does."""
    link = link_of(slack, heard, "/exitcode nothing")
    slack.send(link, {"text": "for Mei"})
    slack.send(link, {"text": "for all", "response_type": "in_channel"})

    assert (slack.texts(), slack.texts(user="U0SAM")) == (["for Mei", "for all"], ["for all"])


def test_final_answer_replaces_the_acknowledgement(slack: Any, heard: Any) -> None:
    """replace_original takes the place of the note the command was acknowledged with, however often it is sent."""
    client = WebhookClient(link_of(slack, heard))
    before = slack.messages()[0]
    for _ in range(2):
        client.send(text="final", blocks=[{"type": "divider"}], replace_original=True)
    after = slack.messages()

    assert (before["text"], [message["text"] for message in after]) == ("answer to 1", ["final"])
    assert (after[0]["ts"], after[0]["is_ephemeral"]) == (before["ts"], True)
    client.send(text="plain", replace_original=True)
    assert "blocks" not in slack.messages()[0]


def test_without_an_acknowledgement_the_first_answer_is_the_original(slack: Any, heard: Any) -> None:
    """Sent twice to a silent command, a replacing answer still stands there once."""
    link = link_of(slack, heard, "/exitcode nothing")
    for _ in range(2):
        slack.send(link, {"text": "final", "replace_original": True})

    assert slack.texts() == ["final"]


def test_original_can_be_deleted(slack: Any, heard: Any) -> None:
    """delete_original removes the acknowledgement, and later answers stand for themselves."""
    link = link_of(slack, heard)
    slack.send(link, {"delete_original": True})

    assert slack.texts() == []
    slack.send(link, {"text": "after", "replace_original": True})
    assert slack.texts() == ["after"]


def test_answer_in_a_thread(slack: Any, heard: Any) -> None:
    """thread_ts puts the answer under that message."""
    root = slack.post("say", user="U0SAM", channel="C0ONCALL", text="root")["message"]["ts"]
    link = link_of(slack, heard, "/exitcode nothing")
    slack.send(link, {"text": "below", "response_type": "in_channel", "thread_ts": root})

    assert [(message["text"], message.get("thread_ts")) for message in slack.messages()] == [
        ("root", root),
        ("below", root),
    ]


def test_press_replaces_the_message_it_was_made_in(slack: Any, heard: Any) -> None:
    """The response_url of a press means the message with the button, which everyone sees."""
    element = {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "block_id": "b", "elements": [element]}]
    ts = slack.client().chat_postMessage(channel="C0ONCALL", text="press", blocks=blocks)["ts"]
    place = {"type": "message", "channel": "C0ONCALL", "ts": ts}
    slack.post("action", user="U0MEI", container=place, action={"block_id": "b", "action_id": "open", "type": "button"})
    slack.send(heard.of("action")[0]["response_url"], {"text": "done", "replace_original": True})

    assert slack.texts(user="U0SAM") == ["done"]
    assert slack.messages()[0]["ts"] == ts


def test_trigger_expires_and_works_once(slack: Any, heard: Any, clock: Clock) -> None:
    """A trigger opens one modal within three seconds."""
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [{"type": "divider"}]}
    link_of(slack, heard)
    link_of(slack, heard)
    first, second = (body["trigger_id"] for body in heard.of("command"))

    def opened(trigger: str) -> str:
        body = {"trigger_id": trigger, "view": view, "token": "xoxb-local-bot"}
        return str(slack.send(f"{slack.address}/api/views.open", body)[1].get("error", "ok"))

    clock.time += 3
    answers = [opened(first), opened(first)]
    clock.time += 1

    assert [*answers, opened(second)] == ["ok", "exchanged_trigger_id", "expired_trigger_id"]


def test_faults_reach_response_urls_too(slack: Any, heard: Any) -> None:
    """A planned error for response_url spoils one answer and does not count as a use."""
    link = link_of(slack, heard, "/exitcode nothing")
    slack.post("faults", kind="rate_limit", method="response_url", seconds=2)
    statuses = [slack.send(link, {"text": str(number)})[0] for number in range(2)]

    assert (statuses, slack.texts()) == ([429, 200], ["1"])
