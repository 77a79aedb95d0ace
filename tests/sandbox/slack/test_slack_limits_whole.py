"""Block Kit limits of messages and views as a whole: what keeps them is taken, and gets its missing ids."""

from __future__ import annotations

from typing import Any

import pytest

from deploy.sandbox.slack.blocks.blocks import block_problems, completed, message_problems, view_problems
from tests.sandbox.slack.made_blocks import (
    TAKEN,
    Block,
    actions,
    asked,
    button,
    chart,
    mrkdwn,
    plain,
    section,
    table,
)


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
