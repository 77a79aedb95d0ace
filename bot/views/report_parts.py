"""The parts of an answer that are not prose: lists, quotes, restarts, the container table, log ends. Pure."""

from collections.abc import Sequence

from slack_sdk.models.blocks import RichTextElement

from bot.views import words
from bot.views.blocks.limits import TABLE_CELL, TABLE_ROWS, Block, cut, last_lines
from bot.views.blocks.markdown import inline
from bot.views.blocks.rich import RichElement, bold, bullets, code, line, moment, plain, preformatted
from bot.views.blocks.sparkline import per_slot, sparkline
from core.messages.model import Language
from core.messages.report import ContainerRow
from knowledge.presentation import LOG_LINES, Item, ItemList, LogEnd, Restarts

ITEM = 300
"""Characters of one item, quoted or not: five lines on a phone."""
LOG_WIDTH = 240
MOST_ROWS = 12
"""Containers in the table; a pod with more has the failing ones first."""


def item_list(items: ItemList, most: int = ITEM) -> list[RichTextElement]:
    """A bold label and its lines, each of at most `most` characters, and a count of those left out."""
    lines = [_item(item, most) for item in items.items]
    if items.more:
        lines.append([plain(items.more)])
    return [line(bold(items.label)), bullets(lines)]


def _item(item: Item, most: int) -> list[RichElement]:
    """`event (4 times in 26 s): ` and the quote, or a sentence."""
    lead = [plain(item.lead)] if item.lead else []
    tail = [plain(item.tail)] if item.tail else []
    return [*lead, *([code(item.text, most)] if item.quoted else inline(item.text, most)), *tail]


def restarts_line(restarts: Restarts) -> RichTextElement:
    """How often, drawn over time where it is known, and when the next one is due."""
    parts = [bold(restarts.label), plain(f" {restarts.count}")]
    if bars := sparkline(per_slot(restarts.ends)):
        parts.append(plain(f" {bars}"))
    if restarts.next_at:
        parts += [plain(f" · {restarts.next_label} "), moment(restarts.next_at)]
    return line(*parts)


def container_table(rows: Sequence[ContainerRow], language: Language) -> Block:
    """Name, state, last ending and restarts of each container."""
    columns = (words.COLUMN_NAME, words.COLUMN_STATE, words.COLUMN_LAST, words.COLUMN_RESTARTS)
    header = [_cell(column.to(language)) for column in columns]
    body = [[_cell(row.name), _cell(row.state), _cell(row.last or "—"), _cell(str(row.restarts))] for row in rows]
    settings = [{"is_wrapped": True}, {"is_wrapped": True}, {"is_wrapped": True}, {"align": "right"}]
    return {"type": "table", "rows": [header, *body[: min(MOST_ROWS, TABLE_ROWS - 1)]], "column_settings": settings}


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": cut(text, TABLE_CELL) or "—"}


def log_end(log: LogEnd | None, language: Language) -> list[RichTextElement]:
    """The last lines of a log; the rest is behind `Previous log`."""
    if log is None:
        return []
    return [line(bold(log.label)), preformatted(last_lines(log.lines, LOG_LINES, LOG_WIDTH, language))]
