"""Rate limits and faults through the real slack_sdk client, and what is kept of the traffic."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import FixedValueRetryIntervalCalculator
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

from tests.sandbox.slack.refusals import refusal


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
    for text in "ab":
        client.chat_postMessage(channel="C0ONCALL", text=text)

    assert slack.texts() == ["a", "b"]


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
    at_once = FixedValueRetryIntervalCalculator(0.01)
    client.retry_handlers.append(ServerErrorRetryHandler(max_retry_count=2, interval_calculator=at_once))
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
