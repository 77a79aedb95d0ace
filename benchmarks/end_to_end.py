"""From the typed command to the final message, through the whole sandbox: against an empty listener, and kubectl."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

ROOT = Path(__file__).resolve().parents[1]
TIMES = 40
NAMESPACE, POD = "web", "banner"
PATIENCE = 90.0  # seconds for the start, on a machine that does other things too


def call(url: str, body: dict[str, Any] | None = None) -> Any:
    """A JSON request to the control API."""
    data = None if body is None else json.dumps(body).encode()
    with build_opener(ProxyHandler({})).open(
        Request(url, data, {"Content-Type": "application/json"}), timeout=20
    ) as said:
        return json.load(said)


class Ear:
    """Hears every message of the console's live feed, and when each one last changed."""

    def __init__(self, console: str) -> None:
        """Listens until the process ends."""
        self.console, self.heard = console, threading.Condition()
        self.texts: dict[str, str] = {}
        threading.Thread(target=self._listen, daemon=True).start()
        time.sleep(0.5)  # until the feed is open

    def _listen(self) -> None:
        with build_opener(ProxyHandler({})).open(f"{self.console}_sandbox/events?user=U0MEI") as feed:
            for line in feed:
                if line.startswith(b"data:"):
                    said = json.loads(line[5:])
                    if message := said.get("message"):
                        with self.heard:
                            self.texts[message["ts"]] = message["text"]
                            self.heard.notify_all()

    def milliseconds(self, text: str) -> float:
        """From typing to the message that is not "Looking at ..." any more."""
        started = time.perf_counter()
        said = call(f"{self.console}_sandbox/command", {"user": "U0MEI", "channel": "C0ONCALL", "text": text})
        ts = said["message"]["ts"]
        with self.heard:
            if not self.heard.wait_for(lambda: not self.texts.get(ts, "Looking").startswith("Looking"), timeout=20):
                raise SystemExit(f"no answer to {text}")
        return (time.perf_counter() - started) * 1000


def series(measure: Callable[[], float], times: int = TIMES) -> list[float]:
    """So many figures, after three that warm up."""
    return [measure() for _ in range(times + 3)][3:]


@contextmanager
def running(argv: list[str], **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A process for the length of the block."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "KUBECONFIG", "REDIS_"))
    }
    process = subprocess.Popen(
        argv, cwd=ROOT, env={**clean, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def until(process: subprocess.Popen[str], there: Callable[[], bool]) -> None:
    """Wait for something that must come while the process lives."""
    end = time.monotonic() + PATIENCE
    while not there():
        if time.monotonic() > end or process.poll() is not None:
            raise SystemExit("the sandbox did not start")
        time.sleep(0.05)


def kubectl(kubeconfig: str, pod: str) -> float:
    """The three commands a person types for the same, one after the other."""
    commands = (["describe", "pod", pod], ["logs", pod, "--previous"], ["get", "events"])
    started = time.perf_counter()
    for command in commands:
        line = ["kubectl", "--kubeconfig", kubeconfig, "-n", NAMESPACE, *command]
        subprocess.run(line, capture_output=True, check=False)  # a pod that never ran has no previous log
    return (time.perf_counter() - started) * 1000


def ours() -> tuple[list[float], list[float], list[float]]:
    """`/exitcode`, `/whypod` and kubectl on the same cluster (empty without kubectl), in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder, "addresses.json")
        settings = {"WHYPOD_SANDBOX_DIR": folder, "WHYPOD_CONSOLE_PORT": "0", "WHYPOD_LOG_LEVEL": "error"}
        with running([sys.executable, "-m", "deploy.sandbox"], **settings) as sandbox:
            until(sandbox, lambda: notes.exists() and notes.read_text().endswith("\n"))
            found = json.loads(notes.read_text())
            call(
                f"{found['console']}_sandbox/rates", {"on": False}
            )  # one message a second would be all that is measured
            ear = Ear(found["console"])
            codes = series(lambda: ear.milliseconds("/exitcode 137"))
            pods = series(lambda: ear.milliseconds(f"/whypod {NAMESPACE}/{POD}"))
            listed = call(f"{found['cluster']}/api/v1/namespaces/{NAMESPACE}/pods")["items"]
            name = next(each["metadata"]["name"] for each in listed if each["metadata"]["name"].startswith(f"{POD}-"))
            there = shutil.which("kubectl")
            return codes, pods, series(lambda: kubectl(found["kubeconfig"], name), 10) if there else []


def empty() -> tuple[list[float], list[float]]:
    """The same two commands with listeners that do nothing."""
    with running([sys.executable, "-m", "deploy.sandbox", "slack", "--no-rate-limit"]) as slack:
        assert slack.stdout is not None
        console = slack.stdout.readline().split()[-1]
        with running([sys.executable, "benchmarks/empty_bot.py"], WHYPOD_SLACK_API_URL=f"{console}api/") as bot:
            until(bot, lambda: bool(call(f"{console}_sandbox/state")["app"]["connected"]))
            ear = Ear(console)
            return (
                series(lambda: ear.milliseconds("/exitcode 137")),
                series(lambda: ear.milliseconds(f"/whypod {NAMESPACE}/{POD}")),
            )


def line(name: str, mine: list[float], against: str, other: list[float]) -> None:
    """A figure for the median and one for the 95th percentile."""
    for word, place in (("p50", 49), ("p95", 94)):
        a, b = (statistics.quantiles(each, n=100, method="inclusive")[place] for each in (mine, other))
        print(f"{name}-{word} {a:.1f} ms vs {against} {b:.1f} {a / b:.2f}x")


def main() -> None:
    """Print the figures."""
    codes, pods, by_hand = ours()
    no_codes, no_pods = empty()
    line("exitcode", codes, "empty-listener", no_codes)
    line("whypod", pods, "empty-listener", no_pods)
    if by_hand:
        line("whypod", pods, "kubectl-describe-logs-events", by_hand)


if __name__ == "__main__":
    main()
