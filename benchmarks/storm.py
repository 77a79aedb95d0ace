"""The sandbox of `benchmarks/kill_storm.py`, with a second watcher: what is broken there, and whom one can kill."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, Request, build_opener

from benchmarks.crashing import FOLLOWS, pod, workload
from deploy.sandbox.json import Json
from deploy.sandbox.supervisor import Program, Supervisor

ROOT = Path(__file__).resolve().parents[1]
CHANNEL = "C0ONCALL"
JUMP = 3
"""Restarts within ten minutes: the default of `WHYPOD_ALERT_RESTARTS`."""


def call(url: str, body: Json | None = None) -> Any:
    """A JSON request."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data, {"Content-Type": "application/json"})
    with build_opener(ProxyHandler({})).open(request, timeout=20) as answer:
        return json.load(answer)


def until(found: Callable[[], Any], patience: float) -> Any:
    """What `found` returns once it is true; None when it never was."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.05)
    return None


def free() -> int:
    """A port nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@dataclass
class Storm:
    """A running sandbox, and what is broken in it."""

    process: subprocess.Popen[str]
    console: str
    cluster: str
    ports: tuple[int, int]
    second: Supervisor
    restarts: dict[str, int]

    def put(self, *objects: Json) -> None:
        """Changes the cluster."""
        call(f"{self.cluster}/_sandbox/objects", {"put": list(objects)})

    def make(self, names: list[str]) -> None:
        """Healthy workloads."""
        self.put(*(workload(name) for name in names), *(pod(name, 0) for name in names))

    def restart(self, name: str) -> None:
        """One more."""
        self.restarts[name] = self.restarts.get(name, 0) + 1
        self.put(pod(name, self.restarts[name]))

    def jump(self, name: str) -> float:
        """Three restarts, which is what an alert takes; when the third one was told."""
        for _ in range(JUMP - 1):
            self.restart(name)
            time.sleep(1.1)  # whole seconds tell one end from the next
        at = time.time()
        self.restart(name)
        return at

    def replied(self) -> list[str]:
        """Whose second container crash-loops as well, which is worth a reply."""
        return [name for name, restarts in self.restarts.items() if restarts >= FOLLOWS + JUMP]

    def messages(self) -> list[Json]:
        """What the bot says in the channel, replies too."""
        found = call(f"{self.console}_sandbox/messages?channel={CHANNEL}&user=U0MEI")["messages"]
        return [one for one in found if one.get("user") == "U0WHYPOD"]

    def pids(self) -> dict[str, int]:
        """Whom to kill: the watcher that leads, the poster, Redis; those that run just now."""
        found: dict[str, int] = {}
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for pid in children:
            try:
                line = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
            for part, name in (("bot deliver", "deliver"), ("redis-server", "redis"), ("workers.watcher", "first")):
                if part in line and "tether" not in line:
                    found[name] = int(pid)
        found |= self.second.pids()
        for name, port in zip(("first", "second"), self.ports, strict=True):
            if name in found and leads(port):
                found["watcher"] = found[name]
        return found


def leads(port: int) -> bool:
    """Whether the watcher with that port says so."""
    try:
        with build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}/metrics", timeout=2) as answer:
            return b"\nwhypod_watcher_leading 1.0" in answer.read()
    except (URLError, OSError):
        return False


@contextmanager
def sandbox(folder: Path) -> Iterator[Storm]:
    """The sandbox and a second watcher, which waits for the first one's end."""
    ports = (free(), free())
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SLACK_", "WHYPOD_", "KUBE", "REDIS_"))
    }
    shared = {
        **clean, "PYTHONPATH": str(ROOT), "WHYPOD_LOG_LEVEL": "info", "WHYPOD_WATCH_SELECTOR": "kill-storm=yes",
        "WHYPOD_ALERT_STORM": "100000",  # each alone: it is single messages that must not be lost
        "WHYPOD_ALERT_QUIET": "3600",
    }  # fmt: skip
    own = {"WHYPOD_SANDBOX_DIR": str(folder), "WHYPOD_CONSOLE_PORT": "0", "WHYPOD_WATCHER_METRICS_PORT": str(ports[0])}
    with (folder / "out").open("w") as out:
        argv = [sys.executable, "-m", "deploy.sandbox"]
        process = subprocess.Popen(
            argv, cwd=ROOT, env={**shared, **own}, stdout=out, stderr=subprocess.STDOUT, text=True
        )
    notes, stop = folder / "addresses.json", threading.Event()
    second = Supervisor(lambda name, text: _append(folder / "second.log", text))
    running: threading.Thread | None = None
    try:
        if not until(lambda: notes.exists() and notes.read_text().endswith("\n"), 90.0):
            raise SystemExit(f"the sandbox did not start:\n{(folder / 'out').read_text()[-2000:]}")
        found = json.loads(notes.read_text())
        other = {
            **shared, "KUBECONFIG": found["kubeconfig"], "REDIS_URL": found["redis"],
            "WHYPOD_WATCHER_METRICS_PORT": str(ports[1]),
        }  # fmt: skip
        program = Program("second", (sys.executable, "-m", "workers.watcher"), other)
        running = threading.Thread(target=_supervise, args=(second, program, stop))
        running.start()
        yield Storm(process, found["console"], found["cluster"], ports, second, {})
    finally:
        stop.set()
        if running is not None:
            running.join()
        process.terminate()
        process.wait(30)


def _supervise(second: Supervisor, program: Program, stop: threading.Event) -> None:
    second.start(program)
    second.watch(stop)
    second.stop()


def _append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{text}\n")


if __name__ == "__main__":  # `make bench` runs every file here; this one is read by another alone
    pass
