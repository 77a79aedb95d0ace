"""What the console page reads: the whole state as one person sees it, and the stream of events. It changes nothing."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people
from deploy.sandbox.slack.interactions.person import NotPossible
from deploy.sandbox.slack.workspace import Workspace

HEARTBEAT_SECONDS = 15.0
"""Proxies and browsers give up on streams that stay silent for about a minute."""


def person_in(query: Json) -> str:
    """Who asks. Raises NotPossible."""
    user = str(query.get("user", people.PEOPLE[0]))
    if user not in people.PEOPLE:
        raise NotPossible(f"no person {user!r}; there are {', '.join(people.PEOPLE)}")
    return user


async def read_state(workspace: Workspace, query: Json) -> Json:
    """The whole state as one person sees it."""
    user = person_in(query)
    channels = [
        {**channel, "is_im": False, "is_member": channel["id"] in workspace.members}
        for channel in people.CHANNELS.values()
    ]
    own = people.direct(user)
    channels.append({"id": own, "name": workspace.manifest.name, "topic": "", "is_im": True, "is_member": True})
    return {
        "ok": True,
        "team": {"id": people.TEAM, "name": "Local", "domain": people.TEAM_DOMAIN},
        "me": user,
        "users": list(people.USERS.values()),
        "channels": channels,
        "app": workspace.app(),
        "commands": list(workspace.manifest.commands),
        "shortcuts": list(workspace.manifest.shortcuts),
        "messages": {channel["id"]: workspace.timeline.seen_by(user, channel["id"]) for channel in channels},
        "home": workspace.windows.home(user),
        "views": workspace.windows.stack(user),
    }


async def stream(workspace: Workspace, request: web.Request, user: str) -> web.StreamResponse:
    """Serve events to one page until it goes away."""
    listener = workspace.feed.join(user)
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    try:
        await response.prepare(request)
        await response.write(b"retry: 1000\n\n")
        while True:
            try:
                event = await asyncio.wait_for(listener.queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                await response.write(b": still here\n\n")
                continue
            if event is None:
                return response
            await response.write(f"data: {json.dumps(event)}\n\n".encode())
    except ConnectionResetError:
        return response  # the page was closed
    finally:
        workspace.feed.leave(listener)
