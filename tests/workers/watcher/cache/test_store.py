"""From what the watch sends to jumps: lists, streams, restarts unseen, deletions, nodes, owners."""

from collections.abc import Callable
from typing import Any

import pytest

from core.messages.terminations import Termination
from workers.watcher.cache.keys import WorkloadKey
from workers.watcher.cache.owners import ConfirmedOwner, guess
from workers.watcher.cache.pod import back_off_seconds
from workers.watcher.cache.terminations import Observation, PastCounts, Restored, Terminations

NOW = 1_800_000_000.0
ORDERS = WorkloadKey("shop", "Deployment", "orders")
Make = Callable[..., Any]


def numbers(ends: list[Termination]) -> list[tuple[int, bool]]:
    return [(one.number, one.restarted) for one in ends]


def test_a_healthy_list_is_no_news(scene: Any, pod: Make) -> None:
    """Nothing has ended."""
    scene.lists(pod(), pod("orders-5d8f-b"))

    assert (scene.jumps(), scene.store.drain().counts) == ([], {})


def test_a_crash_loop_jumps_at_its_third_restart(scene: Any, pod: Make, ended: Make) -> None:
    """Seen live; a failed container counts when it is restarted, and only once."""
    scene.lists(pod())
    for restart in range(3):
        scene.now += 10
        last = ended(scene.now - 10) if restart else None
        scene.change(pod(restarts=restart, state=ended(scene.now), last=last, ready=False))
        scene.change(pod(restarts=restart, state=ended(scene.now), last=last, ready=False))
        assert scene.jumps() == []
        scene.now += 1
        scene.change(pod(restarts=restart + 1, last=ended(scene.now - 1)))

    assert scene.jumps() == [("Deployment/orders", "app", "pod-restarts", 3)]


def test_old_restarts_of_a_healthy_sidecar_are_no_news(scene: Any, pod: Make, ended: Make) -> None:
    """Seen for the first time, with counts of long ago."""
    scene.lists(pod(restarts=7, last=ended(NOW - 90_000), created=NOW - 900_000))

    assert scene.jumps() == []


def test_a_pod_that_restarts_once_a_week_is_no_loop(scene: Any, pod: Make, ended: Make) -> None:
    """Five restarts in 35 days, the last one just now."""
    scene.lists(pod(restarts=5, last=ended(NOW - 60), created=NOW - 35 * 86_400))

    assert scene.jumps() == []


def test_a_loop_that_goes_on_is_told_at_first_sight(scene: Any, pod: Make, ended: Make, backing_off: Make) -> None:
    """The back-off proves that it is one, however old the pod is."""
    scene.lists(pod(restarts=400, state=backing_off(300), last=ended(NOW - 60), ready=False, created=NOW - 40 * 86_400))

    assert [jump[:3] for jump in scene.jumps()] == [("Deployment/orders", "app", "pod-restarts")]


def test_a_replaced_pod_is_no_negative_jump(scene: Any, pod: Make, ended: Make) -> None:
    """Its successor begins at 0, and two restarts of each are not four of one."""
    scene.lists(pod())
    scene.change(pod(restarts=2, last=ended(NOW)))
    scene.change(pod(restarts=2, last=ended(NOW)), kind="DELETED")
    scene.change(pod("orders-5d8f-b", created=NOW), kind="ADDED")
    scene.now += 5
    scene.change(pod("orders-5d8f-b", restarts=2, created=NOW, last=ended(NOW + 4)))

    assert scene.jumps() == []


def test_a_count_that_falls_is_no_end(pod: Make, ended: Make) -> None:
    """A runtime that lost its dead containers; growing again up to the old count is no news either."""
    counts = Terminations()
    counts.observe(pod(restarts=5, last=ended(NOW - 9)), Observation(NOW, live=True))
    fallen = counts.observe(pod(restarts=2, last=ended(NOW - 5)), Observation(NOW, live=True))[1]
    grown = counts.observe(pod(restarts=5, last=ended(NOW - 1)), Observation(NOW, live=True))[1]

    assert (fallen, grown) == ([], [])


def test_what_happened_unseen_is_counted_and_spread(pod: Make, ended: Make) -> None:
    """Between when the watch was last fresh and when the kubelet says the last one was."""
    counts = Terminations()
    counts.observe(pod(), Observation(NOW - 1000, live=True))
    ends = counts.observe(pod(restarts=3, last=ended(NOW - 100)), Observation(NOW, live=False, since=NOW - 1000))[1]

    assert [(one.number, one.at, one.exact) for one in ends] == [
        (1, NOW - 700, False),
        (2, NOW - 400, False),
        (3, NOW - 100, True),
    ]


def test_what_an_earlier_process_knew_is_not_told_again(pod: Make, ended: Make) -> None:
    """Only the fourth is new; the counts were written down when three were known."""
    restored = Restored(until=NOW - 60, counts={("uid-orders-5d8f-a", "app"): PastCounts(3, 3)})
    ends = Terminations(restored).observe(pod(restarts=4, last=ended(NOW - 30)), Observation(NOW, live=False))[1]

    assert [(one.number, one.at) for one in ends] == [(4, NOW - 30)]


def test_containers_that_were_not_written_down_had_not_ended(pod: Make, ended: Make) -> None:
    """So its restarts happened since, not at any time since the pod was created."""
    restored = Restored(until=NOW - 400)
    ends = Terminations(restored).observe(pod(restarts=2, last=ended(NOW - 20)), Observation(NOW, live=False))[1]

    assert [one.at for one in ends] == [NOW - 210, NOW - 20]


@pytest.mark.parametrize("skew", [-7200, 7200])
def test_the_clock_of_a_node_may_be_wrong(scene: Any, pod: Make, ended: Make, skew: int) -> None:
    """What is seen live has just happened."""
    scene.lists(pod())
    for restart in range(1, 4):
        scene.now += 20
        scene.change(pod(restarts=restart, last=ended(scene.now + skew)))

    assert scene.jumps() == [("Deployment/orders", "app", "pod-restarts", 3)]


def test_deletion_and_drains_end_containers_without_news(scene: Any, pod: Make, ended: Make) -> None:
    """Exit 137 of pods on their way out, and of those a drain has marked."""
    names = [f"orders-5d8f-{letter}" for letter in "abcd"]
    scene.lists(*(pod(name) for name in names))
    for name in names:
        scene.change(pod(name, state=ended(NOW, "Error", 137), ready=False, deleting=True))
        scene.change(pod(name, deleting=True), kind="DELETED")

    assert scene.jumps() == []


def test_completed_jobs_are_no_news(scene: Any, pod: Make, ended: Make) -> None:
    """Fifty runs of a CronJob, each ending well."""
    scene.lists()
    for run in range(50):
        owner = ("Job", f"report-{29_999_900 + run}")
        done = ended(NOW, "Completed", 0)
        scene.change(pod(f"report-{run}-x", state=done, owner=owner, phase="Succeeded", ready=False), kind="ADDED")

    assert scene.jumps() == []


def test_a_rollout_gone_bad_is_told_at_its_second_crash(scene: Any, pod: Make, ended: Make) -> None:
    """The old pods never crashed."""
    scene.lists(pod(created=NOW - 90_000))
    new = {"name": "orders-77aa-x", "template": "77aa", "created": NOW}
    scene.change(pod(**new), kind="ADDED")
    scene.now += 2
    scene.change(pod(**new, restarts=1, last=ended(NOW + 1)))
    assert scene.jumps() == []
    scene.now += 3
    scene.change(pod(**new, restarts=1, state=ended(NOW + 4), last=ended(NOW + 1), ready=False))

    assert scene.jumps() == [("Deployment/orders", "app", "new-template", 2)]


def test_a_rebooted_node_with_everything_back_is_one_note(scene: Any, pod: Make, ended: Make) -> None:
    """Three replicas on it restarted, as did others."""
    pods = [("orders", f"orders-5d8f-{letter}") for letter in "abc"] + [("cart", "cart-5d8f-a")]
    scene.lists(*(pod(name, owner=("ReplicaSet", f"{app}-5d8f")) for app, name in pods))
    for app, name in pods:
        lost = {"terminated": {"reason": "Unknown", "exitCode": 255, "finishedAt": None}}
        scene.change(pod(name, restarts=1, last=lost, owner=("ReplicaSet", f"{app}-5d8f")))
    notes = scene.store.node_restarts("", scene.now, 300)

    assert (scene.jumps(), len(notes), notes[0].node, notes[0].containers) == ([], 1, "worker-1", 4)


@pytest.mark.parametrize(("others_since", "restarts"), [(NOW - 3000, 0), (NOW + 20, 1)])
def test_a_node_with_a_pod_that_stayed_ready_was_not_restarted(
    scene: Any, pod: Make, ended: Make, others_since: float, restarts: int
) -> None:
    """Four of its six pods were killed by their probes within seconds; the other two never lost their readiness."""
    workloads = {f"{app}-5d8f-a": app for app in ("orders", "cart", "web", "search", "mail", "login")}
    owners = {name: ("ReplicaSet", f"{app}-5d8f") for name, app in workloads.items()}
    killed, others = list(workloads)[:4], list(workloads)[4:]
    scene.lists(*(pod(name, owner=owners[name], ready_since=NOW - 3000) for name in workloads))
    scene.now += 30
    for second, name in enumerate(killed):
        last = ended(NOW + second, "Error", 137)
        scene.change(pod(name, restarts=1, last=last, owner=owners[name], ready_since=NOW + 20))
    scene.change(*(pod(name, owner=owners[name], ready_since=others_since) for name in others))

    assert len(scene.store.node_restarts("", scene.now, 300)) == restarts


def test_a_rebooted_node_whose_pods_do_not_come_back_is_told(scene: Any, pod: Make) -> None:
    """After the start-up time, without another event."""
    names = [f"orders-5d8f-{letter}" for letter in "abc"]
    scene.lists(*(pod(name) for name in names))
    for name in names:
        lost = {"terminated": {"reason": "Unknown", "exitCode": 255, "finishedAt": None}}
        scene.change(pod(name, restarts=1, last=lost, ready=False))
    assert scene.jumps() == []
    scene.now += 302

    assert scene.jumps() == [("Deployment/orders", "app", "replicas", 3)]


def test_a_dependency_that_is_away_is_not_taken_for_the_node(scene: Any, pod: Make, ended: Make) -> None:
    """Everything on the only node fails by itself."""
    pods = [("orders", f"orders-5d8f-{letter}") for letter in "abc"] + [("cart", "cart-5d8f-a")]
    scene.lists(*(pod(name, owner=("ReplicaSet", f"{app}-5d8f")) for app, name in pods))
    for app, name in pods:
        scene.change(pod(name, restarts=1, last=ended(NOW), owner=("ReplicaSet", f"{app}-5d8f")))

    assert scene.jumps() == [("Deployment/orders", "app", "replicas", 3)]


def test_an_annotation_changes_the_thresholds_of_its_workload(scene: Any, pod: Make, ended: Make) -> None:
    """What makes no sense is passed over."""
    annotations = {"whypod.dev/restarts": "2/1h", "whypod.dev/oom": "often", "other.dev/restarts": "1/1h"}
    scene.lists(pod(annotations=annotations))
    scene.change(pod(restarts=2, last=ended(NOW), annotations=annotations))

    assert scene.jumps() == [("Deployment/orders", "app", "pod-restarts", 2)]


def test_a_list_after_a_gap_finds_what_went_and_what_restarted(scene: Any, pod: Make, ended: Make) -> None:
    """It is counted as missed, to be reported once the watch recovers."""
    scene.lists(pod(), pod("orders-5d8f-b"))
    scene.now += 200
    scene.lists(pod(restarts=3, last=ended(scene.now - 5)), pod("orders-5d8f-c", created=scene.now - 50))
    fresh = scene.store.freshness

    assert scene.jumps() == [("Deployment/orders", "app", "pod-restarts", 3)]
    assert (fresh.missed_restarts, fresh.missed_pods) == (3, 2)
    assert sorted(scene.store.pods_by_workload[ORDERS]) == ["uid-orders-5d8f-a", "uid-orders-5d8f-c"]


def test_a_guess_that_was_wrong_moves_everything(scene: Any, pod: Make, ended: Make) -> None:
    """The ReplicaSet is an Argo Rollout's."""
    scene.lists(pod())
    scene.change(pod(restarts=3, last=ended(NOW)))
    rollout = WorkloadKey("shop", "Rollout", "orders")
    scene.store.apply_owner(ConfirmedOwner(WorkloadKey("shop", "ReplicaSet", "orders-5d8f"), rollout, NOW - 9000), 0.0)

    assert (list(scene.store.pods_by_workload), scene.jumps()) == (
        [rollout],
        [("Rollout/orders", "app", "pod-restarts", 3)],
    )


@pytest.mark.parametrize(
    ("kind", "name", "template", "created", "expected"),
    [
        ("ReplicaSet", "web-5d8f", "5d8f", NOW, (WorkloadKey("a", "Deployment", "web"), False)),
        ("ReplicaSet", "web-5d8f", "", NOW, (WorkloadKey("a", "ReplicaSet", "web-5d8f"), False)),
        ("Job", "report-30000000", "", NOW, (WorkloadKey("a", "CronJob", "report"), False)),
        ("Job", "migrate-20240131", "", NOW, (WorkloadKey("a", "Job", "migrate-20240131"), False)),
        ("StatefulSet", "db", "x", NOW, (WorkloadKey("a", "StatefulSet", "db"), True)),
        ("Pod", "lonely", "", NOW, (WorkloadKey("a", "Pod", "lonely"), True)),
    ],
)
def test_guesses_from_names(
    kind: str, name: str, template: str, created: float, expected: tuple[WorkloadKey, bool]
) -> None:
    """A guess says that it is one."""
    resolved = guess(WorkloadKey("a", kind, name), template, created)

    assert (resolved.key, resolved.confirmed) == expected


@pytest.mark.parametrize(
    ("message", "seconds"),
    [("back-off 5m0s restarting failed container=a", 300), ("back-off 20s restarting failed", 20), ("", 0), ("5m", 0)],
)
def test_the_back_off_is_read_from_the_message(message: str, seconds: int) -> None:
    """0 for anything else."""
    assert back_off_seconds(message) == seconds


def test_a_pod_that_cannot_start_is_told_once_by_each_who_leads(scene: Any, pod: Make) -> None:
    """What a watcher judged before it led, or while Redis was away, was told to nobody."""
    asks = {"whypod.dev/cannot-start": "5m"}
    scene.lists(pod(phase="Pending", ready=False, created=NOW - 400, annotations=asks))
    first, second = scene.jumps(), scene.jumps()
    scene.detector.decide_anew(0.0)

    assert (len(first), second, scene.jumps()) == (1, [], first)
