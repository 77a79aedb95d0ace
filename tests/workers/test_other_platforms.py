"""Whole answers about containers that no Kubernetes runs: the cause, and commands that answer there."""

import pytest

from core.messages.report import Report
from knowledge.library import library
from knowledge.presentation import present
from workers.diagnosis import diagnose
from workers.paste import read
from workers.pasted import explained

LIBRARY = library()
SOCKET = "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock"
ECR = "AccessDeniedException: User is not authorized to perform: ecr:GetAuthorizationToken on resource: *"
PS = "CONTAINER ID   IMAGE    COMMAND   CREATED         STATUS                       PORTS   NAMES\n"
ANSWERS = [
    (f"{PS}3f4e5d6c7b8a   api:1    run       2 minutes ago   Exited (137) 3 seconds ago           api",
     "run.killed-externally", "docker inspect --format '{{json .State}}' api"),
    ("container oom 3f4e5d6c7b8a (image=api:1, name=api)", "run.oom-cgroup",
     "docker inspect --format '{{json .State}}' api"),
    ("container die (exitCode=137)", "run.killed-externally", "docker inspect --format '{{json .State}}' CONTAINER"),
    ('{"State":{"Running":true,"Restarting": true, "ExitCode": 139}}', "run.segfault",
     "docker inspect --format '{{json .State}}' CONTAINER"),
    ("docker compose 起不来，worker-1 exited with code 139", "run.segfault", "docker compose ps --all"),
    (SOCKET, "run.file-permission", "docker inspect --format '{{json .State}}' CONTAINER"),
    ('"containers":[{"exitCode":137,"reason":"OutOfMemoryError: Container killed due to memory usage"}]',
     "run.oom-cgroup", "aws ecs describe-tasks --cluster CLUSTER --tasks TASK"),
    (f"CannotPullECRContainerError: {ECR}", "image.auth", "aws ecs describe-tasks --cluster CLUSTER --tasks TASK"),
    ('"detailStatus": "OOMKilled"', "run.oom-cgroup",
     "az container show --resource-group GROUP --name NAME --query instanceView"),
    ("service web failed: task: non-zero exit (139)", "run.segfault", "docker service ps --no-trunc web"),
    ("no suitable node (insufficient resources on 3 nodes)", "schedule.insufficient-cpu",
     "docker service ps --no-trunc SERVICE"),
    ("nomad: task web terminated, Exit Code: 137", "run.killed-externally", "nomad alloc status ALLOC"),
    ('ERROR: Job failed (system failure): pods "runner-1" not found', "node.lost", "glab ci trace JOB"),
    ('{"errorMessage":"RequestId: 8f50 Error: Runtime exited with error: exit status 139"}', "run.segfault",
     "aws lambda get-function-configuration --function-name FUNCTION"),
    ("RequestId: 8f507cfc-4697 Error: Runtime exited with error: signal: killed", "run.oom-child",
     "aws lambda get-function-configuration --function-name FUNCTION"),
    ("app.service: Main process exited, code=exited, status=203/EXEC", "start.command-not-found",
     "systemctl status app.service"),
    ("systemd 服务起不来 status=200/CHDIR", "start.command-not-found", "systemctl status UNIT"),
]  # fmt: skip


def report_of(text: str) -> Report:
    report = explained(read(text), lambda snapshot, target: diagnose(snapshot, LIBRARY, target), "paste")
    assert isinstance(report, Report)
    return report


@pytest.mark.parametrize(("text", "cause", "command"), ANSWERS)
def test_another_platforms_text_has_its_cause_and_its_commands(text: str, cause: str, command: str) -> None:
    """The first command is the platform's own, and none is kubectl's."""
    report = report_of(text)
    commands = [line for listed in present(report, LIBRARY, "en").commands for line in listed.commands]

    assert report.findings[0].cause == cause
    assert commands[0] == command
    assert not any("kubectl" in line.split() for line in commands)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("npm ERR! code 137\nnpm ERR! errno 137", "run.oom-child"),
        ("npm error errno 139", "run.segfault"),
        ("subprocess.CalledProcessError: Command '['x']' died with <Signals.SIGKILL: 9>.", "run.oom-child"),
        ("subprocess.CalledProcessError: Command 'x' returned non-zero exit status 137.", "run.oom-child"),
        ("BrokenProcessPool: A process in the process pool was terminated abruptly", "run.oom-child"),
        ("TerminatedWorkerError: A worker died. The exit codes of the workers are {SIGKILL(-9)}", "run.oom-child"),
    ],
)  # fmt: skip
def test_a_wrappers_line_tells_of_the_code_inside_it(text: str, cause: str) -> None:
    """What ended the process it ran comes before that its own log reports an error."""
    assert report_of(text).findings[0].cause == cause


def test_a_line_of_a_platform_that_fails_without_a_known_cause_still_has_commands() -> None:
    """It is recognized, and the answer says where to look."""
    report = report_of('ERROR: Job failed: pod "runner-1" status is "Failed"')

    assert (report.findings, report.platform) == ((), "gitlab")


def test_a_log_tools_prefix_says_whose_line_it_is() -> None:
    """A runtime's words in a pod's log stay that pod's, with its names."""
    report = report_of("edge/arm-0[agent]: standard_init_linux.go:228: exec user process caused: exec format error")

    assert report.ref is not None and (report.ref.namespace, report.ref.name) == ("edge", "arm-0")
    assert [(each.cause, each.container) for each in report.findings[:1]] == [("start.exec-format", "agent")]
