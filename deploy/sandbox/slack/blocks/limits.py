"""Every Block Kit limit that Slack enforces, as a table: blocks, elements, and the objects inside them.

The figures are those of docs.slack.dev/reference/block-kit (blocks, block-elements, composition-objects), checked
against two independent libraries (slack_sdk.models 3.47 and slackblocks 3.0). What concerns several blocks at once
stands in blocks.py. Pure: it must not know messages or views.
"""

from __future__ import annotations

from typing import Any

from deploy.sandbox.slack.blocks.rich_text import RICH_TEXT
from deploy.sandbox.slack.blocks.rules import (
    BlockShape,
    FieldRule,
    Problems,
    anything,
    flag,
    items,
    later,
    number,
    say,
    string,
    variants,
    whole,
    word,
)

TEXT = 3000
URL = 3000
DATE = r"\d{4}-\d{2}-\d{2}"
TIME = r"([01]\d|2[0-3]):[0-5]\d"


def _texts(most: int = TEXT) -> dict[str, FieldRule]:
    return {
        "plain_text": BlockShape(needs={"text": string(most)}, may={"emoji": flag}),
        "mrkdwn": BlockShape(needs={"text": string(most)}, may={"verbatim": flag}),
    }


def text(most: int = TEXT, *, plain: bool = False) -> FieldRule:
    """A text object; some places take plain_text only."""
    return variants(_texts(most), only=("plain_text",) if plain else ())


def _initial_is_an_option(value: dict[str, Any], where: str, problems: Problems) -> None:
    groups = [group["options"] for group in value.get("option_groups") or []]
    known = [option for options in [value.get("options") or [], *groups] for option in options]
    single = value.get("initial_option")
    initial = value.get("initial_options") or ([single] if single else [])
    if any(option not in known for option in initial):
        say(problems, "initial option must be one of the options", where)


def _least_before_most(value: dict[str, Any], where: str, problems: Problems) -> None:
    if value.get("min_length", 0) > value.get("max_length", TEXT):
        say(problems, "min_length must not be greater than max_length", where)


def _options(most: int, *, plain: bool = True, least: int = 1, url: bool = False) -> FieldRule:
    may: dict[str, FieldRule] = {"description": text(75, plain=plain)} | ({"url": string(URL)} if url else {})
    return items(
        BlockShape(needs={"text": text(75, plain=plain), "value": string(150)}, may=may), least=least, most=most
    )


ACTION_ID = string(255)
BLOCK_ID = string(255, least=0)
PLACEHOLDER = text(150, plain=True)
OPTION = BlockShape(needs={"text": text(75), "value": string(150)}, may={"description": text(75)})
CONFIRM = BlockShape(
    needs={
        "title": text(100, plain=True),
        "text": text(300),
        "confirm": text(30, plain=True),
        "deny": text(30, plain=True),
    },
    may={"style": word("primary", "danger")},
)
GROUPS = items(BlockShape(needs={"label": text(75, plain=True), "options": _options(100)}), most=100)
DISPATCH = BlockShape(needs={"trigger_actions_on": items(word("on_enter_pressed", "on_character_entered"), most=2)})
FEEDBACK = BlockShape(
    needs={"text": text(75, plain=True), "value": string(2000)},
    may={"accessibility_label": string(75)},
)
COMMON: dict[str, FieldRule] = {"action_id": ACTION_ID, "confirm": CONFIRM, "focus_on_load": flag}
TYPED: dict[str, FieldRule] = {
    "action_id": ACTION_ID,
    "focus_on_load": flag,
    "placeholder": PLACEHOLDER,
    "dispatch_action_config": DISPATCH,
}

ELEMENTS: dict[str, FieldRule] = {
    "button": BlockShape(
        needs={"text": text(75, plain=True)},
        may={
            "action_id": ACTION_ID,
            "url": string(URL),
            "value": string(2000),
            "style": word("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "static_select": BlockShape(
        may={
            **COMMON,
            "options": _options(100),
            "option_groups": GROUPS,
            "initial_option": OPTION,
            "placeholder": PLACEHOLDER,
        },
        one_of=("options", "option_groups"),
        checks=(_initial_is_an_option,),
    ),
    # docs.slack.dev asked for at least two options for years and now only says "up to five"; two is the safe reading.
    "overflow": BlockShape(
        needs={"options": _options(5, least=2, url=True)}, may={"action_id": ACTION_ID, "confirm": CONFIRM}
    ),
    "radio_buttons": BlockShape(
        needs={"options": _options(10, plain=False)},
        may={**COMMON, "initial_option": OPTION},
        checks=(_initial_is_an_option,),
    ),
    "checkboxes": BlockShape(
        needs={"options": _options(10, plain=False)},
        may={**COMMON, "initial_options": items(OPTION, most=10)},
        checks=(_initial_is_an_option,),
    ),
    "datepicker": BlockShape(may={**COMMON, "initial_date": string(10, pattern=DATE), "placeholder": PLACEHOLDER}),
    "timepicker": BlockShape(
        may={
            **COMMON,
            "initial_time": string(5, pattern=TIME),
            "placeholder": PLACEHOLDER,
            "timezone": string(255),
        }
    ),
    "plain_text_input": BlockShape(
        may={
            **TYPED,
            "initial_value": string(TEXT, least=0),
            "multiline": flag,
            "min_length": whole(0, 3000),
            "max_length": whole(1, 3000),
        },
        checks=(_least_before_most,),
    ),
    "number_input": BlockShape(
        needs={"is_decimal_allowed": flag},
        may={**TYPED, "initial_value": string(50), "min_value": string(50), "max_value": string(50)},
    ),
    "image": BlockShape(
        needs={"alt_text": string(2000)},
        may={"image_url": string(URL), "slack_file": anything},
        one_of=("image_url", "slack_file"),
    ),
    "feedback_buttons": BlockShape(
        needs={"positive_button": FEEDBACK, "negative_button": FEEDBACK}, may={"action_id": ACTION_ID}
    ),
    "icon_button": BlockShape(
        needs={"icon": word("trash"), "text": text(plain=True)},
        may={
            "action_id": ACTION_ID,
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": items(string(255), most=10),
        },
    ),
}
IN_SECTION = ("button", "static_select", "overflow", "radio_buttons", "checkboxes", "datepicker", "timepicker", "image")
IN_ACTIONS = ("button", "static_select", "overflow", "radio_buttons", "checkboxes", "datepicker", "timepicker")
IN_INPUT = (
    "plain_text_input",
    "number_input",
    "static_select",
    "radio_buttons",
    "checkboxes",
    "datepicker",
    "timepicker",
)
INSIDE = ("actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table")


def block(
    needs: dict[str, FieldRule] | None = None, may: dict[str, FieldRule] | None = None, **more: Any
) -> BlockShape:
    """The shape of a block: what its kind asks for, and a block_id."""
    return BlockShape(needs=needs or {}, may={**(may or {}), "block_id": BLOCK_ID}, **more)


CELL = variants(
    {
        # An empty cell is refused: write a dash or a no-break space.
        "raw_text": BlockShape(needs={"text": string(TEXT)}, may={"emoji": flag}),
        "raw_number": BlockShape(needs={"value": number(), "text": string(TEXT)}),
        "rich_text": RICH_TEXT,
    }
)
COLUMN = BlockShape(may={"align": word("left", "center", "right"), "is_wrapped": flag})


def _axis_agrees(chart: dict[str, Any], where: str, problems: Problems) -> None:
    categories = chart["axis_config"]["categories"]
    if len(set(categories)) != len(categories):
        say(problems, "categories must be unique", f"{where}/axis_config/categories")
    names = [series["name"] for series in chart["series"]]
    if len(set(names)) != len(names):
        say(problems, "series names must be unique", f"{where}/series")
    for place, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            say(problems, "data must have exactly one point for every category", f"{where}/series/{place}/data")


def _same_width(table: dict[str, Any], where: str, problems: Problems) -> None:
    if len({len(row) for row in table["rows"]}) > 1:
        say(problems, "all rows must have the same number of columns", f"{where}/rows")


POINT = BlockShape(needs={"label": string(20), "value": number()})
SERIES = BlockShape(needs={"name": string(20), "data": items(POINT, most=20)})
AXES = BlockShape(
    needs={"categories": items(string(20), most=20)},
    may={"x_label": string(50, least=0), "y_label": string(50, least=0)},
)
PLOT = BlockShape(needs={"series": items(SERIES, most=12), "axis_config": AXES}, checks=(_axis_agrees,))
SEGMENT = BlockShape(needs={"label": string(20), "value": number(above=0)})
CHART = variants(
    {"pie": BlockShape(needs={"segments": items(SEGMENT, most=12)}), "bar": PLOT, "area": PLOT, "line": PLOT}
)

BLOCKS: dict[str, FieldRule] = {
    "header": block({"text": text(150, plain=True)}, {"level": whole(1, 4)}),
    "section": block(
        may={
            "text": text(3000),
            "fields": items(text(2000), most=10),
            "accessory": variants(ELEMENTS, only=IN_SECTION),
            "expand": flag,
        },
        one_of=("text", "fields"),
    ),
    "divider": block(),
    "context": block({"elements": items(variants({**_texts(), "image": ELEMENTS["image"]}), most=10)}),
    "actions": block({"elements": items(variants(ELEMENTS, only=IN_ACTIONS), most=25)}),
    "context_actions": block({"elements": items(variants(ELEMENTS, only=("feedback_buttons", "icon_button")), most=5)}),
    "rich_text": RICH_TEXT,
    "table": block(
        {"rows": items(items(CELL, most=20), most=100)}, {"column_settings": items(COLUMN, least=0, most=20)}
    ),
    "markdown": block({"text": string(12000)}),
    "image": block(
        {"alt_text": string(2000)},
        {"image_url": string(URL), "slack_file": anything, "title": text(2000, plain=True)},
        one_of=("image_url", "slack_file"),
    ),
    "input": block(
        {"label": text(2000, plain=True), "element": variants(ELEMENTS, only=IN_INPUT)},
        {"hint": text(2000, plain=True), "optional": flag, "dispatch_action": flag},
    ),
    "data_visualization": block({"title": string(50), "chart": CHART}),
    # Sources disagree on 101 or 201 rows; the smaller number is safe with both.
    "data_table": block(
        {"rows": items(items(CELL, most=20), least=2, most=101), "caption": string(TEXT)},
        {"page_size": whole(1, 100), "row_header_column_index": whole(0, 19)},
        checks=(_same_width,),
    ),
    "alert": block({"text": text(200)}, {"level": word("default", "info", "warning", "error", "success")}),
    "container": block(
        {"child_blocks": items(later(lambda: variants(BLOCKS, only=INSIDE)), most=10)},
        {
            "title": text(150, plain=True),
            "rich_text_title": RICH_TEXT,
            "subtitle": text(150),
            "width": word("narrow", "standard", "wide", "full"),
            "icon": ELEMENTS["image"],
            "is_collapsible": flag,
            "default_collapsed": flag,
            "has_header_divider": flag,
        },
        one_of=("title", "rich_text_title"),
    ),
}
