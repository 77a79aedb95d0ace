"""auth, apps, conversations, users, blocks.validate: methods that only look. They must not change the workspace."""

from __future__ import annotations

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people
from deploy.sandbox.slack.api.call import ApiError, Call, refused
from deploy.sandbox.slack.blocks.blocks import block_problems, view_problems
from deploy.sandbox.slack.workspace import Workspace


def auth_test(workspace: Workspace, call: Call) -> Json:
    """auth.test"""
    return {
        "ok": True,
        "url": f"{workspace.address}/",
        "team": "Local",
        "user": people.USERS[people.BOT_USER]["name"],
        "team_id": people.TEAM,
        "user_id": people.BOT_USER,
        "bot_id": people.BOT,
        "is_enterprise_install": False,
    }


def open_connection(workspace: Workspace, call: Call) -> Json:
    """apps.connections.open"""
    if workspace.settings.mode != "socket":
        raise ApiError("socket_mode_not_enabled")
    if workspace.sockets.full:
        raise ApiError("too_many_websockets")
    address = workspace.address.replace("http", "ws", 1)
    return {"ok": True, "url": f"{address}/link/?ticket={workspace.sockets.ticket()}&app_id={people.APP}"}


def conversation(workspace: Workspace, channel: str) -> Json:
    """A conversation as conversations.* describe it."""
    if channel in people.DIRECTS:
        return {"id": channel, "is_im": True, "user": people.DIRECTS[channel], "is_archived": False, "is_open": True}
    known = people.CHANNELS[channel]
    return {
        "id": channel,
        "name": known["name"],
        "name_normalized": known["name"],
        "is_channel": True,
        "is_im": False,
        "is_private": False,
        "is_archived": False,
        "is_general": known["name"] == "general",
        "is_member": channel in workspace.members,
        "topic": {"value": known["topic"], "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(people.PEOPLE) + (channel in workspace.members),
        "context_team_id": people.TEAM,
    }


def conversation_info(workspace: Workspace, call: Call) -> Json:
    """conversations.info"""
    channel = call.text("channel")
    if channel not in people.CHANNELS and channel not in people.DIRECTS:
        raise ApiError("channel_not_found")
    return {"ok": True, "channel": conversation(workspace, channel)}


def conversation_list(workspace: Workspace, call: Call) -> Json:
    """conversations.list"""
    kinds = str(call.arguments.get("types", "public_channel")).replace(" ", "").split(",")
    known = {"public_channel", "private_channel", "mpim", "im"}
    if not set(kinds) <= known:
        raise ApiError("invalid_types")
    channels = list(people.CHANNELS) if "public_channel" in kinds else []
    directs = list(people.DIRECTS) if "im" in kinds else []
    conversations = [conversation(workspace, channel) for channel in channels + directs]
    return {"ok": True, "channels": conversations, "response_metadata": {"next_cursor": ""}}


def conversation_open(workspace: Workspace, call: Call) -> Json:
    """conversations.open, for one person or a known direct conversation"""
    users = call.arguments.get("users", [])
    user_ids = users.split(",") if isinstance(users, str) else [str(user) for user in users]
    if not user_ids and str(call.arguments.get("channel", "")) in people.DIRECTS:
        user_ids = [people.DIRECTS[str(call.arguments["channel"])]]
    if not user_ids:
        raise ApiError("users_list_not_supplied")
    if len(user_ids) > 1 or user_ids[0] not in people.PEOPLE:
        raise ApiError("user_not_found")
    return {"ok": True, "no_op": True, "already_open": True, "channel": {"id": people.direct(user_ids[0])}}


def user(user_id: str) -> Json:
    """A user as users.* describe it."""
    known = people.USERS[user_id]
    profile = {"real_name": known["real_name"], "display_name": known["name"], "team": people.TEAM}
    return {**known, "team_id": people.TEAM, "deleted": False, "is_app_user": False, "profile": profile}


def user_info(workspace: Workspace, call: Call) -> Json:
    """users.info"""
    user_id = call.text("user", "user_not_found")
    if user_id not in people.USERS:
        raise ApiError("user_not_found")
    return {"ok": True, "user": user(user_id)}


def user_list(workspace: Workspace, call: Call) -> Json:
    """users.list"""
    members = [user(user_id) for user_id in people.USERS]
    return {"ok": True, "members": members, "response_metadata": {"next_cursor": ""}}


def validate_blocks(workspace: Workspace, call: Call) -> Json:
    """blocks.validate: exactly one of blocks, message or view; the message's text is not looked at, as with Slack"""
    names = [name for name in ("blocks", "message", "view") if name in call.arguments]
    if len(names) != 1:
        raise ApiError("invalid_arguments")
    value = call.arguments[names[0]]
    if names[0] == "view":
        kind = "home" if isinstance(value, dict) and value.get("type") == "home" else "modal"
        error, problems = view_problems(value, kind)
    else:
        blocks = value.get("blocks") if names[0] == "message" and isinstance(value, dict) else value
        problems = block_problems(blocks, "message")
        error = "invalid_blocks" if problems else ""
    if error:
        raise refused(error, problems)
    return {"ok": True}
