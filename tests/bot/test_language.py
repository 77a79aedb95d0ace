"""The reader's language."""

import fakeredis
import pytest
from redis import Redis
from redis.exceptions import RedisError

from bot.language import FRESH, KEY, PAUSE, Languages


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Flaky(fakeredis.FakeRedis):
    """A Redis that can be taken away, and counts how often it is asked."""

    away = False
    asked = 0

    def hget(self, name: str, key: str) -> bytes | None:  # type: ignore[override]
        self.asked += 1
        if self.away:
            raise RedisError("away")
        return super().hget(name, key)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_redis_that_is_away_gives_the_default_and_is_left_alone_for_a_while(clock: Clock) -> None:
    """It never fails, and only the first reader of a burst waits for the time-out."""
    redis = Flaky()
    redis.away = True
    languages = Languages(redis, "zh", clock)

    assert [languages.of("U0MEI"), languages.of("U0SAM")] == ["zh", "zh"]
    assert redis.asked == 1

    clock.seconds += PAUSE
    languages.of("U0MEI")
    assert redis.asked == 2


def test_what_was_known_holds_while_redis_is_away(clock: Clock) -> None:
    """A reader of Chinese is not suddenly answered in English."""
    redis = Flaky()
    redis.hset(KEY, "U0MEI", "zh")
    languages = Languages(redis, "en", clock)
    languages.of("U0MEI")

    redis.away = True
    clock.seconds += 10 * FRESH

    assert languages.of("U0MEI") == "zh"


@pytest.mark.parametrize("stored", ["fr", "", b"\xff"])
def test_a_stored_value_that_is_no_language_is_the_default(clock: Clock, stored: str | bytes) -> None:
    """Somebody else's write cannot break an answer."""
    redis = fakeredis.FakeRedis()
    redis.hset(KEY, "U0MEI", stored)

    assert Languages(redis, "en", clock).of("U0MEI") == "en"


def test_a_known_language_is_not_asked_for_each_time(clock: Clock) -> None:
    """Within a minute it comes from memory; after that another process's change is seen."""
    redis = Flaky()
    languages = Languages(redis, "en", clock)
    assert languages.of("U0MEI") == "en"

    redis.hset(KEY, "U0MEI", "zh")
    assert languages.of("U0MEI") == "en"
    clock.seconds += FRESH
    assert languages.of("U0MEI") == "zh"


def test_a_choice_holds_at_once_and_for_other_processes(clock: Clock) -> None:
    """What is remembered is stored."""
    redis: Redis = fakeredis.FakeRedis()

    assert Languages(redis, "en", clock).remember("U0MEI", "zh") is True
    assert Languages(redis, "en", clock).of("U0MEI") == "zh"
