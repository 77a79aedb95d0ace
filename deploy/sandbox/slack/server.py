"""The local Slack as a server: starts it, prints where it is, stops it. It must not hold rules of Slack.

Others call `running(settings)`, an async context manager that yields the `Workspace` once the port is open, or
`await serve(settings)`, which runs until it is cancelled, or `main(argv)`, the command line.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from deploy.sandbox.slack import control
from deploy.sandbox.slack.api import routes
from deploy.sandbox.slack.manifest import BadManifest
from deploy.sandbox.slack.settings import MANIFEST, SlackSettings
from deploy.sandbox.slack.workspace import Workspace, build

CONSOLE = Path(__file__).resolve().parent / "console"
LARGEST_REQUEST = 4 * 1024 * 1024
"""Bytes of one request; Slack's own limit is not published, 100 blocks of 12,000 characters fit."""
STOP_SECONDS = 1.0
"""How long open requests may still run when the server stops."""
POLICY = "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"


def application(workspace: Workspace) -> web.Application:
    """The routes of the server around one workspace."""
    app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[_fresh_pages])
    routes.add_routes(app, workspace)
    control.add_routes(app, workspace)
    app.router.add_get("/", _console_page)
    app.router.add_get("/console/{name:.+}", _console_page)
    app.router.add_get("/archives/{channel}/{place}", _permalink)
    return app


@asynccontextmanager
async def running(settings: SlackSettings) -> AsyncIterator[Workspace]:
    """Serve while the block runs; `workspace.address` is the base of all URLs, without a slash at its end."""
    workspace = build(settings)
    runner = web.AppRunner(application(workspace), access_log=None, shutdown_timeout=STOP_SECONDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        port = runner.addresses[0][1]
        workspace.address = f"http://{settings.host}:{port}"
        if workspace.http is not None:
            workspace.http.start()
        yield workspace
    finally:
        await workspace.close()
        await runner.cleanup()


async def serve(settings: SlackSettings, ready: Callable[[Workspace], None] | None = None) -> None:
    """Serve until cancelled; `ready` hears of the open port."""
    async with running(settings) as workspace:
        if ready is not None:
            ready(workspace)
        await asyncio.Event().wait()


def parser() -> argparse.ArgumentParser:
    """The command line of `python -m deploy.sandbox slack`."""
    words = argparse.ArgumentParser(prog="python -m deploy.sandbox slack", description="A local Slack for one app.")
    words.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    words.add_argument("--host", default="127.0.0.1", help="address to listen on")
    words.add_argument("--mode", choices=("socket", "http"), default="socket", help="how payloads reach the app")
    words.add_argument("--request-url", default="", help="the app's URL in HTTP mode")
    words.add_argument("--state", type=Path, help="folder that keeps messages over a restart")
    words.add_argument("--manifest", type=Path, default=MANIFEST, help="the app manifest")
    words.add_argument("--no-rate-limit", action="store_true", help="do not enforce Slack's rate limits")
    return words


def settings_from(argv: list[str]) -> SlackSettings:
    """The settings a command line asks for; exits with status 2 when it makes no sense."""
    words = parser()
    arguments = words.parse_args(argv)
    if arguments.mode == "http" and not arguments.request_url:
        words.error("--mode http needs --request-url")
    return SlackSettings(
        port=arguments.port,
        host=arguments.host,
        mode=arguments.mode,
        request_url=arguments.request_url,
        state_dir=arguments.state,
        manifest=arguments.manifest,
        rate_limit=not arguments.no_rate_limit,
    )


def main(argv: list[str]) -> int:
    """Run the server until Ctrl-C or SIGTERM; returns the exit status."""
    settings = settings_from(argv)
    try:
        asyncio.run(_until_told(settings))
    except (OSError, BadManifest) as error:
        parser().exit(4, f"local Slack: {error}\n")
    return 0


async def _until_told(settings: SlackSettings) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for word in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(word, stop.set)
    async with running(settings) as workspace:
        print(f"local Slack: {workspace.address}/", flush=True)  # noqa: T201 - a command line speaks on stdout
        await stop.wait()


async def _console_page(request: web.Request) -> web.StreamResponse:
    path = (CONSOLE / request.match_info.get("name", "index.html")).resolve()
    if CONSOLE not in path.parents or not path.is_file():
        raise web.HTTPNotFound(text="no such page\n")
    return web.FileResponse(path)


async def _permalink(request: web.Request) -> web.StreamResponse:
    channel, place = request.match_info["channel"], request.match_info["place"]
    raise web.HTTPFound(f"/#{channel}/{place}")


@web.middleware
async def _fresh_pages(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    response = await handler(request)
    if not response.prepared:
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
    return response
