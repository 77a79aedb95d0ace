"""`/signal` and `/sysexits` through the real Bolt app."""

from typing import Any

import pytest

from bot.listeners.codes import signal, sysexits
from deploy.sandbox.slack.blocks.blocks import message_problems


def words_in(value: Any) -> str:
    if isinstance(value, dict):
        own = value["text"] if isinstance(value.get("text"), str) else ""
        return own + "".join(map(words_in, value.values()))
    return "".join(map(words_in, value)) if isinstance(value, list) else ""


@pytest.mark.parametrize("typed", ["/signal SIGNOTHING", "/signal 99", "/signal <!channel>", "/signal " + "9" * 900])
def test_no_such_signal(bot, typed: str) -> None:
    """What was typed is shown back without acting, with an example that works."""
    shown = bot.command(typed)

    assert message_problems(shown) == ("", [])
    assert "/signal SIGTERM" in words_in(shown["blocks"])
    assert "<!channel>" not in shown["text"]


@pytest.mark.parametrize("typed", ["/sysexits 137", "/sysexits EX_NOTHING", "/sysexits 0"])
def test_no_such_sysexit(bot, typed: str) -> None:
    """Other codes are /exitcode's."""
    shown = bot.command(typed)

    assert f"/exitcode {typed.split()[1]}" in words_in(shown["blocks"])
    assert message_problems(shown) == ("", [])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_tables(language: Any) -> None:
    """31 signals and the ends of the real-time range; 64 to 78; one table each, as Slack takes it."""
    for drawn, rows in ((signal("", language), 33), (sysexits("all", language), 15)):
        (table,) = [block for block in drawn.blocks if block["type"] == "table"]
        assert len(table["rows"]) == rows + 1
        assert message_problems(drawn.as_arguments()) == ("", [])


@pytest.mark.parametrize("text", ["9", "SIGKILL", "kill", "sigkill", "137"])
def test_a_signal_by_any_of_its_names(text: str) -> None:
    """Also by the exit code that people see."""
    shown = words_in(signal(text, "en").blocks)

    assert shown.startswith("SIGKILL (9)")
    assert "137" in shown


def test_a_signal_that_ends_nothing_has_no_exit_code() -> None:
    """SIGCHLD is ignored by default: `145` would be wrong."""
    shown = words_in(signal("SIGCHLD", "en").blocks)

    assert "By default it ends nothing" in shown
    assert "145" not in shown


def test_numbers_that_differ_elsewhere_are_said() -> None:
    """10 is SIGUSR1 here and SIGBUS on Alpha."""
    shown = words_in(signal("10", "zh").blocks)

    assert "SIGBUS (alpha/sparc)" in shown
    assert "被它结束的容器，退出码是 138。" in shown


@pytest.mark.parametrize("text", ["78", "EX_CONFIG", "config"])
def test_a_sysexit_by_any_of_its_names(text: str) -> None:
    assert words_in(sysexits(text, "zh").blocks).startswith("78 · EX_CONFIG")


def test_each_reader_gets_his_language(bot) -> None:
    """Remembered from `/whypod lang`."""
    bot.redis.hset("whypod:languages", "U0MEI", "zh")

    assert bot.command("/signal 15")["text"].startswith("SIGTERM (15)：")
    assert bot.command("/signal 15", user="U0SAM")["text"].startswith("SIGTERM (15): ")
