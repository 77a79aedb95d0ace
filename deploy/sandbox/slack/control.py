"""The control API of the local Slack, `/_sandbox/`: what the console page and tests use.
It must not hold rules of Slack itself.

Every POST takes a JSON object (Content-Type application/json) and answers one. `ok` false with status 200 means that
Slack or the app refused; status 400 with `{"ok": false, "error": "bad_request", "detail": "..."}` means that the
request makes no sense (unknown person, message, element). A person sees the channels, their own direct conversation
with the app (`D0MEI`), their own ephemeral messages, modals and App Home, and nothing of anybody else's.

GET  /_sandbox/state?user=U0MEI   (`user` defaults to U0MEI)
     {team: {id, name, domain}, me: USER, users: [{id, name, real_name, color, is_bot}],
      channels: [{id, name, topic, is_im: bool, is_member: bool}],        # is_member: whether the bot was invited
      app: {name, bot_user_id, connected: bool, mode: "socket"|"http"},
      commands: [{command, description, usage_hint}], shortcuts: [{callback_id, name, description, type}],
      messages: {CHANNEL: [MESSAGE, ...]},                                 # oldest first, at most 500 each
      home: VIEW|null, views: [VIEW, ...]}                                # open modals, the last is on top

GET  /_sandbox/events?user=U0MEI  Server-Sent Events; after (re)connecting read the state again. Each `data:` is one of
     {type: "message", channel, message}            a new message everyone sees; thread replies carry thread_ts
     {type: "ephemeral", channel, message}          a new message only this person sees (is_ephemeral: true)
     {type: "message_changed", channel, message}    the same `ts`, new content or reply counts; ephemeral ones too
     {type: "message_deleted", channel, ts}
     {type: "view", view}                           opened, pushed (a new id: on top) or updated (a known id: replace)
     {type: "view_closed", view_id}
     {type: "home", view}                           a new App Home
     {type: "app", app}                             the app connected or went away
     {type: "traffic", entry: {n, at, direction, method, ms, outcome}}
     {type: "members", channel, is_member}          the bot was invited or removed
     A comment line every 15 seconds keeps the connection open.

MESSAGE {type: "message", ts, user, text, blocks?, thread_ts?, reply_count?, reply_users?, latest_reply?,
     edited?: {user, ts}, bot_id?, app_id?, is_ephemeral?, metadata?, reactions?: [{name, users, count}],
     error?}  `error` stands only on Slackbot's notes (user USLACKBOT): operation_timeout, dispatch_failed,
     unknown_command, invalid_blocks. `text` is mrkdwn with &amp; &lt; &gt; escaped. Blocks always have a block_id.
VIEW {id, type: "modal"|"home", title, submit, close, blocks, callback_id, private_metadata, state: {values}, hash, ...}

POST /_sandbox/command  {user, channel, text: "/exitcode -1"} ->
     {ok, ms, message: MESSAGE|null} or {ok: false, error, ms}
     waits for the app's acknowledgement, at most 3 s; a failure also appears as Slackbot's note.
POST /_sandbox/say      {user, channel, text, thread_ts?} -> {ok, message}
POST /_sandbox/action   {user, container: {type: "message", channel, ts} | {type: "view", view_id},
                         action: {block_id, action_id, type, value | selected_option | selected_options |
                                  selected_date | ...}, state?: {values?: VALUES} | VALUES}
     -> {ok} or {ok: false, error: "operation_timeout"|"dispatch_failed"}. An option may be its whole object,
     {value} or the bare value. A feedback_buttons press sends `value` of the side that was pressed.
     Ask for `confirm` before sending; the server does not.
POST /_sandbox/submit   {user, view_id, values: VALUES} ->
     {ok: true, response_action: "close"|"clear"|"update"|"push", view?} |
     {ok: false, response_action: "errors", errors: {block_id: text}} | {ok: false, error, problems?}
     VALUES is {block_id: {action_id: {value | selected_option | selected_options | selected_date | ...}}}; what is left
     out keeps its earlier or initial value. Required and length rules are checked before the app is asked.
POST /_sandbox/close    {user, view_id, clear?: bool} -> {ok}   closes it and all above it; clear: the whole stack
POST /_sandbox/shortcut {user, callback_id, channel, ts} -> {ok} or {ok: false, error}
POST /_sandbox/home     {user} -> {ok, home: VIEW|null}          opened; a new App Home arrives as an event

GET  /_sandbox/messages?channel=C0ONCALL&user=U0MEI -> {ok, messages: [MESSAGE]}
GET  /_sandbox/traffic -> {ok, entries: [{n, at, direction: "to_app"|"from_app", method, ms, outcome, request}]}
POST /_sandbox/faults   {kind, method?, count?, seconds?, status?, error?, after?} -> {ok, fault}
     kind: rate_limit (429, Retry-After seconds) | error (status, default 500) | refuse (200, ok false, error) |
     slow (seconds, then as usual) | hang (no answer for at most seconds, default 60, then the connection is cut) |
     drop_ack (method slash_commands|interactive|events_api: the app's acknowledgement is lost) |
     disconnect (reason: "warning"|"refresh_requested"|"abrupt": all sockets, at once) -> {ok, disconnected: N}.
     method: a Web API method or `response_url`, default every one; count: how often, default 1, 0 until cleared;
     after: true lets the call take effect and then spoils the answer (rate_limit, error, hang).
GET  /_sandbox/faults -> {ok, faults: [...]}       DELETE /_sandbox/faults -> {ok}, and lets hanging calls go
POST /_sandbox/rates    {on: bool, burst?: int} -> {ok}          rate limits on or off, burst of posts per channel
POST /_sandbox/members  {channel, member: bool} -> {ok}          invite the bot or remove it
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, get_args
from urllib.parse import urlsplit

from aiohttp import web

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people, state
from deploy.sandbox.slack.faults import BadFault
from deploy.sandbox.slack.interactions import person, press
from deploy.sandbox.slack.transports.socket import DisconnectKind
from deploy.sandbox.slack.workspace import Workspace

ControlRoute = Callable[[Workspace, Json], Awaitable[Json]]


class BadRequest(ValueError):
    """The request makes no sense; the message says why."""


async def read_messages(workspace: Workspace, query: Json) -> Json:
    """What one person sees in one channel."""
    user, channel = state.person_in(query), str(query.get("channel", "C0ONCALL"))
    person.check_place(user, channel)
    return {"ok": True, "messages": workspace.timeline.seen_by(user, channel)}


async def read_traffic(workspace: Workspace, query: Json) -> Json:
    """The kept traffic log."""
    return {"ok": True, "entries": workspace.traffic.entries()}


async def read_faults(workspace: Workspace, query: Json) -> Json:
    """The planned failures."""
    return {"ok": True, "faults": workspace.faults.listed()}


async def type_command(workspace: Workspace, body: Json) -> Json:
    """A person types a slash command."""
    return await person.command(workspace, _text(body, "user"), _text(body, "channel"), _text(body, "text"))


async def say(workspace: Workspace, body: Json) -> Json:
    """A person writes a message."""
    user, channel, text = _text(body, "user"), _text(body, "channel"), _text(body, "text")
    return {"ok": True, "message": person.say(workspace, user, channel, text, body.get("thread_ts"))}


async def press_element(workspace: Workspace, body: Json) -> Json:
    """A person presses or chooses something."""
    user, place, action = _text(body, "user"), _object(body, "container"), _object(body, "action")
    state = body.get("state") or {}
    values = _values(state["values"] if isinstance(state, dict) and "values" in state else state)
    if place.get("type") == "view":
        return await press.press_in_view(workspace, user, _text(place, "view_id"), action, values)
    return await press.press_in_message(workspace, user, _text(place, "channel"), _text(place, "ts"), action, values)


async def submit(workspace: Workspace, body: Json) -> Json:
    """A person sends a modal off."""
    return await press.submit(workspace, _text(body, "user"), _text(body, "view_id"), _values(body.get("values")))


async def close(workspace: Workspace, body: Json) -> Json:
    """A person closes a modal."""
    return await press.close(workspace, _text(body, "user"), _text(body, "view_id"), bool(body.get("clear")))


async def use_shortcut(workspace: Workspace, body: Json) -> Json:
    """A person uses a shortcut."""
    channel, ts = str(body.get("channel", "")), str(body.get("ts", ""))
    return await person.shortcut(workspace, _text(body, "user"), _text(body, "callback_id"), channel, ts)


async def open_home(workspace: Workspace, body: Json) -> Json:
    """A person opens the App Home."""
    return person.open_home(workspace, _text(body, "user"))


async def add_fault(workspace: Workspace, body: Json) -> Json:
    """Plan a failure, or disconnect all sockets at once."""
    if body.get("kind") == "disconnect":
        reason = body.get("reason", "warning")
        if reason not in get_args(DisconnectKind):
            raise BadRequest(f"reason must be one of {', '.join(get_args(DisconnectKind))}")
        return {"ok": True, "disconnected": await workspace.sockets.disconnect(reason)}
    fault = workspace.faults.add(body)
    return {"ok": True, "fault": {"kind": fault.kind, "method": fault.method, "count": fault.count}}


async def clear_faults(workspace: Workspace, body: Json) -> Json:
    """Forget all planned failures."""
    workspace.faults.clear()
    return {"ok": True}


async def set_rates(workspace: Workspace, body: Json) -> Json:
    """Switch the rate limits."""
    burst = body.get("burst", workspace.rates.burst)
    if not isinstance(burst, int) or burst < 1:
        raise BadRequest("burst must be a whole number from 1")
    workspace.rates.switch(bool(body.get("on")), burst)
    return {"ok": True}


async def set_members(workspace: Workspace, body: Json) -> Json:
    """Invite the bot to a channel or remove it."""
    channel, member = _text(body, "channel"), bool(body.get("member"))
    if channel not in people.CHANNELS:
        raise BadRequest(f"no channel {channel!r}")
    (workspace.members.add if member else workspace.members.discard)(channel)
    workspace.feed.tell({"type": "members", "channel": channel, "is_member": member})
    return {"ok": True}


ROUTES: dict[tuple[str, str], ControlRoute] = {
    ("GET", "state"): state.read_state,
    ("GET", "messages"): read_messages,
    ("GET", "traffic"): read_traffic,
    ("GET", "faults"): read_faults,
    ("POST", "command"): type_command,
    ("POST", "say"): say,
    ("POST", "action"): press_element,
    ("POST", "submit"): submit,
    ("POST", "close"): close,
    ("POST", "shortcut"): use_shortcut,
    ("POST", "home"): open_home,
    ("POST", "faults"): add_fault,
    ("DELETE", "faults"): clear_faults,
    ("POST", "rates"): set_rates,
    ("POST", "members"): set_members,
}


def add_routes(app: web.Application, workspace: Workspace) -> None:
    """Hang the control API into the server."""
    for (method, name), route in ROUTES.items():
        app.router.add_route(method, f"/_sandbox/{name}", _answering(workspace, route))

    async def events(request: web.Request) -> web.StreamResponse:
        refusal = _refused(request)
        return refusal or await state.stream(workspace, request, state.person_in(dict(request.query)))

    app.router.add_get("/_sandbox/events", events)


def _answering(workspace: Workspace, route: ControlRoute) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        refusal = _refused(request)
        if refusal is not None:
            return refusal
        try:
            body = await _body(request) if request.method == "POST" else dict(request.query)
            return web.json_response(await route(workspace, body))
        except (BadRequest, BadFault, person.NotPossible) as error:
            return web.json_response({"ok": False, "error": "bad_request", "detail": str(error)}, status=400)

    return answer


def _refused(request: web.Request) -> web.Response | None:
    # Any page in the browser can reach a server on loopback: only our own page may drive this one.
    origin = request.headers.get("Origin")
    if origin is None or urlsplit(origin).netloc == request.host:
        return None
    return web.json_response({"ok": False, "error": "bad_request", "detail": "foreign origin"}, status=403)


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise BadRequest("Content-Type must be application/json")
    try:
        body = await request.json()
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"not JSON: {error}") from error
    if not isinstance(body, dict):
        raise BadRequest("expected a JSON object")
    return body


def _text(body: Json, field: str) -> str:
    value: Any = body.get(field)
    if not isinstance(value, str) or not value:
        raise BadRequest(f"{field} must be a string")
    return value


def _values(value: Any) -> Json:
    rows = value.values() if isinstance(value, dict) else [None]
    if not all(isinstance(row, dict) and all(isinstance(cell, dict) for cell in row.values()) for row in rows):
        raise BadRequest("values must be {block_id: {action_id: {...}}}")
    return dict(value)


def _object(body: Json, field: str) -> Json:
    value: Any = body.get(field)
    if not isinstance(value, dict):
        raise BadRequest(f"{field} must be an object")
    return value
