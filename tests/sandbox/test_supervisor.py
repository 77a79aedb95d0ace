"""The supervisor against real processes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.sandbox.supervisor import NotReady, Program, Supervisor

SLEEPER = "import time; print('up', flush=True); time.sleep(60)"


class Said:
    """Collects what the processes print."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str]] = []

    def __call__(self, name: str, line: str) -> None:
        self.lines.append((name, line))

    def has(self, name: str, line: str) -> Callable[[], bool]:
        return lambda: (name, line) in self.lines


def program(name: str, code: str, ready: Callable[[], bool] = lambda: True) -> Program:
    return Program(name, (sys.executable, "-c", code), dict(os.environ), ready)


def until(condition: Callable[[], bool]) -> None:
    """Waits for something that must come; the test's own time limit ends the wait."""
    while not condition():
        time.sleep(0.01)


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def supervisor(said: Said) -> Iterator[Supervisor]:
    made = Supervisor(said)
    yield made
    made.stop()


def test_a_program_that_ends_at_once_is_reported_with_its_last_words(supervisor: Supervisor) -> None:
    """The reason stands in the error, so nobody has to look for a log."""
    with pytest.raises(NotReady, match=r"(?s)broken ended with status 3.*no such table"):
        supervisor.start(
            program("broken", "import sys; print('no such table', flush=True); sys.exit(3)", lambda: False)
        )


def test_a_program_that_never_gets_ready_is_reported(supervisor: Supervisor) -> None:
    """A readiness check that stays False ends the start with a clear error."""
    with pytest.raises(NotReady, match=r"slow is not ready after 0\.3 s"):
        supervisor.start(program("slow", SLEEPER, lambda: False), within=0.3)


def test_lines_carry_the_name_of_the_program(supervisor: Supervisor, said: Said) -> None:
    """Every line that is printed is said together with whose it is."""
    supervisor.start(program("one", SLEEPER, said.has("one", "up")))

    assert said.lines == [("one", "up")]


def test_a_killed_program_is_started_again(supervisor: Supervisor, said: Said) -> None:
    """After `kill -9` a new process runs under the same name, and the death was said."""
    supervisor.start(program("one", SLEEPER, said.has("one", "up")))
    first = supervisor.pids()["one"]
    stop = threading.Event()
    os.kill(first, signal.SIGKILL)
    timer = threading.Thread(target=lambda: (until(lambda: said.lines.count(("one", "up")) == 2), stop.set()))
    timer.start()
    supervisor.watch(stop)
    timer.join()

    assert said.lines == [("one", "up"), ("one", "was killed by SIGKILL; starting it again in 0.2 s"), ("one", "up")]
    assert supervisor.pids()["one"] != first


def test_stop_ends_all_the_last_one_first(supervisor: Supervisor, said: Said) -> None:
    """What was started last is asked to stop first, since it may need the others."""
    code = (
        "import signal, sys, time\n"
        "def bye(*_):\n    print('bye', flush=True)\n    sys.exit()\n"
        "signal.signal(signal.SIGTERM, bye)\nprint('up', flush=True)\ntime.sleep(60)"
    )
    for name in ("redis", "bot"):
        supervisor.start(program(name, code, said.has(name, "up")))
    supervisor.stop()
    until(lambda: len(said.lines) == 4)

    assert [name for name, line in said.lines if line == "bye"] == ["bot", "redis"]
    assert supervisor.pids() == {}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can tie a process to its parent (prctl)")
def test_nothing_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    """`kill -9` of the supervisor leaves no process behind."""
    pid_file = tmp_path / "pid"
    code = (
        "import os, sys, threading\n"
        "from deploy.sandbox.supervisor import Program, Supervisor\n"
        "from pathlib import Path\n"
        f"child = Program('one', (sys.executable, '-c', {SLEEPER!r}), dict(os.environ))\n"
        "supervisor = Supervisor(lambda *_: None)\nsupervisor.start(child)\n"
        f"Path({str(pid_file)!r}).write_text(str(supervisor.pids()['one']))\n"
        "supervisor.watch(threading.Event())"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", code], cwd=root) as running:
        until(lambda: pid_file.exists() and pid_file.read_text() != "")
        child = int(pid_file.read_text())
        running.kill()
    until(lambda: gone(child))

    assert gone(child)
