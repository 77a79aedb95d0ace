"""A window that is only read: the long things behind a button. Pure."""

from collections.abc import Sequence
from typing import Any

from bot.views import words
from bot.views.blocks.limits import MODAL_TITLE, VIEW_BLOCKS, Block, cut, fit
from core.messages.model import Language

VIEW_CHARACTERS = 100_000
"""Of one modal. Slack refuses a view above 250 kB of JSON (docs.slack.dev/reference/methods/views.open)."""


def modal(title: str, blocks: Sequence[Block], language: Language) -> dict[str, Any]:
    """A window that is only read."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": cut(title, MODAL_TITLE)},
        "close": {"type": "plain_text", "text": words.CLOSE.to(language)},
        "blocks": fit(blocks, VIEW_BLOCKS, VIEW_CHARACTERS),
    }
