"""The whole thing as a stranger starts it, `python -m deploy.sandbox`, and a person who types and presses in it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from redis import Redis

from deploy.sandbox.json import Json

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0
"""Seconds until a test gives up waiting; nothing here takes half as long on an idle machine."""
NO_LONGER_OURS = ("SLACK_", "WHYPOD_", "KUBE", "REDIS_")

T = TypeVar("T")


def until(found: Callable[[], T | None], patience: float = PATIENCE) -> T:
    """What `found` returns once it is true."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"nothing came of {found} in {patience:g} s")


def call(url: str, body: Json | None = None, method: str | None = None) -> Json:
    """A JSON request to the control API of a local server."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(url, data, {"Content-Type": "application/json"}, method=method)
    with build_opener(ProxyHandler({})).open(request, timeout=15) as answer:
        return dict(json.load(answer))


@dataclass
class Sandbox:
    """A running sandbox."""

    process: subprocess.Popen[str]
    console: str
    cluster: str
    kubeconfig: str
    redis: str
    environment: dict[str, str]

    def type(self, text: str, user: str = "U0MEI", channel: str = "C0ONCALL") -> Json:
        """Type a command; the message that acknowledges it."""
        said = call(f"{self.console}_sandbox/command", {"user": user, "channel": channel, "text": text})
        assert said["ok"], said
        return dict(said["message"])

    def messages(self, user: str = "U0MEI", channel: str = "C0ONCALL") -> list[Json]:
        query = urlencode({"user": user, "channel": channel})
        return list(call(f"{self.console}_sandbox/messages?{query}")["messages"])

    def private(self, user: str = "U0MEI") -> list[Json]:
        """What only this reader sees: answers, and no alert that happens to come meanwhile."""
        return [each for each in self.messages(user) if each.get("is_ephemeral")]

    def message(self, ts: str, user: str = "U0MEI", channel: str = "C0ONCALL") -> Json:
        (found,) = [each for each in self.messages(user, channel) if each["ts"] == ts]
        return found

    def final(self, ts: str, user: str = "U0MEI") -> Json:
        """What became of the note "Looking at ..."."""

        def changed() -> Json | None:
            now = self.message(ts, user)
            return None if now["text"].startswith(("Looking at", "正在查看")) else now

        return until(changed)

    def answer(self, text: str, user: str = "U0MEI") -> Json:
        """Type a command and wait for its final message."""
        return self.final(self.type(text, user)["ts"], user)

    def press(self, message: Json, action: Json, user: str = "U0MEI", channel: str = "C0ONCALL") -> Json:
        container = {"type": "message", "channel": channel, "ts": message["ts"]}
        return call(f"{self.console}_sandbox/action", {"user": user, "container": container, "action": action})

    def state(self, user: str = "U0MEI") -> Json:
        return call(f"{self.console}_sandbox/state?user={user}")

    def slow_pods(self, seconds: float) -> None:
        """From now on reading a pod takes that long: whoever asks is in the middle of a question meanwhile."""
        call(f"{self.cluster}/_sandbox/faults", {"resource": "pods", "verb": "get", "slow": seconds})

    def well_again(self) -> None:
        call(f"{self.cluster}/_sandbox/faults", method="DELETE")
        call(f"{self.console}_sandbox/faults", method="DELETE")

    def children(self) -> dict[str, list[int]]:
        """Process ids by what they are: `slack`, `cluster`, `redis`, `bot`, `deliver`, `worker`, `watcher`."""
        names = {
            "deploy.sandbox slack": "slack",
            "deploy.sandbox cluster": "cluster",
            "bot deliver": "deliver",
            "-m bot": "bot",
            "workers.worker": "worker",
            "workers.watcher": "watcher",
            "redis-server": "redis",
        }
        found: dict[str, list[int]] = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            line = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            name = next((name for part, name in names.items() if part in line), "starting")
            found.setdefault(name, []).append(int(pid))
        return found

    def store(self) -> Redis:
        return Redis.from_url(self.redis)


def buttons(message: Json) -> dict[str, Json]:
    """The buttons of a message by their action id, ready to be pressed."""
    return {
        element["action_id"]: {
            "block_id": block["block_id"],
            "action_id": element["action_id"],
            "type": "button",
            "value": element.get("value", ""),
        }
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    }


def start(folder: Path, **settings: str) -> Sandbox:
    """A sandbox of its own, with a state folder of its own, on free ports."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(NO_LONGER_OURS)}
    environment = {
        **clean,
        "WHYPOD_SANDBOX_DIR": str(folder),
        "WHYPOD_CONSOLE_PORT": "0",
        "PYTHONPATH": str(ROOT),
        **settings,
    }
    with (folder / "out").open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.sandbox", "--for", "300"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
    notes = folder / "addresses.json"
    until(lambda: (notes.exists() and notes.read_text().endswith("\n")) or process.poll() is not None)
    assert process.poll() is None, (folder / "out").read_text()
    return Sandbox(process, environment=environment, **json.loads(notes.read_text()))


def stop(sandbox: Sandbox) -> None:
    sandbox.process.terminate()
    sandbox.process.wait(20)


@pytest.fixture(scope="module", params=["socket", "http"])
def either(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox in each of the two ways Slack can reach the bot."""
    running = start(tmp_path_factory.mktemp("sandbox"), WHYPOD_SLACK_MODE=request.param)
    yield running
    stop(running)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """One in which processes are killed."""
    running = start(tmp_path_factory.mktemp("sandbox"))
    yield running
    stop(running)


@pytest.fixture
def victim(sandbox: Sandbox) -> Iterator[Sandbox]:
    """The same, with everything alive at the beginning and all faults gone at the end."""
    until(lambda: sandbox.state()["app"]["connected"])
    until(lambda: len(sandbox.children().get("worker", ())) == 2)
    yield sandbox
    sandbox.well_again()
