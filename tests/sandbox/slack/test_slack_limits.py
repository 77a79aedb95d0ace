"""Block Kit limits: what Slack refuses is refused, what it takes is taken, and a second library agrees."""

from __future__ import annotations

from typing import Any

import pytest
import slackblocks
from hypothesis import given
from hypothesis import strategies as st

from deploy.sandbox.slack.blocks import block_problems, completed, message_problems, view_problems

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


@pytest.mark.parametrize("block", [case[1] for case in TAKEN], ids=[case[0] for case in TAKEN])
def test_block_at_its_limit_is_taken(block: Block) -> None:
    """The largest block that keeps every limit has no problem."""
    assert block_problems([block], "message") == []


def test_a_message_has_fifty_blocks() -> None:
    """Fifty blocks are a message, fifty-one are not."""
    assert block_problems([{"type": "divider"}] * 50, "message") == []
    assert block_problems([{"type": "divider"}] * 51, "message") == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]


@pytest.mark.parametrize(
    ("blocks", "problem"),
    [
        ([section(block_id="a"), section(block_id="a")], "block_id already exists: a"),
        ([table(1, 1), table(1, 1)], "no more than 1 table allowed"),
        ([chart(), chart(), chart()], "no more than 2 data_visualization blocks allowed"),
        ([{"type": "markdown", "text": "x" * 7000}] * 2, "markdown blocks must be less than 12001 characters in all"),
    ],
)
def test_blocks_must_agree_with_each_other(blocks: list[Block], problem: str) -> None:
    """Limits over the whole message are found even when each block is right."""
    assert block_problems(blocks, "message") == [f"{problem} [json-pointer:/blocks]"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "  "}, "no_text"),
        ({"blocks": [section()]}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": [section(text=mrkdwn("x" * 3000))] * 5}, "msg_blocks_too_long"),
        ({"text": "x", "blocks": "[]"}, "invalid_blocks"),
        ({"text": "x" * 40_000, "blocks": [section()]}, ""),
        ({"text": "x", "blocks": []}, ""),
    ],
)
def test_a_message_as_a_whole(body: Block, error: str) -> None:
    """A message needs a text fallback and is bounded in all."""
    assert message_problems(body)[0] == error


def modal(**more: Any) -> Block:
    return {"type": "modal", "title": plain("Mute"), "blocks": [section()], **more}


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        ("text", "must be an object [json-pointer:/view]"),
        ({"type": "home", "blocks": []}, "unsupported type: home [json-pointer:/view/type]"),
        ({"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
        (modal(title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
        (modal(close=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
        (modal(private_metadata="x" * 3001), "must be less than 3001 characters [json-pointer:/view/private_metadata]"),
        (modal(blocks=[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal(blocks=[asked()]), "missing required field: submit [json-pointer:/view]"),
        (modal(blocks=[table(1, 1)]), "unsupported type: table [json-pointer:/view/blocks/0/type]"),
        (modal(blocks=None), "missing required field: blocks [json-pointer:/view]"),
    ],
)
def test_view_is_refused(view: Any, problem: str) -> None:
    """A modal that breaks one rule is refused for that rule."""
    assert view_problems(view) == ("invalid_arguments", [problem])


def test_views_that_are_right() -> None:
    """Modals may alert and ask; an App Home may show tables."""
    alert = {"type": "alert", "text": plain("careful"), "level": "warning"}

    assert view_problems(modal(blocks=[alert, asked()], submit=plain("Go"), private_metadata="x" * 3000)) == ("", [])
    assert view_problems({"type": "home", "blocks": [table(1, 1), {"type": "divider"}]}, "home") == ("", [])


def test_slack_makes_up_the_ids_that_are_missing() -> None:
    """Every block and element gets an id, and given ids stay."""
    unnamed = {"type": "button", "text": plain("Go")}
    done = completed([section(accessory=unnamed), {**actions(button(), unnamed), "block_id": "mine"}])

    assert all(block["block_id"] for block in done)
    assert done[1]["block_id"] == "mine"
    assert done[1]["elements"][0]["action_id"] == "go"
    assert all(element["action_id"] for element in [done[0]["accessory"], *done[1]["elements"]])


def second_opinion(make: Any) -> bool:
    """Whether slackblocks takes what `make` makes."""
    try:
        make()
    except slackblocks.InvalidUsageError:
        return False
    return True


# slackblocks takes an empty markdown block; empty texts are refused by the table above.
lengths = st.one_of(st.integers(1, 160), st.sampled_from([1999, 2000, 2001, 2999, 3000, 3001, 11999, 12000, 12001]))


@given(lengths)
def test_text_lengths_agree_with_slackblocks(length: int) -> None:
    """Header, section, field, markdown and button texts of any length are judged alike."""
    text = "x" * length
    ours = {
        "header": {"type": "header", "text": plain(text)},
        "section": section(text=mrkdwn(text)),
        "field": {"type": "section", "fields": [mrkdwn(text)]},
        "markdown": {"type": "markdown", "text": text},
        "button": actions(button(text=plain(text))),
    }
    theirs = {
        "header": lambda: slackblocks.HeaderBlock(text),
        "section": lambda: slackblocks.SectionBlock(slackblocks.Text(text)),
        "field": lambda: slackblocks.SectionBlock(fields=[slackblocks.Text(text)]),
        "markdown": lambda: slackblocks.MarkdownBlock(text),
        "button": lambda: slackblocks.ActionsBlock([slackblocks.Button(text=text, action_id="go")]),
    }

    assert {name: block_problems([block], "message") == [] for name, block in ours.items()} == {
        name: second_opinion(make) for name, make in theirs.items()
    }


@given(st.integers(1, 130))
def test_counts_agree_with_slackblocks(count: int) -> None:
    """Numbers of fields, elements, options, rows and columns are judged alike."""
    options = [slackblocks.Option(slackblocks.PlainText("one"), f"v{n}") for n in range(count)]
    cells = [slackblocks.RawText("x")] * count
    ours = {
        "fields": {"type": "section", "fields": [mrkdwn("x")] * count},
        "context": {"type": "context", "elements": [mrkdwn("x")] * count},
        "actions": actions(*[button(action_id=f"a{n}") for n in range(count)]),
        "select": actions(select(count)),
        "rows": table(count, 1),
        "columns": table(1, count),
    }
    theirs = {
        "fields": lambda: slackblocks.SectionBlock(fields=[slackblocks.Text("x")] * count),
        "context": lambda: slackblocks.ContextBlock([slackblocks.Text("x")] * count),
        "actions": lambda: slackblocks.ActionsBlock(
            [slackblocks.Button(text="Go", action_id=f"a{n}") for n in range(count)]
        ),
        "select": lambda: slackblocks.StaticSelectMenu(action_id="pick", options=options, placeholder="x"),
        "rows": lambda: slackblocks.TableBlock([[slackblocks.RawText("x")]] * count),
        "columns": lambda: slackblocks.TableBlock([cells]),
    }

    assert {name: block_problems([block], "message") == [] for name, block in ours.items()} == {
        name: second_opinion(make) for name, make in theirs.items()
    }


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "rows", "chart", "blocks"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(anything)
def test_no_json_makes_the_checker_fail(value: Any) -> None:
    """Whatever an app sends, the answer is a list of problems and never an exception."""
    assert isinstance(block_problems([value], "message"), list)
    assert isinstance(message_problems({"text": value, "blocks": value}), tuple)
    assert view_problems(value)[0] == "invalid_arguments"


@given(st.sampled_from([case[1] for case in TAKEN]), st.data())
def test_a_spoiled_block_never_makes_the_checker_fail(block: Block, data: st.DataObject) -> None:
    """One value of a good block replaced by anything gives problems or none, never an exception."""
    name = data.draw(st.sampled_from(sorted(block)))
    spoiled = {**block, name: data.draw(anything)}

    assert isinstance(block_problems([spoiled], "message"), list)
