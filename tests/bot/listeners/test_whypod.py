"""`/whypod` through the real Bolt app, its queue replaced by a list."""

import pytest

from core.messages.question import ReplyTo, Target
from deploy.sandbox.slack.blocks.blocks import message_problems


def words_in(message: dict) -> str:
    """Everything a reader sees, joined."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            for child in value.values():
                walk(child)
        elif isinstance(value, list):
            for child in value:
                walk(child)

    walk(message["blocks"])
    return "".join(found)


@pytest.mark.parametrize(
    "text", ["", "<!here>", "shop/<!channel>", "<#C1|x>", "a/b/c/d/e", "shop/frog/checkout", "x" * 4000]
)
def test_a_wrong_target_gets_an_example_and_is_not_asked(bot, text: str) -> None:
    """Whatever was typed, the answer shows how it goes, and no worker is bothered."""
    shown = bot.command(f"/whypod {text}")

    assert "/whypod shop/" in words_in(shown)
    assert message_problems(shown) == ("", [])
    assert bot.queue.asked == []


def test_a_wrong_target_of_another_command_gets_an_example_of_that(bot) -> None:
    """Whoever asked who killed a pod is not sent to another command."""
    assert "/whokilled shop/checkout" in words_in(bot.command("/whokilled <@U1>"))


def test_the_question_is_queued_and_acknowledged_for_the_asker_alone(bot) -> None:
    """What goes into the queue holds everything the answer needs to find its way back."""
    shown = bot.command("/whypod shop/checkout")

    (question,) = bot.queue.asked
    assert shown["text"] == "Looking at shop/checkout …"
    assert "response_type" not in shown
    assert question.target == Target(text="shop/checkout", namespace="shop", name="checkout")
    assert question.reply_to == ReplyTo(
        user="U0MEI",
        channel="C0ONCALL",
        response_url=f"{bot.slack.url}/response/1",
        language="en",
        asked_at=question.reply_to.asked_at,
    )


def test_without_redis_it_says_so_and_what_works(bot_without_redis) -> None:
    """The reader learns that nobody is looking, how to look by hand, and that codes are still explained."""
    shown = bot_without_redis.command("/whypod prod:shop/checkout")

    assert shown["text"].startswith("I can't look at prod:shop/checkout right now")
    assert "kubectl --context prod -n shop describe pod/checkout" in words_in(shown)
    assert "/exitcode CODE works without Redis" in words_in(shown)
    assert message_problems(shown) == ("", [])


def test_an_unknown_language_names_the_two(bot) -> None:
    """`lang fr` is not stored."""
    shown = bot.command("/whypod lang fr")

    assert words_in(shown) == "I answer in English or Chinese: /whypod lang en or /whypod lang zh."
    assert bot.redis.hgetall("whypod:languages") == {}


def test_the_language_is_confirmed_in_the_new_language_and_kept(bot) -> None:
    """The choice is the reader's own, goes along with the question, and survives a restart of the bot."""
    assert bot.command("/whypod lang 中文")["text"] == "之后我会用中文回答你。"

    bot.command("/whypod shop/checkout")
    bot.command("/whypod shop/checkout", user="U0SAM")

    assert [question.reply_to.language for question in bot.queue.asked] == ["zh", "en"]
    assert bot.redis.hgetall("whypod:languages") == {b"U0MEI": b"zh"}


def test_a_language_that_cannot_be_stored_still_holds_for_now(bot_without_redis) -> None:
    """The reader gets what he asked for, and is told that it may not last."""
    shown = bot_without_redis.command("/whypod lang zh")

    assert "暂时无法保存" in shown["text"]
    assert bot_without_redis.command("/whypod help")["text"].startswith("我读取")


def test_help_lists_the_commands(bot) -> None:
    """Help is drawn in blocks that Slack takes."""
    shown = bot.command("/whypod help")

    assert "/exitcode 137" in words_in(shown)
    assert message_problems(shown) == ("", [])


def test_a_forbidden_namespace_is_refused_with_what_is_allowed(make_bot) -> None:
    """The rules of the settings are enforced before anything is asked."""
    bot = make_bot(namespaces={"C0ONCALL": ("shop", "data-*")})

    shown = bot.command("/whypod kube-system/coredns")

    assert words_in(shown) == "kube-system can't be asked about in this channel. Here: shop, data-*"
    assert bot.queue.asked == []


def test_an_unsigned_request_is_turned_away(bot) -> None:
    """Nobody but Slack can ask, though the port is open."""
    status, _ = bot.send("command=%2Fwhypod&text=shop%2Fcheckout", **{"x-slack-signature": "v0=00"})

    assert status == 401
    assert bot.queue.asked == []


def test_home_shows_the_commands_and_the_language(bot) -> None:
    """Opening the App Home draws it in the reader's language."""
    bot.redis.hset("whypod:languages", "U0MEI", "zh")

    bot.event(type="app_home_opened", user="U0MEI", tab="home")

    view = bot.slack.wait_for("views.publish")["view"]
    assert view["blocks"][-1]["accessory"]["initial_option"]["value"] == "zh"


def test_the_messages_tab_of_home_draws_nothing(bot) -> None:
    """Only the home tab has something to draw."""
    assert bot.event(type="app_home_opened", user="U0MEI", tab="messages")[0] == 200
    bot.app.listener_runner.listener_executor.shutdown(wait=True)

    assert bot.slack.calls == []


def test_the_picker_in_home_changes_the_language(bot) -> None:
    """Choosing a language redraws the home in it."""
    bot.press({"type": "static_select", "action_id": "language", "selected_option": {"value": "zh"}})

    view = bot.slack.wait_for("views.publish")["view"]
    headers = [one["text"]["text"] for one in view["blocks"] if one["type"] == "header"]
    assert "这个 Pod 出了什么问题？" in headers
    assert bot.redis.hget("whypod:languages", "U0MEI") == b"zh"
