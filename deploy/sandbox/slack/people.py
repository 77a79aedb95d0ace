"""Who and what is in the local workspace from the start: ids, users, channels. Facts only: nothing here changes."""

from __future__ import annotations

from deploy.sandbox.json import Json

TEAM = "T0LOCAL"
TEAM_DOMAIN = "local"
APP = "A0WHYPOD"
BOT_USER = "U0WHYPOD"
BOT = "B0WHYPOD"
SLACKBOT = "USLACKBOT"

USERS: dict[str, Json] = {
    "U0MEI": {"id": "U0MEI", "name": "mei", "real_name": "Mei", "color": "7c3aed", "is_bot": False, "locale": "zh-CN"},
    "U0SAM": {"id": "U0SAM", "name": "sam", "real_name": "Sam", "color": "0f766e", "is_bot": False, "locale": "en-US"},
    BOT_USER: {"id": BOT_USER, "name": "whypod", "real_name": "whypod", "color": "1f3b57", "is_bot": True},
    SLACKBOT: {"id": SLACKBOT, "name": "slackbot", "real_name": "Slackbot", "color": "757575", "is_bot": False},
}
PEOPLE = ("U0MEI", "U0SAM")

CHANNELS: dict[str, Json] = {
    "C0ONCALL": {"id": "C0ONCALL", "name": "oncall", "topic": "Pages and answers"},
    "C0GENERAL": {"id": "C0GENERAL", "name": "general", "topic": "Everything else"},
}


def direct(user: str) -> str:
    """The id of the direct conversation between a person and the app."""
    return "D" + user[1:]


DIRECTS: dict[str, str] = {direct(user): user for user in PEOPLE}


def channel_name(channel: str) -> str:
    """The name of a channel as payloads carry it; a direct conversation is called `directmessage`."""
    return str(CHANNELS[channel]["name"]) if channel in CHANNELS else "directmessage"


def may_see(user: str, channel: str) -> bool:
    """Whether a person is in a conversation: everyone is in the channels, and only its owner in a direct one."""
    return channel in CHANNELS or DIRECTS.get(channel) == user


def user_stub(user: str) -> Json:
    """The short form of a user inside interaction payloads."""
    name = USERS[user]["name"]
    return {"id": user, "username": name, "name": name, "team_id": TEAM}
