"""When a watch brings nothing fresh: reported once, with since when and why; and what was missed once it recovers."""

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
def test_a_watch_that_was_fresh_recently_is_not_stale(staleness: Staleness, fresh: float | None, now: float) -> None:
    """Up to two minutes of silence; before the first list they are counted from the start. A clock may go back."""
    assert staleness.check(Freshness(fresh_at=fresh), now) == ()


@pytest.mark.parametrize(("fresh", "since"), [(None, T), (T + 60, T + 60)])
def test_a_watch_is_stale_since_it_was_last_fresh(staleness: Staleness, fresh: float | None, since: float) -> None:
    """In the API server's words where there are any; it stays the same staleness while it lasts."""
    first = staleness.check(Freshness(fresh_at=fresh), since + LATE)
    later = staleness.check(Freshness(fresh_at=fresh, error="connection refused"), since + LATE + 600)

    assert first == (StaleWatch(cluster="prod", since=since, error="silence"),)
    assert later == (StaleWatch(cluster="prod", since=since, error="connection refused"),)


def test_what_was_missed_is_reported_for_an_hour_after_it_recovers(staleness: Staleness) -> None:
    """Until that is forgotten; a second staleness is another one."""
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
