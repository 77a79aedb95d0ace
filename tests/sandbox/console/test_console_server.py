"""The console page on the real local Slack, with a tiny app behind it: both mean the same JSON."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from playwright.sync_api import Page, expect

from deploy.sandbox.json import Json
from deploy.sandbox.slack.server import running
from deploy.sandbox.slack.settings import SlackSettings


class TinyApp:
    """A Slack app in HTTP mode: one command, one button that opens a window, one refused entry. Not signed for."""

    def __init__(self, answer: Json, window: Json) -> None:
        """`answer` is what the command says, `window` the modal that its buttons open."""
        self.answer, self.window, self.slack = answer, window, ""

    async def __call__(self, request: web.Request) -> web.Response:
        """Answer a command, a press, or a submission."""
        form = await request.post()
        if "command" in form:
            return web.json_response({"response_type": "in_channel", **self.answer})
        if "payload" not in form:
            return web.Response()  # Slack only asks whether somebody is there
        payload = json.loads(str(form["payload"]))
        if payload["type"] == "view_submission":
            said = payload["view"]["state"]["values"]["reason"]["text"]["value"]
            await self._call("chat.postMessage", channel="C0ONCALL", text=f"muted: {said}")
            refused = {"response_action": "errors", "errors": {"reason": "Name the bug."}}
            return web.json_response(refused if "bug" not in said else {"response_action": "clear"})
        await self._call("views.open", trigger_id=payload["trigger_id"], view=self.window)
        return web.Response()

    async def _call(self, method: str, **body: Any) -> None:
        headers = {"Authorization": "Bearer xoxb-local-bot"}
        async with (
            ClientSession(self.slack + "/api/", headers=headers) as session,
            session.post(method, json=body) as answer,
        ):
            said = await answer.json()
            assert said["ok"], said


@pytest.fixture
def local_slack(samples: Callable[[str], Json]) -> Iterator[str]:
    """The address of a real local Slack whose app is the tiny one."""
    message, modal = samples("exitcode"), samples("mute-modal")
    window = {key: modal[key] for key in ("type", "callback_id", "title", "submit", "close", "blocks")}
    tiny = TinyApp({"text": message["text"], "blocks": message["blocks"]}, window)
    ready, over, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        site = web.Application()
        site.router.add_post("/", tiny.__call__)
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        async with running(SlackSettings(mode="http", request_url=url)) as workspace:
            tiny.slack = workspace.address
            ready.set()
            await over.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(60)
    yield tiny.slack
    loop.call_soon_threadsafe(over.set)
    thread.join(60)
    loop.close()


def test_a_person_works_with_the_real_local_slack(local_slack: str, open_page: Callable[..., Page]) -> None:
    """A command, its answer, a window with a refused and an accepted entry, a thread and a reload, all over HTTP."""
    page = open_page(f"{local_slack}/")
    page.locator("#link-bar").wait_for(state="hidden")
    page.locator(".try", has_text="/exitcode 137").click()
    page.get_by_role("button", name="Read more").click()
    page.get_by_label("Reason").fill("because")
    page.locator("#modal").get_by_role("button", name="Mute").click()
    expect(page.locator(".wrong .problem")).to_have_text("Name the bug.")
    page.get_by_label("Reason").fill("a known bug")
    page.locator("#modal").get_by_role("button", name="Mute").click()
    expect(page.locator("#modal")).to_be_hidden()
    last = page.locator("#messages .message").last
    expect(last).to_contain_text("muted: a known bug")
    last.hover()
    last.get_by_role("button", name="Reply in thread").click()
    page.locator("#thread-text").fill("<thanks> & *bye*")
    page.locator("#thread-text").press("Enter")
    expect(page.locator("#thread .message").last.locator(".text")).to_have_text("<thanks> & bye")
    page.reload()
    expect(page.locator(".thread-bar")).to_contain_text("1 reply")
    page.get_by_role("button", name="Traffic").click()
    expect(page.locator("#traffic tbody code").first).to_have_text("/exitcode")
