"""`python -m bot` as a process, against the local Slack, over both transports."""

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import yaml

from deploy.sandbox.slack.server import running
from deploy.sandbox.slack.settings import SlackSettings

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
"""Seconds until a test gives up; nothing here takes more than two."""


def free_port() -> int:
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def local_slack(manifest: Path, **settings: Any) -> Iterator[str]:
    """The local Slack in a thread; its address."""
    started: Future[tuple[str, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        stop = asyncio.Event()
        async with running(SlackSettings(manifest=manifest, **settings)) as workspace:
            started.set_result((workspace.address, asyncio.get_running_loop(), stop))
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    address, loop, stop = started.result(PATIENCE)
    yield address
    loop.call_soon_threadsafe(stop.set)
    thread.join(PATIENCE)


@contextlib.contextmanager
def bot(address: str, *arguments: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """The bot as a process, ended with the block."""
    bare = {name: value for name, value in os.environ.items() if not re.match("SLACK_|WHYPOD_|REDIS_URL", name)}
    tokens = {
        "SLACK_BOT_TOKEN": "xoxb-local-bot",
        "SLACK_APP_TOKEN": "xapp-local-app",
        "SLACK_SIGNING_SECRET": "local-signing-secret",
        "WHYPOD_SLACK_API_URL": f"{address}/api/",
        "REDIS_URL": f"redis://127.0.0.1:{free_port()}/0",
    }
    command = [sys.executable, "-m", "bot", *arguments]
    environment = {**bare, **tokens, **variables}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ask(address: str, path: str, body: Any = None) -> Any:
    """One call of the local Slack's control API."""
    data = None if body is None else json.dumps(body).encode()
    with urlopen(
        Request(f"{address}/_sandbox/{path}", data, {"Content-Type": "application/json"}), timeout=10
    ) as answer:
        return json.load(answer)


def typed(address: str, text: str) -> str:
    """Type a command as Mei in #oncall; what is shown at once."""
    shown = ask(address, "command", {"user": "U0MEI", "channel": "C0ONCALL", "text": text})
    return str(shown["message"]["text"])


def until_connected(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ask(address, "state?user=U0MEI")["app"]["connected"]:
        assert time.monotonic() < deadline, "the bot does not connect"
        time.sleep(0.05)


def until_said(process: subprocess.Popen[str], words: str) -> None:
    """Read the log until a line holds `words`; fails when the process ends before."""
    assert process.stderr is not None
    seen: list[str] = []
    for line in process.stderr:
        seen.append(line)
        if words in line:
            return
    raise AssertionError(f"{words!r} was never logged: {seen}")


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.yaml"
    commands = [{"command": name, "description": "d", "usage_hint": "u"} for name in ("/exitcode", "/whypod")]
    path.write_text(yaml.safe_dump({"features": {"slash_commands": commands}}))
    return path


def test_missing_tokens_are_two_lines_and_no_traceback() -> None:
    """Whoever forgot a variable reads its name."""
    with bot("http://127.0.0.1:1", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="") as process:
        _, said = process.communicate(timeout=PATIENCE)

    assert said.splitlines() == [
        "whypod bot: SLACK_BOT_TOKEN is not set (WHYPOD_SLACK_MODE=socket)",
        "whypod bot: SLACK_APP_TOKEN is not set (WHYPOD_SLACK_MODE=socket)",
    ]
    assert process.returncode == 2


def test_the_process_that_is_refused_its_settings_says_which_it_is() -> None:
    """Both are called `bot`; of two in one terminal it must be seen which has ended."""
    with bot("http://127.0.0.1:1", "deliver", SLACK_BOT_TOKEN="nope") as process:
        _, said = process.communicate(timeout=PATIENCE)

    assert (process.returncode, said) == (2, "whypod deliver: SLACK_BOT_TOKEN: must begin with xoxb-\n")


def test_unknown_arguments_are_refused() -> None:
    """A misspelt process name does not start a second bot."""
    with bot("http://127.0.0.1:1", "delivery") as process:
        _, said = process.communicate(timeout=PATIENCE)

    assert (process.returncode, said) == (2, "usage: python -m bot [deliver]\n")


def test_a_token_slack_refuses_ends_the_start(manifest: Path) -> None:
    """Waiting would not help, so it does not wait."""
    with local_slack(manifest) as address, bot(address, SLACK_BOT_TOKEN="xoxb-wrong") as process:
        _, said = process.communicate(timeout=PATIENCE)

    assert (process.returncode, said) == (2, "whypod bot: SLACK_BOT_TOKEN: Slack answers invalid_auth\n")


def test_an_app_token_slack_refuses_ends_the_start(manifest: Path) -> None:
    """The same for the token that opens the socket."""
    with local_slack(manifest) as address, bot(address, SLACK_APP_TOKEN="xapp-wrong") as process:
        _, said = process.communicate(timeout=PATIENCE)

    assert process.returncode == 2
    assert "whypod bot: SLACK_APP_TOKEN: Slack answers invalid_auth" in said.splitlines()


def test_it_waits_for_slack_then_answers_and_ends_cleanly(manifest: Path) -> None:
    """Slack comes up after the bot; a code is explained although there is no Redis; SIGTERM ends it with 0."""
    port = free_port()
    with bot(f"http://127.0.0.1:{port}") as process:
        until_said(process, "Slack is not there yet")
        with local_slack(manifest, port=port) as address:
            until_connected(address)

            assert typed(address, "/exitcode 137").startswith("137 · ")
            assert typed(address, "/whypod shop/checkout").startswith("I can't look at shop/checkout right now")

            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def test_it_is_stopped_while_it_waits() -> None:
    """A bot that cannot reach Slack still obeys."""
    with bot(f"http://127.0.0.1:{free_port()}") as process:
        until_said(process, "Slack is not there yet")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)

    assert process.returncode == 0


def test_http_mode_answers_signed_requests_only_and_ends_cleanly(manifest: Path) -> None:
    """The same app behind gunicorn: commands arrive as signed requests, and SIGTERM ends it with 0."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/slack/events"
    variables = {"WHYPOD_SLACK_MODE": "http", "WHYPOD_HTTP_PORT": str(port), "SLACK_APP_TOKEN": ""}
    with local_slack(manifest, mode="http", request_url=url) as address, bot(address, **variables) as process:
        until_said(process, "Booting worker")
        until_connected(address)
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.read() == b"ok\n"

        assert typed(address, "/exitcode 137").startswith("137 · ")

        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
