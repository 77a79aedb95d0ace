"""The whole reader: one paste in, whole snapshots out."""

from datetime import UTC, datetime

import pytest

from core.messages.report import PodRef, Unseen
from workers.container import Container, Terminated, Waiting
from workers.paste import LARGEST, PasteTooLarge, read
from workers.snapshot import Event, Log, Pod, Snapshot, Written


def not_given(*what: str) -> tuple[Unseen, ...]:
    return tuple(Unseen(what=part, why="not-given") for part in what)


PARTLY = Unseen(what="events", why="partly-given")
"""Single events were quoted: not the list of them."""


def test_nothing_is_no_snapshot() -> None:
    """Empty text is about no pod."""
    assert read(" \n\t\n") == []


def test_too_large_is_refused() -> None:
    """One byte over the limit is refused, and the limit counts bytes, not characters."""
    with pytest.raises(PasteTooLarge):
        read("é" * (LARGEST // 2) + "x")


def test_a_bare_event_message_is_that_event() -> None:
    """An event's message alone is read as the event, and everything else is named as not given."""
    message = 'Back-off pulling image "registry.test/cart:4"'

    assert read(message) == [
        Snapshot(
            events=(Event(reason="BackOff", message=message),),
            events_whole=False,
            unseen=(PARTLY, *not_given("pod", "log", "node")),
        )
    ]


def test_row_events_and_log_of_one_pod() -> None:
    """A table's row, an event and a log of the same pod become one snapshot of it."""
    text = """\
$ kubectl -n depot get pods
NAME                      READY   STATUS             RESTARTS      AGE
crane-6b7c9d5f48-2xkqp    0/1     CrashLoopBackOff   7 (31s ago)   12m
$ kubectl -n depot get events
LAST SEEN   TYPE      REASON    OBJECT                       MESSAGE
31s         Warning   BackOff   pod/crane-6b7c9d5f48-2xkqp   Back-off restarting failed container
$ kubectl -n depot logs crane-6b7c9d5f48-2xkqp -c hoist --previous
hoist: cable map not found
"""
    now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

    assert read(text, now) == [
        Snapshot(
            ref=PodRef(namespace="depot", name="crane-6b7c9d5f48-2xkqp"),
            observed_at=now,
            pod=Pod(status_word="CrashLoopBackOff", age="12m", restarted_ago="31s"),
            containers=(Container(waiting=Waiting(reason="CrashLoopBackOff"), ready=False, restarts=7),),
            events=(
                Event(
                    reason="BackOff",
                    message="Back-off restarting failed container",
                    type="Warning",
                    name="crane-6b7c9d5f48-2xkqp",
                    age_seconds=31,
                    first=datetime(2026, 3, 1, 11, 59, 29, tzinfo=UTC),
                    last=datetime(2026, 3, 1, 11, 59, 29, tzinfo=UTC),
                ),
            ),
            logs=(Log(container="hoist", previous=True, lines=("hoist: cable map not found",)),),
            unseen=not_given("node"),
        )
    ]


def test_a_piece_of_describe() -> None:
    """A few lines from the middle of a description are one nameless container."""
    text = """\
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
    Ready:          False
    Restart Count:  3
"""

    assert read(text) == [
        Snapshot(
            pod=Pod(),
            containers=(Container(last=Terminated(reason="OOMKilled", code=137), ready=False, restarts=3),),
            unseen=not_given("events", "log", "node"),
        )
    ]


def test_a_piece_of_yaml() -> None:
    """A `lastState:` without the object around it is one nameless container."""
    text = "lastState:\n  terminated:\n    exitCode: 3\n    reason: Error\nrestartCount: 9\n"

    assert read(text) == [
        Snapshot(
            pod=Pod(),
            containers=(Container(last=Terminated(reason="Error", code=3), restarts=9),),
            unseen=not_given("events", "log", "node"),
        )
    ]


def test_prose_is_the_persons() -> None:
    """What a person says is neither event nor log; who asks why it is so says that it is."""
    text = "Hi, why does my pod not start? Please help."

    assert read(text) == [
        Snapshot(written=(Written(writer="person", text=text),), unseen=not_given("pod", "events", "log", "node"))
    ]


def test_a_question_tells_nothing() -> None:
    """Nothing of what a person only asks is kept."""
    assert read("what does OOMKilled mean?") == [Snapshot(unseen=not_given("pod", "events", "log", "node"))]


def test_healthy_pods_of_a_table_are_siblings_of_the_sick_one() -> None:
    """Only the pod in trouble is answered; the others of its workload stand beside it."""
    text = """\
NAME                    READY   STATUS             RESTARTS   AGE
quay-7d9f8c6b5d-4kq2z   1/1     Running            0          4d
quay-7d9f8c6b5d-x8m2t   0/1     ImagePullBackOff   0          4m
other-0                 1/1     Running            0          4d
"""
    (snapshot,) = read(text)

    assert snapshot.ref == PodRef(namespace="", name="quay-7d9f8c6b5d-x8m2t")
    assert [sibling.name for sibling in snapshot.siblings or ()] == ["quay-7d9f8c6b5d-4kq2z"]


def test_an_event_quoted_in_a_sentence() -> None:
    """What a person quotes in backticks is read, and the sentence around it stays."""
    text = "We are getting `Warning  FailedMount  3s  kubelet  no secret` after the upgrade, why?"

    assert read(text) == [
        Snapshot(
            events=(
                Event(
                    reason="FailedMount",
                    message="no secret",
                    type="Warning",
                    component="kubelet",
                    age_seconds=3,
                    writer="person",
                ),
            ),
            events_whole=False,
            written=(Written(writer="person", text="We are getting `…` after the upgrade, why?"),),
            unseen=(PARTLY, *not_given("pod", "log", "node")),
        )
    ]


LINE = "Warning  BackOff  2m (x8 over 5m)  kubelet  Back-off restarting failed container"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (LINE, False),
        (f"Events:\n  Type  Reason  Age  From  Message\n  ----  ------  ----  ----  -------\n  {LINE}", True),
        (f"  Type  Reason  Age  From  Message\n  {LINE}", True),
        ("Name: web-0\nStatus: Running\nEvents: <none>", True),
        ("$ kubectl get events\nNo resources found in shop namespace.", True),
        ('{"kind": "EventList", "apiVersion": "v1", "items": [{"reason": "BackOff", "message": "Back-off"}]}', True),
        ('{"kind": "Event", "apiVersion": "v1", "reason": "BackOff", "message": "Back-off"}', False),
    ],
    ids=["a line", "describe", "a table", "none of a pod", "none at all", "a list of the API", "one of the API"],
)
def test_single_events_are_not_the_list_of_them(text: str, whole: bool) -> None:
    """Only a list with its head, or kubectl's word that there are none, says what did not happen."""
    assert [snapshot.events_whole for snapshot in read(text)] in ([whole], [])
    if whole and "Event" in text:
        assert all(unseen.what != "events" for snapshot in read(text) for unseen in snapshot.unseen)
