"""Modals: the long things behind a button. Pure."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.views import words
from bot.views.exitcode import MOST_INPUT, sightings_list
from bot.views.limits import MODAL_TITLE, TEXT, VIEW_BLOCKS, Block, cut, fit
from bot.views.markdown import inline
from bot.views.rich import block, bold, line, link, plain
from core.messages.model import Language
from knowledge.codes.answer import Decoded, Reading

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


def exitcode_modal(decoded: Sequence[Decoded], language: Language) -> dict[str, Any]:
    """Every reading of every code, with its source."""
    blocks: list[Block] = []
    for one in decoded:
        if not one.understood:
            continue
        blocks.append(block(line(*inline(one.headline.of(language), strong=True)), *_signal(one, language)))
        if one.sightings:
            blocks.append(block(sightings_list(one.sightings, language)))
        blocks += [block(*_reading(reading, language)) for reading in one.readings]
        blocks.append({"type": "divider"})
    asked = " ".join(one.input for one in decoded)[:MOST_INPUT]
    return modal(words.ALL_READINGS.to(language, code=asked), blocks[:-1] or [_nothing(language)], language)


def _nothing(language: Language) -> Block:
    return block(line(plain(words.EXITCODE_EXAMPLE.to(language))))


def _signal(one: Decoded, language: Language) -> list[RichTextElement]:
    """What signal(7) says of it."""
    if one.signal is None:
        return []
    colon = "：" if language == "zh" else ": "
    said: list[RichTextElement] = [line(*inline(f"{one.signal.name}{colon}{one.signal.meaning.of(language)}"))]
    said.append(line(*inline(one.signal.sender.of(language))))
    if numbers := [(where, number) for where, number in one.signal.elsewhere if number != one.signal.number]:
        listed = " · ".join(f"{where} {number or '—'}" for where, number in numbers)
        said.append(line(plain(f"{words.SIGNAL_ELSEWHERE.to(language)}{colon}{listed}")))
    return said


def _reading(reading: Reading, language: Language) -> list[RichTextElement]:
    said: list[RichTextElement] = [
        line(bold(reading.who.of(language)), plain(" · "), *inline(reading.title.of(language))),
        line(*inline(reading.tell_apart.of(language), TEXT)),
    ]
    if reading.source.startswith("https://"):
        said.append(line(link(reading.source, words.SOURCE.to(language))))
    elif reading.source:
        said.append(line(plain(f"{words.SOURCE.to(language)}: {reading.source}")))
    return said
