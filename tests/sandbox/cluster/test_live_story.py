"""The simulated workloads of the sandbox as a whole: what is there at the start, and what becomes of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.sandbox.cluster.live.story import CATALOG_BREAKS, CATALOG_HEALS, Story
from deploy.sandbox.cluster.logs import LogLine
from deploy.sandbox.cluster.objects.resources import (
    CONFIG_MAPS,
    CRON_JOBS,
    DEPLOYMENTS,
    EVENTS,
    JOBS,
    NODES,
    PODS,
    REPLICA_SETS,
)
from deploy.sandbox.cluster.objects.store import Store
from deploy.sandbox.cluster.tables import pods as shown
from deploy.sandbox.json import Json

RECORDINGS = Path(__file__).parents[2] / "recordings"
START = datetime(2027, 3, 1, 12, 0, 30, tzinfo=UTC)


class Stage:
    """The story on a clock that only the test moves."""

    def __init__(self) -> None:
        self.store, self.logs = Store(window=100_000), dict[str, list[LogLine]]()
        self.story = Story(self.store, self.logs, START)

    def after(self, seconds: float) -> None:
        self.story.advance(START + timedelta(seconds=seconds))

    def pods(self, app: str) -> list[Json]:
        return [pod for pod in self.store.all(PODS) if pod["metadata"]["labels"].get("app") == app]

    def rows(self, app: str) -> list[tuple[str, str]]:
        """READY and STATUS of an app's pods."""
        return sorted((shown.ready(pod), shown.status(pod)) for pod in self.pods(app))

    def deployment(self, name: str) -> Json:
        found = self.store.get(DEPLOYMENTS, "shop", name)
        assert found is not None
        return found


@pytest.fixture
def stage() -> Stage:
    return Stage()


def last_end(pod: Json) -> tuple[int, int, str]:
    (status,) = pod["status"]["containerStatuses"]
    ended = status["state"].get("terminated") or status["lastState"]["terminated"]
    return status["restartCount"], ended["exitCode"], ended["reason"]


def test_there_is_something_to_ask_about_at_once(stage: Stage) -> None:
    """At the start checkout has restarted three times in the last minute; basket and payments have a history."""
    (checkout,), (basket,), (payments,) = (stage.pods(name) for name in ("checkout", "basket", "payments"))

    assert last_end(checkout) == (3, 2, "Error")
    assert datetime.fromisoformat(checkout["metadata"]["creationTimestamp"]) > START - timedelta(minutes=1)
    assert last_end(basket)[0] >= 2 and last_end(basket)[1:] == (137, "OOMKilled")
    assert last_end(payments)[0] >= 2 and last_end(payments)[1:] == (137, "Error")


def test_the_healthy_stay_healthy(stage: Stage) -> None:
    """Three replicas of web, for three hours, without one restart."""
    stage.after(3 * 3600)

    assert stage.rows("web") == [("1/1", "Running")] * 3
    assert [last["status"]["containerStatuses"][0]["restartCount"] for last in stage.pods("web")] == [0, 0, 0]
    conditions = {one["type"]: one["status"] for one in stage.deployment("web")["status"]["conditions"]}
    assert conditions == {"Available": "True", "Progressing": "True"}


def test_restart_counts_grow_while_one_looks(stage: Stage) -> None:
    """Within two minutes of the start checkout restarts twice more: at 30 s and at 112 s."""
    stage.after(120)

    assert last_end(stage.pods("checkout")[0]) == (5, 2, "Error")


def test_the_catalog_breaks_with_a_rollout_and_heals(stage: Stage) -> None:
    """The old pods serve on beside one crashing new pod; once its setting is there the rollout ends by itself."""
    stage.after(CATALOG_BREAKS - 1)
    assert stage.rows("catalog") == [("1/1", "Running")] * 3

    stage.after(CATALOG_HEALS - 1)
    assert stage.rows("catalog") == [("0/1", "Error"), *[("1/1", "Running")] * 3]
    status = stage.deployment("catalog")["status"]
    assert (status["replicas"], status["updatedReplicas"], status["readyReplicas"]) == (4, 1, 3)
    assert "PRICE_API_URL" not in _settings(stage)

    stage.after(CATALOG_HEALS + 180)
    assert stage.rows("catalog") == [("1/1", "Running")] * 3
    assert len({pod["metadata"]["labels"]["pod-template-hash"] for pod in stage.pods("catalog")}) == 1
    assert stage.deployment("catalog")["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "2"
    assert "PRICE_API_URL" in _settings(stage)
    replicas = sorted(one["spec"]["replicas"] for one in stage.store.all(REPLICA_SETS) if _is_catalog(one))
    assert replicas == [0, 3]


def _settings(stage: Stage) -> Json:
    found = stage.store.get(CONFIG_MAPS, "shop", "catalog-settings")
    assert found is not None
    data: Json = found["data"]
    return data


def _is_catalog(replica_set: Json) -> bool:
    return bool(replica_set["metadata"]["labels"]["app"] == "catalog")


def test_never_fewer_pods_serve_than_the_strategy_allows(stage: Stage) -> None:
    """Through the bad rollout and its healing three catalog pods are ready at every single moment."""
    version = stage.store.version
    stage.after(CATALOG_HEALS + 180)
    changes = stage.store.changes_since(DEPLOYMENTS, version)

    ready = [
        one.object["status"].get("readyReplicas", 0) for one in changes if one.object["metadata"]["name"] == "catalog"
    ]
    assert ready and min(ready) >= 3


def test_turning_the_page_by_hand_does_not_tell_it_twice(stage: Stage) -> None:
    """Breaking now cancels the break that was planned, so that one rollout happens and not two."""
    stage.story.break_catalog()
    stage.after(CATALOG_BREAKS + 30)

    assert stage.deployment("catalog")["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "2"


def test_cron_jobs_complete_and_the_last_three_are_kept(stage: Stage) -> None:
    """Each minute a Job, named after the minute, with a pod that succeeds; older ones go with their pods."""
    stage.after(600 + 20)
    jobs = stage.store.all(JOBS)
    minute = int((START + timedelta(seconds=600)).timestamp()) // 60

    assert [job["metadata"]["name"] for job in jobs] == [f"invoice-sync-{minute - back}" for back in (2, 1, 0)]
    assert [job["status"]["succeeded"] for job in jobs] == [1, 1, 1]
    assert stage.rows("invoice-sync") == [("0/1", "Completed")] * 3
    (cron_job,) = stage.store.all(CRON_JOBS)
    assert "active" not in cron_job["status"]


def test_hours_leave_no_heap_behind(stage: Stage) -> None:
    """Events, logs and Jobs stay bounded."""
    stage.after(3600)
    after_an_hour = len(stage.store.all(EVENTS))
    stage.after(3 * 3600)

    assert len(stage.store.all(EVENTS)) <= after_an_hour * 1.2
    assert len(stage.logs) < 30
    assert len(stage.store.all(JOBS)) <= 4


def test_old_revisions_are_dropped_beyond_the_history_limit(stage: Stage) -> None:
    """After thirteen rollouts ten empty ReplicaSets are left beside the one that serves."""
    for rollout in range(1, 14):
        stage.story.break_catalog()
        stage.story.heal_catalog()
        stage.after(rollout * 30)

    replicas = [one["spec"]["replicas"] for one in stage.store.all(REPLICA_SETS) if _is_catalog(one)]
    assert sorted(replicas) == [0] * 10 + [3]
    assert stage.rows("catalog") == [("1/1", "Running")] * 3


def test_nothing_simulated_is_taken_for_something_recorded(stage: Stage) -> None:
    """No recorded pod matches a simulated selector, and none bears the name of a simulated workload."""
    recorded = [json.loads(path.read_text()) for path in sorted(RECORDINGS.glob("*/*pod.json"))]
    pods = [one["metadata"] for one in recorded if one.get("kind") == "Pod"]
    shop = [one for one in pods if one["namespace"] == "shop"]
    deployments = stage.store.all(DEPLOYMENTS)

    selectors = [one["spec"]["selector"]["matchLabels"].items() for one in deployments]
    assert [one["name"] for one in shop for wanted in selectors if wanted <= one.get("labels", {}).items()] == []
    names = {one["metadata"]["name"] for one in deployments}
    assert len(names) == 5
    assert names & {one["name"].rsplit("-", 2)[0] for one in shop} == set()


def test_the_node_keeps_reporting(stage: Stage) -> None:
    """Its heartbeat is never older than five minutes."""
    stage.after(3600)
    (node,) = stage.store.all(NODES)
    beats = {one["lastHeartbeatTime"] for one in node["status"]["conditions"]}

    assert START + timedelta(seconds=3600) - min(map(datetime.fromisoformat, beats)) <= timedelta(minutes=5)


def test_every_version_is_larger_than_the_one_before(stage: Stage) -> None:
    """Watchers rely on it."""
    stage.after(300)
    versions = [change.version for change in stage.store.changes_since(PODS, 0)]

    assert versions == sorted(set(versions))


@pytest.mark.parametrize(
    ("resource", "scenario", "name"),
    [
        (DEPLOYMENTS, "healthy-deployment", "deployment.json"),
        (REPLICA_SETS, "healthy-deployment", "replicaset.json"),
        (JOBS, "cronjob-fine", "job.json"),
        (CRON_JOBS, "cronjob-fine", "cronjob.json"),
    ],
)
def test_owners_have_the_shape_of_recorded_ones(stage: Stage, resource: Any, scenario: str, name: str) -> None:
    """Metadata, spec and status have the same fields, but for kubectl's note of what it applied."""
    recorded = json.loads((RECORDINGS / scenario / name).read_text())
    simulated = stage.store.all(resource)[-1]

    assert [_fields(simulated, part) for part in PARTS] == [_fields(recorded, part) for part in PARTS]


PARTS = ("metadata", "spec", "status")
APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def _fields(obj: Json, part: str) -> set[str]:
    """A part's fields and the names of its annotations; `active` comes and goes with the minute."""
    notes = {f"note {name}" for name in obj["metadata"].get("annotations", {}) if part == "metadata"}
    return (set(obj[part]) | notes) - {"annotations", "active", f"note {APPLIED}"}
