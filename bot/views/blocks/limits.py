"""Slack's limits, and how foreign text is made harmless: the one place where either is known. Pure.

Foreign text (whatever a cluster, a log or a person said) is only ever put into `plain_text`, rich text or table cells,
where Slack interprets nothing; `fallback` is for the one field that Slack does parse, a message's `text`.
Figures are those of docs.slack.dev/reference/block-kit and of its block pages unless a line says otherwise.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.bilingual import Bilingual
from core.messages.model import Language

Block = dict[str, Any]

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_CHARACTERS = 12_000
"""Slack refuses a message with `msg_blocks_too_long` at a little over 13,000 characters; this keeps a distance."""
TEXT = 3000
"""Characters of one text object; also kept for one rich text element, for which no figure is published."""
FALLBACK = 1000
"""Of a message's `text`. Slack takes 40,000; a notification shows about one hundred."""
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
OPTION_TEXT = 75
OPTION_VALUE = 150
"""Of a select's option; a target such as `cluster:namespace/pod` may be longer, so choices fall back to buttons."""
MODAL_TITLE = 24
ACTIONS = 25
TABLE_ROWS = 100
TABLE_CELL = 120
"""Ours: a longer cell makes the table unreadable on a phone."""

_ANSI = re.compile(r"\x1b(?:\[[0-9;?]{0,30}[A-Za-z]|\][^\x07\x1b]{0,500}(?:\x07|\x1b\\)|[@-Z\\-_])")
_MORE_LINES = Bilingual("… {count} more {noun}", "… 还有 {count} 行")


def clean(text: str) -> str:
    """Foreign text without terminal colors, control and direction characters, or anything JSON cannot carry."""
    lines = _ANSI.sub("", text).replace("\r\n", "\n").replace("\r", "\n").expandtabs(4)
    return _UNUSUAL.sub(lambda match: _harmless(match[0]), lines)


def _harmless(character: str) -> str:
    """Categories: Cc control, Cf format (direction overrides, zero-width), Cs surrogate, Co private, Cn unassigned."""
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(character) in _UNSHOWN else character


_UNUSUAL = re.compile(r"[^\n -~]")
"""What is not printable ASCII has to be looked at one by one."""
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def cut(text: str, most: int) -> str:
    """At most `most` characters, on a clean text; the last one is `…` when something is missing."""
    cleaned = clean(text[: 4 * most])
    return cleaned if len(cleaned) <= most and len(text) <= 4 * most else f"{cleaned[: most - 1].rstrip()}…"


def one_line(text: str, most: int) -> str:
    """Like `cut`, with every run of white space turned into one space."""
    return cut(" ".join(text[: 8 * most].split()), most)


def last_lines(lines: Sequence[str], most: int, width: int, language: Language) -> str:
    """The last `most` lines, each cut to `width`, below a line that counts those left out."""
    kept = [cut(line, width) for line in lines[-most:]]
    return "\n".join([*_more(len(lines) - most, language), *kept])


def _more(count: int, language: Language) -> list[str]:
    if count <= 0:
        return []
    return [_MORE_LINES.to(language, count=count, noun="line" if count == 1 else "lines")]


def fallback(text: str) -> str:
    """A message's `text`: cut, and with `&`, `<` and `>` escaped so that nothing in it pings or links.

    Slack asks for exactly these three (docs.slack.dev/messaging/formatting-message-text). Backticks and asterisks
    only decorate; they go, since a notification shows them as they are.
    """
    flat = one_line(text.replace("`", "").replace("**", ""), FALLBACK)
    return flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def fit(blocks: Sequence[Block], most: int = MESSAGE_BLOCKS, most_characters: int = MESSAGE_CHARACTERS) -> list[Block]:
    """The same blocks, few and short enough for one message: the longest texts are halved until the whole fits.

    The views cut every part before, so this is the net below them: it keeps the last block, which holds the buttons.
    """
    fitting = list(blocks) if len(blocks) <= most else [*blocks[: most - 1], blocks[-1]]
    while (total := characters(fitting)) > most_characters:
        longest = max(_texts(fitting), key=lambda holder: len(holder["text"]))
        target = max(len(longest["text"]) // 2, len(longest["text"]) - (total - most_characters) - 1, 2)
        longest["text"] = f"{longest['text'][: target - 1]}…"
    return fitting


def characters(blocks: Sequence[Block]) -> int:
    """How many characters a reader would see: what Slack's limit for a whole message counts."""
    return sum(len(holder["text"]) for holder in _texts(blocks))


def _texts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object that holds visible text, however deep."""
    children: Iterable[Any] = ()
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value
        children = value.values()
    elif isinstance(value, list):
        children = value
    for child in children:
        yield from _texts(child)
