"""What the pod is now stands first; a cause that is over is told as what was, and is never certain for now."""

from datetime import UTC, datetime, timedelta

import pytest

from core.messages.model import Language
from core.messages.report import PodState, Report
from knowledge.library import library
from knowledge.presentation import present
from workers.container import Container, Running, Terminated, Waiting
from workers.diagnosis import diagnose
from workers.diagnosis.now import pod_state
from workers.paste.read import read
from workers.snapshot import Condition, Event, Log, Node, Pod, Snapshot

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
OOM = Terminated(
    reason="OOMKilled", code=137, started_at=NOON - timedelta(hours=9), finished_at=NOON - timedelta(hours=3)
)
DESCRIBED = """\
Name:             web-6f5b9c7d4-x2k9p
Namespace:        shop
Node:             node-1/10.0.0.1
Status:           Running
Containers:
  app:
    Image:          web:1
    State:          Running
      Started:      Mon, 05 Jan 2026 10:00:00 +0000
{last}    Ready:          True
    Restart Count:  {restarts}
Conditions:
  Type              Status
  Ready             True
Events:
  Type     Reason     Age   From     Message
  ----     ------     ----  ----     -------
  Normal   Started    19m   kubelet  Started container app
{event}"""


def running(minutes: float, **more: object) -> Container:
    """The container `app`, ready for so long."""
    started = Running(started_at=NOON - timedelta(minutes=minutes))
    return Container.model_validate({"name": "app", "running": started, "ready": True, **more})


def asked(*containers: Container, events: tuple[Event, ...] = (), logs: tuple[Log, ...] | None = None) -> Report:
    """The report on a running pod of these containers."""
    pod = Pod(phase="Running", node_name="n1")
    return diagnose(
        Snapshot(observed_at=NOON, pod=pod, containers=containers, events=events, logs=logs), library(), "shop/web"
    )


def first(report: Report) -> tuple[str, str, bool]:
    best = report.findings[0]
    return best.cause, best.confidence, best.over


def test_a_run_that_ended_hours_ago_is_told_as_what_was() -> None:
    """In both languages the headline begins with what the pod is now; before it is over, the same is certain."""
    report = asked(running(180, last=OOM, restarts=1))
    titles = [present(report, library(), language).title for language in ("en", "zh")]

    assert first(report) == ("run.oom-cgroup", "likely", True)
    assert titles == [
        "Running, 1/1 ready for 3 h; before that: Out of memory: `app` went over its memory limit",
        "运行中，1/1 就绪，已持续 3 小时；此前：内存超限：`app` 超过了自己的内存上限",
    ]
    assert first(asked(running(0.5, last=OOM, restarts=1))) == ("run.oom-cgroup", "certain", False)


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "now: CrashLoopBackOff, 0/1 ready"), ("zh", "当前：CrashLoopBackOff，0/1 就绪")],
)
def test_what_it_is_now_stands_in_the_first_line(language: Language, subject: str) -> None:
    """Beside the pod's name; the cause of a pod that is not well is one of now."""
    waiting = Container(name="app", waiting=Waiting(reason="CrashLoopBackOff"), last=OOM, restarts=4, ready=False)
    report = asked(waiting)

    assert present(report, library(), language).subject == ("shop/web", "n1", subject)
    assert first(report) == ("run.oom-cgroup", "certain", False)


@pytest.mark.parametrize(
    ("pod", "containers", "state"),
    [
        (Pod(phase="Pending"), (), PodState(word="Pending")),
        (Pod(phase="Running"), (running(6),), PodState(word="Running", ready=1, total=1, seconds=360.0)),
        (Pod(phase="Running"), (running(6, ready=False),), PodState(word="Running", total=1)),
        (Pod(phase="Running", deleted_at=NOON), (running(6),), PodState(word="Terminating", ready=1, total=1)),
        (Pod(phase="Succeeded"), (Container(name="app", ready=False),), PodState(word="Succeeded")),
        (Pod(phase="Failed", reason="Evicted"), (), PodState(word="Evicted")),
        (Pod(status_word="ImagePullBackOff"), (), PodState(word="ImagePullBackOff")),
        (
            Pod(phase="Pending"),
            (Container(name="setup", kind="init", running=Running()), Container(name="app", ready=False)),
            PodState(word="Init:0/1", total=1),
        ),
        (
            Pod(phase="Pending"),
            (Container(name="setup", kind="init", waiting=Waiting(reason="ErrImagePull")),),
            PodState(word="Init:ErrImagePull"),
        ),
        (
            Pod(phase="Running"),
            (Container(name="app", ready=False, terminated=Terminated(code=3)), running(9, name="proxy")),
            PodState(word="ExitCode:3", ready=1, total=2),
        ),
        (None, (running(6),), None),
    ],
)
def test_the_word_is_kubectls(pod: Pod | None, containers: tuple[Container, ...], state: PodState | None) -> None:
    """And how many are ready counts what should be; nothing is said where no pod was shown."""
    assert pod_state(Snapshot(observed_at=NOON, pod=pod, containers=containers)) == state


def test_a_state_a_person_tells_is_not_shown_as_what_is() -> None:
    """Nobody looked."""
    told = Container(name="app", waiting=Waiting(reason="CrashLoopBackOff", told_by="person"))

    assert pod_state(Snapshot(pod=Pod(phase="Running"), containers=(told,))) is None


def test_a_probe_that_fails_now_is_no_past() -> None:
    """The container is ready again after each restart, and the probe's last failure is seconds old."""
    killing = Event(
        reason="Killing",
        message="Container app failed liveness probe, will be restarted",
        count=5,
        last=NOON - timedelta(seconds=20),
    )
    failing = Event(
        reason="Unhealthy",
        type="Warning",
        message="Liveness probe failed: HTTP probe failed with statuscode: 500",
        count=9,
        last=NOON - timedelta(seconds=20),
    )
    report = asked(running(5, restarts=5), events=(failing, killing))

    assert (report.findings[0].cause, report.findings[0].over) == ("run.liveness", False)


def test_the_same_probe_long_ago_is_past() -> None:
    """Nothing was said for as long as it has been ready."""
    long_ago = NOON - timedelta(minutes=41)
    killing = Event(
        reason="Killing", message="Container app failed liveness probe, will be restarted", count=5, last=long_ago
    )
    report = asked(running(40, restarts=5), events=(killing,))

    assert (report.findings[0].cause, report.findings[0].over) == ("run.liveness", True)


def test_a_failure_that_ended_no_run_and_is_over_is_no_fault() -> None:
    """The volume came at last, and the pod has been ready since."""
    failed = Event(
        reason="FailedMount",
        type="Warning",
        message='MountVolume.SetUp failed for volume "data" : mount failed: exit status 32',
        kind="",
        last=NOON - timedelta(minutes=21),
    )
    report = asked(running(20), events=(failed,))

    assert [(finding.cause, finding.over) for finding in report.findings] == [("healthy.running", False)]


def test_what_the_log_says_of_this_run_is_of_now() -> None:
    """Though an earlier run ended of something else, which then is the one that is over."""
    lines = ("dial tcp 10.0.0.7:5432: connect: connection refused",)
    report = asked(running(20, last=OOM, restarts=1), logs=(Log(container="app", lines=lines),))

    assert {finding.cause: finding.over for finding in report.findings} == {
        "run.oom-cgroup": True,
        "run.dependency-unreachable": False,
    }


def test_the_log_of_the_run_before_is_past() -> None:
    """A panic that ended it is not one of now."""
    report = asked(
        running(20, last=Terminated(reason="Error", code=2), restarts=1),
        logs=(Log(container="app", previous=True, lines=("panic: lost lease",)),),
    )

    assert (report.findings[0].cause, report.findings[0].over) == ("run.app-panic", True)


def test_a_node_that_was_down_and_is_ready_is_not_unhealthy() -> None:
    """Its events of the time before are still listed."""
    events = tuple(
        Event(reason=reason, message=message, kind=kind, type="Warning", last=NOON - timedelta(minutes=12))
        for reason, message, kind in (
            ("NodeNotReady", "Node is not ready", "Pod"),
            ("ContainerGCFailed", "rpc error: code = Unavailable desc = connection error: containerd.sock", "Node"),
        )
    )
    snapshot = Snapshot(
        observed_at=NOON,
        pod=Pod(phase="Running", node_name="n1", conditions=(Condition(type="Ready", status="True"),)),
        containers=(running(8, last=Terminated(reason="Unknown", code=255), restarts=1),),
        events=events,
        node=Node(name="n1", conditions=(Condition(type="Ready", status="True", reason="KubeletReady"),)),
    )
    report = diagnose(snapshot, library())

    assert all(finding.over or finding.cause.startswith("healthy.") for finding in report.findings)
    assert "certain" not in {finding.confidence for finding in report.findings}
    assert present(report, library(), "en").title.startswith("Running, 1/1 ready for 8 min; before that: ")


@pytest.mark.parametrize(
    ("event", "causes"),
    [
        (
            "  Warning  Unhealthy  19m   kubelet  Readiness probe failed: HTTP probe failed with statuscode: 503\n",
            "healthy",
        ),
        (
            "  Warning  Unhealthy  19m   kubelet  Startup probe failed: dial tcp: connection refused\n",
            "healthy",
        ),
        ("", "healthy"),
    ],
)
def test_one_failed_probe_of_the_first_minute_is_no_fault(event: str, causes: str) -> None:
    """Ready for nineteen minutes, as the age of its start tells where no clock is shown."""
    report = diagnose(read(DESCRIBED.format(last="", restarts=0, event=event))[0], library())

    assert [finding.cause.partition(".")[0] for finding in report.findings] == [causes]
    assert present(report, library(), "en").subject[-1] == "now: running, 1/1 ready for 19 min"


def test_a_described_run_before_this_one_is_what_was() -> None:
    """`Last State` of a container that is ready."""
    last = "    Last State:     Terminated\n      Reason:       OOMKilled\n      Exit Code:    137\n"
    report = diagnose(read(DESCRIBED.format(last=last, restarts=3, event=""))[0], library())

    assert (report.findings[0].cause, report.findings[0].over) == ("run.oom-cgroup", True)


def test_of_a_saved_state_no_time_is_made_up() -> None:
    """Its newest time is its start: how long ago that was nothing says."""
    lone = Snapshot(observed_at=NOON, pod=Pod(phase="Running"), containers=(running(0, last=OOM, restarts=1),))
    report = diagnose(lone, library())

    assert present(report, library(), "en").title.startswith("Running, 1/1 ready; before that: ")


@pytest.mark.parametrize(("minutes", "causes"), [(3, ["node.runtime"]), (20, ["healthy.running"])])
def test_an_event_that_is_not_repeated_is_past_after_ten_minutes(minutes: int, causes: list[str]) -> None:
    """The pod has been ready all the time; the kubelet would have said it again."""
    failed = Event(
        reason="ContainerGCFailed",
        type="Warning",
        message="rpc error: code = Unavailable desc = connection error: containerd.sock",
        kind="Node",
        last=NOON - timedelta(minutes=minutes),
    )

    assert [finding.cause for finding in asked(running(60), events=(failed,)).findings] == causes


@pytest.mark.parametrize(("restarts", "minutes", "over"), [(2, 5, True), (9, 5, False), (9, 11, True)])
def test_a_loop_is_not_over_before_the_kubelet_forgets_it(restarts: int, minutes: int, over: bool) -> None:
    """One that has come back again and again is well for a few minutes each time."""
    report = asked(running(minutes, last=OOM, restarts=restarts))

    assert (report.findings[0].cause, report.findings[0].over) == ("run.oom-cgroup", over)


def test_a_row_counts_no_containers() -> None:
    """Of `2/2` one container without a name is made: its count is not told as the pod's."""
    text = "NAME   READY   STATUS   RESTARTS   AGE\npay-6f7c8d9b5-abcde   2/2   Running   1 (5h ago)   12d\n"

    assert diagnose(read(text)[0], library()).now == PodState(word="Running")
