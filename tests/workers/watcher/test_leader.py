"""Two watchers and one Redis: who leads, who may write, and how fast the other takes over."""

from collections.abc import Iterator
from typing import Any

import pytest
from fakeredis import FakeRedis, FakeServer
from redis.exceptions import WatchError

from workers.watcher.leader import Leader


class Clock:
    """Seconds that a test moves."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store() -> Iterator[FakeRedis]:
    with FakeRedis() as made:
        yield made


def write(store: FakeRedis, leader: Leader, value: str) -> bool:
    """What every write of a leader does."""
    with store.pipeline() as pipe:
        if not leader.fence(pipe):
            return False
        pipe.multi()
        pipe.set("written", value)
        pipe.execute()
    return True


def test_one_of_two_leads(store: FakeRedis) -> None:
    """However often both try."""
    leaders = [Leader(store), Leader(store)]
    tokens = [leader.step() for leader in leaders for _ in range(3)]

    assert [token is not None for token in tokens] == [True] * 3 + [False] * 3
    assert len(set(tokens[:3])) == 1


def test_another_takes_over_when_the_lock_has_ended(store: FakeRedis) -> None:
    """After a `kill -9` nobody gives anything back; the number grows."""
    first, second = Leader(store), Leader(store)
    before = first.step()
    assert second.step() is None
    assert 0 < store.pttl("whypod:watch:all:leader") <= 10_000
    store.delete("whypod:watch:all:leader")  # its time is over
    after = second.step()

    assert before is not None and after is not None and after > before


def test_a_leader_that_was_frozen_cannot_write(store: FakeRedis) -> None:
    """Another led meanwhile; its own clock has not noticed."""
    first, second = Leader(store), Leader(store)
    first.step()
    store.delete("whypod:watch:all:leader")
    second.step()

    assert first.token is not None
    assert (write(store, first, "old"), write(store, second, "new"), store.get("written")) == (False, True, b"new")


def test_a_take_over_in_the_middle_of_a_write_fails_it(store: FakeRedis) -> None:
    """Between the question and the transaction."""
    first, second = Leader(store), Leader(store)
    first.step()
    with store.pipeline() as pipe:
        assert first.fence(pipe)
        store.delete("whypod:watch:all:leader")
        second.step()
        pipe.multi()
        pipe.set("written", "old")
        with pytest.raises(WatchError):
            pipe.execute()

    assert store.get("written") is None


def test_renewing_does_not_disturb_a_write(store: FakeRedis) -> None:
    """The lock is renewed every two seconds, by another thread."""
    leader = Leader(store)
    leader.step()
    with store.pipeline() as pipe:
        assert leader.fence(pipe)
        leader.step()
        pipe.multi()
        pipe.set("written", "x")
        pipe.execute()

    assert store.get("written") == b"x"


def test_the_number_grows_on_when_redis_was_emptied(store: FakeRedis) -> None:
    """Else the old leader's number would be the new one's."""
    first, second = Leader(store), Leader(store)
    before = first.step()
    store.flushall()
    after = second.step()

    assert before is not None and after is not None and after > before
    assert not write(store, first, "old")


def test_a_leader_that_cannot_reach_redis_stops_in_time() -> None:
    """Its lock expires, and by its own clock it no longer leads."""
    server, clock = FakeServer(), Clock()
    leader = Leader(FakeRedis(server=server), clock=clock)
    token = leader.step()
    server.connected = False
    clock.now += 9
    assert leader.step() == token
    clock.now += 2

    assert (leader.step(), leader.token) == (None, None)


def test_giving_it_back_lets_another_lead_at_once(store: FakeRedis) -> None:
    """A rollout of the watcher itself costs no time."""
    first, second = Leader(store), Leader(store)
    first.step()
    first.release()

    assert (first.token, second.step() is not None) == (None, True)


def test_groups_lead_apart(store: FakeRedis) -> None:
    """Watchers of other clusters."""
    leaders: list[Any] = [Leader(store, "east").step(), Leader(store, "west").step()]

    assert None not in leaders
