"""What happens when a listener breaks."""

import json
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from deploy.sandbox.slack.blocks.blocks import block_problems

BROKE = "The fault is mine, not your pod's. It is logged under reference "


def test_a_command_that_breaks_is_answered_with_a_reference_that_is_logged(bot) -> None:
    """No stack trace for the reader; the same reference leads to it in the log."""
    bot.queue.fault = ZeroDivisionError("a bug")

    with capture_logs() as logs:
        shown = bot.command("/whypod shop/checkout")

    (line,) = [line for line in logs if line["event"] == "listener failed"]
    assert shown["text"] == f"{BROKE}{line['reference']}."
    assert shown["response_type"] == "ephemeral"
    assert (line["kind"], line["exc_info"]) == ("/whypod", bot.queue.fault)
    assert "ZeroDivisionError" not in json.dumps(shown)


def test_a_button_that_breaks_is_answered_to_the_one_who_pressed(bot) -> None:
    """It was acknowledged before, so the words come by the response_url, in his language."""
    bot.queue.fault = ZeroDivisionError("a bug")
    bot.redis.hset("whypod:languages", "U0SAM", "zh")

    bot.press({"action_id": "report.events", "value": "q1 shop/web"}, user="U0SAM")

    said = bot.slack.wait_for("response")
    assert said["text"].startswith("是我自己出了错，不是你的 Pod。")
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", False)


def test_a_form_that_breaks_keeps_its_window_and_says_so(bot) -> None:
    """Otherwise the window would close as if everything had been taken."""

    @bot.app.view("a-form")
    def submitted() -> None:
        raise ZeroDivisionError("a bug")

    payload = {"type": "view_submission", "user": {"id": "U0MEI"}, "team": {"id": "T0LOCAL"}}
    payload["view"] = {"id": "V1", "type": "modal", "callback_id": "a-form", "state": {"values": {}}}
    status, body = bot.send(urlencode({"payload": json.dumps(payload)}))

    assert (status, body["response_action"]) == (200, "update")
    assert block_problems(body["view"]["blocks"], "modal") == []


def test_a_home_that_breaks_is_only_logged(bot) -> None:
    """There is no way to tell the reader, and Slack would only send the event again."""
    bot.slack.errors["views.publish"] = "not_enabled"

    with capture_logs() as logs:
        assert bot.event(type="app_home_opened", user="U0MEI", tab="home")[0] == 200
        bot.app.listener_runner.listener_executor.shutdown(wait=True)

    assert [line["event"] for line in logs] == ["listener failed"]


@pytest.mark.parametrize("gone", ["expired_trigger_id", "exchanged_trigger_id"])
def test_a_window_opened_too_late_is_no_fault(bot, gone: str) -> None:
    """A slow network is explained, and not counted as an error of ours."""
    bot.slack.errors["views.open"] = gone

    with capture_logs() as logs:
        bot.press({"action_id": "exitcode.read_more", "value": "137"})
        said = bot.slack.wait_for("response")["text"]

    assert said.endswith("Press the button again.")
    assert [line["log_level"] for line in logs] == ["warning"]
