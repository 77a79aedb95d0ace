"""`/oncall`: what is open, in hand, snoozed and over; a shift's handover; unmuting."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from core.messages import alerts as keys
from core.messages.alerts import workload_key
from core.messages.handling import Acknowledged, Handling, Mute, Snoozed
from core.messages.incidents import Ending
from core.messages.jumps import Workload
from deploy.sandbox.slack.blocks.blocks import message_problems

Read = Callable[[list[dict[str, Any]]], list[str]]
ORDERS = Workload(namespace="shop", kind="Deployment", name="orders")


def care(bot: Any, incident: str, **what: Any) -> None:
    """What somebody did with it."""
    bot.redis.hset(keys.HANDLING, incident, Handling(version=1, **what).model_dump_json())


def test_without_redis_it_says_so(bot_without_redis: Any) -> None:
    """There is nothing to show, and that is not "nothing is open"."""
    assert "Redis is not responding" in bot_without_redis.command("/oncall")["text"]


def test_a_quiet_night(bot: Any) -> None:
    """Said in words, not as four zeros."""
    assert bot.command("/oncall")["text"] == "Nothing is open. I am watching, and there is nothing to report."


def test_what_it_does_not_understand_gets_the_usage(bot: Any) -> None:
    """A shift is given in hours; anything else shows how, beside what is open."""
    usage = ["/oncall 12h" in str(bot.command(f"/oncall {text}")["blocks"]) for text in ("last night", "help", "-1h")]
    shifts = ["handover" in bot.command(f"/oncall {text}")["text"] for text in ("12h", "12", "8 hours", "8小时", "")]

    assert usage == [True, True, True]
    assert shifts == [True, True, True, True, False]
    assert "/oncall 12h" not in str(bot.command("/oncall")["blocks"])


def test_each_incident_stands_in_one_list(bot: Any, put: Any, read: Read) -> None:
    """Open, acknowledged, snoozed, over within the hour; one that was over before is left out."""
    now = time.time()
    put()
    for name in ("taken", "later", "over", "long-over"):
        workload = ORDERS.model_copy(update={"name": name})
        ended = {"over": 60.0, "long-over": 7200.0}.get(name)
        over = {"stage": "resolved", "ended_at": now - ended, "ending": Ending(reason="ready")} if ended else {}
        put(id=name, workload=workload, **over)
    care(bot, "taken", acknowledged=Acknowledged(user="U0SAM", at=now))
    care(bot, "later", snoozed=Snoozed(user="U0SAM", at=now, reason="ticket 12"))
    shown = bot.command("/oncall")

    assert shown["text"] == "1 open, 1 acknowledged, 1 snoozed, 1 ended recently"
    assert [line.split("** · ")[0].lstrip("- *") for line in read(shown["blocks"]) if line.startswith("- ")] == [
        "shop/orders",
        "shop/taken",
        "shop/later",
        "shop/over",
    ]
    assert message_problems(shown) == ("", [])


def test_a_shift_is_handed_over(bot: Any, put: Any, read: Read) -> None:
    """How many began, how many are over, how many are left."""
    put()
    put(id="old", started_at=time.time() - 20 * 3600)
    lines = read(bot.command("/oncall 12h")["blocks"])

    assert lines[:2] == [
        "**Shift handover: the last 12 h**",
        "Incidents: 1 began, 0 ended, 2 are handed over open.",
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_unmuted_it_is_told_of_again(bot: Any, put: Any, language: str) -> None:
    """The mute goes, the incident no longer shows it, and the list is drawn anew in the reader's language."""
    bot.redis.hset("whypod:languages", "U0MEI", language)
    one = put()
    mute = Mute(workload=one.workload, user="U0MEI", at=time.time())
    bot.redis.hset(keys.MUTES, workload_key(one.workload), mute.model_dump_json())
    care(bot, "i1", muted="U0MEI")
    buttons = [block for block in bot.command("/oncall")["blocks"] if block["type"] == "actions"][-1]["elements"]
    bot.press({"action_id": buttons[0]["action_id"], "value": buttons[0]["value"]})
    bot.slack.wait_for("response")

    assert bot.redis.hgetall(keys.MUTES) == {}
    assert Handling.model_validate_json(bot.redis.hget(keys.HANDLING, "i1")).muted == ""
