"""A canned local Slack and a real browser, for drawing tests of the page. It must not import the real server."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.sync_api import Browser, Page, sync_playwright

from deploy.sandbox.json import Json

HERE = Path(__file__).parent
CONSOLE = HERE.parents[2] / "deploy" / "sandbox" / "slack" / "console"
CHROMIUM = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
"""A quiet Chromium: nothing goes out, and containers without user namespaces can run it."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips every test of this folder, with the reason, where there is no browser."""
    if CHROMIUM is not None:
        return
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="no chromium or google-chrome on PATH"))


def sample(name: str) -> Json:
    """One JSON document of the samples folder."""
    loaded: Json = json.loads((HERE / "samples" / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


@dataclass(eq=False)
class CannedSlack:
    """Answers as told, notes what was posted, and sends events on demand. Lives in its own thread."""

    state: Json
    answers: dict[str, Json] = field(default_factory=dict)
    """What a POST to /_sandbox/<name> answers; {"ok": true} where nothing is said."""
    posts: list[tuple[str, Json]] = field(default_factory=list)
    port: int = 0
    _streams: list[asyncio.Queue[str | None]] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Listen; on the same port again after a stop."""
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(60)

    def stop(self) -> None:
        """Cut every connection and close the port."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(60)
        self._loop.close()

    def push(self, **event: Any) -> None:
        """Send one event to every open page."""
        text = json.dumps(event)
        self._loop.call_soon_threadsafe(self._spread, text)

    def _spread(self, text: str) -> None:
        for stream in self._streams:
            stream.put_nowait(text)

    def posted(self, name: str, count: int = 1) -> list[Json]:
        """The bodies posted to /_sandbox/<name>, oldest first, once there are `count`: a page posts without waiting."""

        def bodies() -> list[Json]:
            return [body for posted, body in self.posts if posted == name]

        with self._news:
            self._news.wait_for(lambda: len(bodies()) >= count, timeout=60)
        return bodies()

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(ready))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())

    async def _serve(self, ready: threading.Event) -> None:
        self._over = asyncio.Event()
        app = web.Application()
        app.router.add_get("/", self._file)
        app.router.add_get("/console/{name}", self._file)
        app.router.add_get("/_sandbox/state", self._state)
        app.router.add_get("/_sandbox/events", self._events)
        app.router.add_get("/_sandbox/traffic", self._traffic)
        app.router.add_post("/_sandbox/{name}", self._post)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = runner.addresses[0][1]
        ready.set()
        await self._over.wait()
        for stream in self._streams:
            stream.put_nowait(None)
        await runner.cleanup()

    async def _file(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(CONSOLE / Path(request.match_info.get("name", "index.html")).name)

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response({**self.state, "me": request.query["user"]})

    async def _traffic(self, _: web.Request) -> web.Response:
        return web.json_response(self.answers.get("traffic", {"ok": True, "entries": []}))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        await response.write(b": hello\n\n")
        stream: asyncio.Queue[str | None] = asyncio.Queue()
        self._streams.append(stream)
        try:
            while (text := await stream.get()) is not None:
                await response.write(f"data: {text}\n\n".encode())
        except ConnectionResetError:
            pass  # the page was closed between two events
        finally:
            self._streams.remove(stream)
        return response

    async def _post(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        body = await request.json()
        with self._news:
            self.posts.append((name, body))
            self._news.notify_all()
        return web.json_response(self.answers.get(name, {"ok": True}))


@pytest.fixture
def slack() -> Iterator[CannedSlack]:
    """A canned Slack with an empty workspace."""
    canned = CannedSlack(sample("state"))
    canned.start()
    yield canned
    canned.stop()


@pytest.fixture
def samples() -> Callable[[str], Json]:
    """Reads one of the sample documents."""
    return sample


# One browser a file, not one a session: while it lives, Playwright's loop occupies the thread and asyncio.run elsewhere
# in the suite would be refused.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, driven by Playwright."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in its own profile; the test fails when a page reported an error of its own."""
    troubles: list[str] = []
    contexts = []

    def opened(address: str, **options: Any) -> Page:
        context = browser.new_context(
            **{
                "viewport": {"width": 1280, "height": 800},
                "locale": "en-US",
                "timezone_id": "UTC",
                "color_scheme": "light",
                **options,
            }
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if _is_trouble(said.type, said.text) else None)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()

    assert troubles == []


def _is_trouble(kind: str, text: str) -> bool:
    """Refused connections are part of tests that stop the server; every other error is one of the page."""
    return kind == "error" and "net::ERR_" not in text


@pytest.fixture
def page(open_page: Callable[..., Page], slack: CannedSlack) -> Page:
    """The console of the canned Slack, connected and drawn."""
    opened = open_page(slack.address)
    opened.locator("#link-bar").wait_for(state="hidden")
    return opened
