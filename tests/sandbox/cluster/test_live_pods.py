"""The life of one simulated pod, stepped by hand, against what was recorded of real ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.sandbox.cluster.live import programs
from deploy.sandbox.cluster.live.backoff import BackOff, words
from deploy.sandbox.cluster.live.deployments import LiveDeployment
from deploy.sandbox.cluster.live.events import Events
from deploy.sandbox.cluster.live.programs import SimulatedProgram
from deploy.sandbox.cluster.live.shapes import SimulatedTemplate
from deploy.sandbox.cluster.live.world import World
from deploy.sandbox.cluster.logs import LogBook, LogLine, LogOptions
from deploy.sandbox.cluster.objects.resources import EVENTS, PODS
from deploy.sandbox.cluster.objects.store import Store
from deploy.sandbox.json import Json

RECORDINGS = Path(__file__).parents[2] / "recordings"
START = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


class Bench:
    """One Deployment with one pod, on a clock that only the test moves."""

    def __init__(self, program: SimulatedProgram, speed: float = 1.0, **template: Any) -> None:
        self.store, self.logs = Store(window=10_000), dict[str, list[LogLine]]()
        self.world = World(self.store, self.logs, START, speed)
        made = SimulatedTemplate("app", "ghcr.io/shop/app:1", memory="64Mi", **template)
        LiveDeployment(self.world, Events(self.world), "shop", made, 1, lambda: program)

    def at(self, seconds: float) -> Json:
        """The pod so long after its creation."""
        self.world.advance(START + timedelta(seconds=seconds))
        (pod,) = self.store.all(PODS)
        return pod

    def states(self, seconds: float) -> list[tuple[int, str, str]]:
        """Restart count, state and its reason, as a watcher sees them one after another."""
        self.at(seconds)
        changes = [change.object for change in self.store.changes_since(PODS, 0)]
        return [seen for pod in changes if (seen := _seen(pod))]

    def events(self) -> dict[str, Json]:
        """The newest event of each reason."""
        return {event["reason"]: event for event in self.store.all(EVENTS) if event["involvedObject"]["kind"] == "Pod"}


def _seen(pod: Json) -> tuple[int, str, str] | None:
    for status in pod["status"].get("containerStatuses", []):
        ((state, detail),) = status["state"].items()
        return status["restartCount"], state, detail.get("reason", "")
    return None


CRASH = programs.GO_PANIC


@pytest.mark.parametrize(
    ("runs", "waits"),
    [
        ([1] * 8, [0, 10, 20, 40, 80, 160, 300, 300]),
        ([1, 1, 599, 1], [0, 10, 20, 40]),
        ([1, 1, 1, 600, 1], [0, 10, 20, 0, 10]),
    ],
)
def test_back_off_doubles_up_to_five_minutes_and_is_forgotten_after_ten(runs: list[float], waits: list[int]) -> None:
    """Length of each run, and the wait after it."""
    backoff = BackOff()

    assert [backoff.after_run_of(seconds) for seconds in runs] == waits


@pytest.mark.parametrize(("seconds", "text"), [(10, "10s"), (40, "40s"), (80, "1m20s"), (160, "2m40s"), (300, "5m0s")])
def test_waits_are_written_as_go_writes_them(seconds: int, text: str) -> None:
    """The words of the waiting message."""
    assert words(seconds) == text


def test_a_crash_loop_goes_through_the_recorded_states() -> None:
    """Restart count, state and reason follow one another exactly as on the real cluster, through five restarts."""
    lines = [json.loads(line) for line in (RECORDINGS / "_watch" / "model-loader.jsonl").read_text().splitlines()]
    recorded = [seen for line in lines if (seen := _seen(line["object"]))]
    until_the_sixth_start = recorded[: recorded.index((5, "running", "")) + 1]

    simulated = Bench(programs.SimulatedProgram(ends_after=1.5, exit_code=137, reason="OOMKilled")).states(170)

    assert simulated[: len(until_the_sixth_start)] == until_the_sixth_start


def test_crash_loop_back_off_is_hardly_seen_early_on() -> None:
    """In the 10, 20 and 40 s back-offs it is there for half a second, in the 2m40s one for more than a minute."""
    bench = Bench(CRASH)
    seconds = dict.fromkeys(range(6), 0.0)
    for tick in range(3300):
        restarts, _, reason = _seen(bench.at(tick / 10)) or (0, "", "")
        if reason == "CrashLoopBackOff":
            seconds[restarts] += 0.1

    assert seconds[0] == 0
    assert [0 < seconds[restarts] < 1 for restarts in (1, 2, 3)] == [True, True, True]
    assert seconds[5] > 60


def test_the_last_state_is_the_run_before() -> None:
    """After a restart lastState holds what state held, container id included."""
    bench = Bench(CRASH)
    ended = bench.at(3.0)["status"]["containerStatuses"][0]
    again = bench.at(3.5)["status"]["containerStatuses"][0]

    assert ended["state"]["terminated"]["exitCode"] == 2
    assert again["lastState"] == ended["state"]
    assert (again["restartCount"], again["ready"]) == (1, True)
    assert again["containerID"] != ended["containerID"]


def test_events_are_counted_not_repeated() -> None:
    """Started once a run, BackOff more than once a restart, each one event whose lastTimestamp moves on."""
    bench = Bench(CRASH)
    bench.at(60)

    started, backoff = bench.events()["Started"], bench.events()["BackOff"]

    assert (started["count"], started["firstTimestamp"] < started["lastTimestamp"]) == (4, True)
    assert (backoff["count"], backoff["type"]) == (3, "Warning")
    assert len([one for one in bench.store.all(EVENTS) if one["reason"] == "Started"]) == 1


def test_a_failing_probe_kills_after_the_grace_period() -> None:
    """Three failures, the kubelet's word, ten seconds, exit 137 with reason Error: no OOM."""
    bench = Bench(programs.STUCK, grace=10)
    ended = bench.at(60)["status"]["containerStatuses"][0]

    terminated = ended["lastState"]["terminated"]
    assert (terminated["exitCode"], terminated["reason"]) == (137, "Error")
    assert bench.events()["Unhealthy"]["count"] == 3
    assert bench.events()["Killing"]["message"] == "Container app failed liveness probe, will be restarted"
    killed = datetime.fromisoformat(bench.events()["Killing"]["lastTimestamp"])
    assert datetime.fromisoformat(terminated["finishedAt"]) - killed == timedelta(seconds=10)


def test_logs_follow_the_container() -> None:
    """While the second run is on, `previous` is the whole first run, and the current log what was printed since."""
    bench = Bench(CRASH)
    pod = bench.at(3.6)
    book = LogBook(by_id=bench.logs)

    previous = book.lines(pod, LogOptions(previous=True)) or []
    current = book.lines(pod, LogOptions()) or []

    assert [line.text for line in previous][-2:] == ["main.main()\n", "\t/src/cmd/checkout/main.go:41 +0x1d2\n"]
    assert len(current) < len(previous) == len(CRASH.says)
    assert previous[0].text.startswith("2027/03/01 12:00:01 checkout")


def test_logs_of_dead_containers_are_collected() -> None:
    """After hours of crashing no more logs are kept than the kubelet would keep."""
    bench = Bench(CRASH)
    bench.at(6 * 3600)

    assert len(bench.logs) <= 2


@settings(deadline=None, max_examples=25)  # how long it takes is not what is proved
@given(st.lists(st.floats(0.01, 40), min_size=1, max_size=30))
def test_how_often_the_clock_is_looked_at_changes_nothing(steps: list[float]) -> None:
    """One long step and many short ones lead to the same objects, the same history and the same logs."""
    whole, stepped = Bench(CRASH), Bench(CRASH)
    now = 0.0
    for step in steps:
        now += step
        stepped.world.advance(START + timedelta(seconds=now))
    whole.world.advance(START + timedelta(seconds=now))

    assert stepped.store.changes_since(PODS, 0) == whole.store.changes_since(PODS, 0)
    assert stepped.store.all(EVENTS) == whole.store.all(EVENTS)
    assert stepped.logs == whole.logs


def test_speed_shortens_every_wait() -> None:
    """Ten times as fast reaches the same restart in a tenth of the time."""
    assert _seen(Bench(CRASH, speed=10).at(6.0)) == _seen(Bench(CRASH).at(60.0))


def paths(value: Any, at: str = "") -> Iterator[str]:
    """Where something stands in an object, without numbers of list items."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{at}.{key}"
            yield from paths(inner, f"{at}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{at}[]")


def test_a_simulated_pod_has_the_shape_of_a_recorded_one() -> None:
    """Field by field the same as a recorded crash-looping pod with a memory limit; only its command line is missing."""
    recorded = json.loads((RECORDINGS / "exit-137-oomkilled-c" / "pod.json").read_text())
    oom = SimulatedProgram(ends_after=1.5, exit_code=137, reason="OOMKilled")

    simulated = next(pod for pod in _history(Bench(oom), 60) if _seen(pod) == (1, "waiting", "CrashLoopBackOff"))

    assert set(paths(recorded)) - set(paths(simulated)) == {".spec.containers[].args"}
    assert set(paths(simulated)) - set(paths(recorded)) == set()


def _history(bench: Bench, seconds: float) -> list[Json]:
    bench.at(seconds)
    return [change.object for change in bench.store.changes_since(PODS, 0)]


@pytest.mark.parametrize("reason", ["Scheduled", "Pulled", "Created", "Started", "BackOff"])
def test_simulated_events_have_the_shape_of_recorded_ones(reason: str) -> None:
    """Counted events and the scheduler's, field by field."""
    listed = json.loads((RECORDINGS / "exit-137-oomkilled-c" / "events.json").read_text())["items"]
    recorded = next(event for event in listed if event["reason"] == reason)
    bench = Bench(CRASH)
    bench.at(60)

    simulated = bench.events()[reason]

    assert set(paths(simulated)) - {".kind", ".apiVersion"} == set(paths(recorded))


def test_the_same_seed_gives_the_same_world() -> None:
    """Names and ids included."""
    assert Bench(CRASH).at(100) == Bench(CRASH).at(100)
