"""How the console draws Block Kit: every block and control the app may send, and those it may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from deploy.sandbox.json import Json


def post(slack: Any, *blocks: Json, ts: str = "1795257600.000100", **more: Any) -> None:
    """Let a message of the app arrive in #oncall."""
    message = {"type": "message", "ts": ts, "user": "U0WHYPOD", "bot_id": "B0", "text": "text", "blocks": list(blocks)}
    slack.push(type="message", channel="C0ONCALL", message={**message, **more})


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def rich(*elements: Json, kind: str = "rich_text_section", **more: Any) -> Json:
    """A rich_text block with one part."""
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements), **more}]}


def test_an_unknown_or_broken_block_is_a_grey_note(slack: Any, page: Page) -> None:
    """What cannot be drawn stays visible as a note with its JSON, and the blocks around it are drawn."""
    post(
        slack,
        {"type": "hologram", "block_id": "a", "beam": 1},
        {"type": "constructor", "block_id": "b"},
        {"type": "actions", "block_id": "c", "elements": 7},
        {"type": "actions", "block_id": "d", "elements": [{"type": "lever", "action_id": "x"}]},
        {"type": "header", "block_id": "e", "text": plain("still here")},
    )
    expect(page.locator(".header")).to_have_text("still here")

    assert page.locator(".unknown summary").all_inner_texts() == [
        "A block of type “hologram” is not drawn here",
        "A block of type “constructor” is not drawn here",
        "This “actions” block could not be drawn",
        "A block of type “lever” is not drawn here",
    ]
    assert '"beam": 1' in page.locator(".unknown pre").first.text_content()  # type: ignore[operator]


def test_foreign_text_never_becomes_markup(slack: Any, page: Page) -> None:
    """The same hostile text in every place that takes text leaves no element, no mention and no link behind."""
    evil = "<img src=x onerror=alert(1)><script>alert(1)</script><!channel>"
    cell = {"type": "raw_text", "text": evil}
    post(
        slack,
        {"type": "header", "text": plain(evil)},
        {"type": "section", "text": plain(evil), "fields": [plain(evil)]},
        {"type": "context", "elements": [plain(evil)]},
        {"type": "table", "rows": [[cell], [cell]]},
        {"type": "markdown", "text": evil},
        rich({"type": "text", "text": evil}),
        rich({"type": "text", "text": evil}, kind="rich_text_preformatted"),
        rich({"type": "link", "url": "javascript:alert(1)", "text": "go"}),
        {"type": "image", "image_url": "https://elsewhere.example/a.png", "alt_text": evil},
        {"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": plain(evil), "url": "data:,x"}]},
    )
    expect(page.locator(".block")).to_have_count(10)
    blocks = page.locator("#messages .blocks")

    assert blocks.locator("img, script, a, .mention").count() == 0
    assert blocks.inner_text().count("<script>alert(1)</script>") == 11


def test_rich_text_keeps_lists_styles_and_quotes(slack: Any, page: Page) -> None:
    """Lists count and indent as told, styles nest, and names come from the workspace."""
    post(
        slack,
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "offset": 2,
                    "indent": 1,
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [
                                {"type": "text", "text": "x", "style": {"bold": True, "code": True}},
                                {"type": "emoji", "name": "fire"},
                                {"type": "user", "user_id": "U0SAM"},
                                {"type": "channel", "channel_id": "C0GENERAL"},
                                {"type": "broadcast", "range": "here"},
                            ],
                        }
                    ],
                },
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
            ],
        },
    )
    expect(page.locator(".rich-text blockquote")).to_have_text("said")
    item = page.locator(".rich-text ol.indent-1[start='3'] li")

    assert item.inner_text() == "x🔥@Sam#general@here"
    assert item.locator("strong > code").inner_text() == "x"


def test_tables_align_wrap_and_count(slack: Any, page: Page, samples: Callable[[str], Json]) -> None:
    """The first row heads the columns; numbers stand right; wrapping is what the settings say."""
    slack.push(type="message", channel="C0ONCALL", message=samples("exitcode"))
    table = page.locator(".block-table table")
    expect(table.locator("tbody tr")).to_have_count(4)

    assert table.locator("th").all_inner_texts() == ["If you see", "it was", "seen here"]
    assert table.locator("tbody tr").first.locator("td").evaluate_all("all => all.map(one => one.className)") == [
        "align-left wrapped",
        "align-left wrapped",
        "align-right",
    ]


def test_a_data_table_turns_pages_and_sorts(slack: Any, page: Page) -> None:
    """Numbers sort as numbers, and a page holds as many rows as it was told."""
    names = [{"type": "raw_text", "text": "pod"}, {"type": "raw_text", "text": "restarts"}]
    rows = [
        [{"type": "raw_text", "text": f"p{n}"}, {"type": "raw_number", "value": v, "text": str(v)}]
        for n, v in enumerate((9, 100, 20))
    ]
    post(slack, {"type": "data_table", "caption": "Restarts", "page_size": 2, "rows": [names, *rows]})
    column = page.locator(".data-table tbody td:last-child")
    expect(column).to_have_text(["9", "100"])
    page.get_by_role("button", name="restarts").click()
    expect(column).to_have_text(["9", "20"])
    page.get_by_role("button", name="Next").click()
    expect(column).to_have_text(["100"])


def test_a_chart_is_drawn_and_has_a_table(slack: Any, page: Page, samples: Callable[[str], Json]) -> None:
    """Every value above zero has its bar, the axis starts at zero in whole steps, and the table says the same."""
    slack.push(type="message", channel="C0ONCALL", message=samples("alert"))
    chart = page.locator("figure.chart")
    expect(chart.locator("svg.picture rect[height]:not([height='0'])")).to_have_count(7)

    assert chart.locator("svg.picture text[text-anchor=end]").all_text_contents() == ["0", "1", "2", "3", "4"]
    assert "bar chart" in (chart.locator("svg.picture").get_attribute("aria-label") or "")

    chart.get_by_role("button", name="Table").click()
    expect(chart.locator("tbody tr")).to_have_count(10)
    expect(chart.locator("tbody tr").last).to_have_text("10:3740")


def test_line_area_and_pie_charts_are_drawn(slack: Any, page: Page) -> None:
    """Negative and missing values do not break the axis."""
    axis = {"categories": ["a", "b", "c"]}
    series = [{"name": "s", "data": [{"label": "a", "value": -2.5}, {"label": "c", "value": 7}]}]
    for at, chart in enumerate(
        (
            {"type": "line", "series": series, "axis_config": axis},
            {"type": "area", "series": series, "axis_config": axis},
            {"type": "pie", "segments": [{"label": "x", "value": 3}, {"label": "y", "value": 1}]},
        )
    ):
        post(slack, {"type": "data_visualization", "title": "t", "chart": chart}, ts=f"1795257600.00010{at}")
    expect(page.locator("figure.chart")).to_have_count(3)

    assert page.locator("svg.picture circle").count() == 4
    assert page.locator("svg.picture path.area").count() == 1
    assert page.locator("svg.picture path.slice").count() == 2
    assert "NaN" not in page.locator("#messages .inner").inner_html()


TICKS = {
    (0, 0): [0, 1],
    (0, 4): [0, 1, 2, 3, 4],
    (0, 7): [0, 2, 4, 6, 8],
    (0, 1): [0, 1],
    (0, 0.4): [0, 0.1, 0.2, 0.3, 0.4],
    (-3, 5): [-4, -2, 0, 2, 4, 6],
    (0, 123456): [0, 50000, 100000, 150000],
}


def test_ticks_are_round_and_reach_around_the_values(page: Page) -> None:
    """An axis covers its values with few round steps, and counts are never split."""
    ask = "async ([low, high]) => (await import('/console/console.js')).ticks(low, high)"

    assert {pair: page.evaluate(ask, list(pair)) for pair in TICKS} == TICKS


def test_long_text_folds_and_its_buttons_do_not(slack: Any, page: Page) -> None:
    """A long text shows its beginning; what was opened stays open when the message is edited."""
    text = {"type": "section", "block_id": "long", "text": {"type": "mrkdwn", "text": "\n".join(map(str, range(60)))}}
    button = {"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": plain("Press")}]}
    post(slack, text, button)
    expect(page.get_by_role("button", name="Press")).to_be_in_viewport()
    page.get_by_role("button", name="Show more").click()
    message = {"type": "message", "ts": "1795257600.000100", "user": "U0WHYPOD", "bot_id": "B0", "text": "t"}
    slack.push(type="message_changed", channel="C0ONCALL", message={**message, "blocks": [text], "edited": {"ts": "1"}})
    expect(page.get_by_role("button", name="Press")).to_have_count(0)
    expect(page.get_by_role("button", name="Show less")).to_be_visible()


def test_buttons_selects_and_menus_tell_the_app(slack: Any, page: Page) -> None:
    """A press carries its block, action, value and the state of the message; a refused confirmation carries nothing."""
    options = [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}]
    sure = {"title": plain("Sure?"), "text": plain("Really."), "confirm": plain("Do it"), "deny": plain("Leave it")}
    post(
        slack,
        {
            "type": "actions",
            "block_id": "b",
            "elements": [
                {"type": "button", "action_id": "go", "text": plain("Go"), "value": "v", "confirm": sure},
                {"type": "static_select", "action_id": "pick", "options": options, "placeholder": plain("Pick")},
                {"type": "overflow", "action_id": "more", "options": options},
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-11-21"},
                {"type": "checkboxes", "action_id": "boxes", "options": options},
            ],
        },
    )
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Leave it").click()
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name="Do it").click()
    slack.posted("action", 1)  # each press is a request of its own, and two at once may arrive in either order
    page.get_by_label("Pick").select_option("2")
    slack.posted("action", 2)
    page.locator(".button.overflow").click()
    page.get_by_role("menuitem", name="Two").click()
    slack.posted("action", 3)
    page.get_by_label("Two").check()
    expect(page.locator(".busy")).to_have_count(0)
    pressed = [post["action"] for post in slack.posted("action", 4)]

    assert pressed == [
        {"block_id": "b", "action_id": "go", "type": "button", "value": "v"},
        {"block_id": "b", "action_id": "pick", "type": "static_select", "selected_option": options[1]},
        {"block_id": "b", "action_id": "more", "type": "overflow", "selected_option": options[1]},
        {"block_id": "b", "action_id": "boxes", "type": "checkboxes", "selected_options": [options[1]]},
    ]
    assert slack.posted("action")[-1] == {
        "user": "U0MEI",
        "container": {"type": "message", "channel": "C0ONCALL", "ts": "1795257600.000100"},
        "action": pressed[-1],
        "state": {
            "values": {
                "b": {
                    "pick": {"type": "static_select", "selected_option": options[1]},
                    "day": {"type": "datepicker", "selected_date": "2026-11-21"},
                    "boxes": {"type": "checkboxes", "selected_options": [options[1]]},
                }
            }
        },
    }


def test_a_press_that_timed_out_says_so_beside_the_button(slack: Any, page: Page) -> None:
    """The person sees that the app did not answer, where they pressed."""
    slack.answers["action"] = {"ok": False, "error": "operation_timeout"}
    post(slack, {"type": "actions", "elements": [{"type": "button", "action_id": "a", "text": plain("Share")}]})
    page.get_by_role("button", name="Share").click()
    expect(page.locator(".block .trouble")).to_have_text(
        "Share failed: the app did not answer within 3 seconds (operation_timeout)"
    )


def test_pressing_works_from_the_keyboard_and_keeps_the_focus(slack: Any, page: Page) -> None:
    """Enter presses, and an edit of the message leaves the focus on the same button."""
    button = {"type": "button", "action_id": "again", "text": plain("Look again")}
    post(slack, {"type": "actions", "block_id": "b", "elements": [button]})
    page.get_by_role("button", name="Look again").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".busy")).to_have_count(0)
    message = {"type": "message", "ts": "1795257600.000100", "user": "U0WHYPOD", "bot_id": "B0", "text": "t"}
    blocks = [{"type": "header", "text": plain("Edited")}, {"type": "actions", "block_id": "b", "elements": [button]}]
    slack.push(type="message_changed", channel="C0ONCALL", message={**message, "blocks": blocks})
    expect(page.locator(".header")).to_have_text("Edited")
    expect(page.get_by_role("button", name="Look again")).to_be_focused()

    assert len(slack.posted("action")) == 1
