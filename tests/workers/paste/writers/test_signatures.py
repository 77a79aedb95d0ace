"""The table of signatures: each row knows a line of its own, and no row before it takes that line away."""

import pytest

from core.messages.model import Platform, Writer
from knowledge.platforms import LOOK
from knowledge.signatures import signatures
from workers.paste.writers.writer import platform_shown, signed, writer_by_signature

LOGRUS = 'time="2026-02-03T10:00:09.1Z" level=info msg='
LINES: tuple[tuple[Writer, Platform, str], ...] = (
    ("api", "", 'Error from server (NotFound): pods "web-0" not found'),
    ("api", "", 'The Deployment "web" is invalid: spec.selector: Required value'),
    ("api", "", 'error: admission webhook "check.example.com" denied the request: no owner label'),
    ("deployer", "", "error: timed out waiting for the condition on deployments/web"),
    ("deployer", "", 'Waiting for deployment "web" rollout to finish: 1 of 3 updated replicas are available...'),
    ("deployer", "", 'error: deployment "web" exceeded its progress deadline'),
    ("deployer", "", "Error: UPGRADE FAILED: context deadline exceeded"),
    ("deployer", "", 'Release "shop" has been upgraded. Happy Helming!'),
    ("deployer", "", "Helm upgrade failed for release shop/web with chart web@1.2.0: timed out"),
    ("deployer", "", "HelmRelease/shop.web: install retries exhausted"),
    ("deployer", "", "Health Status: Degraded"),
    ("deployer", "", "Operation:          Sync"),
    ("deployer", "", "sync failed: one or more objects failed to apply, reason: conflict"),
    ("deployer", "", "Error: Waiting for rollout to finish: 1 replicas wanted; 0 replicas Ready"),
    ("deployer", "", "kubernetes_deployment.web: Still creating... [10m0s elapsed]"),
    ("deployer", "", "Deployment web failed after 600 seconds"),
    ("kubectl", "", "error: You must be logged in to the server (Unauthorized)"),
    ("kubectl", "", "deployment.apps/web configured"),
    ("kubectl", "", "Unable to connect to the server: dial tcp: lookup api.example.com: no such host"),
    ("kubectl", "", "command terminated with exit code 137"),
    ("kubectl", "", "error: Internal error occurred: error executing command in container: failed to exec"),
    ("kubectl", "", 'OCI runtime exec failed: exec failed: exec: "bash": executable file not found in $PATH'),
    ("scheduler", "", "0/3 nodes are available: 3 Insufficient cpu."),
    ("autoscaler", "", 'incompatible with nodepool "default", did not tolerate dedicated=gpu:NoSchedule'),
    ("autoscaler", "", "pod didn't trigger scale-up: 1 max node group size reached"),
    ("runtime", "", LOGRUS + '"shim disconnected" id=8c2 namespace=k8s.io'),
    ("runtime", "", LOGRUS + '"RunPodSandbox for name:\\"web-0\\" failed, error"'),
    ("runtime", "", LOGRUS + '"StartContainer for 8c2 returns successfully"'),
    ("runtime", "", LOGRUS + '"TaskOOM event container_id:8c2"'),
    ("runtime", "", LOGRUS + '"ignoring event" module=libcontainerd'),
    ("runtime", "", 'OCI runtime create failed: runc create failed: exec: "run": executable file not found'),
    ("runtime", "", "runc[2211]: container init was OOM-killed"),
    ("runtime", "", "standard_init_linux.go:228: exec user process caused: exec format error"),
    ("runtime", "docker", "docker: Error response from daemon: driver failed programming external connectivity."),
    ("kernel", "", "Memory cgroup out of memory: Killed process 4242 (java) total-vm:4194304kB"),
    ("kernel", "", "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=web"),
    ("kernel", "", "java invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0"),
    ("kernel", "", "render[311]: segfault at 0 ip 00007f sp 00007f error 4 in librender.so"),
    ("init", "systemd", "app.service: Main process exited, code=killed, status=9/KILL"),
    ("init", "systemd", "Main PID: 4711 (code=exited, status=1/FAILURE)"),
    ("init", "systemd", "Active: failed (Result: oom-kill) since Tue 2026-02-03 10:00:00 UTC"),
    ("init", "systemd", "Reached target Multi-User System."),
    ("init", "systemd", "it says (code=exited, status=203/EXEC)"),
    ("init", "supervisord", "INFO exited: web (exit status 1; not expected)"),
    ("init", "supervisord", "INFO spawned: 'web' with pid 12"),
    ("init", "supervisord", "INFO success: web entered RUNNING state, process has stayed up for > than 1 seconds"),
    ("init", "pm2", "PM2        | App [api:0] exited with code [1] via signal [SIGINT]"),
    ("docker", "docker", "container die 9a1b0c2d (execDuration=311, exitCode=137, name=shop-api-1)"),
    (
        "docker",
        "docker",
        '9a1b0c2d3e4f   shop/api:4.2   "npm start"   2 hours ago   Restarting (1) 4 seconds ago   a',
    ),
    ("docker", "docker", "container die 9a1b0c2d (execDuration=311, exitCode=137)"),
    ("docker", "docker", "container oom"),
    ("docker", "docker", "Cannot connect to the Docker daemon at unix:///var/run/docker.sock."),
    ("docker", "docker", "shop-api-1   Exited (127) 2 minutes ago   shop/api:4.2"),
    ("docker", "docker", "CONTAINER ID   IMAGE          STATUS        NAMES"),
    ("docker", "docker", "0fa2b3c4d5e6   postgres:15    Up 2 hours (healthy)    shop-db-1"),
    ("docker", "docker", "The command '/bin/sh -c npm ci' returned a non-zero code: 1"),
    ("docker", "compose", "api-1 exited with code 137"),
    ("docker", "compose", "dependency failed to start: container shop-db-1 is unhealthy"),
    ("docker", "compose", 'service "migrate" didn\'t complete successfully: exit 1'),
    ("docker", "compose", "docker compose up fails, worker-1 exited with code 1"),
    ("docker", "compose", "NAME         IMAGE   COMMAND   SERVICE   CREATED   STATUS   PORTS"),
    ("docker", "buildkit", 'ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 137'),
    ("docker", "swarm", '"no suitable node (insufficient resources on 3 nodes)"'),
    ("docker", "swarm", "ID    NAME    IMAGE   NODE    DESIRED STATE   CURRENT STATE   ERROR"),
    ("docker", "swarm", "service api update paused: update paused due to failure or early termination of task 1"),
    ("docker", "swarm", "service web failed: task: non-zero exit (137)"),
    ("runner", "ecs", "task 0123456789abcdef0123456789abcdef stopped: Essential container exited"),
    ("runner", "ecs", "Essential container in task exited"),
    ("runner", "ecs", "CannotPullContainerError: pull image manifest has been retried 5 time(s)"),
    ("runner", "ecs", "(service web) was unable to place a task because no container instance met its requirements"),
    ("runner", "nomad", "Driver Failure  Failed to pull `shop/api:4.2`"),
    ("runner", "lambda", '{"errorType":"Runtime.ExitError","errorMessage":"exit status 137"}'),
    ("runner", "nomad", "nomad: task web terminated, Exit Code: 137"),
    ("runner", "nomad", 'Terminated  Exit Code: 137, Exit Message: "OOM Killed"'),
    ("runner", "nomad", 'Exceeded allowed attempts 3 in interval 30m0s and mode is "fail"'),
    ("runner", "cloudrun", "Container called exit(1)."),
    ("runner", "cloudrun", "Memory limit of 512 MiB exceeded with 531 MiB used."),
    ("runner", "aci", '"exitCode": 137, "detailStatus": "OOMKilled"'),
    ("runner", "aci", "Subscription deployment didn't finish because of insufficient capacity"),
    ("runner", "appservice", "Container shop_0_1a2b for site shop has exited, failing site start."),
    ("runner", "lambda", "RequestId: 2f1c0b7e-11aa Error: Runtime exited with error: signal: killed"),
    ("runner", "lambda", "Task timed out after 3.00 seconds"),
    ("runner", "lambda", "REPORT Duration: 3000.00 ms  Billed Duration: 3000 ms  Memory Size: 128 MB"),
    ("runner", "heroku", "heroku[web.1]: Process exited with status 137"),
    ("runner", "yarn", "Container killed by YARN for exceeding memory limits."),
    ("runner", "yarn", "Container [container_e01_000003] is running beyond physical memory limits."),
    ("runner", "spark", "Lost executor 4 on wk-1: Remote RPC client disassociated."),
    ("runner", "airflow", "Task exited with return code Negsignal.SIGKILL"),
    ("runner", "airflow", "Marking task as FAILED. dag_id=daily, task_id=load"),
    ("runner", "jenkins", "ERROR: script returned exit code 143"),
    ("runner", "jenkins", "Agent shop-4-x2kq is provisioned from template shop_4"),
    ("runner", "jenkins", "Pod was evicted by the Kubernetes Eviction API."),
    ("runner", "jenkins", "[Pipeline] End of Pipeline"),
    ("runner", "github", "Error: Process completed with exit code 137."),
    ("runner", "github", "The runner has received a shutdown signal."),
    ("runner", "gitlab", "ERROR: Job failed: exit code 1"),
    ("runner", "gitlab", "Cleaning up project directory and file based variables"),
    ("runner", "azure-pipelines", "Bash exited with code '1'."),
    ("runner", "circleci", "Exited with code exit status 1"),
    ("runner", "argo", "main: Error (exit code 2)"),
    ("alerting", "", "[FIRING:1] ShopSlow (web)"),
    ("alerting", "", "Summary: the shop is slow"),
    ("alerting", "", "- alertname = ShopSlow"),
    ("alerting", "", "Triggered #4711 the shop is slow"),
    ("alerting", "", "Incident #4711"),
    ("alerting", "", "P1 - alert: the shop is slow"),
    ("alerting", "", "告警级别: critical"),
    ("alerting", "", "触发时间: 2026-02-03 10:00:00"),
    ("alerting", "", "【告警】商城响应缓慢"),
    ("alerting", "", "KubePodCrashLooping is firing for shop"),
    ("alerting", "", "🔴 the shop is slow"),
)


@pytest.mark.parametrize(("writer", "platform", "line"), LINES)
def test_a_writer_is_known_by_its_line(writer: Writer, platform: Platform, line: str) -> None:
    """Behind a time and a bullet as well."""
    knows = signed(line)

    assert knows is not None
    assert (knows[0].writer, knows[0].platform) == (writer, platform)
    assert writer_by_signature(f"2026-02-03T10:00:00Z {line}") == writer


def test_every_row_knows_a_line() -> None:
    """A row that no line above reaches is dead, or another one takes its lines away."""
    known = [row[0] for *_, line in LINES if (row := signed(line))]

    assert [row.regex.pattern for row in signatures() if row not in known] == []


@pytest.mark.parametrize(
    "line",
    [
        "Traceback (most recent call last):",
        "2026-02-03T10:00:00Z ERROR could not open the frobnicator",
        "my pod keeps crashing",
        "listening on :8080",
        "Kubernetes is great",
        "",
    ],
)
def test_programs_and_people_sign_nothing(line: str) -> None:
    """Who writes in no form of its own is known by other marks."""
    assert writer_by_signature(line) == ""


def test_every_platform_is_one_that_can_be_looked_at_or_a_page() -> None:
    """The table names no platform whose commands nobody knows, those that are looked at in a browser apart."""
    platforms = {row.platform for row in signatures() if row.platform}

    assert platforms - LOOK.keys() == {"jenkins", "azure-pipelines", "circleci"}


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("app.service: Failed with result 'oom-kill'.", ("systemd", "app.service")),
        ("api-1 exited with code 137", ("compose", "api-1")),
        ("INFO exited: web (exit status 1; not expected)", ("supervisord", "web")),
        ("PM2 | App [api:0] exited with code [0] via signal [SIGKILL]", ("pm2", "api")),
        ("Essential container in task exited", ("ecs", "")),
        ("Error from server: not found", None),
    ],
)
def test_a_platform_and_the_name_it_has_there(line: str, shown: tuple[str, str] | None) -> None:
    """What the next command needs."""
    assert platform_shown(line) == shown
