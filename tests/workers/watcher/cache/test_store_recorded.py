"""Streams as a real cluster sent them, and whatever else may be seen: no end is lost and none is told twice."""

import re
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workers.cluster.watch import Changes
from workers.cluster.wire.watched import WatchedPod, decode_line
from workers.watcher.cache.owners import Owners
from workers.watcher.cache.store import PodStore
from workers.watcher.cache.terminations import Observation, Terminations

NOW = 1_800_000_000.0
Make = Callable[..., Any]


RECORDED = Path(__file__).parents[3] / "recordings" / "_watch"


def recorded(name: str) -> list[tuple[float, bytes]]:
    """A recorded watch: the latest time any line so far speaks of, and a second more; and the line."""
    lines, at = [], 0.0
    for line in (RECORDED / name).read_bytes().splitlines():
        times = re.findall(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", line)
        at = max(at, *(datetime.fromisoformat(one.decode()).timestamp() + 1 for one in times))
        lines.append((at, line))
    return lines


@pytest.mark.parametrize(
    ("name", "first", "ends"),
    [("model-loader.jsonl", "oom", 20), ("orders.jsonl", "pod-restarts", 19)],
)
def test_recorded_crash_loops_jump_once_and_lose_no_end(name: str, first: str, ends: int, scene: Any) -> None:
    """A real kubelet's stream: back-offs, image pulls refused, a kubelet restarted in between."""
    rules = []
    for at, line in recorded(name):
        event = decode_line(line)
        scene.now = at
        scene.change(event.object, kind=event.type)
        rules += [jump[2] for jump in scene.jumps()]
    which = scene.store.history.all_containers()[0]

    assert rules[0] == first
    assert [one.number for one in scene.store.history.of(which)] == list(range(1, ends + 1))


def test_a_list_gives_the_same_counts_as_the_stream(scene: Any) -> None:
    """The last object alone, seen first in a list, against every line of the watch."""
    lines = [(at, decode_line(line)) for at, line in recorded("orders.jsonl")]
    for at, event in lines:
        scene.store.apply(Changes([(event.type, event.object)]), at, 0.0)
    listed = PodStore(Owners(None, lambda confirmed: None))
    last_at, last = lines[-1]
    listed.apply(Changes([]), last_at, 0.0)
    cached, ends = listed.terminations.observe(last.object, Observation(last_at, live=False))

    assert asdict(cached.containers[0]) == asdict(scene.store.terminations.pods[cached.uid].containers[0])
    assert ends[-1].number == cached.containers[0].last_number


STEPS = st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_seen_ends_are_numbered_once_and_in_order(pod: Make, ended: Make, steps: list[Any]) -> None:
    """Counts that grow by any step, live or listed, each told twice: numbers 1 to n, none from a decrease."""
    counts, restarts, now, seen = Terminations(), 0, NOW, []
    counts.observe(pod(), Observation(now, live=True))
    for grows, live, waits in steps:
        now, restarts = now + 30, restarts + grows
        state = ended(now) if waits else None
        last = ended(now - 20) if restarts else None
        one: WatchedPod = pod(restarts=restarts, state=state, last=last, ready=not waits)
        for _ in range(2):
            seen += counts.observe(one, Observation(now, live=live, since=now - 30))[1]
        seen += counts.observe(pod(restarts=0), Observation(now, live=live))[1]

    known = {one.number for one in seen}
    assert known == set(range(1, max(known, default=0) + 1))
    assert len(seen) == len({(one.number, one.restarted) for one in seen})
    assert all(one.at <= now for one in seen)
