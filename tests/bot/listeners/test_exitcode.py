"""`/exitcode` and its buttons, through the real Bolt app."""

import pytest

from deploy.sandbox.slack.blocks.blocks import block_problems, message_problems


def test_nonsense_gets_an_example_and_the_nearest_guess(bot) -> None:
    """A typing mistake is answered with a button that asks for what was probably meant."""
    shown = bot.command("/exitcode SIGKIL")

    assert message_problems(shown) == ("", [])
    assert [button["value"] for button in shown["blocks"][-1]["elements"]] == ["SIGKILL"]


@pytest.mark.parametrize("text", ["", " ", "help", "?"])
def test_nothing_typed_gets_an_example(bot, text: str) -> None:
    """An empty command explains itself instead of failing."""
    shown = bot.command(f"/exitcode {text}")

    assert shown["text"] == "A code, a signal or a reason. For example: /exitcode 137"


def test_it_is_answered_in_the_acknowledgement_without_redis(bot_without_redis) -> None:
    """A code is explained while neither Redis nor a worker is there, and nobody else sees it."""
    shown = bot_without_redis.command("/exitcode 137")

    assert shown["text"].startswith("137 · ")
    assert "response_type" not in shown, "without one, Slack shows it to the asker alone"
    assert message_problems(shown) == ("", [])
    assert bot_without_redis.slack.calls == []


def test_several_codes_are_answered_in_one_message(bot) -> None:
    """Slack takes one table a message, so several codes are lists."""
    shown = bot.command("/exitcode 137 143 139")

    assert shown["text"].count(" / ") == 2
    assert message_problems(shown) == ("", [])


def test_it_is_answered_in_the_readers_language(bot) -> None:
    """The choice made once holds for every command."""
    bot.command("/whypod lang zh")

    assert "杀" in bot.command("/exitcode 137")["text"]


def test_read_more_opens_every_reading(bot) -> None:
    """The window is one Slack takes, and needs nothing but what the button carries."""
    button = bot.command("/exitcode 137")["blocks"][-1]["elements"][0]

    assert bot.press({"action_id": button["action_id"], "value": button["value"]}) == (200, "")

    view = bot.slack.wait_for("views.open")["view"]
    assert block_problems(view["blocks"], "modal") == []
    assert view["title"]["text"] == "Exit code 137"


def test_share_posts_in_the_channel_and_names_who_shared(bot) -> None:
    """Everybody sees the answer, by whom, and without a second Share button."""
    button = bot.command("/exitcode 137")["blocks"][-1]["elements"][1]

    bot.press({"action_id": button["action_id"], "value": button["value"]})

    posted = bot.slack.wait_for("response")
    assert (posted["response_type"], posted["replace_original"]) == ("in_channel", False)
    assert posted["blocks"][-1]["elements"][0]["elements"][-1] == {"type": "user", "user_id": "U0MEI"}
    assert [element["action_id"] for element in posted["blocks"][-2]["elements"]] == ["exitcode.read_more"]
    assert message_problems(posted) == ("", [])


def test_a_double_click_shares_once(bot) -> None:
    """The second press says that it was shared, to the one who pressed only."""
    press = {"action_id": "exitcode.share", "value": "137"}

    bot.press(press)
    bot.slack.wait_for("response")
    bot.slack.calls.clear()
    bot.press(press)

    assert bot.slack.wait_for("response")["text"] == "This was shared a moment ago."


def test_a_guess_that_is_pressed_is_answered(bot) -> None:
    """`Did you mean` is one press away from the answer."""
    bot.press({"action_id": "exitcode.ask:0", "value": "SIGKILL"})

    assert "SIGKILL" in bot.slack.wait_for("response")["text"]


def test_a_window_slack_opens_no_longer_is_explained(bot) -> None:
    """Slack allows three seconds between press and window; after that the reader is asked to press again."""
    bot.slack.errors["views.open"] = "expired_trigger_id"

    bot.press({"action_id": "exitcode.read_more", "value": "137"})

    assert bot.slack.wait_for("response")["text"] == (
        "Slack's time limit for opening a window ran out. Press the button again."
    )


def test_what_is_excluded_says_more_than_the_question(bot) -> None:
    """`137 Error` rules out two reasons, each in its own words; `2 go` would only say the program is go."""
    by_reason, by_runtime = (str(bot.command(f"/exitcode {text}")) for text in ("137 Error", "2 go"))

    assert "the reason would be " in by_reason
    assert "the program is go" not in by_runtime
