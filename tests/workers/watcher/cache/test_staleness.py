"""When nothing is seen any more: said once, with since when and why; and what was missed, when it is seen again."""

import pytest

from core.messages.jumps import StaleWatch
from workers.watcher.cache.freshness import Freshness
from workers.watcher.cache.staleness import KEPT, STALE_SECONDS, Staleness

T = 1_800_000_000.0
LATE = STALE_SECONDS + 1


@pytest.fixture
def staleness() -> Staleness:
    """Of a watch of the whole cluster, begun now."""
    return Staleness("prod", "", T)


@pytest.mark.parametrize(
    ("fresh", "now"), [(None, T), (None, T + STALE_SECONDS), (T + 500, T + 500 + STALE_SECONDS), (T + 9, T)]
)
def test_who_has_seen_lately_is_not_blind(staleness: Staleness, fresh: float | None, now: float) -> None:
    """Up to two minutes of silence; before the first list they are counted from the start. A clock may go back."""
    assert staleness.check(Freshness(fresh_at=fresh), now) == ()


@pytest.mark.parametrize(("fresh", "since"), [(None, T), (T + 60, T + 60)])
def test_blind_since_the_last_fresh_sight(staleness: Staleness, fresh: float | None, since: float) -> None:
    """In the API server's words where there are any; it stays the same blindness while it lasts."""
    first = staleness.check(Freshness(fresh_at=fresh), since + LATE)
    later = staleness.check(Freshness(fresh_at=fresh, error="connection refused"), since + LATE + 600)

    assert first == (StaleWatch(cluster="prod", since=since, error="silence"),)
    assert later == (StaleWatch(cluster="prod", since=since, error="connection refused"),)


def test_when_it_sees_again_it_says_what_was_missed_for_an_hour(staleness: Staleness) -> None:
    """Until that is forgotten; a second blindness is another one."""
    staleness.check(Freshness(fresh_at=T), T + LATE)
    seen = Freshness(fresh_at=T + 300, missed_restarts=4, missed_pods=2)
    over = StaleWatch(cluster="prod", since=T, until=T + 300, error="silence", missed_restarts=4, missed_pods=2)

    assert staleness.check(seen, T + 301) == (over,)
    assert staleness.check(seen, T + 300 + LATE) == (
        over,
        StaleWatch(cluster="prod", since=T + 300, error="silence"),
    )
    assert staleness.check(Freshness(fresh_at=T + 300 + KEPT), T + 300 + KEPT) == (
        StaleWatch(cluster="prod", since=T + 300, until=T + 300 + KEPT, error="silence"),
    )


def test_a_watch_of_one_namespace_names_it() -> None:
    """Two namespaces may be watched apart, and one of them be forbidden."""
    stale = Staleness("", "shop", T, after=10.0).check(Freshness(error="forbidden"), T + 11)

    assert stale == (StaleWatch(namespace="shop", since=T, error="forbidden"),)
