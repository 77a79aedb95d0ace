"""Starts processes in order, keeps them alive, stops them together. It must not know what they do.

A process that dies is started again after a pause that doubles; so `kill -9` of a worker is something to try out.
No process outlives this one, not even after its own `kill -9` (see `process`).
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

DIES_WITH_PARENT = Path(__file__).with_name("process.py")
FIRST_PAUSE = 0.2
"""Seconds before a dead process is started again: at once for the eye, and not a busy loop."""
LONGEST_PAUSE = 10.0
STEADY_SECONDS = 10.0
"""After running this long it counts as healthy, and its next death starts with the first pause again."""
STOP_SECONDS = 8.0
"""How long a process may take to stop when asked: a worker finishes its question, which takes 7 s at most."""
LOOK_SECONDS = 0.05
"""Between two looks at the processes; a wait4 each costs microseconds."""


class NotReady(RuntimeError):
    """A process did not come up; the message holds the last lines it said."""


@dataclass(frozen=True)
class Program:
    """What to run, and how to tell that it is ready."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    ready: Callable[[], bool] = lambda: True
    """Asked again and again; must answer quickly and not raise."""


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen[str]
    since: float
    pause: float = FIRST_PAUSE
    again_at: float | None = None
    last: deque[str] = field(default_factory=lambda: deque(maxlen=12))
    reader: threading.Thread | None = None


class Supervisor:
    """The processes of one sandbox. Only the thread that made it may start processes: they are tied to that thread."""

    def __init__(self, say: Callable[[str, str], None]) -> None:
        """`say(name, line)` gets every line a process prints, from a thread for each process."""
        self._say = say
        self._groups: list[list[_Running]] = []

    def start(self, *programs: Program, within: float = 30.0) -> None:
        """Start them together and return when all are ready.

        Raises `NotReady` after `within` seconds, or when one of them ends before it is ready.
        """
        end = time.monotonic() + within
        started = [_Running(program, _spawn(program), time.monotonic()) for program in programs]
        self._groups.append(started)
        for running in started:
            _read(running, self._say)
        for running in started:
            while not running.program.ready():
                _still_coming(running, end, within)
                time.sleep(LOOK_SECONDS)

    def watch(self, stop: threading.Event) -> None:
        """Start again what dies, until `stop` is set."""
        while not stop.wait(LOOK_SECONDS):
            now = time.monotonic()
            for running in self._all():
                self._look_at(running, now)

    def stop(self) -> None:
        """Ask all to stop, the last started together first, and end what does not within 8 seconds."""
        end = time.monotonic() + STOP_SECONDS
        for group in reversed(self._groups):
            alive = [running.process for running in group if running.process.poll() is None]
            for process in alive:
                process.terminate()
            for process in alive:
                try:
                    process.wait(max(0.1, end - time.monotonic()))
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._groups.clear()

    def pids(self) -> dict[str, int]:
        """The process ids of what is running now, by name."""
        return {each.program.name: each.process.pid for each in self._all() if each.process.poll() is None}

    def _all(self) -> list[_Running]:
        return [running for group in self._groups for running in group]

    def _look_at(self, running: _Running, now: float) -> None:
        status = running.process.poll()
        if status is None:
            return
        if running.again_at is None:
            running.pause = FIRST_PAUSE if now - running.since > STEADY_SECONDS else running.pause
            running.again_at = now + running.pause
            self._say(running.program.name, f"{_how_it_ended(status)}; starting it again in {running.pause:g} s")
        elif now >= running.again_at:
            running.process, running.since, running.again_at = _spawn(running.program), now, None
            running.pause = min(running.pause * 2, LONGEST_PAUSE)
            _read(running, self._say)


def _spawn(program: Program) -> subprocess.Popen[str]:
    """In a session of its own: Ctrl-C goes to the supervisor alone, which stops the others in order."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(DIES_WITH_PARENT), str(os.getpid()), *program.argv],
        env=dict(program.env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


def _read(running: _Running, say: Callable[[str, str], None]) -> None:
    out = running.process.stdout
    assert out is not None  # _spawn asks for a pipe

    def pump(lines: TextIO) -> None:
        with lines:
            for line in lines:
                running.last.append(line.rstrip())
                say(running.program.name, line.rstrip())

    running.reader = threading.Thread(target=pump, args=(out,), name=f"read {running.program.name}", daemon=True)
    running.reader.start()


def _still_coming(running: _Running, end: float, within: float) -> None:
    status = running.process.poll()
    if status is None and time.monotonic() < end:
        return
    if status is not None and running.reader is not None:
        running.reader.join(1.0)  # its last lines may still be in the pipe
    how = f"is not ready after {within:g} s" if status is None else _how_it_ended(status)
    raise NotReady("\n".join([f"{running.program.name} {how}", *running.last]))


def _how_it_ended(status: int) -> str:
    if status >= 0:
        return f"ended with status {status}"
    return f"was killed by {signal.Signals(-status).name}"
