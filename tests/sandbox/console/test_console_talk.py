"""Talking in the console: the composer, live messages, threads, notes for one person, lost connections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from deploy.sandbox.json import Json


def message(text: str, ts: str = "1795257600.000100", user: str = "U0SAM", **more: Any) -> Json:
    """A message as the server sends it."""
    return {"type": "message", "ts": ts, "user": user, "text": text, **more}


@pytest.fixture
def composer(page: Page) -> Locator:
    """The field a person types into."""
    return page.locator("#composer-text")


def test_a_command_nobody_answers_stays_in_the_composer(slack: Any, page: Page, composer: Locator) -> None:
    """A time-out is said above the composer, and the command can be sent again without typing it."""
    slack.answers["command"] = {"ok": False, "error": "operation_timeout", "ms": 3001.0}
    composer.fill("/whypod shop/checkout")
    composer.press("Enter")
    expect(page.locator("#composer .trouble")).to_have_text(
        "/whypod failed: the app did not answer within 3 seconds (operation_timeout)"
    )
    expect(composer).to_have_value("/whypod shop/checkout")
    slack.answers["command"] = {"ok": True}
    composer.press("Enter")
    expect(composer).to_have_value("")
    expect(page.locator("#composer .trouble")).to_be_hidden()

    sent = {"user": "U0MEI", "channel": "C0ONCALL", "text": "/whypod shop/checkout"}
    assert slack.posted("command", 2) == [sent, sent]


def test_an_unknown_command_is_not_sent(slack: Any, page: Page, composer: Locator) -> None:
    """A mistyped command is caught before anything is sent; with a space before it, it is a message."""
    composer.fill("/exitcod 1")
    composer.press("Enter")
    expect(page.locator("#composer .trouble")).to_contain_text("/exitcod is not a command of this workspace")
    composer.fill(" /exitcod 1")
    composer.press("Enter")
    expect(composer).to_have_value("")

    assert slack.posted("say") == [{"user": "U0MEI", "channel": "C0ONCALL", "text": "/exitcod 1"}]
    assert slack.posted("command", 0) == []


def test_suggestions_are_walked_with_the_keyboard(slack: Any, page: Page, composer: Locator) -> None:
    """Arrows choose, Tab and Enter complete, Esc closes, and Enter sends a command that needs nothing more."""
    composer.press_sequentially("/")
    options = page.get_by_role("option")
    expect(options).to_have_count(5)
    expect(options.first).to_contain_text("What an exit code means, and how to tell who said it")
    composer.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(composer).to_have_attribute("aria-activedescendant", "composer-text-option-1")
    composer.press("Tab")
    expect(composer).to_have_value("/whypod ")
    expect(page.locator("#composer-text-note")).to_have_text("Usage: /whypod [cluster:]namespace/pod")
    composer.fill("/who")
    composer.press("Enter")
    expect(composer).to_have_value("/whokilled ")
    composer.fill("/restarts")
    composer.press("Escape")
    expect(options.first).to_be_hidden()
    composer.press("Enter")
    expect(composer).to_have_value("")

    assert [post["text"] for post in slack.posted("command")] == ["/restarts"]


def test_arrow_up_brings_back_what_was_sent(page: Page, composer: Locator) -> None:
    """The history survives a reload and gives the draft back at its end."""
    for line in ("/exitcode 1", "hello", "/exitcode 1"):
        composer.fill(line)
        composer.press("Enter")
        expect(composer).to_have_value("")
    page.reload()
    page.locator("#link-bar").wait_for(state="hidden")
    composer.press("ArrowUp")
    expect(composer).to_have_value("/exitcode 1")
    composer.press("ArrowUp")
    expect(composer).to_have_value("hello")
    composer.press("ArrowDown")
    composer.press("ArrowDown")
    expect(composer).to_have_value("")


def test_the_first_visit_offers_three_commands(slack: Any, page: Page) -> None:
    """An empty #oncall says what to try, and one click runs it."""
    expect(page.locator(".try code")).to_have_text(["/exitcode -1", "/exitcode 137", "/whypod shop/checkout"])
    page.locator(".try").first.click()
    expect(page.locator("#composer.busy")).to_have_count(0)

    assert slack.posted("command") == [{"user": "U0MEI", "channel": "C0ONCALL", "text": "/exitcode -1"}]


def test_messages_arrive_change_and_go(slack: Any, page: Page) -> None:
    """A message appears at once and is announced, an edit replaces it, a deletion removes it."""
    slack.push(type="message", channel="C0ONCALL", message=message("good *morning*"))
    shown = page.locator("#messages .message")
    expect(shown.locator("strong").last).to_have_text("morning")
    expect(page.locator("#announcer")).to_have_text("Sam: good *morning*")
    edited = message("good evening", edited={"user": "U0SAM", "ts": "1795257700.000000"})
    slack.push(type="message_changed", channel="C0ONCALL", message=edited)
    expect(shown.locator(".text")).to_have_text("good evening (edited)")
    slack.push(type="message_deleted", channel="C0ONCALL", ts="1795257600.000100")
    expect(shown).to_have_count(0)


def test_an_author_is_named_once_a_minute(slack: Any, page: Page) -> None:
    """Name and picture stand at the first message of a minute; the app carries its badge."""
    for ts, user in (("60.1", "U0SAM"), ("70.1", "U0SAM"), ("130.1", "U0SAM"), ("131.1", "U0WHYPOD")):
        slack.push(type="message", channel="C0ONCALL", message=message("x", ts, user))
    expect(page.locator(".message")).to_have_count(4)
    expect(page.locator(".message.head")).to_have_count(3)
    expect(page.locator(".by .badge-app")).to_have_text("APP")


def test_a_reader_is_not_pulled_away(slack: Any, page: Page) -> None:
    """New messages scroll the list only for a reader who stands at its end; others get a button."""
    for number in range(40):
        slack.push(type="message", channel="C0ONCALL", message=message("line\n" * 3, f"{number * 100}.1"))
    last = page.locator(".message").last
    expect(page.locator(".message")).to_have_count(40)
    expect(last).to_be_in_viewport()
    page.locator("#messages").evaluate("list => { list.scrollTop = 0; }")
    slack.push(type="message", channel="C0ONCALL", message=message("newest", "9000.1"))
    expect(page.locator("#jump")).to_be_visible()
    expect(last).not_to_be_in_viewport()
    page.locator("#jump").click()
    expect(last).to_be_in_viewport()
    expect(page.locator("#jump")).to_be_hidden()


def test_other_channels_show_what_is_unread(slack: Any, page: Page) -> None:
    """A channel out of sight turns bold, counts mentions, and marks where the new begins; reading clears it."""
    entry = page.locator("#rail .entry", has_text="general")
    slack.push(type="message", channel="C0GENERAL", message=message("hello <@U0MEI>"))
    expect(entry.locator(".badge")).to_have_text("1")
    expect(page).to_have_title("(1) #oncall · Local")
    entry.click()
    expect(page.locator(".fresh")).to_have_text("New")
    expect(page.locator("#rail .unread")).to_have_count(0)
    expect(page).to_have_title("#general · Local")


def test_a_note_for_one_person_can_be_dismissed(slack: Any, page: Page) -> None:
    """An ephemeral message says who sees it and goes away for good in this page."""
    slack.push(type="ephemeral", channel="C0ONCALL", message=message("psst", user="U0WHYPOD", is_ephemeral=True))
    expect(page.locator(".secret-note")).to_have_text("Only visible to you")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".message")).to_have_count(0)


def test_threads_open_answer_and_close(slack: Any, page: Page, samples: Callable[[str], Json]) -> None:
    """Replies stand in the pane and not in the channel; an answer names its thread; Esc gives the focus back."""
    slack.push(type="message", channel="C0ONCALL", message=samples("alert"))
    reply = message("rolling back", "1795257580.000500", thread_ts="1795257540.000400")
    slack.push(type="message", channel="C0ONCALL", message=reply)
    bar = page.locator(".thread-bar")
    expect(bar).to_contain_text("2 replies")
    bar.click()
    expect(page.locator("#thread .message")).to_have_count(2)
    expect(page.locator("#messages .message")).to_have_count(1)
    field = page.locator("#thread-text")
    expect(field).to_be_focused()
    field.fill("/exitcode 1")
    field.press("Enter")
    expect(page.locator("#thread .trouble")).to_contain_text("Slash commands do not work in threads")
    field.fill("done")
    field.press("Enter")
    expect(field).to_have_value("")
    field.press("Escape")
    expect(page.locator("#thread")).to_be_hidden()
    expect(bar).to_be_focused()

    sent = {"user": "U0MEI", "channel": "C0ONCALL", "text": "done", "thread_ts": "1795257540.000400"}
    assert slack.posted("say") == [sent]
    assert slack.posted("command", 0) == []


def test_a_message_shortcut_is_under_the_pointer(slack: Any, page: Page) -> None:
    """Hovering a message offers the app's shortcut for exactly that message."""
    slack.push(type="message", channel="C0ONCALL", message=message("exit status 137"))
    page.locator(".message").hover()
    page.get_by_role("button", name="Explain this").click()
    expect(page.locator(".busy")).to_have_count(0)

    wanted = {"user": "U0MEI", "callback_id": "explain", "channel": "C0ONCALL", "ts": "1795257600.000100"}
    assert slack.posted("shortcut") == [wanted]


def test_a_lost_connection_is_shown_and_made_good(slack: Any, page: Page, composer: Locator) -> None:
    """While the server is away a bar says so and nothing typed is lost; afterwards what was missed is there."""
    slack.push(type="message", channel="C0ONCALL", message=message("before"))
    expect(page.locator(".message")).to_have_count(1)
    slack.stop()
    expect(page.locator("#link-bar")).to_have_text("Connection lost. Reconnecting…")
    composer.fill("hello?")
    composer.press("Enter")
    expect(page.locator("#composer .trouble")).to_contain_text("the local Slack did not answer")
    expect(composer).to_have_value("hello?")
    slack.state["messages"]["C0ONCALL"] = [message("before"), message("meanwhile", "1795257601.000100")]
    slack.start()
    expect(page.locator("#link-bar")).to_be_hidden()
    expect(page.locator(".message .text")).to_have_text(["before", "meanwhile"])
    slack.push(type="message", channel="C0ONCALL", message=message("after", "1795257602.000100"))
    expect(page.locator(".message")).to_have_count(3)


def test_the_state_of_the_app_is_live(slack: Any, page: Page) -> None:
    """Whether the app is connected is said in the rail, and in the composer when nobody would answer."""
    expect(page.locator(".bot-state")).to_have_text("Connected over Socket Mode")
    app = {"name": "whypod", "bot_user_id": "U0WHYPOD", "connected": False, "mode": "socket"}
    slack.push(type="app", app=app)
    expect(page.locator(".bot-state")).to_have_text("Not connected")
    expect(page.locator("#composer-text-note")).to_contain_text("No app is connected")
    slack.push(type="app", app={**app, "connected": True, "mode": "http"})
    expect(page.locator(".bot-state")).to_have_text("Connected over HTTP")


def test_another_person_speaks_for_themselves(slack: Any, page: Page, composer: Locator) -> None:
    """After switching, everything is read and sent as the other person."""
    page.get_by_role("button", name="Sam").click()
    expect(page.get_by_role("button", name="Sam")).to_have_attribute("aria-pressed", "true")
    composer.fill("it's me")
    composer.press("Enter")
    expect(composer).to_have_value("")

    assert slack.posted("say") == [{"user": "U0SAM", "channel": "C0ONCALL", "text": "it's me"}]


def test_a_permalink_leads_to_its_message(slack: Any, open_page: Callable[..., Page]) -> None:
    """An address with a channel and a time opens the channel at that message."""
    slack.state["messages"]["C0GENERAL"] = [message(f"line {n}\n.\n.", f"{n * 100}.000001") for n in range(1, 60)]
    page = open_page(f"{slack.address}#C0GENERAL/p300000001")
    expect(page.locator(".message.pointed .text")).to_contain_text("line 3")
    expect(page.locator(".message.pointed")).to_be_in_viewport()


def test_the_traffic_drawer_shows_what_travelled(slack: Any, page: Page) -> None:
    """Old and live exchanges stand in one table, and one of them can be opened."""
    entry = {"n": 1, "at": 1795257600.0, "direction": "to_app", "method": "slash_commands", "ms": 12.4, "outcome": "ok"}
    slack.answers["traffic"] = {"ok": True, "entries": [{**entry, "request": {"command": "/exitcode"}}]}
    page.get_by_role("button", name="Traffic").click()
    rows = page.locator("#traffic tbody tr")
    expect(rows).to_have_text(["10:40:00.000Slack → appslash_commands12.4ok"])
    later = {**entry, "n": 2, "direction": "from_app", "method": "chat.postMessage", "outcome": "ratelimited"}
    slack.push(type="traffic", entry=later)
    expect(rows.last).to_have_text("10:40:00.000app → Slackchat.postMessage12.4ratelimited")
    page.get_by_role("button", name="slash_commands").click()
    expect(page.locator("#traffic pre")).to_contain_text('"command": "/exitcode"')
