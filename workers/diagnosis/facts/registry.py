"""Where facts are registered by name. It holds no fact itself."""

from collections.abc import Callable
from dataclasses import dataclass

from workers.container import Container
from workers.diagnosis.outcome import Yes
from workers.snapshot import Snapshot

Look = Callable[[Snapshot, Container | None], Yes | None]
"""Yes with the evidence and values, None for no, or raises NotSeen. The container is None for a pod-wide cause."""


@dataclass(frozen=True)
class NamedFact:
    """A fact, whether it speaks of one container, and the `$values` it always fills."""

    look: Look
    of_container: bool
    values: frozenset[str]


FACTS: dict[str, NamedFact] = {}


def fact(*, of_container: bool, values: tuple[str, ...] = ()) -> Callable[[Look], Look]:
    """Register the function under its own name."""

    def register(look: Look) -> Look:
        if look.__name__ in FACTS:
            raise ValueError(f"two facts are called {look.__name__}")
        FACTS[look.__name__] = NamedFact(look, of_container, frozenset(values))
        return look

    return register
