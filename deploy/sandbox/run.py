"""`python -m deploy.sandbox run`: the whole thing on this machine, until Ctrl-C.

It must not hold a rule of Slack, Kubernetes or Redis; it starts what does.
"""

import argparse
import json
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from bot.settings import BotSettings
from core.settings import BadSettings, read
from deploy.sandbox.parts import Parts, Ports
from deploy.sandbox.redis import NoRedis, answers
from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.supervisor import NotReady, Supervisor
from deploy.sandbox.words import line, welcome
from workers.cluster.contexts import load_contexts
from workers.cluster.errors import NoKubeconfig
from workers.watcher.settings import WatcherSettings, names

BAD_USAGE, UNREACHABLE, INTERRUPTED = 2, 4, 130
IN_FILES_ONLY = re.compile(r"local Slack: http|cluster: http|\d+:[A-Z] \d")
"""Addresses, which are said once for all in the end, and what Redis says of itself (`12:M 21 Nov 2026 ...`)."""


def main(argv: Sequence[str]) -> int:
    """Run until Ctrl-C: 0; 2 for wrong usage or settings, 4 when a part cannot be started or reached."""
    arguments = _options(argv)
    wrong = _wrong()
    if wrong:
        return _sorry(BAD_USAGE, *wrong)
    settings = read(SandboxSettings, os.environ)
    if problem := _missing(settings):
        return _sorry(UNREACHABLE, problem)
    settings.state.mkdir(parents=True, exist_ok=True)
    stop = stop_signal(arguments.seconds)
    printer = Printer(settings.state / "log")
    supervisor = Supervisor(printer)
    try:
        _start(supervisor, Parts(settings, _ports(settings), dict(os.environ)), stop)
    except (NoRedis, NotReady) as error:
        return _sorry(UNREACHABLE, str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        printer.quiet = True
        supervisor.stop()
    return 0


class Printer:
    """Prints what the processes say, each line with its name, and keeps it in a file for each process."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made; the files of the run before are overwritten."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files: dict[str, Path] = {}
        self._lock = threading.Lock()
        self.quiet = False
        """While all are stopped on purpose, their farewells are of interest in the files only."""

    def __call__(self, name: str, text: str) -> None:
        """One line of one process; called from several threads."""
        with self._lock:
            fresh = name not in self._files
            path = self._files.setdefault(name, self._folder / f"{name}.log")
            with path.open("w" if fresh else "a", encoding="utf-8") as file:
                file.write(f"{text}\n")
            if not self.quiet and not IN_FILES_ONLY.match(text):
                print(f"{name:>9} | {text}", flush=True)  # noqa: T201 - the terminal is what it is for


def _start(supervisor: Supervisor, parts: Parts, stop: threading.Event) -> None:
    settings = parts.settings
    print(line("starting", settings.language), flush=True)  # noqa: T201
    supervisor.start(*parts.foundations())
    supervisor.start(*parts.processes())
    _note_addresses(parts)
    console = None if settings.own_slack else parts.console_url
    kubeconfig = (settings.kubeconfig or "~/.kube/config") if settings.own_cluster else None
    print(welcome(settings.language, console, kubeconfig, settings.own_redis), flush=True)  # noqa: T201
    supervisor.watch(stop)
    print(line("stopping", settings.language), flush=True)  # noqa: T201


def _note_addresses(parts: Parts) -> None:
    """For programs that use the sandbox: tests, benchmarks, a second bot."""
    path, settings = parts.settings.state / "addresses.json", parts.settings
    addresses = {
        "console": None if settings.own_slack else parts.console_url,
        "cluster": None if settings.own_cluster else parts.cluster_url,
        "kubeconfig": None if settings.own_cluster else str(parts.kubeconfig),
        "redis": _without_password(parts.redis_url),
    }
    health = {name: f"http://127.0.0.1:{port}/" for name, port in parts.ports.health.items()}
    (settings.state / "health.json").write_text(json.dumps(health) + "\n", encoding="utf-8")
    path.write_text(json.dumps(addresses) + "\n", encoding="utf-8")


def _wrong() -> tuple[str, ...]:
    """What is wrong with the settings of any process that would be started, a line each, each once."""
    lines: list[str] = []
    for kind in (SandboxSettings, BotSettings, WatcherSettings):  # a watcher's settings hold those of a worker
        try:
            read(kind, os.environ)
        except BadSettings as error:
            lines += str(error).splitlines()
    return tuple(dict.fromkeys(lines))


def _missing(settings: SandboxSettings) -> str:
    """What of the reader's own things is not there; empty when all is."""
    if settings.own_redis and not answers(settings.redis_url):
        return f"REDIS_URL: no Redis answers at {_without_password(settings.redis_url)}"
    files = [Path(each).expanduser() for each in settings.kubeconfig.split(os.pathsep) if each]
    if settings.own_cluster and files and not any(each.is_file() for each in files):
        return f"KUBECONFIG: there is no file {settings.kubeconfig}; WHYPOD_CLUSTER=local takes the recorded cluster"
    if settings.own_cluster:
        try:
            load_contexts(settings.kubeconfig, names(read(WatcherSettings, os.environ).clusters))
        except NoKubeconfig as error:
            return f"KUBECONFIG: {error.said}; WHYPOD_CLUSTER=local takes the recorded cluster"
    return ""


def _without_password(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def _ports(settings: SandboxSettings) -> Ports:
    """Free ones; the console keeps its well-known port when nobody else has it, so that a bookmark works."""
    names = ("bot", "deliver", "watcher", *(f"worker-{number}" for number in range(1, settings.workers + 1)))
    health = {name: _free(0) for name in names}
    return Ports(console=_free(settings.port), cluster=_free(0), redis=_free(0), bot=_free(0), health=health)


def _free(port: int) -> int:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the servers do
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def stop_signal(seconds: float | None) -> threading.Event:
    """Set by Ctrl-C, SIGTERM, or when the time is over."""
    stop = threading.Event()

    def set_stop(number: int, frame: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt  # a second Ctrl-C does not wait for anybody; SIGTERM may come from make as well
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, set_stop)
    if seconds is not None:
        timer = threading.Timer(seconds, stop.set)
        timer.daemon = True
        timer.start()
    return stop


def _options(argv: Sequence[str]) -> argparse.Namespace:
    options = argparse.ArgumentParser(
        prog="python -m deploy.sandbox",
        description="whypod with a local Slack, a local cluster and Redis; settings are environment variables.",
        epilog="One part alone: python -m deploy.sandbox slack|cluster|redis --help",
    )
    options.add_argument("--for", dest="seconds", type=float, metavar="SECONDS", help="stop after this long")
    return options.parse_args(argv)


def _sorry(status: int, *lines: str) -> int:
    sys.stderr.writelines(f"whypod: {line}\n" for line in lines)
    return status
