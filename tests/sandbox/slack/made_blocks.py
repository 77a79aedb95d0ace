"""Blocks for the tests of Block Kit's limits: small ones to build on, and the largest that Slack takes."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Block:
    return {"type": "section", "text": mrkdwn("x"), **more}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain("Go"), "action_id": "go", **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def option(number: int = 0, text: str = "one") -> Block:
    return {"text": plain(text), "value": f"v{number}"}


def select(count: int, **more: Any) -> Block:
    return {"type": "static_select", "action_id": "pick", "options": [option(n) for n in range(count)], **more}


def overflow(count: int) -> Block:
    return {"type": "overflow", "action_id": "more", "options": [option(n) for n in range(count)]}


def table(rows: int, columns: int) -> Block:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * columns] * rows}


def chart(**more: Any) -> Block:
    points = [{"label": "Mon", "value": 1}]
    plot = {"type": "bar", "series": [{"name": "restarts", "data": points}], "axis_config": {"categories": ["Mon"]}}
    return {"type": "data_visualization", "title": "Restarts", "chart": {**plot, **more}}


def plot(series: int, categories: int, label: str = "c") -> Block:
    names = [f"{label}{n}" for n in range(categories)]
    data = [{"label": name, "value": 2} for name in names]
    return chart(series=[{"name": f"s{n}", "data": data} for n in range(series)], axis_config={"categories": names})


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def run(text: str) -> Block:
    return {"type": "text", "text": text}


def asked(**element: Any) -> Block:
    return {
        "type": "input",
        "label": plain("Why"),
        "element": {"type": "plain_text_input", "action_id": "why", **element},
    }


FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "helped",
    "positive_button": {"text": plain("Yes"), "value": "yes"},
    "negative_button": {"text": plain("No"), "value": "no"},
}
STYLED = [
    run("a"),
    {"type": "text", "text": "b", "style": {"bold": True, "code": True}},
    {"type": "link", "url": "https://example.com", "text": "c"},
    {"type": "emoji", "name": "fire"},
    {"type": "user", "user_id": "U0MEI"},
    {"type": "channel", "channel_id": "C0ONCALL"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "broadcast", "range": "here"},
    {"type": "color", "value": "#ff0000"},
    {"type": "date", "timestamp": 1763715600, "format": "{date_num}", "fallback": "then"},
]
TAKEN: list[tuple[str, Block]] = [
    ("header", {"type": "header", "text": plain("x" * 150)}),
    ("section", section(text=mrkdwn("x" * 3000), fields=[mrkdwn("x" * 2000)] * 1)),
    ("section with a button that asks", section(accessory=button(
        value="x" * 2000, style="danger", url="https://example.com", accessibility_label="Go there",
        confirm={"title": plain("Sure?"), "text": mrkdwn("Really"), "confirm": plain("Yes"), "deny": plain("No")}))),
    ("divider", {"type": "divider", "block_id": "d"}),
    ("context", {"type": "context", "elements": [mrkdwn("x")] * 9 + [
        {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}]}),
    ("25 actions", actions(*[button(action_id=f"a{n}") for n in range(25)])),
    ("select", actions(select(100, placeholder=plain("x" * 150), initial_option=option(3)))),
    ("overflow", actions(overflow(5))),
    ("radio buttons", actions({**select(10), "type": "radio_buttons"})),
    ("checkboxes", actions({**select(10), "type": "checkboxes", "initial_options": [option(1)]})),
    ("date", actions({"type": "datepicker", "action_id": "day", "initial_date": "2026-11-21"})),
    ("feedback", {"type": "context_actions", "elements": [FEEDBACK]}),
    ("table", {**table(100, 20), "column_settings": [{"align": "right"}, {"is_wrapped": True}]}),
    ("table of all cells", {"type": "table", "rows": [[
        {"type": "raw_text", "text": "x"}, {"type": "raw_number", "value": 3, "text": "3"},
        rich({"type": "rich_text_section", "elements": STYLED})]]}),
    ("markdown", {"type": "markdown", "text": "x" * 12000}),
    ("image", {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a", "title": plain("t")}),
    ("input", asked(multiline=True, min_length=0, max_length=3000, placeholder=plain("x"))),
    ("chart", plot(12, 20)),
    ("pie", chart(type="pie", segments=[{"label": "x", "value": 1}]) | {
        "chart": {"type": "pie", "segments": [{"label": "x", "value": 1}]}}),
    ("rich text", rich(
        {"type": "rich_text_section", "elements": STYLED},
        {"type": "rich_text_preformatted", "elements": [run("log")], "border": 0},
        {"type": "rich_text_quote", "elements": [run("said")]},
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "elements": [
            {"type": "rich_text_section", "elements": [run("x")]}]})),
    ("container", {"type": "container", "title": plain("More"), "is_collapsible": True, "child_blocks": [section()]}),
    ("data table", {"type": "data_table", "caption": "Restarts", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}),
]  # fmt: skip
