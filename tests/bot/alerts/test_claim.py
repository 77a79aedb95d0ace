"""A poster's claim on an incident: one poster at a time, and none that dies keeps it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fakeredis import FakeServer

from bot.alerts.claim import LEASE_SECONDS, IncidentClaim, SentMessage, claim_incident
from bot.slack.call import TryLater
from core.messages import alerts as keys
from core.messages.incidents import WorkloadIncident
from core.messages.jumps import Workload
from tests.bot.timed_redis import TimedRedis

INCIDENT = WorkloadIncident(
    id="i1",
    workload=Workload(namespace="shop", kind="Deployment", name="orders"),
    started_at=900.0,
    detected_at=900.0,
)


@pytest.fixture
def redis() -> Iterator[TimedRedis]:
    with TimedRedis() as redis:
        redis.hset(keys.INCIDENTS, "i1", INCIDENT.model_dump_json())
        yield redis


def claimed(redis: TimedRedis, token: str) -> IncidentClaim:
    claim = claim_incident(redis, "i1", token)
    assert claim is not None
    return claim


def test_of_two_posters_at_once_only_the_first_has_the_incident(redis: TimedRedis) -> None:
    """The second one gets nothing as long as the lease of the first holds, to its last moment."""
    claimed(redis, "first")
    redis.now += LEASE_SECONDS - 0.1

    assert claim_incident(redis, "i1", "second") is None


def test_the_poster_that_has_it_renews_its_claim(redis: TimedRedis) -> None:
    """From the moment it asks again."""
    claimed(redis, "first")
    redis.now += LEASE_SECONDS - 1
    claimed(redis, "first")
    redis.now += LEASE_SECONDS - 1

    assert claim_incident(redis, "i1", "second") is None


def test_the_claim_of_a_poster_that_died_ends_with_its_lease(redis: TimedRedis) -> None:
    """Another one gets the incident, and what the first writes afterwards is refused."""
    late = claimed(redis, "first")
    redis.now += LEASE_SECONDS
    claimed(redis, "second")

    with pytest.raises(TryLater, match="another poster"):
        late.write(ts="9.9")
    assert redis.hget(keys.posted_key("i1"), "ts") is None


def test_a_claim_given_back_is_free_at_once(redis: TimedRedis) -> None:
    """Nobody waits for the end of the lease."""
    claimed(redis, "first").release()

    assert claimed(redis, "second").token == "second"


def test_nobody_claims_what_slack_asked_to_wait_for(redis: TimedRedis) -> None:
    """Not even the poster that was told to wait."""
    claimed(redis, "first").release(wait=redis.now + 30)

    assert claim_incident(redis, "i1", "first") is None


def test_nobody_claims_an_incident_that_is_forgotten(redis: TimedRedis) -> None:
    """It was over for a day."""
    assert claim_incident(redis, "i2", "first") is None


def test_where_redis_forgot_the_message_the_process_remembers_it(redis: TimedRedis) -> None:
    """A Redis that was emptied does not make a second message."""
    claim = claim_incident(redis, "i1", "first", SentMessage("C1", "1.0", 2))

    assert claim is not None
    assert (claim.posted.channel, claim.posted.ts, claim.posted.news) == ("C1", "1.0", 2)


class Interrupted(TimedRedis):
    """Does `meanwhile` between the reading and the writing of each transaction, as another process may."""

    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def pipeline(self, *arguments: Any, **named: Any) -> Any:
        """One whose MULTI comes after the other's write."""
        pipe = super().pipeline(*arguments, **named)
        begin = pipe.multi

        def multi() -> None:
            self.meanwhile()
            begin()

        pipe.multi = multi
        return pipe


@pytest.fixture
def interrupted() -> Iterator[tuple[Interrupted, TimedRedis]]:
    """A client that is interrupted, and the other one of the same Redis."""
    server = FakeServer()
    with Interrupted(server=server) as first, TimedRedis(server=server) as second:
        first.hset(keys.INCIDENTS, "i1", INCIDENT.model_dump_json())
        yield first, second


def test_who_is_overtaken_while_claiming_has_no_claim(interrupted: tuple[Interrupted, TimedRedis]) -> None:
    """Both have read that the incident is free; the one that wrote first has it."""
    first, second = interrupted
    first.meanwhile = lambda: claimed(second, "second")

    assert claim_incident(first, "i1", "first") is None
    assert second.hget(keys.posted_key("i1"), "claim") == b"second"


def test_who_is_overtaken_while_writing_writes_nothing(interrupted: tuple[Interrupted, TimedRedis]) -> None:
    """The claim was its own when it looked, and another poster's when it wrote."""
    first, second = interrupted
    late = claimed(first, "first")
    second.now += LEASE_SECONDS
    first.meanwhile = lambda: claimed(second, "second")

    with pytest.raises(TryLater, match="another poster"):
        late.write(ts="9.9")
    assert second.hget(keys.posted_key("i1"), "ts") is None
