"""The deciding thread with a real store and a Redis: restarts of the watcher, followers, a Redis that goes away."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from fakeredis import FakeServer

from core.messages.alerts import DECISIONS
from core.messages.jumps import Decision
from tests.workers.watcher.one_watcher import NOW, Watcher
from workers.cluster.watch import Changes, Lost
from workers.watcher.cache.keys import WorkloadKey

Make = Callable[..., Any]


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


def test_a_follower_says_and_writes_nothing(server: FakeServer, pod: Make, ended: Make) -> None:
    """It only watches, so that it can take over."""
    follower = Watcher(server, leads=False)
    Watcher(server)
    follower.leader.step()
    follower.lists(pod())
    follower.change(pod(restarts=3, last=ended(NOW)))
    follower.passes(2)

    assert (follower.outbox.jumps, follower.outbox.loaded) == ([], 0)
    assert not [key for key in follower.redis.scan_iter() if b"counts" in key or b"ends" in key]


def test_a_follower_that_takes_over_says_what_it_saw(server: FakeServer, pod: Make, ended: Make) -> None:
    """Whether the leader before said it, the state says; the follower has not asked the cluster again."""
    leader, follower = Watcher(server), Watcher(server, leads=False)
    for one in (leader, follower):
        one.lists(pod())
        one.change(pod(restarts=3, last=ended(NOW)))
    leader.leader.release()
    follower.leader.step()
    follower.passes(1)
    follower.passes(1)

    assert (follower.outbox.jumps, follower.outbox.loaded) == ([("pod-restarts", 3)], 1)


def test_a_watcher_that_was_down_finds_what_happened(server: FakeServer, pod: Make, ended: Make) -> None:
    """Restarts between what was written down and the first list."""
    first = Watcher(server)
    first.lists(pod(), pod("orders-5d8f-b", restarts=9, last=ended(NOW - 9000)))
    first.passes(2)
    first.leader.release()
    second = Watcher(server)
    second.now = NOW + 300
    second.lists(pod(restarts=4, last=ended(NOW + 290)), pod("orders-5d8f-b", restarts=9, last=ended(NOW - 9000)))
    second.passes(1)

    assert second.outbox.jumps[-1] == ("pod-restarts", 4)
    assert (
        second.informer.store.baselines.baseline(
            (WorkloadKey("shop", "Deployment", "orders"), "app"), second.now
        ).recent
        == 13
    )


def test_a_watcher_that_restarts_says_nothing_of_what_was_over(server: FakeServer, pod: Make, ended: Make) -> None:
    """The pod jumped an hour ago and has been well since."""
    first = Watcher(server)
    first.lists(pod())
    first.change(pod(restarts=3, last=ended(NOW)))
    first.passes(2)
    second = Watcher(server, leads=False)
    first.leader.release()
    second.leader.step()
    second.now = NOW + 3700
    second.lists(pod(restarts=3, last=ended(NOW)))
    second.passes(1)

    assert (first.outbox.jumps, second.outbox.jumps) == ([("pod-restarts", 3)], [])


def test_a_watcher_that_dies_before_its_first_list_takes_nothing_with_it(
    server: FakeServer, pod: Make, ended: Make
) -> None:
    """What it had not seen yet stays written, or the next one would take years of restarts for news."""
    first = Watcher(server)
    first.lists(pod(restarts=50, last=ended(NOW - 20_000), created=NOW - 90_000))
    first.passes(2)
    first.leader.release()
    second = Watcher(server)
    second.passes(60)
    second.leader.release()
    third = Watcher(server)
    third.now = NOW + 120
    third.lists(pod(restarts=50, last=ended(NOW - 20_000), created=NOW - 90_000))
    third.passes(1)

    assert third.outbox.jumps == []


def test_pods_that_went_while_nobody_led_are_forgotten_after_the_first_list(
    server: FakeServer, pod: Make, ended: Make
) -> None:
    """Whoever leads before it has listed writes everything anew once it has."""
    first = Watcher(server)
    first.lists(pod(restarts=2, last=ended(NOW)), pod("orders-5d8f-b", restarts=1, last=ended(NOW)))
    first.passes(2)
    first.leader.release()
    second = Watcher(server)
    second.passes(2)
    second.lists(pod(restarts=2, last=ended(NOW)))
    second.passes(2)

    assert second.redis.hgetall("whypod:watch:all:::counts") == {b"uid-orders-5d8f-a/app": b"2 2"}


def test_an_emptied_redis_is_written_again(server: FakeServer, pod: Make, ended: Make) -> None:
    """Alerts may come again then, nothing else."""
    watcher = Watcher(server)
    watcher.lists(pod())
    watcher.change(pod(restarts=3, last=ended(NOW)))
    watcher.passes(2)
    watcher.redis.flushall()
    watcher.leader.step()
    watcher.passes(2)
    fresh = Watcher(server, leads=False)

    assert fresh.informer.store.history.all_containers() == [(WorkloadKey("shop", "Deployment", "orders"), "app")]


def test_redis_away_loses_no_jump(server: FakeServer, pod: Make, ended: Make) -> None:
    """What was seen meanwhile is written when it is back."""
    watcher = Watcher(server)
    watcher.lists(pod())
    watcher.passes(2)
    server.connected = False
    watcher.change(pod(restarts=3, last=ended(NOW)))
    watcher.passes(2)
    server.connected = True
    watcher.passes(2)
    watcher.passes(2)

    assert watcher.outbox.jumps[-1] == ("pod-restarts", 3)
    assert watcher.redis.hgetall("whypod:watch:all:::counts") == {b"uid-orders-5d8f-a/app": b"3 3"}


def test_a_clock_that_is_put_back_holds_nothing_up(server: FakeServer, pod: Make, ended: Make) -> None:
    """An hour in which nothing is written would be an hour nobody remembers."""
    watcher = Watcher(server)
    watcher.lists(pod())
    watcher.passes(2)
    watcher.now -= 3600
    watcher.change(pod(restarts=1, last=ended(watcher.now)))
    watcher.passes(2)

    assert watcher.redis.hgetall("whypod:watch:all:::counts") == {b"uid-orders-5d8f-a/app": b"1 1"}


def test_a_leader_told_that_it_is_none_stops(server: FakeServer, pod: Make, ended: Make) -> None:
    """And takes over anew, with everything, when it leads again."""
    watcher = Watcher(server)
    watcher.lists(pod())
    watcher.outbox.deposed = True
    watcher.change(pod(restarts=3, last=ended(NOW)))
    watcher.outbox.deposed = False
    watcher.passes(1)
    watcher.passes(1)

    assert (watcher.outbox.jumps, watcher.outbox.loaded) == ([("pod-restarts", 3)], 2)


def test_every_decision_is_kept_for_whoever_asks_why(server: FakeServer, pod: Make, ended: Make) -> None:
    """Also those that stayed silent."""
    watcher = Watcher(server)
    watcher.lists(pod())
    watcher.change(pod(restarts=1, last=ended(NOW)))
    watcher.passes(2)
    fields = watcher.redis.hgetall(DECISIONS)
    decision = Decision.model_validate_json(next(iter(fields.values())))

    assert (len(fields), decision.spoke, decision.checks[0].counted, decision.checks[0].silence) == (
        1,
        False,
        1,
        "below",
    )


def test_deleted_pods_are_forgotten_in_redis_too(server: FakeServer, pod: Make, ended: Make) -> None:
    """Memory must not grow with every rollout."""
    watcher = Watcher(server)
    watcher.lists(pod(restarts=2, last=ended(NOW)))
    watcher.passes(2)
    before = watcher.redis.hlen("whypod:watch:all:::counts")
    watcher.informer.apply(Changes([("DELETED", pod(restarts=2))]))
    watcher.passes(2)

    assert (before, watcher.redis.hlen("whypod:watch:all:::counts")) == (1, 0)


def test_a_stale_watch_is_reported_once_with_what_was_missed(server: FakeServer, pod: Make, ended: Make) -> None:
    """Two minutes without a line; then a list."""
    watcher = Watcher(server)
    watcher.lists(pod())
    watcher.passes(119)
    assert watcher.controller.view.stale_watches() == ()
    watcher.informer.apply(Lost("timeout", "silence", 0.1))
    watcher.passes(2)
    watcher.passes(60)
    (stale,) = watcher.controller.view.stale_watches()
    watcher.lists(pod(restarts=2, last=ended(watcher.now)))
    (over,) = watcher.controller.view.stale_watches()

    assert (stale.since, stale.until, stale.error) == (NOW, None, "timeout: silence")
    assert (over.since, over.until, over.missed_restarts) == (NOW, watcher.now, 2)


def test_incidents_see_pods_by_workload(server: FakeServer, pod: Make, ended: Make) -> None:
    """With what ended, and the annotations of the newest pod."""
    watcher = Watcher(server)
    watcher.lists(pod(annotations={"whypod.dev/channel": "C0SHOP"}))
    watcher.change(pod(restarts=1, last=ended(NOW), annotations={"whypod.dev/channel": "C0SHOP"}))
    key = watcher.informer.detector.workload(WorkloadKey("shop", "Deployment", "orders"))
    seen = watcher.controller.view.workload(key)

    assert seen is not None
    assert (len(seen.pods), seen.annotations, seen.guessed) == (1, {"channel": "C0SHOP"}, True)
    assert [(one.number, one.reason, one.ran) for one in seen.terminations] == [(1, "Error", 2.0)]
    assert watcher.controller.view.workload(key.model_copy(update={"cluster": "other"})) is None


def test_the_loop_runs_until_it_is_told_to_stop(server: FakeServer) -> None:
    """Its last step tells health that it is alive."""
    import threading

    watcher = Watcher(server)
    before = watcher.controller.stepped
    thread = threading.Thread(target=watcher.controller.run)
    thread.start()
    ends = time.monotonic() + 20
    while watcher.controller.stepped == before and time.monotonic() < ends:
        time.sleep(0.01)
    watcher.controller.stop()
    thread.join(20)

    assert not thread.is_alive() and watcher.controller.stepped > before
