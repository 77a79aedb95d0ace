"""Every form in which an end is told is read; each row names the program that prints it, or where it is documented."""

import pytest

from knowledge.statements.read import read

CODES = [
    # docker: cli/command/formatter/container.go, compose pkg/compose/logs.go, daemon/monitor.go (event `die`), inspect
    ("Exited (137) 3 minutes ago", "137"),
    ("9a1b0c2d3e4f   shop/api:4.2   Restarting (1) 14 seconds ago   shop-api-1", "1"),
    ("es01 exited with code 137", "137"),
    ('service "migrate" didn\'t complete successfully: exit 3', "3"),
    ("container die 9a1b0c2d (execDuration=311, exitCode=137, image=shop/api:4.2, name=api)", "137"),
    ('{"Status":"exited","OOMKilled":false,"Pid":0,"ExitCode":139,"Error":""}', "139"),
    ("The command '/bin/sh -c make' returned a non-zero code: 2", "2"),
    # buildkit: solver/llbsolver/errdefs, executor exit error
    ('ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 137', "137"),
    # systemd: src/core/service.c
    ("app.service: Main process exited, code=exited, status=9/n/a", "9"),
    ("app.service: Control process exited, code=exited, status=226/NAMESPACE", "226"),
    ("Process: 991 ExecStart=/opt/run (code=exited, status=203/EXEC)", "203"),
    ("Main PID: 991 (code=exited, status=1/FAILURE)", "1"),
    # python: Lib/subprocess.py
    ("Command '['x']' returned non-zero exit status 2.", "2"),
    ("returncode=-9", "-9"),
    # airflow: providers/standard bash operator, local_task_job_runner
    ("Bash command failed. The command returned a non-zero exit code 127.", "127"),
    ("Task exited with return code 1", "1"),
    ("Task is not able to be run; return code -9", "-9"),
    # gitlab-runner: common/build.go, executors/kubernetes
    ("ERROR: Job failed: command terminated with exit code 137", "137"),
    ("ERROR: Job failed: exit status 1", "1"),
    # GitHub Actions runner: src/Runner.Worker/Handlers/ScriptHandler.cs
    ("Error: Process completed with exit code 137.", "137"),
    ("##[error]Process completed with exit code 1.", "1"),
    # Jenkins: durable-task BourneShellScript
    ("ERROR: script returned exit code 127", "127"),
    # Azure Pipelines: Agent.Worker
    ("##[error]Bash exited with code '137'.", "137"),
    # Nomad: drivers/shared/executor, client/allocrunner/taskrunner (event Terminated)
    ('Terminated  Exit Code: 137, Exit Message: "Docker container exited with non-zero exit code: 137"', "137"),
    # ECS: DescribeTasks stoppedReason, container exitCode
    ("Essential container in task exited (exit code: 1)", "1"),
    ('"exitCode": 139, "name": "api"', "139"),
    # Heroku, Cloud Run, YARN, Gradle, Maven, make, npm, pm2, supervisord
    ("heroku[web.1]: Process exited with status 137", "137"),
    ("Container called exit(1).", "1"),
    ("Container exited with a non-zero exit code 143", "143"),
    ("Process 'Gradle Test Executor 1' finished with non-zero exit value 137", "137"),
    ("make: *** [Makefile:3: build] Error 2", "2"),
    ("npm ERR! errno 137", "137"),
    ("App [web:0] exited with code [1]", "1"),
    ("exited: web (exit status 137; not expected)", "137"),
    ("rsync error: some files were not transferred (code 23) at main.c(1338)", "23"),
    ("Process finished with exit code 139 (interrupted by signal 11:SIGSEGV)", "139"),  # PyCharm's console
    ("Error: The process '/usr/bin/git' failed with exit code 128", "128"),  # actions/toolkit packages/exec
    ("executor failed running [/bin/sh -c go build]: exit code: 1", "1"),  # buildkit before 0.8
    ("Command exited with non-zero status 124", "124"),  # GNU time
    ("dependency failed to start: container api-db-1 exited (1)", "1"),  # compose pkg/compose/convergence.go
    # people
    ("container exits 139 on startup", "139"),
    ("rc=137", "137"),
    ("exit -1", "-1"),
    ("it dies with exit code 139 right away", "139"),
    ("a 137 exit code again", "137"),
    ("退出码137", "137"),
    ("容器退出码是137，怎么办", "137"),
    ("退出状态码：1", "1"),
    ("返回码 127", "127"),
    ("进程以 137 退出", "137"),
    ("一直exit code 137重启", "137"),
    ("echo $? 结果 $? = 126", "126"),
]
SIGNALS = [
    ("app.service: Main process exited, code=killed, status=9/KILL", "9"),
    ("app.service: Main process exited, code=dumped, status=11/SEGV", "11"),
    ("Command '['convert']' died with <Signals.SIGSEGV: 11>.", "SEGV"),
    ("Task exited with return code Negsignal.SIGKILL", "KILL"),
    ("exited: web (terminated by SIGKILL; not expected)", "KILL"),
    ("terminated by SIGSEGV", "SEGV"),
    ("Process terminated by signal 11", "11"),
    ("signal: killed", "killed"),
    ("Error: signal: segmentation fault (core dumped)", "segmentation fault"),
    ("App [web:0] exited with code [0] via signal [SIGKILL]", "KILL"),
    ("Exit Code: 0, Signal: 9", "9"),
    ("npm ERR! signal SIGTERM", "TERM"),
    ("child 37 exited on signal 11 (SIGSEGV - core dumped) after 3.2 seconds", "11"),  # php-fpm fpm_children.c
    ("worker was killed with SIGBUS", "BUS"),
    ("进程被 SIGKILL 杀死", "KILL"),
    ("信号 9", "9"),
]
NEITHER = [
    "exited 3 times",
    "exits 5 minutes after the start",
    "HTTP status code 500",
    "HTTP/1.1 status=200",
    "response code=503",
    "接口状态码正常",
    "exit the program with 3 of 4 workers",
    "version 1.37, 137 ms",
    "restarted 12 times in 3 hours",
    "kill_timeout=137",
]


@pytest.mark.parametrize(("line", "code"), CODES)
def test_an_exit_code_is_read(line: str, code: str) -> None:
    """One exit code, as it is written."""
    told = [(fact.predicate, fact.value) for fact in read(line) if fact.predicate in ("exit-code", "signal")]

    assert told == [("exit-code", code)]


@pytest.mark.parametrize(("line", "signal"), SIGNALS)
def test_a_signal_is_read(line: str, signal: str) -> None:
    """One signal, by number or name, and no code beside it."""
    told = [(fact.predicate, fact.value) for fact in read(line) if fact.predicate in ("exit-code", "signal")]

    assert told == [("signal", signal)]


@pytest.mark.parametrize("line", NEITHER)
def test_other_numbers_are_left_alone(line: str) -> None:
    """Counts, times and the status codes of HTTP are no ends of a process."""
    assert [fact for fact in read(line) if fact.predicate in ("exit-code", "signal")] == []


def test_of_nested_codes_the_inner_one_counts() -> None:
    """A wrapper's own code says only that what it ran has failed."""
    told = [fact.value for fact in read("exit code 1: command terminated with exit code 137")]

    assert told == ["137"]


def test_two_codes_of_two_containers_are_two() -> None:
    """Codes beside each other are not nested."""
    assert [fact.value for fact in read("api exit code 137, web exit code 1")] == ["137", "1"]


def test_what_the_shell_answered_stands_on_the_next_line() -> None:
    """`echo $?` and the number under it are one statement."""
    assert [(fact.value, fact.line) for fact in read("$ echo $?\n139\n")] == [("139", 1)]
    assert read("$ ls\n139\n") == []


def test_a_range_keeps_both_ends() -> None:
    """`128-130` is three codes and no subtraction."""
    (statement,) = read("exit codes 128-130")

    assert (statement.value, statement.fact.upper) == ("128", 130)
