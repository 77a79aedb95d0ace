"""A message as Slack takes it: what a notification says, and the blocks. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import Block

from bot.views.blocks.limits import fallback, fit


@dataclass(frozen=True)
class Message:
    """`text` is for notifications and screen readers; `blocks` are plain dicts, ready to be sent."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)

    def as_arguments(self) -> dict[str, Any]:
        """For `ack`, `respond`, `chat_postMessage` and `chat_update`."""
        return {"text": self.text, "blocks": self.blocks}


def message(text: str, blocks: Sequence[Block | dict[str, Any]]) -> Message:
    """A message within Slack's limits. `text` is foreign until here: it is cut and escaped."""
    dicts = [block if isinstance(block, dict) else block.to_dict() for block in blocks]
    return Message(fallback(text), fit(dicts))
