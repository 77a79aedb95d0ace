"""Event lines of every layout kubectl has had."""

import pytest

from workers.paste.events.lines import add_line, event_line
from workers.paste.parsed import ParsedEvent
from workers.snapshot import Event

SANDBOX = "Failed to create pod sandbox: no plugin"


@pytest.mark.parametrize(
    "line",
    [
        "Error: unknown flag: --shiny",
        "Normal operation resumed",
        "Warning: this chart is old",
        "Ready   True",
        "crane-0   0/1   Pending   0   3m",
        "2026-01-01 00:00:00 Error: stat /x",
        "",
    ],
)
def test_no_event(line: str) -> None:
    """Lines of programs that begin like an event are none."""
    assert event_line(line) is None


@pytest.mark.parametrize(
    ("line", "event", "namespace", "first_age"),
    [
        (
            f"  Warning  FailedCreatePodSandBox  5s (x3 over 2m)  kubelet, node-1  {SANDBOX}",
            Event(reason="FailedCreatePodSandBox", message=SANDBOX, type="Warning", count=3,
                  component="kubelet", age_seconds=5),
            "", 120.0,
        ),
        (
            f"Warning FailedCreatePodSandBox 5s (x3 over 2m) kubelet {SANDBOX}",
            Event(reason="FailedCreatePodSandBox", message=SANDBOX, type="Warning", count=3,
                  component="kubelet", age_seconds=5),
            "", 120.0,
        ),
        (
            "  Normal  Created  1s  kubelet  spec.initContainers{setup}: Container created",
            Event(reason="Created", message="Container created", type="Normal", component="kubelet", container="setup",
                  age_seconds=1),
            "", None,
        ),
        (
            "depot   12s   Warning   BackOff   pod/crane-0   Back-off restarting failed container",
            Event(reason="BackOff", message="Back-off restarting failed container", type="Warning", name="crane-0",
                  age_seconds=12),
            "depot", None,
        ),
        (
            "12s  Warning  BackOff  pod/crane-0  spec.containers{hoist}  kubelet, node-1  "
            "Back-off restarting failed container",
            Event(reason="BackOff", message="Back-off restarting failed container", type="Warning", name="crane-0",
                  component="kubelet", container="hoist", age_seconds=12),
            "", None,
        ),
        (
            "5s  Warning  BackOff  pod/crane-0  spec.containers{hoist}  kubelet, n  Back-off   10m   40   crane-0.17a",
            Event(reason="BackOff", message="Back-off", type="Warning", count=40, name="crane-0",
                  component="kubelet", container="hoist", age_seconds=5),
            "", 600.0,
        ),
        (
            "16s  3m  14  crane-0.1528c1b7e07a44  Pod  spec.containers{hoist}  Warning  BackOff  "
            "kubelet, node-1  Back-off",
            Event(reason="BackOff", message="Back-off", type="Warning", count=14, name="crane-0", component="kubelet",
                  container="hoist", age_seconds=16),
            "", 180.0,
        ),
        (
            "  5m  1m  4  {kubelet 192.0.2.8}  spec.containers{hoist}  Normal  Pulling  pulling image \"crane\"",
            Event(reason="Pulling", message='pulling image "crane"', type="Normal", count=4, component="kubelet",
                  container="hoist", age_seconds=60),
            "", 300.0,
        ),
        (
            "37m  Warning  FailedCreate  statefulset/crane  create Pod crane-0 in StatefulSet crane failed",
            Event(reason="FailedCreate", message="create Pod crane-0 in StatefulSet crane failed", type="Warning",
                  kind="StatefulSet", name="crane", age_seconds=2220),
            "", None,
        ),
        (
            "Warning  FailedCreate  2m  replicaset-controller  Error creating: pods \"crane-\" is forbidden",
            Event(reason="FailedCreate", message='Error creating: pods "crane-" is forbidden', type="Warning",
                  component="replicaset-controller", kind="ReplicaSet", age_seconds=120),
            "", None,
        ),
        (
            "  Normal  Scheduled  <unknown>  default-scheduler  Successfully assigned depot/crane-0 to node-1",
            Event(reason="Scheduled", message="Successfully assigned depot/crane-0 to node-1", type="Normal",
                  component="default-scheduler", name="crane-0"),
            "depot", None,
        ),
        (
            "[event: pod depot/crane-0] Liveness probe failed: dial tcp",
            Event(reason="Unhealthy", message="Liveness probe failed: dial tcp", type="Warning", name="crane-0"),
            "depot", None,
        ),
        (
            "6/10/2026, 16:52:33.000 Container hoist failed liveness probe, will be restarted",
            Event(reason="Killing", message="Container hoist failed liveness probe, will be restarted", type="Normal"),
            "", None,
        ),
        (
            "(combined from similar events): MountVolume.SetUp failed for volume \"x\" : timed out",
            Event(reason="FailedMount", type="Warning",
                  message='(combined from similar events): MountVolume.SetUp failed for volume "x" : timed out'),
            "", None,
        ),
        (
            "FailedPostStartHook  Exec lifecycle hook ([x]) for Container failed",
            Event(reason="FailedPostStartHook", type="Warning",
                  message="Exec lifecycle hook ([x]) for Container failed"),
            "", None,
        ),
    ],
)  # fmt: skip
def test_layouts(line: str, event: Event, namespace: str, first_age: float | None) -> None:
    """Old and new columns, collapsed spaces, other tools' lists, and messages alone."""
    assert event_line(line) == ParsedEvent(event, namespace, first_age)


def test_first_seen_may_stand_first_or_last() -> None:
    """Without a header the older age is the first one; with one, the header says."""
    line = "9s  9s  2  {kubelet n}  Warning  Failed  x"

    assert event_line(line, first_seen_first=True) == event_line(line)
    assert event_line("3m 9s 2 {kubelet n} Warning Failed x") == event_line("9s 3m 2 {kubelet n} Warning Failed x")


def test_a_message_of_several_lines() -> None:
    """Lines without an event of their own belong to the message above."""
    events: list[ParsedEvent] = []
    for line in ["  Warning  Unhealthy  9s  kubelet  Readiness probe failed: curl", "curl: (7)", "      refused"]:
        add_line(events, line)

    assert [told.event.message for told in events] == ["Readiness probe failed: curl\ncurl: (7) refused"]


def test_a_message_grows_only_so_far() -> None:
    """An endless continuation does not become an endless message."""
    events: list[ParsedEvent] = []
    for line in ["  Warning  Failed  9s  kubelet  x", *["      more"] * 20_000]:
        add_line(events, line)

    assert len(events[0].event.message) < 9_000
