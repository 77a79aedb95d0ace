"""Whether Slack would take a message or a view: surfaces, counts, uniqueness, lengths in all.

Pure: it changes nothing. One rule is stricter than Slack: a message with blocks but no `text` is refused as `no_text`,
since notifications and screen readers have only the text (docs.slack.dev, chat.postMessage).
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from deploy.sandbox.json import Json
from deploy.sandbox.slack.blocks.limits import BLOCKS, text
from deploy.sandbox.slack.blocks.rules import BlockShape, FieldRule, Problems, anything, flag, say, string, variants

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
SURFACES: dict[str, frozenset[str]] = {
    "message": frozenset(BLOCKS) - {"alert"},
    "modal": frozenset(BLOCKS)
    - {"table", "markdown", "data_visualization", "data_table", "container", "context_actions"},
    "home": frozenset(BLOCKS) - {"alert", "markdown", "context_actions"},
}
MARKDOWN_TOTAL = 12_000
"""Characters of all markdown blocks of a message together."""
TABLES, CHARTS = 1, 2
"""Tables and charts in one message."""
BLOCKS_TEXT = 13_200
"""Characters of all blocks of a message together; not documented, the figure developers report."""
MESSAGE_TEXT = 40_000
UPDATE_TEXT = 4_000
"""Characters of `text` in chat.postMessage and in chat.update (their reference pages)."""

WORDS = text(24, plain=True)
VIEW_FIELDS: dict[str, FieldRule] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
VIEWS: dict[str, FieldRule] = {
    "modal": BlockShape(
        needs={"title": WORDS, "blocks": anything},
        may={
            **VIEW_FIELDS,
            "submit": WORDS,
            "close": WORDS,
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
    "home": BlockShape(needs={"blocks": anything}, may={**VIEW_FIELDS, "title": WORDS}),
}


def message_problems(body: Json, *, longest: int = MESSAGE_TEXT) -> tuple[str, list[str]]:
    """The error name and the places, or an empty name when Slack would take this message."""
    fallback, blocks, metadata = body.get("text"), body.get("blocks"), body.get("metadata")
    if metadata is not None and not _is_metadata(metadata):
        return "invalid_metadata_format", []
    if blocks:
        problems = block_problems(blocks, "message")
        if problems:
            return "invalid_blocks", problems
        if sum(len(each) for each in _texts(blocks)) > BLOCKS_TEXT:
            return "msg_blocks_too_long", []
    if not isinstance(fallback, str) or not fallback.strip():
        return "no_text", []
    return ("msg_too_long", []) if len(fallback) > longest else ("", [])


def block_problems(blocks: Any, surface: Surface, where: str = "/blocks") -> list[str]:
    """Every place where the blocks break a rule, worded as Slack words it; empty when they break none."""
    problems: Problems = []
    if not isinstance(blocks, list):
        return [f"must be an array [json-pointer:{where}]"]
    if len(blocks) > MOST_BLOCKS[surface]:
        say(problems, f"no more than {MOST_BLOCKS[surface]} items allowed", where)
        return problems
    known = variants(BLOCKS, only=SURFACES[surface])
    for place, block in enumerate(blocks):
        known(block, f"{where}/{place}", problems)
    return problems or _among_blocks(blocks, where)


def view_problems(view: Any, kind: str = "modal") -> tuple[str, list[str]]:
    """The error name and the places, or an empty name when Slack would take this view as that kind."""
    problems: Problems = []
    variants(VIEWS, only=(kind,))(view, "/view", problems)
    if not problems:
        surface: Surface = "home" if kind == "home" else "modal"
        problems = block_problems(view["blocks"], surface, "/view/blocks")
        asks = not problems and any(block["type"] == "input" for block in view["blocks"])
        if asks and kind == "modal" and not view.get("submit"):
            say(problems, "missing required field: submit", "/view")
    return ("invalid_arguments", problems) if problems else ("", [])


def completed(blocks: list[Json]) -> list[Json]:
    """The blocks with the ids that Slack makes up where the app gave none."""
    return [_completed(block) for block in blocks]


def _is_metadata(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("event_type"), str)
        and isinstance(value.get("event_payload"), dict)
    )


def _completed(block: Json) -> Json:
    whole = {**block, "block_id": block.get("block_id") or _made_up()}
    if block["type"] in ("actions", "context_actions"):
        whole["elements"] = [_with_action_id(element) for element in block["elements"]]
    for single in ("accessory", "element"):
        if single in block and block[single].get("type") != "image":
            whole[single] = _with_action_id(block[single])
    if block["type"] == "container":
        whole["child_blocks"] = completed(block["child_blocks"])
    return whole


def _with_action_id(element: Json) -> Json:
    return element if element.get("action_id") else {**element, "action_id": _made_up()}


def _made_up() -> str:
    return secrets.token_urlsafe(4)[:5]


def _among_blocks(blocks: list[Json], where: str) -> list[str]:
    problems: Problems = []
    named = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    for name in [name for name, count in named.items() if count > 1]:
        say(problems, f"block_id already exists: {name}", where)
    for place, block in enumerate(blocks):
        actions = Counter(_action_ids(block))
        for name in [name for name, count in actions.items() if count > 1]:
            say(problems, f"action_id already exists: {name}", f"{where}/{place}/elements")
    kinds = Counter(block["type"] for block in blocks)
    if kinds["table"] > TABLES:
        say(problems, f"no more than {TABLES} table allowed", where)
    if kinds["data_visualization"] > CHARTS:
        say(problems, f"no more than {CHARTS} data_visualization blocks allowed", where)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > MARKDOWN_TOTAL:
        say(problems, f"markdown blocks must be less than {MARKDOWN_TOTAL + 1} characters in all", where)
    return problems


def _action_ids(block: Json) -> list[str]:
    elements = block.get("elements", []) if block["type"] in ("actions", "context_actions") else []
    return [element["action_id"] for element in elements if element.get("action_id")]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name == "text" and isinstance(item, str):
                yield item
            else:
                yield from _texts(item)
