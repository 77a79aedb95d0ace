"""`/restarts`: what restarts most, how and since when, in words also where an ending was not seen."""

from collections.abc import Callable
from typing import Any

import pytest

from deploy.sandbox.slack.blocks.blocks import message_problems

Read = Callable[[list[dict[str, Any]]], list[str]]


def test_without_redis_it_says_so(bot_without_redis: Any) -> None:
    """Nothing is remembered anywhere else."""
    assert "not responding" in bot_without_redis.command("/restarts")["text"]


def test_a_forbidden_namespace_is_refused(make_bot: Any) -> None:
    """The rules for questions hold for lists, too: also for the list of everything."""
    bot = make_bot(namespaces={"C0ONCALL": ("shop",)})

    assert bot.command("/restarts kube-system")["text"].startswith("kube-system can't be asked about")
    assert bot.command("/restarts")["text"].startswith("Please name the namespace")


@pytest.mark.parametrize("text", ["<!here>", "shop web", "-n", "help", "Ünïcode"])
def test_what_is_no_namespace_gets_the_usage(bot: Any, text: str) -> None:
    """And nothing is looked up."""
    assert "/restarts shop" in bot.command(f"/restarts {text}")["text"]


@pytest.mark.parametrize("text", ["shop", "-n shop", "--namespace=shop", "shop/web", "SHOP", "`shop/web`"])
def test_a_namespace_is_read_as_kubectl_s_users_write_it(bot: Any, text: str) -> None:
    """With a flag, or with the workload that was meant."""
    assert bot.command(f"/restarts {text}")["text"] == "No restarts seen in namespace shop in the last 3 h."


def test_nothing_restarted(bot: Any) -> None:
    """An empty list is said, not drawn."""
    assert bot.command("/restarts")["text"] == "No restarts seen in any namespace in the last 3 h."
    bot.command("/whypod lang zh")
    assert bot.command("/restarts shop")["text"] == "最近 3 小时内，命名空间 shop 没有观察到重启。"


@pytest.mark.parametrize(
    ("ends", "en", "zh"),
    [
        (((60.0, "", None),), "last 60 s ago; how it ended was not observed", "上次 60 秒前，未观察到如何退出"),
        (
            ((300.0, "OOMKilled", 137), (60.0, "", None)),
            "last 60 s ago; how it ended was not observed; before that: OOMKilled (137)",
            "上次 60 秒前，未观察到如何退出；再上次：OOMKilled (137)",
        ),
        (
            ((300.0, "", None), (60.0, "OOMKilled", 137)),
            "last OOMKilled (137), 60 s ago",
            "上次：OOMKilled (137)，60 秒前",
        ),
        (((60.0, "", None), (60.0, "Completed", 0)), "last Completed (0), 60 s ago", "上次：Completed (0)，60 秒前"),
        (((60.0, "Evicted", None),), "last Evicted, 60 s ago", "上次：Evicted，60 秒前"),
        (((60.0, "Error", 137),), "last SIGKILL (137), 60 s ago", "上次：SIGKILL (137)，60 秒前"),
        (((60.0, "Error", 2),), "last exit code 2, 60 s ago", "上次：退出码 2，60 秒前"),
    ],
)
def test_the_last_ending_is_told_in_words(
    bot: Any, put_ends: Any, read: Read, ends: tuple[Any, ...], en: str, zh: str
) -> None:
    """A count that grew unseen has ends of which only the time is guessed; the last one known is named as that."""
    put_ends(*ends)
    shown = bot.command("/restarts")
    bot.command("/whypod lang zh")

    assert read(shown["blocks"])[-1].split(" · ")[-1] == en
    assert read(bot.command("/restarts")["blocks"])[-1].split(" · ")[-1] == zh
    assert message_problems(shown) == ("", [])


def test_the_most_restarted_comes_first_and_only_that_namespace(bot: Any, put_ends: Any, read: Read) -> None:
    """A container that is not called like its workload is named."""
    put_ends((60.0, "Error", 1))
    put_ends((90.0, "Error", 1), (60.0, "Error", 1), field="shop/Deployment/cart/cart")
    put_ends((60.0, "Error", 1), field="other/Job/x/x")
    lines = read(bot.command("/restarts shop")["blocks"])

    assert lines == [
        "**Restarts in namespace shop in the last 3 h, most frequent first**",
        "- **shop/cart** · 2 in 90 s · last exit code 1, 60 s ago",
        "- **shop/web** · app · 1 in 60 s · last exit code 1, 60 s ago",
    ]


def test_a_long_list_says_how_many_are_left_out(bot: Any, put_ends: Any, read: Read) -> None:
    """Twelve lines are two screens of a phone."""
    for number in range(15):
        put_ends((60.0, "Error", 1), field=f"shop/Deployment/web-{number}/app")
    shown = bot.command("/restarts")

    assert (len(read(shown["blocks"])), read(shown["blocks"])[-1]) == (14, "- and 3 more")
    assert message_problems(shown) == ("", [])
