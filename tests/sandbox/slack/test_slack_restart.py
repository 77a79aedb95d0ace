"""The server killed with -9 and started again on the same folder: nothing a person saw is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

START = "import sys; from deploy.sandbox.slack.server import main; sys.exit(main(sys.argv[1:]))"
DIVIDER = [{"type": "divider"}]


class Server:
    """The server as a process of its own."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().partition(": ")[2].strip().rstrip("/")

    def client(self) -> WebClient:
        return WebClient(token="xoxb-local-bot", base_url=f"{self.address}/api/")

    def state(self, user: str) -> Any:
        with urlopen(f"{self.address}/_sandbox/state?user={user}") as response:
            return json.load(response)

    def stop(self, how: signal.Signals) -> int:
        os.kill(self.process.pid, how)
        self.process.communicate(timeout=60)
        return self.process.returncode


def test_port_that_is_taken_is_one_clear_line() -> None:
    """A server that cannot listen says so and exits with 4."""
    first = Server()
    second = subprocess.run(
        [sys.executable, "-c", START, "--port", first.address.rpartition(":")[2]],
        capture_output=True,
        text=True,
        timeout=60,
    )
    first.stop(signal.SIGTERM)

    assert (second.returncode, second.stdout, second.stderr.count("\n")) == (4, "", 1)
    assert "address already in use" in second.stderr


@pytest.mark.parametrize("words", [["--mode", "http"], ["--mode", "pigeon"], ["--port", "many"]])
def test_bad_usage(words: list[str]) -> None:
    """A command line that makes no sense exits with 2."""
    done = subprocess.run([sys.executable, "-c", START, *words], capture_output=True, text=True, timeout=60)

    assert done.returncode == 2


def test_told_to_stop_it_stops(tmp_path: Path) -> None:
    """SIGTERM ends the server with 0."""
    assert Server("--state", str(tmp_path)).stop(signal.SIGTERM) == 0


def test_everything_is_there_after_a_kill(tmp_path: Path) -> None:
    """Messages, threads, edits, notes and homes are the same after -9; later messages come later; the rest is gone."""
    first = Server("--state", str(tmp_path), "--no-rate-limit")
    client = first.client()
    root = client.chat_postMessage(channel="C0ONCALL", text="root", blocks=DIVIDER)["ts"]
    client.chat_postMessage(channel="C0ONCALL", text="reply", thread_ts=root)
    gone = client.chat_postMessage(channel="C0ONCALL", text="gone")["ts"]
    client.chat_delete(channel="C0ONCALL", ts=gone)
    client.chat_update(channel="C0ONCALL", ts=root, text="edited")
    client.chat_postEphemeral(channel="C0ONCALL", user="U0MEI", text="psst")
    client.views_publish(user_id="U0MEI", view={"type": "home", "blocks": DIVIDER})
    before = {user: first.state(user) for user in ("U0MEI", "U0SAM")}
    killed = first.stop(signal.SIGKILL)

    second = Server("--state", str(tmp_path), "--no-rate-limit")
    after = {user: second.state(user) for user in ("U0MEI", "U0SAM")}
    later = second.client().chat_postMessage(channel="C0ONCALL", text="later")["ts"]
    second.stop(signal.SIGTERM)

    assert killed == -signal.SIGKILL
    assert after == before
    assert [message["text"] for message in after["U0MEI"]["messages"]["C0ONCALL"]] == ["edited", "reply", "psst"]
    assert later > max(message["ts"] for message in after["U0MEI"]["messages"]["C0ONCALL"])


def test_links_and_modals_outlive_a_restart(tmp_path: Path, serving: Any, connected: Any, scenario: Any, settings: Any,
                                         heard: Any) -> None:  # fmt: skip
    """A response_url keeps its uses and its original, and an open modal can still be submitted."""
    kept = settings.__class__(**{**settings.__dict__, "state_dir": tmp_path})
    with serving(kept) as slack, connected(scenario(slack), slack):
        slack.post("command", user="U0MEI", channel="C0ONCALL", text="/exitcode 1")
        body = heard.of("command")[0]
        for text in ("one", "two"):
            slack.send(body["response_url"], {"text": text, "replace_original": True})
        ts = slack.client().chat_postMessage(
            channel="C0ONCALL",
            text="press",
            blocks=[
                {
                    "type": "actions",
                    "block_id": "b",
                    "elements": [{"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Go"}}],
                }
            ],
        )["ts"]
        place = {"type": "message", "channel": "C0ONCALL", "ts": ts}
        pressed = {"block_id": "b", "action_id": "open", "type": "button"}
        slack.post("action", user="U0MEI", container=place, action=pressed)
        view = slack.state()["views"][0]

    with serving(kept) as slack, connected(scenario(slack), slack):
        link = f"{slack.address}/response/{body['response_url'].rpartition('/')[2]}"
        statuses = [slack.send(link, {"text": str(n), "replace_original": True})[0] for n in range(4)]
        answer = slack.post("submit", user="U0MEI", view_id=view["id"], values={"reason": {"text": {"value": "why"}}})
        texts = slack.texts()

    assert statuses == [200, 200, 200, 404]
    assert texts == ["2", "press"]
    assert answer == {"ok": True, "response_action": "close"}


def test_without_a_folder_nothing_is_kept() -> None:
    """In memory only, a new server is empty."""
    first = Server()
    first.client().chat_postMessage(channel="C0ONCALL", text="x")
    first.stop(signal.SIGTERM)
    second = Server()
    messages = second.state("U0MEI")["messages"]
    request = Request(f"{second.address}/_sandbox/traffic")
    with urlopen(request) as response:
        entries = json.load(response)["entries"]
    second.stop(signal.SIGTERM)

    assert (messages, entries) == ({"C0ONCALL": [], "C0GENERAL": [], "D0MEI": []}, [])
