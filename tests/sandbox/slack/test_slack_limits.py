"""Block Kit limits: what Slack refuses is refused, and the place is named."""

from __future__ import annotations

import pytest

from deploy.sandbox.slack.blocks.blocks import block_problems
from tests.sandbox.slack.made_blocks import (
    Block,
    actions,
    asked,
    button,
    chart,
    mrkdwn,
    option,
    overflow,
    plain,
    plot,
    rich,
    run,
    section,
    select,
    table,
)

REFUSED: list[tuple[str, Block, str]] = [
    ("no type", {"text": mrkdwn("x")}, "missing required field: type [json-pointer:/blocks/0]"),
    ("unknown type", {"type": "nonsense"}, "unsupported type: nonsense [json-pointer:/blocks/0/type]"),
    ("unknown field", section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    ("section without text", {"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
    (
        "section text",
        section(text=mrkdwn("x" * 3001)),
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    ("empty text", section(text=mrkdwn("")), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (
        "eleven fields",
        section(fields=[mrkdwn("x")] * 11),
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        "long field",
        section(fields=[mrkdwn("x" * 2001)]),
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (
        "input as accessory",
        section(accessory={"type": "plain_text_input"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/accessory/type]",
    ),
    (
        "header",
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        "header in mrkdwn",
        {"type": "header", "text": mrkdwn("x")},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    (
        "context",
        {"type": "context", "elements": [mrkdwn("x")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    ("no actions", actions(), "no fewer than 1 items allowed [json-pointer:/blocks/0/elements]"),
    (
        "26 actions",
        actions(*[button(action_id=f"a{n}") for n in range(26)]),
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        "one action_id twice",
        actions(button(), button()),
        "action_id already exists: go [json-pointer:/blocks/0/elements]",
    ),
    (
        "button text",
        actions(button(text=plain("x" * 76))),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        "button value",
        actions(button(value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        "button style",
        actions(button(style="blue")),
        "must be one of primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    (
        "confirm without words",
        actions(button(confirm={"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes")})),
        "missing required field: deny [json-pointer:/blocks/0/elements/0/confirm]",
    ),
    (
        "action_id",
        actions(button(action_id="x" * 256)),
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        "block_id",
        section(block_id="x" * 256),
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    (
        "101 options",
        actions(select(101)),
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        "placeholder",
        actions(select(1, placeholder=plain("x" * 151))),
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]",
    ),
    (
        "foreign initial option",
        actions(select(1, initial_option=option(7))),
        "initial option must be one of the options [json-pointer:/blocks/0/elements/0]",
    ),
    (
        "overflow of one",
        actions(overflow(1)),
        "no fewer than 2 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        "overflow of six",
        actions(overflow(6)),
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        "eleven radio buttons",
        actions({**select(11), "type": "radio_buttons"}),
        "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        "a date that is none",
        actions({"type": "datepicker", "action_id": "day", "initial_date": "tomorrow!!"}),
        "must match the format [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    (
        "markdown",
        {"type": "markdown", "text": "x" * 12001},
        "must be less than 12001 characters [json-pointer:/blocks/0/text]",
    ),
    ("101 rows", table(101, 1), "no more than 100 items allowed [json-pointer:/blocks/0/rows]"),
    ("21 columns", table(1, 21), "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
    (
        "image without words",
        {"type": "image", "image_url": "https://example.com/a.png"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    (
        "chart title",
        {**chart(), "title": "x" * 51},
        "must be less than 51 characters [json-pointer:/blocks/0/title]",
    ),
    ("13 series", plot(13, 1), "no more than 12 items allowed [json-pointer:/blocks/0/chart/series]"),
    (
        "21 categories",
        plot(1, 21),
        "no more than 20 items allowed [json-pointer:/blocks/0/chart/series/0/data]",
    ),
    (
        "chart label",
        plot(1, 1, label="x" * 20),
        "must be less than 21 characters [json-pointer:/blocks/0/chart/series/0/data/0/label]",
    ),
    (
        "point without category",
        chart(axis_config={"categories": ["Tue"]}),
        "data must have exactly one point for every category [json-pointer:/blocks/0/chart/series/0/data]",
    ),
    (
        "alert in a message",
        {"type": "alert", "text": plain("x")},
        "unsupported type: alert [json-pointer:/blocks/0/type]",
    ),
    (
        "empty run",
        rich({"type": "rich_text_section", "elements": [run("")]}),
        "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
    ),
    (
        "emoji in preformatted text",
        rich({"type": "rich_text_preformatted", "elements": [{"type": "emoji", "name": "fire"}]}),
        "unsupported type: emoji [json-pointer:/blocks/0/elements/0/elements/0/type]",
    ),
    (
        "list without style",
        rich({"type": "rich_text_list", "elements": [{"type": "rich_text_section", "elements": [run("x")]}]}),
        "missing required field: style [json-pointer:/blocks/0/elements/0]",
    ),
    (
        "deep indent",
        rich({"type": "rich_text_list", "style": "bullet", "indent": 9, "elements": [
            {"type": "rich_text_section", "elements": [run("x")]}]}),
        "must be between 0 and 8 [json-pointer:/blocks/0/elements/0/indent]",
    ),
    (
        "six context actions",
        {"type": "context_actions", "elements": [
            {"type": "icon_button", "icon": "trash", "text": plain("x"), "action_id": f"a{n}"} for n in range(6)]},
        "no more than 5 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        "label of an input",
        {**asked(), "label": plain("x" * 2001)},
        "must be less than 2001 characters [json-pointer:/blocks/0/label/text]",
    ),
    (
        "lengths the wrong way round",
        asked(min_length=5, max_length=4),
        "min_length must not be greater than max_length [json-pointer:/blocks/0/element]",
    ),
    ("a list for an object", section(text=[]), "must be an object [json-pointer:/blocks/0/text]"),
    ("yes for true", section(expand="yes"), "must be a boolean [json-pointer:/blocks/0/expand]"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "problem"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_block_is_refused_and_the_place_is_named(block: Block, problem: str) -> None:
    """The first problem names the broken limit and points to where it is."""
    assert block_problems([block], "message")[0] == problem
