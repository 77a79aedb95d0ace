"""The recordings themselves, and how they are loaded: nothing lost, nothing added, moved in time as one."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.sandbox.cluster.objects.recordings import BadRecording, read_recordings, read_scenario
from deploy.sandbox.cluster.objects.resources import NODES, PODS
from deploy.sandbox.cluster.objects.timeshift import latest, shift
from deploy.sandbox.cluster.options import ClusterOptions
from deploy.sandbox.cluster.state import RECORDED_BEFORE_START, load_cluster

RECORDINGS = Path(__file__).parents[2] / "recordings"
NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
LARGEST = 10 * 1000 * 1000  # bytes of all recordings together: a clone must stay quick
MANY = 60


def test_a_directory_without_scenarios_is_refused(tmp_path: Path) -> None:
    """A wrong path must not give an empty cluster that looks healthy."""
    with pytest.raises(BadRecording, match="no scenarios"):
        read_recordings(tmp_path)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    """The message leads to the file."""
    (tmp_path / "pod.json").write_text("{")

    with pytest.raises(BadRecording, match=r"pod\.json"):
        read_scenario(tmp_path)


def test_an_unknown_scenario_is_refused() -> None:
    """`--scenario` misspelt."""
    with pytest.raises(BadRecording, match="no scenario 'nope'"):
        read_recordings(RECORDINGS, only="nope")


def test_the_recordings_are_many_small_and_bare() -> None:
    """Enough of them, under the size limit, without managedFields."""
    files = [path for path in RECORDINGS.rglob("*") if path.is_file()]

    assert len({path.parent for path in files if path.name == "label.yaml"}) >= MANY
    assert sum(path.stat().st_size for path in files) < LARGEST
    assert [path for path in files if "managedFields" in path.read_text() and path.name != "README.md"] == []


def test_every_scenario_has_a_label_and_something_to_look_at() -> None:
    """No folder is empty or without a cause."""
    scenarios = read_recordings(RECORDINGS).scenarios

    assert [one.name for one in scenarios if not one.cause or not one.namespace or not one.objects] == []


def test_all_times_of_a_scenario_move_by_the_same_amount() -> None:
    """The last recorded second becomes the moment asked for; objects and logs keep their distances."""
    before = read_scenario(RECORDINGS / "liveness-http-500")
    after = read_scenario(RECORDINGS / "liveness-http-500", NOW)

    stamps = [_stamps(before.objects), _stamps(after.objects)]
    assert max(stamps[1]) == NOW
    assert {later - earlier for earlier, later in zip(*stamps, strict=True)} == {NOW - max(stamps[0])}
    by = NOW - max(stamps[0])
    line = before.logs["app", False].splitlines()[0]
    assert after.logs["app", False].splitlines()[0] == shift(line, by) != line


def _stamps(objects: Any) -> list[datetime]:
    text = json.dumps([obj for _, obj in objects])
    text = re.sub(r'"deletionTimestamp": "[^"]*"', "", text)
    found = re.findall(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z"', text)
    return [datetime.fromisoformat(stamp).replace(tzinfo=UTC) for stamp in found if not stamp.startswith("1970")]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("2026-11-21T01:59:59Z", "2026-11-21T02:00:59Z"),
        ("2026/11/21 23:59:30 GET /", "2026/11/22 00:00:30 GET /"),
        ('"2026-11-21T01:46:37.505426Z"', '"2026-11-21T01:47:37.505426Z"'),
        ("expired on 2026-10-30T00:00:00Z", "expired on 2026-10-30T00:00:00Z"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("import-2026-11 at 12:30", "import-2026-11 at 12:30"),
    ],
)
def test_only_times_of_the_recorded_day_move(text: str, moved: str) -> None:
    """An old certificate stays expired, the zero time stays zero, names are no times."""
    assert shift(text, timedelta(minutes=1)) == moved


def test_the_end_of_a_grace_period_does_not_date_a_recording() -> None:
    """It lies in the future of the recording."""
    texts = ['{"deletionTimestamp":"2026-11-21T03:00:00Z","t":"2026-11-21T02:00:00Z"}']

    assert latest(texts) == datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_what_was_recorded_looks_as_if_it_had_just_happened() -> None:
    """With shifting on, every scenario ends one minute before the start."""
    cluster = load_cluster(ClusterOptions(recordings=RECORDINGS, live=False), lambda: NOW)

    ends = {max(_stamps(scenario.objects)) for scenario in cluster.scenarios}

    assert ends == {NOW - RECORDED_BEFORE_START}


def test_a_single_scenario_has_its_own_node() -> None:
    """The node as it was then; all scenarios together have it in its last good state."""
    states: dict[str, tuple[str, bool, int]] = {}
    for name in ("", "pending-node-disk-pressure-taint", "node-unknown-pod-evicted-terminating"):
        options = ClusterOptions(recordings=RECORDINGS, live=False, scenario=name)
        node = load_cluster(options, lambda: NOW).store.get(NODES, "", "worker-2")
        assert node is not None
        conditions = {one["type"]: one["status"] for one in node["status"]["conditions"]}
        taints = node["spec"].get("taints", [])
        states[name] = (conditions["Ready"], conditions["DiskPressure"] == "True", len(taints))

    assert states == {
        "": ("True", False, 0),
        "pending-node-disk-pressure-taint": ("True", True, 1),
        "node-unknown-pod-evicted-terminating": ("Unknown", False, 2),
    }


def test_a_single_scenario_is_alone() -> None:
    """No pod but its own."""
    options = ClusterOptions(recordings=RECORDINGS, scenario="exit-139-segfault")

    cluster = load_cluster(options, lambda: NOW)

    recorded = json.loads((RECORDINGS / "exit-139-segfault" / "pod.json").read_text())
    assert [pod["metadata"]["uid"] for pod in cluster.store.all(PODS)] == [recorded["metadata"]["uid"]]
    assert cluster.story is None


def test_versions_do_not_go_back_when_the_server_starts_again() -> None:
    """A client's version from before a restart is old, never in the future."""
    first = load_cluster(ClusterOptions(recordings=RECORDINGS), lambda: NOW)
    second = load_cluster(ClusterOptions(recordings=RECORDINGS), lambda: NOW + timedelta(seconds=10))

    assert second.store.version > first.store.version
