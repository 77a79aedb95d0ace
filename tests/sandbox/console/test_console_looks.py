"""How the console looks and who can use it: phone width, light and dark, both languages, contrast, keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from deploy.sandbox.json import Json

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

CONTRAST = """() => {
  const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    paint.clearRect(0, 0, 1, 1); paint.fillStyle = color; paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const over = (top, below) => top.slice(0, 3).map((one, at) => one * top[3] / 255 + below[at] * (1 - top[3] / 255));
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 255 ? own : over(own, ground(element.parentElement));
  };
  const light = (color) => {
    const linear = (one) => (one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4);
    const [r, g, b] = color.map((one) => linear(one / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    const said = walk.currentNode.data.trim().slice(0, 40);
    if (!said || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (element.closest('.unseen, .skip, svg, :disabled, .emoji, noscript')) continue;
    const below = ground(element);
    const [a, b] = [light(over(rgba(getComputedStyle(element).color), below)), light(below)];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${element.className || element.tagName}: ${said}`);
  }
  return poor;
}"""
"""Texts in sight whose contrast is under 4.5 : 1 (WCAG 2.2, 1.4.3, level AA)."""


@pytest.fixture
def busy_slack(slack: Any, samples: Callable[[str], Json]) -> Iterator[Any]:
    """A workspace in the middle of a morning."""
    say = {"type": "message", "user": "U0SAM"}
    slack.state["messages"]["C0ONCALL"] = [
        {
            **say,
            "ts": "1795257200.000100",
            "text": "`recommender-api` again, <@U0MEI>? see https://a.example/" + "x" * 120,
        },
        samples("exitcode"),
        samples("whypod"),
        samples("alert"),
        {**say, "ts": "1795257580.000500", "text": "rolling back", "thread_ts": "1795257540.000400"},
        {**say, "ts": "1795257595.000700", "text": "looking", "user": "U0WHYPOD", "is_ephemeral": True},
    ]
    slack.state["home"] = samples("home")
    yield slack


def connected(page: Page) -> Page:
    """The page once it has read the state."""
    page.locator("#link-bar").wait_for(state="hidden")
    return page


def test_a_phone_never_scrolls_sideways(busy_slack: Any, open_page: Callable[..., Page]) -> None:
    """At 390 px tables and code scroll inside themselves, and the composer stays in sight."""
    page = connected(open_page(busy_slack.address, **PHONE))
    expect(page.locator(".message")).to_have_count(5)
    wide = "() => [...document.querySelectorAll('#messages, #messages .message, .body, #composer, body')]" + (
        ".filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.className || one.id)"
    )

    assert page.evaluate(wide) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator("#composer-text")).to_be_in_viewport(ratio=1)
    scrolls = page.locator(".block-table .table-frame").evaluate("one => one.scrollWidth > one.clientWidth")
    assert scrolls is True


def test_a_phone_has_a_drawer_and_a_full_thread(busy_slack: Any, open_page: Callable[..., Page]) -> None:
    """The rail opens over the page and closes with a choice or Esc; a thread takes the whole screen."""
    page = connected(open_page(busy_slack.address, **PHONE))
    expect(page.locator("#rail")).not_to_be_in_viewport()
    page.get_by_role("button", name="Open the channel list").click()
    expect(page.locator("#rail")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#rail")).not_to_be_in_viewport()
    page.get_by_role("button", name="Open the channel list").click()
    page.locator("#rail .entry", has_text="general").click()
    expect(page.locator("#rail")).not_to_be_in_viewport()
    page.evaluate("location.hash = '#C0ONCALL'")
    page.locator(".thread-bar").click()
    box = page.locator("#thread").bounding_box()

    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)


def test_a_phone_reaches_the_actions_of_a_message(busy_slack: Any, open_page: Callable[..., Page]) -> None:
    """Without hovering, the menu of a message is in sight and holds the shortcut."""
    page = connected(open_page(busy_slack.address, **PHONE))
    page.locator(".message:not(.secret)").last.get_by_role("button", name="More actions").last.click()
    page.get_by_role("menuitem", name="Explain this").click()
    expect(page.locator(".busy")).to_have_count(0)

    assert [post["ts"] for post in busy_slack.posted("shortcut")] == ["1795257540.000400"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(
    busy_slack: Any, open_page: Callable[..., Page], samples: Callable[[str], Json], scheme: str
) -> None:
    """Every text in sight keeps 4.5 : 1 against its ground: messages, thread, suggestions, modal, App Home."""
    page = connected(open_page(busy_slack.address, color_scheme=scheme))
    page.locator(".thread-bar").click()
    page.get_by_role("button", name="Traffic").click()
    page.locator("#composer-text").fill("/")
    expect(page.locator(".suggestion").first).to_be_visible()
    poor = page.evaluate(CONTRAST)
    busy_slack.push(type="view", view=samples("mute-modal"))
    page.locator("#modal").get_by_role("button", name="Mute").click()
    poor += page.evaluate(CONTRAST)
    page.keyboard.press("Escape")
    page.locator("#rail .entry", has_text="whypod").click()
    expect(page.locator("#home .header")).to_be_visible()
    poor += page.evaluate(CONTRAST)

    assert poor == []


def test_the_theme_is_chosen_and_remembered(slack: Any, page: Page) -> None:
    """The page follows the system until the person chooses; the choice survives a reload."""
    ground = "getComputedStyle(document.getElementById('place')).backgroundColor"

    assert page.evaluate(ground) == "rgb(255, 255, 255)"

    page.get_by_role("button", name="Use the dark theme").click()
    page.reload()
    connected(page)

    assert page.evaluate(ground) == "rgb(26, 29, 33)"


def test_chinese_comes_with_the_browser_and_stays(slack: Any, open_page: Callable[..., Page]) -> None:
    """A Chinese browser gets Chinese at once; the toggle is remembered."""
    page = connected(open_page(slack.address, locale="zh-CN"))
    expect(page.locator(".intro h2")).to_have_text("问问 Pod 为什么出故障")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("button", name="Switch to English").click()
    expect(page.locator(".intro h2")).to_have_text("Ask why a pod broke")
    page.reload()
    expect(page.locator(".intro h2")).to_have_text("Ask why a pod broke")


def test_every_control_has_a_name(busy_slack: Any, open_page: Callable[..., Page]) -> None:
    """A screen reader finds no nameless button, field, picture or link."""
    page = connected(open_page(busy_slack.address))
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, textarea, a, [role=img], [role=region]')]
          .filter((one) => one.checkVisibility() && !one.ariaLabel && !one.title && !one.innerText?.trim()
            && !one.labels?.length && !one.getAttribute('aria-labelledby'))
          .map((one) => one.outerHTML.slice(0, 120))"""
    )

    assert nameless == []


def test_the_page_asks_nobody_else(busy_slack: Any, open_page: Callable[..., Page]) -> None:
    """Everything comes from the local server, whatever addresses the messages hold."""
    page = open_page("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(busy_slack.address)
    connected(page)
    expect(page.locator(".message")).to_have_count(5)

    assert [url for url in asked if not url.startswith(busy_slack.address)] == []
    assert len(asked) >= 5
