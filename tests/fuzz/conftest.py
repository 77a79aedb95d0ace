"""How long the fuzzing is: a few hundred cases in the suite, as many as `WHYPOD_FUZZ` says in a longer run."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

IN_THE_SUITE = 200
"""Cases of each kind: two to three seconds."""
SLOW_SECONDS = 0.1
"""CPU time of reading, redacting and explaining 64 KB. Judged in a longer run only: the suite's machine may be busy."""


@dataclass
class Run:
    """Which cases, and what was slow."""

    cases: range
    judges_time: bool
    slow: list[tuple[float, int]] = field(default_factory=list)

    def each(self, act: Callable[[int], None], step: int = 1) -> None:
        """Do every case, or every `step`-th; one that is slow is tried again: a garbage collection is not its fault."""
        for number in self.cases[::step]:
            if self.seconds(act, number) > SLOW_SECONDS and self.judges_time:
                again = min(self.seconds(act, number) for _ in range(2))
                if again > SLOW_SECONDS:
                    self.slow.append((again, number))

    def seconds(self, act: Callable[[int], None], number: int) -> float:
        start = time.process_time()
        act(number)
        return time.process_time() - start


@pytest.fixture
def run() -> Run:
    """`WHYPOD_FUZZ=100000 pytest tests/fuzz --timeout 36000` is the long one; `WHYPOD_FUZZ_FROM` where it begins."""
    wanted = os.environ.get("WHYPOD_FUZZ", "")
    begin = int(os.environ.get("WHYPOD_FUZZ_FROM", "0"))
    return Run(range(begin, begin + int(wanted or IN_THE_SUITE)), judges_time=bool(wanted))
