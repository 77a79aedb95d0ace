"""Scenarios on a simulated clock, and exactly the messages that must be heard."""

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
SCENARIOS = sorted(path.stem for path in HERE.glob("*.yaml"))
P95, MOST = 3, 5
"""Messages of one incident: those people hear, edits aside."""

Play = Callable[[dict[str, Any]], Any]


def scenario(name: str) -> dict[str, Any]:
    """What the file says; `many` stands for workloads that are alike."""
    given: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    many = given.get("many")
    if many:
        nodes = [f"n{number}" for number in range(many["nodes"])]
        alike = {"replicas": many["replicas"], "image": many["image"], "nodes": nodes}
        given["workloads"] = {f"{many['prefix']}{number}": alike for number in range(many["workloads"])}
    return given


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_heard_as_written(play: Play, name: str) -> None:
    """Every post, reply and change of color, with its time; nothing more."""
    given = scenario(name)
    world = play(given)

    assert world.slack.heard == given["heard"]


def test_incidents_have_few_messages(play: Play) -> None:
    """At most five each, and nearly all at most three; a storm of a thousand pods three in all."""
    counts = {name: list(play(scenario(name)).slack.per_message.values()) for name in SCENARIOS}
    every = sorted(count for messages in counts.values() for count in messages)
    assert every, "no scenario has a message"

    assert max(every) <= MOST
    assert statistics.quantiles(every, n=20)[-1] <= P95 or every[int(len(every) * 0.95) - 1] <= P95
    assert sum(counts["thousand-pods"]) <= 3
    assert counts["nothing-for-a-day"] == []
