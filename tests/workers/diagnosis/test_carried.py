"""A program's words count wherever they stand: in what a probe printed, a termination message, an exception's text."""

import pytest

from core.messages.report import Finding
from knowledge.library import library
from workers.container import Container, Terminated
from workers.diagnosis import diagnose
from workers.diagnosis.carried import probe_output
from workers.paste.read import read
from workers.snapshot import Event, Pod, Snapshot


def first(text: str) -> Finding:
    """The best finding about a paste."""
    return diagnose(read(text)[0], library()).findings[0]


@pytest.mark.parametrize(
    ("output", "cause"),
    [
        ("MISCONF Errors writing to the AOF file: No space left on device", "run.disk-full"),
        ("lookup db on 10.96.0.10:53: no such host", "run.dns"),
        ("psql: error: could not translate host name \"db\" to address: Name or service not known", "run.dns"),
        ("touch: cannot touch '/data/alive': Read-only file system", "run.read-only-fs"),
        ("write /var/lib/app/ready: no space left on device", "run.disk-full"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("probe", ["Readiness", "Liveness", "Startup"])
def test_what_a_probe_printed_is_the_programs_word(probe: str, output: str, cause: str) -> None:
    """It names what is wrong; that the probe fails only follows from it."""
    event = Event(reason="Unhealthy", type="Warning", message=f"{probe} probe failed: {output}", count=4)
    container = Container(name="app", ready=False)
    findings = diagnose(
        Snapshot(pod=Pod(phase="Running"), containers=(container,), events=(event,)), library()
    ).findings

    assert cause in [finding.cause for finding in findings]
    assert findings[0].evidence[0].source == "event"


@pytest.mark.parametrize(
    "said",
    [
        "HTTP probe failed with statuscode: 503",
        'Get "http://10.0.0.5:8080/": dial tcp 10.0.0.5:8080: connect: connection refused',
        "dial tcp 10.0.0.5:6379: connect: connection refused",
        "command timed out: \"pg_isready\" timed out after 1s",
        "Could not connect to Redis at 127.0.0.1:6379: Connection refused",
        "sh: curl: not found",
        'timeout: failed to connect service ":9090" within 1s',
        "",
    ],
)  # fmt: skip
def test_what_tells_of_the_probe_alone_is_no_word_of_the_program(said: str) -> None:
    """The kubelet's own sentences, the container's own address, a command the image lacks."""
    assert probe_output(f"Readiness probe failed: {said}") == ""


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("dial tcp: lookup db on 10.96.0.10:53: no such host", "run.dns"),
        ("panic: assignment to entry in nil map", "run.app-panic"),
        ("listen tcp :8080: bind: address already in use", "run.port-in-use"),
        ("dial tcp 10.0.0.9:5432: connect: connection refused", "run.dependency-unreachable"),
    ],
)
def test_a_termination_message_is_read_as_the_log_is(message: str, cause: str) -> None:
    """The program wrote it, or it is the end of its log (terminationMessagePolicy)."""
    ended = Container(name="app", terminated=Terminated(reason="Error", code=1, message=message), restarts=2)
    best = diagnose(Snapshot(pod=Pod(phase="Running"), containers=(ended,), events=()), library()).findings[0]

    assert (best.cause, best.evidence[0].source) == (cause, "status")


def test_a_runtimes_message_is_none_of_the_program() -> None:
    """Nothing of the container ran."""
    message = "failed to create containerd task: write /run/x: no space left on device"
    ended = Container(name="app", terminated=Terminated(reason="StartError", code=128, message=message))
    causes = [f.cause for f in diagnose(Snapshot(containers=(ended,), events=()), library()).findings]

    assert "run.disk-full" not in causes


def test_the_exceptions_text_names_more_than_that_there_is_one() -> None:
    """A worker of PyTorch died for want of shared memory: the traceback only passes it on."""
    best = first(
        'Traceback (most recent call last):\n  File "/app/train.py", line 88, in <module>\n    main()\n'
        "RuntimeError: DataLoader worker (pid 37) is killed by signal: Bus error. "
        "It is possible that dataloader workers are out of shared memory.\n"
    )

    assert (best.cause, "shared memory" in best.values["line"]) == ("run.bus-error", True)


def test_a_probes_command_proves_nothing_for_certain() -> None:
    """What it met may be its own; and a container in which it runs has been started."""
    heap, denied = (
        first(f"Warning  Unhealthy  3s  kubelet  Liveness probe failed: {said}\n")
        for said in ("java.lang.OutOfMemoryError: Java heap space", "/bin/sh: /scripts/ready.sh: Permission denied")
    )

    assert (heap.cause, heap.confidence) == ("run.heap-oom", "likely")
    assert not denied.cause.startswith("start.")
