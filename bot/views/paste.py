"""The window for pasted text, and the notices around it. Pure."""

from typing import Any

from bot.views import words
from bot.views.blocks.limits import MODAL_TITLE, TEXT, Block, cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message
from bot.views.blocks.rich import block, line
from bot.views.notices import fixed_notice
from core.messages.model import Language

CALLBACK = "paste"
FIELDS = ("paste", "paste_2", "paste_3", "paste_4")
"""One input each. Slack takes 3,000 characters from one (docs.slack.dev, plain text input); four hold most."""


def paste_window(language: Language, metadata: str) -> dict[str, Any]:
    """The modal for `views.open`; `metadata` returns with the submission (at most 3,000 characters)."""
    first, *others = FIELDS
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": metadata,
        "title": _plain(cut(words.PASTE_TITLE.to(language), MODAL_TITLE)),
        "submit": _plain(words.PASTE_SUBMIT.to(language)),
        "close": _plain(words.CLOSE.to(language)),
        "blocks": [
            _field(first, words.PASTE_LABEL.to(language), words.PASTE_HINT.to(language).replace("`", "")),
            *[_field(name, words.PASTE_MORE.to(language)) for name in others],
            block(line(*inline(words.PASTE_LONGER.to(language)))),
        ],
    }


def submitted_text(values: dict[str, Any]) -> str:
    """The text of all fields, in their order, from a submission's `state.values`."""
    texts = [values.get(name, {}).get(name, {}).get("value") or "" for name in FIELDS]
    return "\n".join(text for text in texts if text.strip())


def empty(language: Language) -> dict[str, str]:
    """What Slack shows under the first field: only white space was pasted."""
    return {FIELDS[0]: words.PASTE_EMPTY.to(language)}


def not_taken(language: Language) -> dict[str, str]:
    """The queue is down; shown in the window, so that the text is not lost."""
    return {FIELDS[0]: words.PASTE_NOT_TAKEN.to(language)}


def looking(language: Language) -> Message:
    """The acknowledgement of a paste."""
    return fixed_notice(words.LOOKING_AT_PASTE, language)


def _field(name: str, label: str, hint: str = "") -> Block:
    element = {"type": "plain_text_input", "action_id": name, "multiline": True, "max_length": TEXT}
    field: Block = {"type": "input", "block_id": name, "label": _plain(label), "element": element}
    return {**field, "hint": _plain(hint)} if hint else {**field, "optional": True}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
