"""What runs the container of a paste, where that is not Kubernetes."""

import pytest

from workers.paste.read import read

INSPECT = '[{"Id": "9a1b", "Name": "/shop-api-1", "State": {"Status": "exited", "ExitCode": 139, "OOMKilled": false}}]'


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("app.service: Main process exited, code=killed, status=9/KILL", ("systemd", "app.service")),
        ("Feb 03 10:00:12 wk-1 systemd[1]: app.service: Failed with result 'oom-kill'.", ("systemd", "app.service")),
        ("es01 exited with code 137", ("compose", "es01")),
        ("Essential container in task exited (exit code: 1)", ("ecs", "")),
        ("ERROR: Job failed: exit code 1", ("gitlab", "")),
        ('"State": {"Status": "exited", "OOMKilled": true, "ExitCode": 137}', ("docker", "")),
        (INSPECT, ("docker", "shop-api-1")),
        ("container die (exitCode=137)", ("docker", "")),
        ("gitlab-runner: ERROR: Job failed: exit code 137", ("gitlab", "")),
        ("my task on ECS keeps exiting with code 137", ("ecs", "")),
        ("Nomad 任务退出码 139", ("nomad", "")),
        ("systemd 服务挂了，退出码 1", ("systemd", "")),
        ("container oom 3f4e5d6c7b8a9f (image=shop/api:1.2, name=api)", ("docker", "api")),
        ("container die 3f4e5d6c7b8a9f (exitCode=137)", ("docker", "3f4e5d6c7b8a9f")),
        ("service web failed: task: non-zero exit (137)", ("swarm", "web")),
        ("no suitable node (insufficient resources on 3 nodes)", ("swarm", "")),
        ("nomad: task web terminated, Exit Code: 137", ("nomad", "")),
        ("permission denied while trying to connect to the Docker daemon socket at unix:///x.sock", ("docker", "")),
    ],
)
def test_a_platform_is_shown_by_its_own_lines(text: str, platform: tuple[str, str]) -> None:
    """And so is the name the next command asks about."""
    (snapshot,) = read(text)

    assert (snapshot.platform, snapshot.platform_name) == platform


@pytest.mark.parametrize(
    "text",
    [
        "NAME   READY   STATUS   RESTARTS   AGE\nweb-0   0/1   Error   3   5m\n\nERROR: Job failed: exit code 1",
        "2m  Warning  BackOff  pod/web-0  Back-off restarting failed container\n\nes01 exited with code 137",
        "Feb 03 10:00:12 wk-1 systemd[1]: kubelet.service: Main process exited, code=exited, status=1/FAILURE",
        "Error: UPGRADE FAILED: context deadline exceeded",
        "my container was OOMKilled",
        "my pod behind the GitLab runner exits with code 137",
        "I moved it from Heroku to Cloud Run, and now it fails",
    ],
)
def test_where_kubernetes_is_shown_it_is_kubernetes(text: str) -> None:
    """A table, an event, the node's own units; and where nothing tells, Kubernetes is assumed."""
    assert {snapshot.platform for snapshot in read(text)} == {""}
