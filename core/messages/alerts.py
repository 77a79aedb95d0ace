"""Where alerts stand in Redis, and the job that wakes the poster. Pure: names and shapes, no connection.

The watcher writes incidents and decisions, the bot writes what people did with them, the poster writes what Slack
shows: each key has one writer.

| key | holds | written by |
|---|---|---|
| `whypod:incidents` | hash: incident id to `core.messages.incidents.Incident` | the watcher that leads |
| `whypod:book` | hash: incident id to the watcher's record of it, see `STATE` | the watcher that leads |
| `whypod:versions` | hash: incident id to the version Slack is to show, once it is announced | the watcher that leads |
| `whypod:painted` | hash: incident id to what Slack shows, `version.handling` | the poster |
| `whypod:decisions` | hash: `decision_key` to `core.messages.jumps.Decision` | the watcher that leads |
| `whypod:handling` | hash: incident id to `core.messages.handling.Handling` | the bot |
| `whypod:mutes` | hash: workload key to `core.messages.handling.Mute` | the bot |
| `whypod:said:<incident>` | hash: where the message is, and what the poster is doing about it | the poster |
| `whypod:digest` | hash: incident id to the channel that learns of it when its quiet hours are over | the poster |
"""

import re
from typing import Literal

from core.messages.jumps import Workload
from core.messages.model import Model

INCIDENTS = "whypod:incidents"
STATE = "whypod:book"
"""What the watcher needs to go on after a restart: incident id to its record (`workers.watcher.incidents.state`)."""
VERSIONS = "whypod:versions"
SHOWN = "whypod:painted"
DECISIONS = "whypod:decisions"
HANDLING = "whypod:handling"
MUTES = "whypod:mutes"
DIGEST = "whypod:digest"

POST_JOB = "bot.alerts.poster.post"
"""Brings Slack's message up to what the incident is now; its arguments are an incident's id and the alert's key."""
POST_SECONDS = 30
"""How long one such job may take: a message, its replies and its edit, at 4 s a call."""
WAIT_SECONDS = 600
"""How long such a job is kept for a poster to take it. A poster that was away for longer compares the versions itself,
and one that is away for days must not fill Redis: each incident makes three jobs a minute."""

AlertKind = Literal[
    "new",
    "update",
    "news",
    "resolved",
    "reopened",
    "gone",
    "reminder",
    "storm",
    "stale-watch",
    "watch-recovered",
    "node-restart",
]

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what RQ accepts in a job id, and no colon, since ids are part of keys


class Alert(Model):
    """One wake-up for the poster: this incident has changed."""

    incident: str
    kind: AlertKind
    seq: int
    """The incident's version it belongs to; grows by one with each change."""
    at: float

    @property
    def key(self) -> str:
        """The idempotency key: the same alert has the same one, however often it is enqueued."""
        return f"{self.incident}-{self.seq}"


def workload_key(workload: Workload) -> str:
    """`prod:shop/Deployment/web`: the field of a workload in the hashes above; two kinds may share a name."""
    return f"{workload.cluster}:{workload.namespace}/{workload.kind}/{workload.name}"


def decision_key(workload: Workload, container: str) -> str:
    """The field of one container's decision: the workload's key, then the container."""
    return f"{workload_key(workload)}/{container}"


def posted_key(incident: str) -> str:
    """The poster's hash for one incident. Raises ValueError for an id that could name another key."""
    if not _ID.fullmatch(incident):
        raise ValueError(f"not an incident id: {incident[:80]!r}")
    return f"whypod:said:{incident}"
