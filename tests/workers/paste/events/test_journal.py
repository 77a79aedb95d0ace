"""Lines of the node's own programs, and the pod errors in them."""

import pytest

from workers.paste.events.journal import PodError, pod_error
from workers.paste.writers.node import is_node_line
from workers.snapshot import Event


@pytest.mark.parametrize(
    "line",
    [
        "E1217 09:21:50.481923       1 mysql.go:62] Ping to db failed",
        'time="2026-01-01T00:00:00Z" level=fatal msg="invalid configuration"',
        "2026-01-01T00:00:00Z ERROR something",
        "Out of memory in the pool, giving up",
        "Killing the server",
    ],
)
def test_an_applications_lines_are_not_the_nodes(line: str) -> None:
    """klog and logrus are used in containers as well; a small process id tells."""
    assert not is_node_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "E0710 14:02:33.201117   24727 remote_runtime.go:92] RunPodSandbox from runtime service failed",
        "Nov 21 01:42:46 node-1 kubelet[123]: W1121 01:42:46.1 123 x.go:1] y",
        "2026-11-21T01:42:46+0000 node-1 containerd[1]: error",
        'time="2026-01-01T00:00:00Z" level=error msg="StopPodSandbox for x failed"',
        "[39120.511203] oom-kill:constraint=CONSTRAINT_MEMCG",
        "[  +0.000003] CPU: 1 PID: 14411 Comm: exe",
        "[Wed Dec  6 23:41:15 2017] [ pid ]   uid  tgid",
        "kernel: Memory cgroup out of memory: Killed process 7 (java)",
    ],
)
def test_the_nodes_lines(line: str) -> None:
    """klog of the kubelet, syslog, containerd, dmesg."""
    assert is_node_line(line)


def test_a_start_that_failed_is_a_waiting_reason() -> None:
    """The kubelet's nested error names container, reason and message, with escaped quotes and klog fields after it."""
    line = (
        'E1 pod_workers.go:1] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"hoist\\" with '
        'ImagePullBackOff: \\"Back-off pulling image \\\\\\"crane:9\\\\\\"\\"" pod="depot/crane-0" podUID="1"'
    )

    assert pod_error(line) == PodError(
        pod="crane-0",
        namespace="depot",
        container="hoist",
        waiting=("ImagePullBackOff", 'Back-off pulling image "crane:9"'),
        event=Event(
            reason="FailedSync",
            message='Error syncing pod, skipping: failed to "StartContainer" for "hoist" with ImagePullBackOff: '
            '"Back-off pulling image "crane:9""',
            type="Warning",
            component="kubelet",
            name="crane-0",
            container="hoist",
        ),
    )


@pytest.mark.parametrize(
    ("line", "reason", "message"),
    [
        ('x] CreatePodSandbox for pod "crane-0_depot(1)" failed: no IP', "FailedCreatePodSandBox",
         "Failed to create pod sandbox: no IP"),
        ('x] "Probe failed" probeType="Liveness" pod="depot/crane-0" containerName="c" output="refused"', "Unhealthy",
         "Liveness probe failed: refused"),
        ('x] MountVolume.SetUp failed for volume "v" pod "crane-0_depot(1)" : no secret', "FailedMount",
         'MountVolume.SetUp failed for volume "v" pod "crane-0_depot(1)" : no secret'),
        ('x] "Failed to pull image" err="desc = \\"crane:9\\" not found" image="crane:9" pod="depot/crane-0"', "Failed",
         'Failed to pull image "crane:9": desc = "crane:9" not found'),
        ('time="1" level=error msg="PullImage \\"crane:9\\" failed" error="not found" pod="depot/crane-0"', "Failed",
         'Failed to pull image "crane:9": not found'),
        ('x] "Unable to schedule pod; no fit" pod="depot/crane-0" err="0/4 nodes are available: 4 Insufficient cpu."',
         "FailedScheduling", "0/4 nodes are available: 4 Insufficient cpu."),
    ],
)  # fmt: skip
def test_events_that_lines_stand_for(line: str, reason: str, message: str) -> None:
    """Sandbox, probe, mount and scheduler errors become the events the API would have shown."""
    found = pod_error(line)

    assert found is not None and found.event is not None
    assert (found.pod, found.namespace, found.event.reason, found.event.message) == (
        "crane-0",
        "depot",
        reason,
        message,
    )


def test_a_line_about_no_pod() -> None:
    """Most lines say nothing about a pod."""
    assert pod_error("I0710 14:02:33.2 24727 kubelet.go:1] skipping pod synchronization - PLEG is not healthy") is None
