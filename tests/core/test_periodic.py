"""The loop of the sweeps goes on whatever happens to Redis or to what it reads."""

import threading

from redis.exceptions import ConnectionError as ConnectionLost
from structlog.testing import capture_logs

from core.periodic import repeat


class Stop(threading.Event):
    """Set once so many steps were waited for."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self.left = steps

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        return self.left < 0


def test_a_redis_that_is_away_is_logged_once_and_once_when_it_is_back() -> None:
    """An outage of an hour is two lines, and the steps are taken again afterwards."""
    outcomes = iter([ConnectionLost("away"), ConnectionLost("away"), None, None])
    taken: list[str] = []

    def step() -> None:
        outcome = next(outcomes)
        if outcome is not None:
            raise outcome
        taken.append("step")

    clock = iter([10.0, 72.5])
    with capture_logs() as logs:
        repeat("sweep", step, 1.0, Stop(4), lambda: next(clock))

    assert taken == ["step", "step"]
    assert logs == [
        {"event": "sweep: Redis does not answer", "error": "away", "log_level": "warning"},
        {"event": "sweep: Redis is back", "away_seconds": 62.5, "log_level": "info"},
    ]


def test_what_cannot_be_read_does_not_end_the_loop() -> None:
    """One value that an older version wrote must not stop the sweep for good."""
    taken: list[str] = []

    def step() -> None:
        taken.append("step")
        raise ValueError("not an incident")

    with capture_logs() as logs:
        repeat("alert sweep", step, 2.0, Stop(2))

    assert taken == ["step", "step"]
    assert [(line["event"], line["log_level"]) for line in logs] == [("alert sweep: unreadable", "error")] * 2
