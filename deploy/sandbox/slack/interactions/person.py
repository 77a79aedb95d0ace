"""What a person does in the workspace: type, use a shortcut, open the App Home.
It must not press elements (see press.py).
"""

from __future__ import annotations

import secrets

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people, replies
from deploy.sandbox.slack.interactions import payloads
from deploy.sandbox.slack.transports.transport import AcknowledgedByApp
from deploy.sandbox.slack.workspace import Workspace


class NotPossible(ValueError):
    """A person cannot do this here; the message says why."""


def check_place(user: str, channel: str) -> None:
    """Refuse people who do not exist and conversations they are not in. Raises NotPossible."""
    if user not in people.PEOPLE:
        raise NotPossible(f"no person {user!r}; there are {', '.join(people.PEOPLE)}")
    if not people.may_see(user, channel):
        raise NotPossible(f"{user} is in no conversation {channel!r}")


def say(workspace: Workspace, user: str, channel: str, text: str, thread_ts: str | None) -> Json:
    """Post a person's own message, escaped as Slack stores what people type."""
    check_place(user, channel)
    stored = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return workspace.timeline.post(
        channel, {"user": user, "team": people.TEAM, "text": stored}, thread_ts=thread_ts or None
    )


async def command(workspace: Workspace, user: str, channel: str, typed: str) -> Json:
    """Type a slash command; the answer says whether the app took it, and in how many milliseconds."""
    check_place(user, channel)
    name, _, text = typed.strip().partition(" ")
    if name not in {known["command"] for known in workspace.manifest.commands}:
        note = f"{name} is not a valid command."
        workspace.slackbot_says(user, channel, note, "unknown_command")
        return {"ok": False, "error": "unknown_command"}
    link = workspace.links.issue(user, channel)
    url = f"{workspace.address}/response/{link.link_id}"
    payload = payloads.slash_command(user, channel, name, text.strip(), url, workspace.triggers.issue(user))
    started = workspace.settings.now()
    outcome = await workspace.delivery.ask("slash_commands", payload, name)
    took = {"ms": round((workspace.settings.now() - started) * 1000, 1)}
    if not isinstance(outcome, AcknowledgedByApp):
        return _failed(workspace, user, channel, name, outcome.error) | took
    try:
        message = replies.take_command_answer(workspace, link, typed.strip(), outcome.body)
    except replies.ApiRefused as refused:
        return _failed(workspace, user, channel, name, refused.error) | took | {"problems": refused.problems}
    return {"ok": True, "message": message} | took


async def shortcut(workspace: Workspace, user: str, callback_id: str, channel: str, ts: str) -> Json:
    """Use one of the app's shortcuts, on a message or (without ts) from anywhere."""
    declared = {known["callback_id"]: known for known in workspace.manifest.shortcuts}
    if callback_id not in declared:
        raise NotPossible(f"the app has no shortcut {callback_id!r}")
    action_ts = workspace.timeline.next_ts()
    if declared[callback_id]["type"] == "global":
        check_place(user, people.direct(user))
        payload = payloads.global_shortcut(user, callback_id, workspace.triggers.issue(user), action_ts)
    else:
        check_place(user, channel)
        entry = workspace.timeline.find(channel, ts)
        if entry is None or entry.to is not None:
            raise NotPossible("a shortcut needs a message that everyone in the channel sees")
        # The answer is not about the app's own message, so nothing counts as its original.
        link = workspace.links.issue(user, channel, thread_ts=entry.message.get("thread_ts"), adopts=False)
        url = f"{workspace.address}/response/{link.link_id}"
        trigger_id = workspace.triggers.issue(user)
        payload = payloads.message_shortcut(user, callback_id, channel, entry.message, trigger_id, url, action_ts)
    outcome = await workspace.delivery.ask("interactive", payload, str(payload["type"]))
    return {"ok": True} if isinstance(outcome, AcknowledgedByApp) else {"ok": False, "error": outcome.error}


def open_home(workspace: Workspace, user: str) -> Json:
    """Open the App Home tab; the app hears of it if its manifest subscribes to that event."""
    check_place(user, people.direct(user))
    if "app_home_opened" in workspace.manifest.events:
        inner = payloads.app_home_opened(user, workspace.windows.home(user), workspace.timeline.next_ts())
        event_id = "Ev" + secrets.token_hex(5).upper()
        workspace.delivery.announce(payloads.event(event_id, workspace.settings.now(), inner), "app_home_opened")
    return {"ok": True, "home": workspace.windows.home(user)}


def _failed(workspace: Workspace, user: str, channel: str, name: str, error: str) -> Json:
    workspace.slackbot_says(user, channel, f'{name} failed with the error "{error}"', error)
    return {"ok": False, "error": error}
