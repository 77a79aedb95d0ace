"""Plays scenarios."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.incidents.simulated_pods import seconds
from tests.incidents.world import World


@pytest.fixture
def play() -> Iterator[Callable[[dict[str, Any]], World]]:
    """Plays one scenario to its end."""
    worlds: list[World] = []

    def played(scenario: dict[str, Any]) -> World:
        world = World(scenario)
        worlds.append(world)
        world.run(
            scenario.get("timeline", []),
            seconds(scenario["lasts"]),
            seconds(scenario.get("tick", 5)),
            seconds(scenario.get("pause", 1)),
        )
        return world

    yield played
    for world in worlds:
        world.redis.close()
