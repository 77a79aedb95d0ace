"""Block Kit limits: a second library agrees, and nothing an app sends makes the checker fail."""

from __future__ import annotations

from typing import Any

import slackblocks
from hypothesis import given
from hypothesis import strategies as st

from deploy.sandbox.slack.blocks.blocks import block_problems, message_problems, view_problems
from tests.sandbox.slack.made_blocks import (
    TAKEN,
    Block,
    actions,
    button,
    mrkdwn,
    plain,
    section,
    select,
    table,
)


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
