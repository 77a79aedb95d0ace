"""views.*: modals and the App Home. It must not handle submissions (see press.py)."""

from __future__ import annotations

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people
from deploy.sandbox.slack.api.call import ApiError, Call, refused
from deploy.sandbox.slack.blocks.blocks import view_problems
from deploy.sandbox.slack.permits import Trigger
from deploy.sandbox.slack.workspace import Workspace


def open_view(workspace: Workspace, call: Call) -> Json:
    """views.open"""
    trigger, view = _trigger(workspace, call), _view(workspace, call, "modal")
    trigger.used = True
    return {"ok": True, "view": workspace.windows.open(trigger.user, view)}


def push_view(workspace: Workspace, call: Call) -> Json:
    """views.push"""
    trigger, view = _trigger(workspace, call), _view(workspace, call, "modal")
    if trigger.view_id is None or workspace.windows.find(trigger.view_id) is None:
        # Only an interaction inside an open modal may put another one on top.
        raise ApiError("not_found")
    pushed = workspace.windows.push(trigger.user, view)
    if isinstance(pushed, str):
        raise ApiError(pushed)
    trigger.used = True
    return {"ok": True, "view": pushed}


def update_view(workspace: Workspace, call: Call) -> Json:
    """views.update, by view_id or external_id"""
    view_id, external_id = str(call.arguments.get("view_id", "")), str(call.arguments.get("external_id", ""))
    if not view_id and not external_id:
        raise ApiError("invalid_arguments", response_metadata={"messages": ["[ERROR] missing required field: view_id"]})
    old = workspace.windows.find(view_id, external_id)
    if old is None:
        raise ApiError("not_found")
    view = _view(workspace, call, old["type"], old["id"])
    _check_hash(call, old)
    return {"ok": True, "view": workspace.windows.change(old["id"], view)}


def publish_view(workspace: Workspace, call: Call) -> Json:
    """views.publish"""
    user = call.text("user_id")
    if user not in people.PEOPLE:
        raise ApiError("user_not_found")
    old = workspace.windows.home(user)
    view = _view(workspace, call, "home", old["id"] if old else "")
    if old:
        _check_hash(call, old)
    return {"ok": True, "view": workspace.windows.publish(user, view)}


def _trigger(workspace: Workspace, call: Call) -> Trigger:
    trigger = workspace.triggers.look(call.text("trigger_id"))
    if isinstance(trigger, str):
        raise ApiError(trigger)
    return trigger


def _view(workspace: Workspace, call: Call, kind: str, own_id: str = "") -> Json:
    view = call.arguments.get("view")
    error, problems = view_problems(view, kind)
    if error or not isinstance(view, dict):
        raise refused(error or "invalid_arguments", problems)
    known = workspace.windows.find(external_id=view.get("external_id", ""))
    if known is not None and known["id"] != own_id:
        raise ApiError("duplicate_external_id")
    return view


def _check_hash(call: Call, old: Json) -> None:
    if call.arguments.get("hash") not in (None, "", old["hash"]):
        raise ApiError("hash_conflict")
