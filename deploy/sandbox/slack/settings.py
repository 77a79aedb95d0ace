"""How one local Slack is set up. Values only: it must not open a file or a socket."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MANIFEST = Path(__file__).resolve().parents[2] / "slack-manifest.yaml"


@dataclass(frozen=True)
class SlackSettings:
    """What the server is told at its start; the defaults are Slack's own numbers."""

    port: int = 0
    """TCP port to listen on; 0 takes any free one."""
    host: str = "127.0.0.1"
    """Address to listen on; loopback, since there is no login."""
    mode: Literal["socket", "http"] = "socket"
    """How payloads reach the app: over its Socket Mode connections, or posted to `request_url`."""
    request_url: str = ""
    """The app's URL in HTTP mode, for example http://127.0.0.1:3000/slack/events."""
    state_dir: Path | None = None
    """Folder that keeps messages, views and response URLs over a restart; None keeps them in memory only."""
    manifest: Path = MANIFEST
    """The app manifest that names commands, shortcuts and scopes; it may be missing."""
    bot_token: str = "xoxb-local-bot"
    app_token: str = "xapp-local-app"
    signing_secret: str = "local-signing-secret"
    rate_limit: bool = True
    """Whether Slack's rate limits are enforced."""
    ack_seconds: float = 3.0
    """How long the app may take to acknowledge (docs.slack.dev, interactivity: 3 seconds)."""
    trigger_seconds: float = 3.0
    """Life of a trigger_id (docs.slack.dev, modals: 3 seconds)."""
    probe_seconds: float = 1.0
    """Pause between two looks for an app in HTTP mode that does not answer yet."""
    event_retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    """Seconds before each of the three further tries of an event (docs.slack.dev, Events API)."""
    ping_seconds: float = 10.0
    """How often a Socket Mode connection is pinged; a connection that stays silent for half of it is closed."""
    now: Callable[[], float] = time.time
    """The clock, in Unix seconds; tests give their own."""
