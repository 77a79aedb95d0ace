"""The payloads Slack sends an app, built from plain values. Pure: no clock, no network, no state."""

from __future__ import annotations

from typing import Any

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people

VERIFICATION_TOKEN = "local-verification-token"
"""The deprecated shared word; apps verify the signature instead, but Slack still sends it."""


def slash_command(user: str, channel: str, command: str, text: str, response_url: str, trigger_id: str) -> Json:
    """The form fields of a slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": people.TEAM,
        "team_domain": people.TEAM_DOMAIN,
        "channel_id": channel,
        "channel_name": people.channel_name(channel),
        "user_id": user,
        "user_name": people.USERS[user]["name"],
        "command": command,
        "text": text,
        "api_app_id": people.APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def _interaction(kind: str, user: str) -> Json:
    return {
        "type": kind,
        "team": {"id": people.TEAM, "domain": people.TEAM_DOMAIN},
        "user": people.user_stub(user),
        "api_app_id": people.APP,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def message_action(
    user: str, channel: str, message: Json, action: Json, state: Json, trigger_id: str, response_url: str
) -> Json:
    """A press or choice in a message; a note for one person is not repeated in the payload, as with Slack."""
    hidden = bool(message.get("is_ephemeral"))
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": hidden}
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    payload = _interaction("block_actions", user) | {
        "container": container,
        "channel": {"id": channel, "name": people.channel_name(channel)},
        "state": {"values": state},
        "actions": [action],
        "trigger_id": trigger_id,
        "response_url": response_url,
    }
    return payload if hidden else payload | {"message": message}


def view_action(user: str, view: Json, action: Json, trigger_id: str) -> Json:
    """A press or choice in a modal or the App Home."""
    return _interaction("block_actions", user) | {
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
        "actions": [action],
        "trigger_id": trigger_id,
    }


def view_submission(user: str, view: Json, trigger_id: str) -> Json:
    """A modal sent off, its values in `view.state`."""
    return _interaction("view_submission", user) | {"view": view, "trigger_id": trigger_id, "response_urls": []}


def view_closed(user: str, view: Json, is_cleared: bool) -> Json:
    """A modal closed by the person, for views that asked to be told."""
    return _interaction("view_closed", user) | {"view": view, "is_cleared": is_cleared}


def message_shortcut(
    user: str, callback_id: str, channel: str, message: Json, trigger_id: str, response_url: str, action_ts: str
) -> Json:
    """A shortcut used on a message."""
    return _interaction("message_action", user) | {
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "message_ts": message["ts"],
        "action_ts": action_ts,
        "channel": {"id": channel, "name": people.channel_name(channel)},
        "message": message,
    }


def global_shortcut(user: str, callback_id: str, trigger_id: str, action_ts: str) -> Json:
    """A shortcut used from anywhere."""
    return _interaction("shortcut", user) | {
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "action_ts": action_ts,
    }


def event(event_id: str, at: float, inner: Json) -> Json:
    """An Events API callback around one event."""
    authorization = {
        "enterprise_id": None,
        "team_id": people.TEAM,
        "user_id": people.BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": people.TEAM,
        "api_app_id": people.APP,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(at),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
    }


def app_home_opened(user: str, view: Json | None, event_ts: str) -> Json:
    """The event of a person who opens the app's home tab."""
    inner: dict[str, Any] = {
        "type": "app_home_opened",
        "user": user,
        "channel": people.direct(user),
        "tab": "home",
        "event_ts": event_ts,
    }
    return inner if view is None else inner | {"view": view}
