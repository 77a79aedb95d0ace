"""What a captured trace says in full, what is none, and whom it must not accuse."""

import pytest

from knowledge.tracing import Process, SentSignal, read

NO_TRACE = {
    "nothing": "",
    "prose": "the pod was killed (maybe) and somebody sent SIGKILL to it",
    "a describe": "Name: web\nLast State: Terminated\n  Reason: Error\n  Exit Code: 137\n",
    "a table without its header": "700 tmux 15 7942 0\n",
    "a table of something else": "PID COMM SIG\n700 bash 15\n",
    "an audit record of another call": (
        "type=SYSCALL msg=audit(1.1:1): arch=c000003e syscall=59 success=yes a0=1 a1=9 ppid=1 pid=2 "
        'comm="ls" exe="/bin/ls"'
    ),
    "a signal that is none": "kill(1) send SIGNONE to server(2)\nkill (1) -> x (2) sig 0\n",
    "strace of nothing": "kill(-1, 0) = -1 ESRCH (No such process)\n",
}


@pytest.mark.parametrize("name", NO_TRACE)
def test_what_is_no_trace_is_not_read_as_one(name: str) -> None:
    """A describe, prose or another table must never become an accusation."""
    assert read(NO_TRACE[name]) is None


def test_everything_a_systemtap_capture_says() -> None:
    """Sender, its parent's pid and name, and when each of the chain started."""
    trace = read(
        "kill(5213) send SIGKILL to server(7942) uid 1000\nparent of sender: bash(5001)\n"
        "task_ancestry:systemd(0m0.5s)=>bash(2m1.5s)=>kill(3m0.25s)\n"
    )

    assert trace is not None
    assert trace.sent == (
        SentSignal(
            9,
            Process("kill", 5213, started=180.25),
            Process("server", 7942),
            "systemtap",
            ancestry=(Process("bash", 5001, started=121.5), Process("systemd", started=0.5)),
            uid="1000",
        ),
    )


def test_everything_an_audit_event_says() -> None:
    """Names in hexadecimal are decoded, the login behind a sudo is kept, a refused call is marked."""
    trace = read(
        "type=SYSCALL msg=audit(1.5:7): arch=c000003e syscall=62 success=no exit=-1 a0=1 a1=f ppid=2 pid=3 auid=1000 "
        'uid=1001 comm=6D7920746F6F6C exe="/opt/my tool" key="k"\n'
        'type=OBJ_PID msg=audit(1.5:7): opid=9 ocomm="app"\n'
    )

    assert trace is not None
    assert trace.sent == (
        SentSignal(
            15,
            Process("my tool", 3, "/opt/my tool"),
            Process("app", 9),
            "audit",
            ancestry=(Process(pid=2),),
            uid="1001",
            login="1000",
            ignored=True,
            at="1.5",
        ),
    )
    assert trace.verdict.kind == "ignored"


def test_a_kill_of_pid_1_from_inside_counts_as_ignored() -> None:
    """The kernel throws such a SIGKILL away (`res=1`): whoever sent it did not kill the container."""
    trace = read(
        "  sh-12018   [000] d..1.  5096.866210: signal_generate: sig=9 errno=0 code=0 comm=app pid=7942 grp=1 res=1\n"
    )

    assert trace is not None
    assert trace.verdict.kind == "ignored"


def test_a_stream_of_harmless_signals_accuses_nobody() -> None:
    """Go's preemption signal comes hundreds of times a second."""
    lines = ["app-1 [000] d..1. 1.5: signal_generate: sig=23 errno=0 code=-6 comm=app pid=1 grp=0 res=0"] * 900
    trace = read("\n".join(lines))

    assert trace is not None
    assert (trace.verdict.kind, len(trace.sent)) == ("harmless", 500)


def test_the_kernel_s_own_words_win_over_the_bare_signal() -> None:
    """A tracer sees SIGKILL from the process that wanted memory; the kernel log says that it was the OOM killer."""
    trace = read(
        "10:34:50 whypod: python3(7942) uid 0 sent 9 to python3(7942) code 128 result 0 < containerd-shim(90)\n"
        "[1.2] Memory cgroup out of memory: Killed process 7942 (python3) total-vm:221368kB, anon-rss:20kB\n"
    )

    assert trace is not None
    assert (trace.verdict.kind, trace.captured) == ("kernel-oom", True)


def test_the_grace_period_is_measured() -> None:
    """From the runtime's SIGTERM to its SIGKILL, past midnight too."""
    line = "{at} whypod: runc(100) uid 0 sent {signal} to app(7942) code 0 result 0 < containerd-shim(90)\n"
    trace = read(line.format(at="23:59:45", signal=15) + line.format(at="00:00:15", signal=9))

    assert trace is not None
    assert trace.verdict.grace_seconds == 30


def test_only_kernel_messages_are_no_capture() -> None:
    """A journal with an OOM kill goes to the diagnosis, which knows the pod."""
    trace = read("Out of memory: Killed process 7942 (java) total-vm:1kB\n")

    assert trace is not None
    assert not trace.captured


@pytest.mark.parametrize(
    "name",
    ["java", "AliYunDun", "myApp2", "python3", "k8s-agent", "postgres", "Xorg", "node20", "systemd-oomd", "php-fpm8.2"],
)
def test_an_ordinary_name_is_not_odd(name: str) -> None:
    """A false accusation costs a night."""
    trace = read(f"{name}(1) send SIGKILL to server(2)\n")

    assert trace is not None
    assert trace.verdict.kind != "intruder"


@pytest.mark.parametrize(
    "exe",
    ["/tmp/a", "/var/tmp/.ice/x", "/dev/shm/kd", "/memfd:x (deleted)", "/usr/bin/.hidden", "/srv/app (deleted)"],
)
def test_a_file_in_a_hiding_place_is_named(exe: str) -> None:
    """Whatever it is called, it runs a file from where no program is installed, or from none."""
    trace = read(
        "type=SYSCALL msg=audit(1.5:7): arch=c000003e syscall=62 success=yes a0=1 a1=9 ppid=2 pid=3 auid=-1 "
        f'uid=0 comm="java" exe="{exe}"\n'
    )

    assert trace is not None
    assert (trace.verdict.kind, trace.verdict.confidence) == ("intruder", "likely")


def test_a_program_that_was_upgraded_while_it_ran_is_only_possible() -> None:
    """`/usr/bin/x (deleted)` is what an upgrade leaves behind, too."""
    trace = read(
        "type=SYSCALL msg=audit(1.5:7): arch=x86_64 syscall=kill success=yes a0=1 a1=SIGKILL ppid=2 pid=3 auid=unset "
        "uid=0 comm=agent exe=/usr/bin/agent (deleted)\n"
    )

    assert trace is not None
    assert (trace.verdict.kind, trace.verdict.confidence) == ("intruder", "possible")
