"""`/whyalert`: why the bot spoke about a workload, or did not."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from core.messages import alerts as keys
from core.messages.alerts import decision_key, workload_key
from core.messages.handling import Mute
from core.messages.jumps import Decision, RuleCheck, Workload
from deploy.sandbox.slack.blocks.blocks import message_problems

Read = Callable[[list[dict[str, Any]]], list[str]]
ORDERS = Workload(namespace="shop", kind="Deployment", name="orders")


def decide(bot: Any, *checks: RuleCheck) -> None:
    """What the watcher decided a minute ago about the container app."""
    one = Decision(workload=ORDERS, container="app", at=time.time() - 60, checks=checks)
    bot.redis.hset(keys.DECISIONS, decision_key(ORDERS, "app"), one.model_dump_json())


@pytest.mark.parametrize("text", ["", "orders", "a/b/c/d", "<!channel>", "shop/orders; rm"])
def test_what_names_no_workload_gets_the_usage(bot: Any, text: str) -> None:
    """A namespace is needed: decisions are kept by it."""
    assert "/whyalert shop/checkout" in bot.command(f"/whyalert {text}")["text"]


def test_a_forbidden_namespace_is_refused(make_bot: Any) -> None:
    """The rules for questions hold."""
    shown = make_bot(namespaces={"C0ONCALL": ("web",)}).command("/whyalert shop/orders")

    assert shown["text"].startswith("shop can't be asked about")


def test_without_redis_it_says_so(bot_without_redis: Any) -> None:
    """Nothing is known, which is not "nothing was decided"."""
    assert "Redis is not responding" in bot_without_redis.command("/whyalert shop/orders")["text"]


def test_of_a_workload_that_never_restarted_nothing_was_decided(bot: Any) -> None:
    """Said as such."""
    assert "shop/orders" in bot.command("/whyalert shop/orders")["text"]


@pytest.mark.parametrize("asked", ["shop/orders", "shop/deploy/orders", "`shop/orders`"])
def test_why_it_stayed_silent(bot: Any, read: Read, asked: str) -> None:
    """Counted, needed, over which time; and that somebody muted it."""
    decide(bot, RuleCheck(rule="pod-restarts", counted=2, needed=3, window=600, silence="below", subject="orders-1"))
    mute = Mute(workload=ORDERS, user="U0SAM", at=time.time(), reason="planned")
    bot.redis.hset(keys.MUTES, workload_key(ORDERS), mute.model_dump_json())
    shown = bot.command(f"/whyalert {asked}")
    lines = read(shown["blocks"])

    assert lines[0] == "**shop/orders: I did not alert**"
    assert "- restarts of one pod: 2 in 10 min, threshold 3 · orders-1 → below the threshold" in lines
    assert lines[-1].endswith("planned")
    assert message_problems(shown) == ("", [])

    bot.command("/whypod lang zh")
    assert bot.command(f"/whyalert {asked}")["text"] == "shop/orders：未告警"


def test_why_it_spoke(bot: Any, put: Any, read: Read) -> None:
    """The rule that spoke stands out, and the incident it opened."""
    put()
    decide(bot, RuleCheck(rule="oom", counted=2, needed=2, window=3600, spoke=True))
    lines = read(bot.command("/whyalert shop/orders")["blocks"])

    assert lines[0] == "**shop/orders: I alerted**"
    assert "- OOM kills: 2 in 60 min, threshold 2 → **alerted**" in lines
    assert lines[-1].startswith("**Incident  **open since")
