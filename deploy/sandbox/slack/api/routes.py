"""The Web API over HTTP: `/api/<method>`, with faults and rate limits, and `/response/<id>`.
It must not hold method rules.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from deploy.sandbox.json import Json
from deploy.sandbox.slack import replies
from deploy.sandbox.slack.api import chat, lookup, views
from deploy.sandbox.slack.api.call import ApiError, Call, Method, check_token, read_call, refused, token_of
from deploy.sandbox.slack.faults import SlackFault
from deploy.sandbox.slack.workspace import Workspace

METHODS: dict[str, Method] = {
    "api.test": Method(lambda workspace, call: {"ok": True, "args": call.arguments}),
    "auth.test": Method(lookup.auth_test),
    "apps.connections.open": Method(lookup.open_connection, token="app"),
    "blocks.validate": Method(lookup.validate_blocks),
    "chat.postMessage": Method(chat.post_message, "chat:write"),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write"),
    "chat.update": Method(chat.update, "chat:write"),
    "chat.delete": Method(chat.delete, "chat:write"),
    "chat.getPermalink": Method(chat.permalink),
    "reactions.add": Method(chat.add_reaction, "reactions:write"),
    "views.open": Method(views.open_view),
    "views.push": Method(views.push_view),
    "views.update": Method(views.update_view),
    "views.publish": Method(views.publish_view),
    "conversations.info": Method(lookup.conversation_info, "channels:read"),
    "conversations.list": Method(lookup.conversation_list, "channels:read"),
    "conversations.open": Method(lookup.conversation_open, "im:write"),
    "users.info": Method(lookup.user_info, "users:read"),
    "users.list": Method(lookup.user_list, "users:read"),
}

ApiAnswer = Callable[[Workspace, web.Request, Json], Awaitable[web.Response]]

REPLY_STATUS = {"expired_url": 404, "used_url": 404, "no_such_url": 404}


def add_routes(app: web.Application, workspace: Workspace) -> None:
    """Hang the Web API, response URLs and Socket Mode into the server."""

    async def api(request: web.Request) -> web.StreamResponse:
        return await _spoiled(workspace, request, request.match_info["method"], _call)

    async def response(request: web.Request) -> web.StreamResponse:
        return await _spoiled(workspace, request, "response_url", _reply)

    app.router.add_route("*", "/api/{method}", api)
    app.router.add_post("/response/{id}", response)
    app.router.add_get("/link/", workspace.sockets.accept)


async def _call(workspace: Workspace, request: web.Request, noted: Json) -> web.Response:
    name = request.match_info["method"]
    try:
        arguments = await read_call(request)
        noted |= arguments
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        check_token(workspace.settings, token_of(request, arguments), method, workspace.manifest.scopes)
        wait = workspace.rates.wait(name, str(arguments.get("channel", "")))
        if wait:
            return rate_limited(wait)
        body = method.run(workspace, Call({key: value for key, value in arguments.items() if key != "token"}))
    except ApiError as error:
        body = error.body()
    headers = {"X-OAuth-Scopes": ",".join(workspace.manifest.scopes), "Cache-Control": "no-store"}
    return web.json_response(body, headers=headers)


async def _reply(workspace: Workspace, request: web.Request, noted: Json) -> web.Response:
    link = workspace.links.look(request.match_info["id"])
    if isinstance(link, str):
        return web.json_response({"ok": False, "error": link}, status=REPLY_STATUS[link])
    try:
        arguments = await read_call(request)
        noted |= arguments
        replies.use_link(workspace, link, arguments)
    except ApiError as error:
        return web.json_response(error.body(), status=400)
    except replies.ApiRefused as error:
        return web.json_response(refused(error.error, error.problems).body(), status=400)
    return web.json_response({"ok": True})


def rate_limited(seconds: int) -> web.Response:
    """Slack's answer to a call made too soon."""
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)})


async def _spoiled(workspace: Workspace, request: web.Request, name: str, run: ApiAnswer) -> web.Response:
    started, noted = workspace.settings.now(), dict[str, Any]()
    # The body is read at once: a client that has given up by the time a fault is over was heard all the same.
    await request.read()
    fault = workspace.faults.take(name, "rate_limit", "error", "refuse", "slow", "hang")
    if fault is not None and fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
        fault = None
    if fault is None or fault.after:
        response = await run(workspace, request, noted)
    if fault is not None:
        response = await _failure(workspace, request, fault)
    workspace.traffic.note(workspace.settings.now(), "from_app", name, started, _outcome(response), noted)
    return response


def _outcome(response: web.Response) -> str:
    if response.content_type != "application/json":
        return f"http_{response.status}"
    body = json.loads(response.text or "{}")
    return "ok" if body["ok"] else str(body["error"])


async def _failure(workspace: Workspace, request: web.Request, fault: SlackFault) -> web.Response:
    if fault.kind == "rate_limit":
        # Retry-After is whole seconds.
        return rate_limited(max(1, round(fault.seconds)))
    if fault.kind == "error":
        return web.Response(status=fault.status, text="local Slack was told to fail")
    if fault.kind == "refuse":
        return web.json_response({"ok": False, "error": fault.error})
    await workspace.faults.hang(fault.seconds)
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=504)
