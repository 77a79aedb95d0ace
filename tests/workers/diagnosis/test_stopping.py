"""What is said of a pod that is being deleted rests on the time by which it has to be gone, where that is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from core.messages.report import Finding
from knowledge.library import library
from knowledge.text import explain
from workers.container import Container, Running
from workers.diagnosis import diagnose
from workers.paste.read import read
from workers.snapshot import Event, Node, Pod, Snapshot

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
APP = Container(name="app", running=Running(), ready=True)


def first(text: str) -> Finding:
    """The best finding about a paste."""
    return diagnose(read(text)[0], library()).findings[0]


@pytest.mark.parametrize(
    ("seconds", "detail"),
    [(-20, "terminate.slow-in-time"), (60, "terminate.slow"), (180, "terminate.runtime-overdue")],
)
def test_the_deadline_decides(seconds: int, detail: str) -> None:
    """Before it there is time; a minute behind it the kill may be under way; three minutes on something hangs."""
    snapshot = Snapshot(
        observed_at=NOON + timedelta(seconds=seconds),
        pod=Pod(phase="Running", node_name="w", deleted_at=NOON, grace_seconds=30),
        containers=(APP,),
        events=(Event(reason="Killing", message="Stopping container app", container="app"),),
        node=Node(name="w"),
    )

    assert diagnose(snapshot, library()).findings[0].detail == detail


@pytest.mark.parametrize("text", ["Terminating   0     46d", "Terminating   3 (2d ago)   9d"])
def test_a_row_alone_does_not_say_that_there_is_time(text: str) -> None:
    """Nor that there is none: the answer leaves it open, in both languages."""
    report = diagnose(
        read(f"NAME   READY   STATUS   RESTARTS   AGE\nweb-6f5b9c7d4-x2k9p   1/1   {text}\n")[0], library()
    )
    summaries = [explain(report.findings[0], library(), language, report).summary for language in ("en", "zh")]

    assert report.findings[0].detail == "terminate.slow"
    assert ("Whether that time is over" in summaries[0], "宽限期是否已过" in summaries[1]) == (True, True)


def test_described_as_terminating_for_half_an_hour_it_is_overdue() -> None:
    """`lasts 31m` with a grace period of 30 s, and the container still reads Running."""
    best = first(
        "Name:  web\nNamespace:  shop\nStatus:  Terminating (lasts 31m)\nTermination Grace Period:  30s\nContainers:\n"
        "  app:\n    State:  Running\n      Started:  Mon, 05 Jan 2026 10:00:00 +0000\n    Ready:  True\n"
    )

    assert (best.detail, best.values["late"]) == ("terminate.runtime-overdue", "31")


def test_a_node_s_row_is_quoted_as_it_stands() -> None:
    """`NotReady` is both Unknown and False: neither is put in its place, and it is not certain which."""
    best = first("NAME   STATUS   ROLES   AGE   VERSION\nw-1   NotReady   <none>   46d   v1.30.1\n")

    assert (best.cause, best.confidence, [each.quote for each in best.evidence]) == (
        "node.lost",
        "likely",
        ["NotReady"],
    )


def test_events_that_were_not_shown_do_not_speak() -> None:
    """137 with `Error`: with the events, none says by what; without them the answer says that they were not shown."""
    row = {"name": "app", "running": {}, "ready": True, "last": {"reason": "Error", "code": 137}, "restarts": 1}
    unseen, listed = (
        diagnose(
            Snapshot(pod=Pod(phase="Running"), containers=(Container.model_validate(row),), events=events), library()
        )
        for events in (None, ())
    )

    assert [report.findings[0].detail for report in (unseen, listed)] == [
        "run.killed-externally-events-unseen",
        "run.killed-externally",
    ]
