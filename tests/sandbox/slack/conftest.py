"""A local Slack in a thread, and the real Bolt app that talks to it. Tests only."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler

from deploy.sandbox.slack.settings import SlackSettings
from tests.sandbox.slack.local_slack import LocalSlack, connected, serving, until
from tests.sandbox.slack.scenario_app import Recorder, scenario_app


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """A manifest with two commands, two shortcuts and every scope the methods need."""
    scopes = ["commands", "chat:write", "reactions:write", "channels:read", "im:write", "users:read"]
    commands = [{"command": name, "description": "d", "usage_hint": "u"} for name in ("/exitcode", "/whypod")]
    shortcuts = [
        {"callback_id": "explain", "name": "Explain this", "description": "d", "type": "message"},
        {"callback_id": "ask", "name": "Ask", "description": "d", "type": "global"},
    ]
    body = {
        "display_information": {"name": "whypod"},
        "features": {"slash_commands": commands, "shortcuts": shortcuts},
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
    }
    path = tmp_path / "manifest.yaml"
    path.write_text(yaml.safe_dump(body))
    return path


@pytest.fixture
def settings(manifest: Path) -> SlackSettings:
    """Quick: half a second to acknowledge, events repeated at once, an app found as soon as it listens."""
    return SlackSettings(manifest=manifest, ack_seconds=0.5, probe_seconds=0.02, event_retry_delays=(0.0, 0.0, 0.0))


@pytest.fixture
def slack(settings: SlackSettings) -> Iterator[LocalSlack]:
    """A local Slack in Socket Mode."""
    with serving(settings) as running_slack:
        yield running_slack


@pytest.fixture
def heard() -> Recorder:
    """What the scenario app heard."""
    return Recorder()


@pytest.fixture
def wait() -> Iterator[threading.Event]:
    """Set it to let `/whypod slow` acknowledge; set at the end in any case."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def scenario(heard: Recorder, wait: threading.Event) -> Callable[[LocalSlack], App]:
    """`scenario(slack)` is the real Bolt app with a listener of every kind."""
    return lambda slack: scenario_app(slack, heard, wait)


@pytest.fixture(name="serving")
def serving_fixture() -> Callable[[SlackSettings], contextlib.AbstractContextManager[LocalSlack]]:
    """`with serving(settings) as slack:` runs a local Slack."""
    return serving


@pytest.fixture(name="connected")
def connected_fixture() -> Callable[[App, LocalSlack], contextlib.AbstractContextManager[SocketModeHandler]]:
    """`with connected(app, slack):` runs the app in Socket Mode."""
    return connected


@pytest.fixture(name="until")
def until_fixture() -> Callable[[Callable[[], Any]], Any]:
    """`until(lambda: ...)` waits for a true value and returns it."""
    return until
