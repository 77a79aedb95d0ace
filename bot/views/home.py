"""The App Home and the help text: who the bot is, what it understands, the reader's language. Pure."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import HeaderBlock, RichTextElement

from bot.views import words
from bot.views.alert import command_words
from bot.views.blocks.limits import Block
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import RichElement, block, bold, bullets, code, line, plain
from core.messages.model import LANGUAGES, Language

COMMAND_LINES = (*words.COMMAND_LINES, *command_words.COMMAND_LINES)
"""Every command with what it is for, in the order of the help."""


def home(language: Language, live: Sequence[Block] = ()) -> dict[str, Any]:
    """The view for `views.publish`; `live` is what is open now (`bot.views.alert.oncall`), above everything else."""
    greeting = HeaderBlock(text=words.GREETING.to(language)).to_dict()
    fixed = [greeting, block(*_help(language)), {"type": "divider"}, picker(language)]
    return {"type": "home", "blocks": [*live, {"type": "divider"}, *fixed] if live else fixed}


def usage(language: Language) -> Message:
    """What `/whypod help` answers."""
    return message(words.WHO_I_AM.to(language), [block(*_help(language))])


def _help(language: Language) -> list[RichTextElement]:
    return [
        line(plain(words.WHO_I_AM.to(language))),
        line(bold(words.COMMANDS.to(language))),
        bullets([_command(typed, purpose.to(language)) for typed, purpose in COMMAND_LINES]),
        line(plain(words.PRIVATE.to(language))),
    ]


def _command(typed: str, purpose: str) -> list[RichElement]:
    return [code(typed), plain("  "), *inline(purpose)]


def picker(language: Language) -> Block:
    """A select with the reader's language chosen; each language is named in itself."""
    options = [_option(language_) for language_ in LANGUAGES]
    return {
        "type": "section",
        "block_id": "language",
        "text": {"type": "plain_text", "text": words.LANGUAGE_LABEL.to(language)},
        "accessory": {
            "type": "static_select",
            "action_id": "language",
            "options": options,
            "initial_option": options[LANGUAGES.index(language)],
        },
    }


def _option(language: Language) -> Block:
    return {"text": {"type": "plain_text", "text": words.LANGUAGE_NAME.to(language)}, "value": language}
