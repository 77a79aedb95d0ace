"""The report as a whole: order, confidence, what was ruled out, what stands around."""

import json
from datetime import UTC, datetime, timedelta

from core.messages.report import RuledOut
from knowledge.library import library
from workers.container import Container, Running, Terminated, Waiting
from workers.diagnosis import diagnose
from workers.diagnosis.backoff import next_restart, wait_seconds
from workers.diagnosis.current import current_events
from workers.snapshot import Event, Pod, Snapshot

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_an_empty_snapshot_gives_an_empty_report() -> None:
    """Nothing seen, nothing claimed."""
    report = diagnose(Snapshot(), library())

    assert (report.findings, report.ruled_out, report.timeline, report.containers) == ((), (), (), ())


def test_the_same_snapshot_gives_the_same_answer() -> None:
    """Byte for byte, whatever was asked in between."""
    snapshot = Snapshot(
        pod=Pod(phase="Running"),
        containers=(Container(name="web", terminated=Terminated(reason="Error", code=137), restarts=3),),
        events=(),
    )
    first = diagnose(snapshot, library()).model_dump_json()
    diagnose(Snapshot(), library())

    assert diagnose(snapshot, library()).model_dump_json() == first


def test_a_137_is_never_called_out_of_memory_without_the_reason() -> None:
    """The sentence this program exists to stop; memory is named among what was ruled out, with what stands there."""
    snapshot = Snapshot(
        pod=Pod(phase="Running"),
        containers=(Container(name="web", terminated=Terminated(reason="Error", code=137), restarts=3),),
        events=(),
    )
    report = diagnose(snapshot, library())

    assert report.findings[0].cause == "run.killed-externally"
    assert report.findings[0].confidence == "possible"
    assert RuledOut(cause="run.oom-cgroup", clause="terminated", seen="Error, exit 137") in report.ruled_out


def test_two_containers_get_a_finding_each() -> None:
    """Each with its own name on it."""
    snapshot = Snapshot(
        pod=Pod(phase="Running"),
        containers=(
            Container(name="web", last=Terminated(reason="OOMKilled", code=137), restarts=1),
            Container(
                name="proxy", waiting=Waiting(reason="ErrImageNeverPull", message="ErrImageNeverPull"), ready=False
            ),
        ),
        events=(),
    )
    found = {(finding.cause, finding.container) for finding in diagnose(snapshot, library()).findings}

    assert found == {("run.oom-cgroup", "web"), ("image.never-pull", "proxy")}


def test_a_report_survives_the_way_through_redis() -> None:
    """It is JSON and comes back equal."""
    snapshot = Snapshot(
        containers=(Container(name="web", last=Terminated(reason="OOMKilled", code=137, finished_at=NOON)),), events=()
    )
    report = diagnose(snapshot, library(), "shop/web")

    assert type(report).model_validate(json.loads(report.model_dump_json())) == report


def test_an_event_the_pod_went_past_is_over() -> None:
    """It got its node, image and volumes, so only what still holds is left; without a status all is kept."""
    events = (
        Event(reason="FailedScheduling", message="0/3 nodes are available"),
        Event(reason="FailedMount", message="timed out"),
        Event(reason="Failed", message="Failed to pull image"),
        Event(reason="Unhealthy", message="Readiness probe failed"),
        Event(reason="BackOff", message="Back-off restarting failed container"),
    )
    running = Snapshot(
        pod=Pod(phase="Running", node_name="n"),
        containers=(Container(name="web", running=Running(), ready=True),),
        events=events,
    )

    assert [event.reason for event in current_events(running)] == ["BackOff"]
    assert current_events(Snapshot(events=events)) == events


def test_the_back_off_doubles_up_to_five_minutes() -> None:
    """10, 20, 40 ... 300 s; a run of ten minutes starts over; who runs or never restarts is not due."""
    ended = Terminated(code=1, started_at=NOON, finished_at=NOON + timedelta(seconds=3))
    long_run = Terminated(code=1, started_at=NOON - timedelta(minutes=11), finished_at=NOON)

    assert [wait_seconds(count) for count in (0, 1, 2, 3, 4, 5, 6, 10**9)] == [10, 20, 40, 80, 160, 300, 300, 300]
    assert next_restart(Container(terminated=ended, restarts=2)) == NOON + timedelta(seconds=43)
    assert next_restart(Container(terminated=long_run, restarts=9)) == NOON + timedelta(seconds=10)
    assert next_restart(Container(running=Running(), last=ended, restarts=2)) is None
    assert next_restart(Container(terminated=ended, restart_policy="Never")) is None


def test_a_probe_whose_tool_is_missing_is_told_of_a_ready_container() -> None:
    """It never restarts anything, so readiness does not make it past."""
    said = (
        'Liveness probe errored and resulted in unknown state: exec: "pg_isready": executable file not found in $PATH'
    )
    snapshot = Snapshot.model_validate(
        {
            "pod": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]},
            "containers": [{"name": "db", "ready": True, "running": {}}],
            "events": [{"reason": "Unhealthy", "type": "Warning", "message": said}],
        }
    )

    assert diagnose(snapshot, library()).findings[0].detail == "run.liveness-exec-broken"


def test_the_container_asked_for_comes_alone_and_one_that_is_not_there_is_said() -> None:
    """`-c NAME`: the other container's trouble is not the answer, unless there is no such container."""
    ended = {"terminated": {"reason": "Error", "code": 1}, "restarts": 2}
    pods = {"containers": [{**ended, "name": "api"}, {**ended, "name": "admin"}], "events": []}
    for container, containers, unseen in (("api", {"api"}, ()), ("nope", {"api", "admin"}, ("container/nope",))):
        ref = {"namespace": "shop", "name": "web", "container": container}
        report = diagnose(Snapshot.model_validate({**pods, "ref": ref}), library())

        assert {finding.container for finding in report.findings} == containers
        assert tuple(item.what for item in report.unseen) == unseen


def test_a_restart_that_is_overdue_is_not_announced() -> None:
    """On a dead node the back-off ended long ago."""
    crashed = Container(
        name="app", waiting=Waiting(reason="CrashLoopBackOff"), restarts=1, last=Terminated(code=1, finished_at=NOON)
    )
    for later, due in ((5, NOON + timedelta(seconds=20)), (600, None)):
        at = NOON + timedelta(seconds=later)
        report = diagnose(Snapshot(containers=(crashed,), observed_at=at), library())

        assert report.containers[0].next_restart_at == due


def test_a_container_started_after_the_node_was_silent_ends_that() -> None:
    """`NodeNotReady` is over once the kubelet starts something again, and holds while nothing was started since."""
    event = Event(reason="NodeNotReady", message="Node is not ready", kind="Pod", last=NOON)
    for after, over in ((timedelta(minutes=2), True), (timedelta(minutes=-2), False)):
        container = Container(name="web", running=Running(started_at=NOON + after))
        snapshot = Snapshot(pod=Pod(phase="Running"), containers=(container,), events=(event,))

        assert (current_events(snapshot) == ()) is over


def test_of_hundreds_of_containers_the_sick_one_is_looked_at() -> None:
    """The time of an answer is bounded, and what is not well comes first, wherever it stands."""
    well = tuple(Container(name=f"c{number}", ready=True, running=Running()) for number in range(300))
    sick = Container(name="sick", ready=False, terminated=Terminated(reason="OOMKilled", code=137))
    report = diagnose(Snapshot(pod=Pod(phase="Running"), containers=(*well, sick)), library())

    assert [(finding.cause, finding.container) for finding in report.findings[:1]] == [("run.oom-cgroup", "sick")]


def test_a_debug_container_that_cannot_be_pulled_leaves_a_ready_pod_well() -> None:
    """What `kubectl debug` added is told behind the pod's own state, never instead of it."""
    message = 'Back-off pulling image "busybox:none": ErrImagePull: docker.io/library/busybox:none: not found'
    snapshot = Snapshot(
        pod=Pod(phase="Running"),
        containers=(
            Container(name="web", running=Running(), ready=True),
            Container(name="debugger", kind="ephemeral", waiting=Waiting(reason="ImagePullBackOff", message=message)),
        ),
        events=(),
    )
    findings = diagnose(snapshot, library()).findings

    assert [finding.cause for finding in findings] == ["healthy.running", "image.not-found"]


def test_a_limit_that_a_limit_range_gave_is_told() -> None:
    """A reader looks for the limit in the manifest and does not find it there."""
    words = "LimitRanger plugin set: memory request for container app; memory limit for container app"
    snapshot = Snapshot(
        pod=Pod(phase="Running", annotations={"kubernetes.io/limit-ranger": words}),
        containers=(
            Container(name="app", limits={"memory": "40Mi"}, last=Terminated(reason="OOMKilled", code=137), restarts=1),
        ),
        events=(),
    )
    notes = {note.kind: note.values for note in diagnose(snapshot, library()).notes}

    assert notes["limit-of-a-limit-range"] == {"limit": "40Mi"}


def test_what_events_tell_is_ruled_out_only_while_they_are_kept() -> None:
    """They live an hour: of a run that ended before that, none of them would be left."""

    def ruled_out(hours: float) -> set[str]:
        ended = Terminated(reason="OOMKilled", code=137, finished_at=NOON - timedelta(hours=hours))
        waiting = Waiting(reason="CrashLoopBackOff")
        container = Container(name="web", waiting=waiting, last=ended, restarts=1)
        snapshot = Snapshot(observed_at=NOON, pod=Pod(phase="Running"), containers=(container,), events=())
        return {each.cause for each in diagnose(snapshot, library()).ruled_out}

    assert (ruled_out(0.9) - ruled_out(1.1), "run.killed-externally" in ruled_out(1.1)) == ({"run.liveness"}, True)
