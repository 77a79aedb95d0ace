"""Modals and App Home in the console: opened, filled in, refused, stacked, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from deploy.sandbox.json import Json

Samples = Callable[[str], Json]


def test_an_empty_required_field_is_not_submitted(slack: Any, page: Page, samples: Samples) -> None:
    """What Slack itself would refuse never reaches the app, and the focus goes to the first wrong field."""
    slack.push(type="view", view=samples("mute-modal"))
    reason = page.get_by_label("Reason")
    page.locator("#modal").get_by_role("button", name="Mute").click()
    expect(page.locator(".problem:visible")).to_have_text("Please complete this required field.")
    expect(reason).to_be_focused()
    reason.fill("bug")
    page.locator("#modal").get_by_role("button", name="Mute").click()
    expect(page.locator(".problem:visible")).to_have_text("Please enter at least 4 characters.")

    assert slack.posts == []


def test_the_app_s_own_errors_stand_at_their_fields(slack: Any, page: Page, samples: Samples) -> None:
    """A refused submission keeps the entries; an accepted one closes the window."""
    slack.answers["submit"] = {"ok": False, "response_action": "errors", "errors": {"reason": "Name the bug."}}
    slack.push(type="view", view=samples("mute-modal"))
    page.get_by_label("Reason").fill("because")
    page.get_by_label("The whole namespace").check()
    page.locator("#modal").get_by_role("button", name="Mute").click()
    expect(page.locator(".wrong .problem")).to_have_text("Name the bug.")
    expect(page.get_by_label("Reason")).to_have_value("because")
    expect(page.get_by_label("Reason")).to_have_attribute("aria-invalid", "true")
    slack.answers["submit"] = {"ok": True, "response_action": "close"}
    page.get_by_label("Reason").fill("known bug 7")
    page.locator("#modal").get_by_role("button", name="Mute").click()
    slack.push(type="view_closed", view_id="V0MUTE")
    expect(page.locator("#modal")).to_be_hidden()

    one, whole = samples("mute-modal")["blocks"][3]["element"]["options"]
    assert one["value"] == "one"
    assert slack.posted("submit", 2)[-1] == {
        "user": "U0MEI",
        "view_id": "V0MUTE",
        "values": {
            "until": {"date": {"type": "datepicker", "selected_date": "2026-11-22"}},
            "reason": {"text": {"type": "plain_text_input", "value": "known bug 7"}},
            "what": {"scope": {"type": "radio_buttons", "selected_option": whole}},
            "tell": {"who": {"type": "checkboxes", "selected_options": []}},
        },
    }


def test_a_view_pushed_on_top_gives_way_again(slack: Any, page: Page, samples: Samples) -> None:
    """The view below keeps what was entered; Esc closes the top one only, the cross closes all."""
    slack.push(type="view", view=samples("mute-modal"))
    page.get_by_label("Reason").fill("half written")
    upper = {"id": "V0TOP", "type": "modal", "title": {"type": "plain_text", "text": "More"}, "blocks": []}
    slack.push(type="view", view=upper)
    expect(page.locator("#modal-title")).to_have_text("More")
    page.keyboard.press("Escape")
    expect(page.get_by_label("Reason")).to_have_value("half written")
    slack.push(type="view", view=upper)
    expect(page.locator("#modal-title")).to_have_text("More")
    page.locator("#modal").get_by_role("button", name="Close").first.click()
    expect(page.locator("#modal")).to_be_hidden()

    assert slack.posted("close", 2) == [
        {"user": "U0MEI", "view_id": "V0TOP"},
        {"user": "U0MEI", "view_id": "V0MUTE", "clear": True},
    ]


def test_an_updated_view_keeps_the_typing_person(slack: Any, page: Page, samples: Samples) -> None:
    """views.update redraws around the field someone is typing in: focus, caret and text stay."""
    view = samples("mute-modal")
    slack.push(type="view", view=view)
    reason = page.get_by_label("Reason")
    reason.press_sequentially("known")
    slack.push(type="view", view={**view, "hash": "2", "title": {"type": "plain_text", "text": "Mute it"}})
    expect(page.locator("#modal-title")).to_have_text("Mute it")
    expect(reason).to_be_focused()
    page.keyboard.type(" bug")
    expect(reason).to_have_value("known bug")


def test_the_app_home_is_asked_for_and_drawn(slack: Any, page: Page, samples: Samples) -> None:
    """Opening the app tells the server; what the app publishes appears, and its controls act on that view."""
    page.locator("#rail .entry", has_text="whypod").click()
    expect(page.locator("#home")).to_have_text("whypod has not published a Home tab yet.")
    slack.push(type="home", view=samples("home"))
    expect(page.locator("#home .header")).to_have_text("What whypod watches")
    page.get_by_label("language").select_option("zh")
    expect(page.locator(".busy")).to_have_count(0)

    assert slack.posted("home") == [{"user": "U0MEI"}]
    assert slack.posted("action")[0]["container"] == {"type": "view", "view_id": "V0HOME"}


def test_the_app_s_messages_are_one_tab_away(slack: Any, page: Page) -> None:
    """The direct conversation with the app has its own composer, reached by the arrow keys of the tabs."""
    slack.state["messages"]["D0MEI"] = []
    page.locator("#rail .entry", has_text="whypod").click()
    page.get_by_role("tab", name="Home").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Messages")).to_have_attribute("aria-selected", "true")
    page.locator("#composer-text").fill("/restarts")
    page.keyboard.press("Escape")
    page.locator("#composer-text").press("Enter")
    expect(page.locator("#composer-text")).to_have_value("")

    assert slack.posted("command") == [{"user": "U0MEI", "channel": "D0MEI", "text": "/restarts"}]
