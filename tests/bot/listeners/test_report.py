"""The buttons under a diagnosis, through the real Bolt app."""

import pytest

from core.messages.answer import NotFound
from core.messages.question import Target
from core.messages.report import Evidence, Finding, LogExcerpt, Moment, PodRef, Report
from deploy.sandbox.slack.blocks.blocks import block_problems, message_problems

REPORT = Report(
    target="shop/checkout",
    ref=PodRef(namespace="shop", name="checkout-1"),
    findings=(
        Finding(
            cause="run.oom-cgroup",
            detail="run.oom-cgroup",
            confidence="certain",
            container="web",
            evidence=(Evidence(source="status", quote="OOMKilled"),),
        ),
    ),
    timeline=(Moment(at="2026-11-21T02:14:07Z", source="event", reason="BackOff"),),
    logs=(LogExcerpt(container="web", previous=True, lines=("started", "working")),),
)
WINDOWS = ["report.previous_log", "report.events", "report.read_more"]


def value(question_id: str = "q1", target: str = "shop/checkout-1") -> str:
    """What a button under the answer carries."""
    return f"{question_id} {target}"


@pytest.mark.parametrize("action", [*WINDOWS, "report.share"])
def test_an_answer_no_longer_kept_says_how_to_get_a_new_one(bot, action: str) -> None:
    """After a day the buttons explain themselves instead of failing."""
    bot.press({"action_id": action, "value": value()})

    said = bot.slack.wait_for("response")
    assert said["text"] == (
        "This answer is older than a day, and I no longer have it. Look again: /whypod shop/checkout-1"
    )
    assert said["replace_original"] is False


@pytest.mark.parametrize("action", WINDOWS)
def test_without_redis_the_buttons_say_so(bot_without_redis, action: str) -> None:
    """The answer is not lost, only out of reach, and the reader is told which."""
    bot_without_redis.press({"action_id": action, "value": value()})

    assert bot_without_redis.slack.wait_for("response")["text"].startswith("I can't fetch that answer right now")


@pytest.mark.parametrize("action", [*WINDOWS, "report.share"])
def test_who_may_not_ask_may_not_press(make_bot, action: str) -> None:
    """A shared answer does not open its logs to somebody who could not have asked."""
    bot = make_bot(allowed_users=("U0MEI",))
    bot.queue.answers["q1"] = REPORT

    bot.press({"action_id": action, "value": value()}, user="U0SAM")

    assert bot.slack.wait_for("response")["text"].startswith("You are not on the list")


def test_an_answer_that_is_no_report_has_no_windows(bot) -> None:
    """A forged or mistaken value cannot break the listener."""
    bot.queue.answers["q1"] = NotFound(target="shop/chekout")

    bot.press({"action_id": "report.events", "value": value()})

    assert "older than a day" in bot.slack.wait_for("response")["text"]


@pytest.mark.parametrize("action", WINDOWS)
def test_a_window_opens_in_the_language_of_who_presses(bot, action: str) -> None:
    """Mei asked in English; Sam, who presses, reads Chinese."""
    bot.queue.answers["q1"] = REPORT
    bot.redis.hset("whypod:languages", "U0SAM", "zh")

    assert bot.press({"action_id": action, "value": value()}, user="U0SAM", private=False) == (200, "")

    sent = bot.slack.wait_for("views.open")
    assert sent["trigger_id"] == "4.5.6"
    assert sent["view"]["close"]["text"] == "关闭"
    assert block_problems(sent["view"]["blocks"], "modal") == []


def test_look_again_asks_about_the_same_pod(bot) -> None:
    """It needs nothing of the old answer, so it works for ever; the new answer takes the old one's place."""
    bot.press({"action_id": "report.look_again", "value": value()})

    said = bot.slack.wait_for("response")
    (question,) = bot.queue.asked
    assert (said["text"], said["replace_original"]) == ("Looking at shop/checkout-1 …", True)
    assert question.target == Target(text="shop/checkout-1", namespace="shop", name="checkout-1")
    assert question.reply_to.response_url == f"{bot.slack.url}/response/2"


def test_look_again_under_a_shared_answer_leaves_it_alone(bot) -> None:
    """What everybody reads is not replaced by what one person asked anew, nor in his language."""
    bot.press({"action_id": "report.look_again", "value": value()}, private=False)

    said = bot.slack.wait_for("response")
    (question,) = bot.queue.asked
    assert said["replace_original"] is False
    assert question.reply_to.response_url == ""


def test_an_answer_stays_when_the_new_question_was_not_taken(bot_without_redis) -> None:
    """Better an old answer than none."""
    bot_without_redis.press({"action_id": "report.look_again", "value": value()})

    said = bot_without_redis.slack.wait_for("response")
    assert said["text"].startswith("I can't look at shop/checkout-1 right now")
    assert said["replace_original"] is False


def test_a_double_click_asks_once(bot) -> None:
    """Two presses within two seconds are one question."""
    for _ in range(2):
        bot.press({"action_id": "report.look_again", "value": value()})
    bot.app.listener_runner.listener_executor.shutdown(wait=True)

    assert len(bot.queue.asked) == 1


def test_share_posts_the_answer_once_and_names_who_shared(bot) -> None:
    """The channel sees the answer; its buttons work for everybody; there is no second Share."""
    bot.queue.answers["q1"] = REPORT

    bot.press({"action_id": "report.share", "value": value()})

    posted = bot.slack.wait_for("response")
    assert (posted["response_type"], posted["replace_original"]) == ("in_channel", False)
    assert posted["blocks"][-1]["elements"][0]["elements"][-1] == {"type": "user", "user_id": "U0MEI"}
    assert "report.share" not in [button["action_id"] for button in posted["blocks"][-2]["elements"]]
    assert message_problems(posted) == ("", [])


def test_a_pod_chosen_from_several_is_asked_about(bot) -> None:
    """A button and a select do the same."""
    bot.press({"action_id": "pick:1", "value": "shop/checkout-1"})
    bot.press({"type": "static_select", "action_id": "pick", "selected_option": {"value": "shop/checkout-2 -c web"}})
    bot.app.listener_runner.listener_executor.shutdown(wait=True)

    assert sorted((question.target.name, question.target.container) for question in bot.queue.asked) == [
        ("checkout-1", None),
        ("checkout-2", "web"),
    ]


def test_the_answer_in_a_thread_stays_in_the_thread(bot) -> None:
    """Pressed in a thread, the new answer goes there too."""
    container = {"type": "message", "channel_id": "C0ONCALL", "message_ts": "1.2", "thread_ts": "1.1"}

    bot.press({"action_id": "report.look_again", "value": value()}, container=container)
    bot.slack.wait_for("response")

    assert bot.queue.asked[0].reply_to.thread_ts == "1.1"
