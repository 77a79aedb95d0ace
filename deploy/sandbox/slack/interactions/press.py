"""What a person does with elements and modals: press, choose, submit, close.
It must not type commands (see person.py).
"""

from __future__ import annotations

from deploy.sandbox.json import Json
from deploy.sandbox.slack.blocks.blocks import view_problems
from deploy.sandbox.slack.interactions import forms, payloads
from deploy.sandbox.slack.interactions.person import NotPossible, check_place
from deploy.sandbox.slack.transports.transport import AcknowledgedByApp
from deploy.sandbox.slack.workspace import Workspace


async def press_in_message(workspace: Workspace, user: str, channel: str, ts: str, pressed: Json, state: Json) -> Json:
    """Press or choose in a message the person sees. Raises NotPossible."""
    check_place(user, channel)
    entry = workspace.timeline.find(channel, ts)
    if entry is None or entry.to not in (None, user):
        raise NotPossible(f"{user} sees no message {ts} in {channel}")
    blocks = entry.message.get("blocks", [])
    action = _action(blocks, pressed, workspace.timeline.next_ts())
    values = _filled(blocks, _with_choice(state, action), {})
    link = workspace.links.issue(user, channel, original=ts, thread_ts=_thread(entry.message))
    payload = payloads.message_action(
        user,
        channel,
        entry.message,
        action,
        values,
        workspace.triggers.issue(user),
        f"{workspace.address}/response/{link.link_id}",
    )
    return await _tell(workspace, payload)


async def press_in_view(workspace: Workspace, user: str, view_id: str, pressed: Json, state: Json) -> Json:
    """Press or choose in an open modal or the App Home. Raises NotPossible."""
    view = _view(workspace, user, view_id)
    action = _action(view["blocks"], pressed, workspace.timeline.next_ts())
    values = _filled(view["blocks"], _with_choice(state, action), view["state"]["values"])
    view = workspace.windows.keep_state(view_id, values)
    inside = view_id if view["type"] == "modal" else None
    return await _tell(workspace, payloads.view_action(user, view, action, workspace.triggers.issue(user, inside)))


async def submit(workspace: Workspace, user: str, view_id: str, state: Json) -> Json:
    """Send a modal off; the answer says what became of it. Raises NotPossible."""
    view = _view(workspace, user, view_id)
    values = _filled(view["blocks"], state, view["state"]["values"])
    wrong = forms.complaints(view["blocks"], values)
    if wrong:
        return {"ok": False, "response_action": "errors", "errors": wrong}
    view = workspace.windows.keep_state(view_id, values)
    payload = payloads.view_submission(user, view, workspace.triggers.issue(user, view_id))
    outcome = await workspace.delivery.ask("interactive", payload, "view_submission")
    if not isinstance(outcome, AcknowledgedByApp):
        return {"ok": False, "error": outcome.error}
    body = outcome.body if isinstance(outcome.body, dict) else {}
    return _after_submission(workspace, user, view, body)


async def close(workspace: Workspace, user: str, view_id: str, everything: bool) -> Json:
    """Close a modal; the app hears of it where the view asked for that. Raises NotPossible."""
    view = _view(workspace, user, view_id)
    if view["type"] != "modal":
        raise NotPossible("an App Home cannot be closed")
    cleared = everything or bool(view["clear_on_close"])
    results = []
    for closed in workspace.windows.close(view_id, everything=cleared):
        if closed["notify_on_close"]:
            results.append(await _tell(workspace, payloads.view_closed(user, closed, cleared)))
    return next((answer for answer in results if not answer["ok"]), {"ok": True})


def _after_submission(workspace: Workspace, user: str, view: Json, body: Json) -> Json:
    action = body.get("response_action")
    if action == "errors":
        return _errors(view, body.get("errors"))
    if workspace.windows.find(view["id"]) is None:
        return {"ok": True, "response_action": "close"}
    if action in ("update", "push"):
        error, problems = view_problems(body.get("view"))
        if error:
            return {"ok": False, "error": error, "problems": problems}
        if action == "update":
            return {"ok": True, "response_action": action, "view": workspace.windows.change(view["id"], body["view"])}
        pushed = workspace.windows.push(user, body["view"])
        return (
            {"ok": False, "error": pushed}
            if isinstance(pushed, str)
            else {"ok": True, "response_action": action, "view": pushed}
        )
    if action not in (None, "clear"):
        return {"ok": False, "error": "invalid_response_action"}
    workspace.windows.close(view["id"], everything=action == "clear")
    return {"ok": True, "response_action": action or "close"}


def _errors(view: Json, errors: object) -> Json:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        # Slack shows nothing useful here either: every key must be the block_id of an input block.
        return {"ok": False, "error": "invalid_response_action"}
    return {"ok": False, "response_action": "errors", "errors": errors}


async def _tell(workspace: Workspace, payload: Json) -> Json:
    outcome = await workspace.delivery.ask("interactive", payload, str(payload["type"]))
    return {"ok": True} if isinstance(outcome, AcknowledgedByApp) else {"ok": False, "error": outcome.error}


def _action(blocks: list[Json], pressed: Json, action_ts: str) -> Json:
    try:
        return forms.action_in(blocks, pressed, action_ts)
    except forms.NoSuchElement as error:
        raise NotPossible(str(error)) from error


def _filled(blocks: list[Json], state: Json, before: Json) -> Json:
    try:
        return forms.filled(blocks, state, before)
    except forms.NoSuchElement as error:
        raise NotPossible(str(error)) from error


def _with_choice(state: Json, action: Json) -> Json:
    values = dict(state)
    if action["type"] in forms.CHOICE:
        values[action["block_id"]] = {**values.get(action["block_id"], {}), action["action_id"]: action}
    return values


def _view(workspace: Workspace, user: str, view_id: str) -> Json:
    view = workspace.windows.find(view_id)
    if view is None or workspace.windows.owner(view_id) != user:
        raise NotPossible(f"{user} has no open view {view_id!r}")
    return view


def _thread(message: Json) -> str | None:
    thread_ts = message.get("thread_ts")
    return str(thread_ts) if thread_ts and thread_ts != message["ts"] else None
