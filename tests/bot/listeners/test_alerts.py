"""The buttons under an alert: taken in hand, snoozed, muted, looked at again; and what a press does when it cannot."""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from core.messages import alerts as keys
from core.messages.alerts import workload_key
from core.messages.handling import Handling, Mute, Snoozed
from core.messages.incidents import StormIncident
from core.messages.report import Report
from deploy.sandbox.slack.blocks.blocks import view_problems

Handled = Callable[[], Handling]


def press(bot: Any, action: str, user: str = "U0MEI", **more: Any) -> Any:
    """Press a button under the alert in the channel."""
    return bot.press({"action_id": f"alert.{action}", "value": "i1"}, user, private=False, **more)


def submit(bot: Any, callback: str, choice: str, reason: str = "") -> Any:
    """Save the window that the button opened."""
    values = {
        "choice": {"choice": {"type": "radio_buttons", "selected_option": {"value": choice}}},
        "reason": {"reason": {"type": "plain_text_input", "value": reason or None}},
    }
    view = {"type": "modal", "callback_id": callback, "private_metadata": "i1", "state": {"values": values}}
    payload = {"type": "view_submission", "user": {"id": "U0MEI"}, "team": {"id": "T0LOCAL"}, "view": view}
    return bot.send(urlencode({"payload": json.dumps(payload)}))


@pytest.mark.parametrize("action", ["acknowledge", "snooze", "mute", "diagnose", "log", "read_more"])
def test_of_a_forgotten_incident_nothing_can_be_done(bot: Any, action: str) -> None:
    """Incidents are kept a day; the message above them longer."""
    press(bot, action)

    assert "I no longer have this incident" in bot.slack.wait_for("response")["text"]
    assert (bot.queue.asked, bot.redis.hgetall(keys.HANDLING)) == ([], {})


@pytest.mark.parametrize("action", ["snooze", "diagnose", "log"])
def test_who_may_not_ask_about_the_namespace_gets_nothing(make_bot: Any, action: str, put_into: Any) -> None:
    """A button under a message is no way around the rules."""
    bot = make_bot(namespaces={"C0ONCALL": ("web",)})
    put_into(bot)
    press(bot, action)

    assert bot.slack.wait_for("response")["text"].startswith("shop can't be asked about")
    assert bot.queue.asked == []


@pytest.mark.parametrize("action", ["acknowledge", "snooze", "mute", "diagnose", "log", "read_more"])
def test_without_redis_the_press_is_answered_once(bot_without_redis: Any, action: str) -> None:
    """Nothing was written down, and the person is told that, and nothing else."""
    press(bot_without_redis, action)
    told = [call.body["text"] for call in bot_without_redis.slack.calls]

    assert told == ["That did not go through: Redis, where I keep it, is not responding. Press again in a moment."]


def test_the_first_to_acknowledge_keeps_it(bot: Any, put: Any, handled: Handled) -> None:
    """A second press, or a second person, changes nothing; the message is edited once."""
    put()
    press(bot, "acknowledge")
    taken = handled()
    press(bot, "acknowledge", "U0SAM")

    assert taken.acknowledged is not None and taken.acknowledged.user == "U0MEI"
    assert handled() == taken == Handling(version=1, acknowledged=taken.acknowledged)
    assert bot.redis.llen("rq:queue:alerts") == 1


def test_a_twin_that_a_crash_left_behind_is_removed(bot: Any, put: Any) -> None:
    """The poster knows the message 9.9; the one that was pressed, 1.1, is another."""
    put()
    bot.redis.hset(keys.posted_key("i1"), mapping={"channel": "C0ONCALL", "ts": "9.9"})
    press(bot, "acknowledge")

    removed = bot.slack.wait_for("chat.delete")
    assert (removed["channel"], removed["ts"]) == ("C0ONCALL", "1.1")


@pytest.mark.parametrize(("callback", "choice"), [("alert.snooze", "cause"), ("alert.mute", "0")])
def test_a_window_that_cannot_be_saved_stays_open(bot: Any, bot_without_redis: Any, callback: str, choice: str) -> None:
    """The incident was forgotten while it stood open, or Redis is away: said in the window, nothing is lost."""
    answers = [submit(one, callback, choice)[1] for one in (bot, bot_without_redis)]

    assert [said["errors"]["choice"].partition(":")[0] for said in answers] == [
        "I no longer have this incident",
        "That did not go through",
    ]
    assert bot.redis.hgetall(keys.MUTES) == bot.redis.hgetall(keys.HANDLING) == {}


@pytest.mark.parametrize(("choice", "hours"), [("1", 1.0), ("8", 8.0), ("cause", None)])
def test_snoozed_for_hours_or_until_the_cause_changes(
    bot: Any, put: Any, handled: Handled, choice: str, hours: float | None
) -> None:
    """From the button through the window to what the watcher reads."""
    put(last_reason="OOMKilled", last_exit_code=137)
    before = time.time()
    press(bot, "snooze")
    view = bot.slack.wait_for("views.open")["view"]
    status, said = submit(bot, "alert.snooze", choice, "  known, ticket 12  ")
    after, found = time.time(), handled().snoozed

    assert view_problems(view) == ("", []) and (view["callback_id"], view["private_metadata"]) == ("alert.snooze", "i1")
    assert (status, said) == (200, "")
    assert found == Snoozed(
        user="U0MEI",
        at=found.at if found else 0.0,
        until=None if hours is None or found is None else found.at + hours * 3600,
        cause="OOMKilled 137",
        reason="known, ticket 12",
    )
    assert before <= found.at <= after


@pytest.mark.parametrize(("language", "said"), [("en", "about 2 workloads "), ("zh", "就 2 个工作负载 发送")])
def test_a_storm_is_snoozed_as_what_it_is(bot: Any, language: str, said: str) -> None:
    """It has no name of its own; the window says how many it is about, in the reader's language."""
    bot.redis.hset("whypod:languages", "U0MEI", language)
    times = {"started_at": 1.0, "detected_at": 1.0, "announced_at": 1.0}
    storm = StormIncident(id="i1", stage="open", member_ids=("a", "b"), **times)
    bot.redis.hset(keys.INCIDENTS, storm.id, storm.model_dump_json())
    press(bot, "snooze")

    assert said in json.dumps(bot.slack.wait_for("views.open")["view"], ensure_ascii=False)


@pytest.mark.parametrize(("choice", "hours"), [("24", 24.0), ("168", 168.0), ("0", None)])
def test_muted_for_a_while_or_for_good(bot: Any, put: Any, handled: Handled, choice: str, hours: float | None) -> None:
    """The workload is muted, and the incident shows by whom."""
    one = put()
    press(bot, "mute")
    view = bot.slack.wait_for("views.open")["view"]
    submit(bot, "alert.mute", choice)
    found = Mute.model_validate_json(bot.redis.hget(keys.MUTES, workload_key(one.workload)))

    assert view_problems(view) == ("", []) and view["callback_id"] == "alert.mute"
    assert found == Mute(
        workload=one.workload, user="U0MEI", at=found.at, until=None if hours is None else found.at + hours * 3600
    )
    assert handled().muted == "U0MEI"


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, "shop/deploy/orders -c app"),
        ({"containers": ("app", "proxy")}, "shop/deploy/orders"),
        ({"cluster": "prod"}, "prod:shop/deploy/orders -c app"),
        ({"kind": "Job", "pods": ({"name": "orders-x1"},)}, "shop/orders-x1 -c app"),
    ],
)
def test_diagnosed_again_is_asked_about_the_workload(bot: Any, put: Any, changes: dict[str, Any], asked: str) -> None:
    """Its worst pod is looked at; of a Job the pod that failed. Nothing replaces the message in the channel."""
    workload = {"namespace": "shop", "kind": changes.pop("kind", "Deployment"), "name": "orders"}
    put(workload={**workload, "cluster": changes.pop("cluster", "")}, **changes)
    press(bot, "diagnose")
    told = bot.slack.wait_for("response")

    assert [question.target.text for question in bot.queue.asked] == [asked]
    assert bot.queue.asked[0].reply_to.response_url == ""
    assert told["replace_original"] is False


@pytest.mark.parametrize("action", ["log", "read_more"])
def test_without_a_diagnosis_there_is_nothing_to_open(bot: Any, put: Any, action: str) -> None:
    """The reader learns how to get one."""
    put()
    press(bot, action)

    assert "/whypod shop/deploy/orders" in bot.slack.wait_for("response")["text"]


@pytest.mark.parametrize(("action", "shown"), [("log", "Killed"), ("read_more", "memory limit")])
def test_log_and_more_open_what_was_found(bot: Any, put: Any, report: Report, action: str, shown: str) -> None:
    """The windows are those of `/whypod`."""
    put(report=report)
    press(bot, action)
    view = bot.slack.wait_for("views.open")["view"]

    assert view_problems(view) == ("", [])
    assert shown in json.dumps(view)
