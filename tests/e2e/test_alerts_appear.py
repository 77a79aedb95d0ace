"""The bot speaks first: an alert in #oncall, acknowledged by a person, through every process there is."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.conftest import Sandbox, buttons, start, stop, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processes are found through /proc")

BROKEN = ("shop/basket", "shop/checkout", "shop/payments")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox with one reader of alerts."""
    running = start(tmp_path_factory.mktemp("sandbox"))
    yield running
    stop(running)


def alerts(sandbox: Sandbox) -> list[dict[str, Any]]:
    """What the channel was told without asking, thread replies aside."""
    return [one for one in sandbox.messages() if not one.get("is_ephemeral") and not one.get("thread_ts")]


def about(sandbox: Sandbox, workload: str) -> dict[str, Any] | None:
    return next((one for one in alerts(sandbox) if workload in one["text"]), None)


def test_each_broken_workload_is_told_once(watched: Sandbox) -> None:
    """With its diagnosis in the first line; what is healthy or only recorded is not mentioned."""
    found = {name: until(lambda name=name: about(watched, name)) for name in BROKEN}  # type: ignore[misc]

    assert "Out of memory" in found["shop/basket"]["text"]
    assert "nil pointer dereference" in found["shop/checkout"]["text"]
    assert "liveness probe" in found["shop/payments"]["text"]
    assert {one["text"].split()[1] for one in alerts(watched)} <= {*BROKEN, "shop/catalog"}


def test_whoever_acknowledges_is_named_in_the_message(watched: Sandbox) -> None:
    """The same message turns yellow; the button is gone, and a second person changes nothing."""
    told = until(lambda: about(watched, "shop/checkout"))
    watched.press(told, buttons(told)["alert.acknowledge"], user="U0SAM")
    yellow = until(lambda: (one := watched.message(told["ts"]))["text"].startswith("🟡") and one)

    assert "U0SAM" in str(yellow["blocks"])
    assert "alert.acknowledge" not in buttons(yellow)


def test_oncall_lists_what_is_open(watched: Sandbox) -> None:
    """The acknowledged one apart from the others."""
    until(lambda: about(watched, "shop/payments"))
    said = watched.type("/oncall")

    assert "1 acknowledged" in said["text"]


def test_whyalert_shows_rule_and_counts(watched: Sandbox) -> None:
    """What was counted, what was needed."""
    until(lambda: about(watched, "shop/checkout"))
    said = until(lambda: (one := watched.type("/whyalert shop/checkout"))["text"].endswith("I alerted") and one)

    assert "threshold 3" in str(said["blocks"])
