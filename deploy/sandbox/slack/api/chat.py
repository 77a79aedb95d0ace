"""chat.* and reactions.add: messages by the app.
It must not read acknowledgements or response URLs (see replies.py).
"""

from __future__ import annotations

import re
from typing import Any

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people
from deploy.sandbox.slack.api.call import ApiError, Call, refused
from deploy.sandbox.slack.blocks.blocks import MESSAGE_TEXT, UPDATE_TEXT
from deploy.sandbox.slack.replies import ApiRefused, app_message
from deploy.sandbox.slack.timeline import TimelineEntry
from deploy.sandbox.slack.workspace import Workspace

EMOJI = re.compile(r"[\w+'-]{1,100}(::skin-tone-[2-6])?", re.ASCII)


def channel_of(reference: str) -> str:
    """The conversation meant by an id, a #name or a person's id. Raises ApiError."""
    if reference in people.CHANNELS or reference in people.DIRECTS:
        return reference
    if reference in people.PEOPLE:
        return people.direct(reference)
    for channel in people.CHANNELS.values():
        if reference.lstrip("#") == channel["name"]:
            return str(channel["id"])
    raise ApiError("channel_not_found")


def post_message(workspace: Workspace, call: Call) -> Json:
    """chat.postMessage"""
    channel = _open_to_bot(workspace, channel_of(call.text("channel", "channel_not_found")))
    message = _message(call)
    thread_ts = call.arguments.get("thread_ts")
    if thread_ts is not None:
        _thread(workspace, channel, str(thread_ts))
    if thread_ts and call.flag("reply_broadcast"):
        message["subtype"] = "thread_broadcast"
    posted = workspace.timeline.post(channel, message, thread_ts=str(thread_ts) if thread_ts else None)
    return {"ok": True, "channel": channel, "ts": posted["ts"], "message": posted}


def post_ephemeral(workspace: Workspace, call: Call) -> Json:
    """chat.postEphemeral"""
    channel = _open_to_bot(workspace, channel_of(call.text("channel", "channel_not_found")))
    user = call.text("user")
    if user not in people.PEOPLE or not people.may_see(user, channel):
        raise ApiError("user_not_in_channel")
    thread_ts = call.arguments.get("thread_ts")
    posted = workspace.timeline.post(channel, _message(call), to=user, thread_ts=str(thread_ts) if thread_ts else None)
    return {"ok": True, "message_ts": posted["ts"]}


def update(workspace: Workspace, call: Call) -> Json:
    """chat.update: blocks and attachments that are left out stay as they were, an empty list removes them."""
    channel = channel_of(call.text("channel", "channel_not_found"))
    entry = _own(workspace, channel, call.text("ts"), "cant_update_message")
    ts = str(entry.message["ts"])
    message = _message(call, UPDATE_TEXT)
    edited = {"user": people.BOT_USER, "ts": workspace.timeline.next_ts()}
    replaced = tuple(name for name in ("blocks", "attachments") if name in call.arguments)
    changed = workspace.timeline.change(channel, ts, message | {"edited": edited}, drop=replaced)
    return {"ok": True, "channel": channel, "ts": ts, "text": changed["text"], "message": changed}


def delete(workspace: Workspace, call: Call) -> Json:
    """chat.delete"""
    channel, ts = channel_of(call.text("channel", "channel_not_found")), call.text("ts")
    _own(workspace, channel, ts, "cant_delete_message")
    workspace.timeline.delete(channel, ts)
    return {"ok": True, "channel": channel, "ts": ts}


def permalink(workspace: Workspace, call: Call) -> Json:
    """chat.getPermalink"""
    channel, ts = channel_of(call.text("channel", "channel_not_found")), call.text("message_ts")
    entry = workspace.timeline.find(channel, ts)
    if entry is None or entry.to is not None:
        raise ApiError("message_not_found")
    link = f"{workspace.address}/archives/{channel}/p{ts.replace('.', '')}"
    above = entry.message.get("thread_ts", ts)
    return {"ok": True, "channel": channel, "permalink": link if above == ts else f"{link}?thread_ts={above}"}


def add_reaction(workspace: Workspace, call: Call) -> Json:
    """reactions.add"""
    channel, ts = channel_of(call.text("channel", "channel_not_found")), call.text("timestamp", "no_item_specified")
    name = call.text("name").strip(":")
    entry = workspace.timeline.find(channel, ts)
    if entry is None or entry.to is not None:
        raise ApiError("message_not_found")
    if not EMOJI.fullmatch(name):
        raise ApiError("invalid_name")
    reactions: list[Json] = list(entry.message.get("reactions", []))
    new: Json = {"name": name, "users": [], "count": 0}
    before = next((each for each in reactions if each["name"] == name), new)
    if people.BOT_USER in before["users"]:
        raise ApiError("already_reacted")
    after = {"name": name, "users": [*before["users"], people.BOT_USER], "count": before["count"] + 1}
    others = [each for each in reactions if each["name"] != name]
    workspace.timeline.change(channel, ts, {"reactions": [*others, after]})
    return {"ok": True}


def _message(call: Call, longest: int = MESSAGE_TEXT) -> dict[str, Any]:
    try:
        return app_message(call.arguments, longest=longest)
    except ApiRefused as error:
        raise refused(error.error, error.problems) from error


def _open_to_bot(workspace: Workspace, channel: str) -> str:
    if channel in people.CHANNELS and channel not in workspace.members:
        public = "chat:write.public" in workspace.manifest.scopes
        if not public:
            raise ApiError("not_in_channel")
    return channel


def _thread(workspace: Workspace, channel: str, thread_ts: str) -> None:
    entry = workspace.timeline.find(channel, thread_ts)
    if entry is None or entry.to is not None:
        raise ApiError("thread_not_found")


def _own(workspace: Workspace, channel: str, ts: str, error: str) -> TimelineEntry:
    entry = workspace.timeline.find(channel, ts)
    # A note for one person is not a message to these methods: only its response_url reaches it.
    if entry is None or entry.to is not None:
        raise ApiError("message_not_found")
    if entry.message.get("user") != people.BOT_USER:
        raise ApiError(error)
    return entry
