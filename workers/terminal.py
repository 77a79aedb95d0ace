"""A report as text for a terminal, with what Slack's message says. Pure: width and color are given, nothing is printed.

Whatever came from a cluster loses its control characters here: an escape sequence in a log line must not reach the
reader's terminal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.messages.model import Language
from core.messages.report import ContainerRow, Report
from knowledge.codes.width import MARK, lines
from knowledge.library import Library
from knowledge.presentation import LOG_LINES, CommandList, Item, ItemList, LogEnd, Presentation, Restarts, present
from workers.words import CONTAINERS, RESTART, RESTARTS

WIDEST, NARROWEST = 110, 40  # longer lines are hard to read, however wide the window is
LINE = 300  # characters of one quoted line
BOLD, CYAN, DIM, YELLOW, RESET = "\x1b[1m", "\x1b[36m", "\x1b[2m", "\x1b[33m", "\x1b[0m"

# C0 and C1 controls, and the marks that turn the direction of writing around (Trojan Source).
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class TerminalStyle:
    """What is written on."""

    language: Language = "en"
    columns: int = 80
    color: bool = False

    @property
    def usable(self) -> int:
        """Columns that are written on."""
        return max(NARROWEST, min(self.columns, WIDEST))

    def paint(self, text: str, ink: str) -> str:
        """In that color, where there are colors."""
        return f"{ink}{text}{RESET}" if self.color else text


def printable(text: str) -> str:
    """Without control characters; a tab becomes a space, a line break stays."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", " "))


def page(report: Report, library: Library, style: TerminalStyle) -> str:
    """The answer, best finding first, ending in a line break."""
    presentation = present(report, library, style.language)
    rows = list(_head(presentation, style))
    for items in presentation.lists:
        rows += _list(items, style)
    if presentation.restarts:
        rows += _restarts(presentation.restarts, style)
    if presentation.containers:
        rows += _containers(presentation.containers, style)
    for commands in presentation.commands:
        rows += _commands(commands, style)
    if presentation.log:
        rows += _log(presentation.log, style)
    if presentation.hidden:
        rows.append(style.paint(presentation.hidden, DIM))
    return "\n".join(rows) + "\n"


def _head(presentation: Presentation, style: TerminalStyle) -> Iterator[str]:
    yield style.paint(printable(" · ".join(presentation.subject)), DIM)
    sure = f" · {presentation.confidence}" if presentation.confidence else ""
    for row in lines(printable(presentation.title.replace("`", "") + sure), style.usable):
        yield style.paint(row, BOLD)
    yield from wrapped(presentation.meaning, style, "")


def _list(items: ItemList, style: TerminalStyle) -> Iterator[str]:
    """A heading and its lines, and a count of those left out."""
    yield from ("", style.paint(items.label, BOLD))
    for item in items.items:
        yield from wrapped(_text(item), style, "  ")
    if items.more:
        yield style.paint(f"  {items.more}", DIM)


def _text(item: Item) -> str:
    quote = item.text[:LINE].replace("`", "'")
    return f"{item.lead}`{quote}`" if item.quoted else f"{item.lead}{item.text}{item.tail}"


def _restarts(restarts: Restarts, style: TerminalStyle) -> Iterator[str]:
    due = f" · {restarts.next_label} {restarts.next_at:%H:%M:%S} UTC" if restarts.next_at else ""
    yield from ("", f"{style.paint(restarts.label, BOLD)} {restarts.count}{due}")


def _containers(rows: tuple[ContainerRow, ...], style: TerminalStyle) -> Iterator[str]:
    yield from ("", style.paint(CONTAINERS.of(style.language), BOLD))
    for row in rows:
        last = f", {row.last}" if row.last else ""
        restarts = (RESTART if row.restarts == 1 else RESTARTS).of(style.language)
        yield printable(f"  {row.name}: {row.state}{last}, {row.restarts} {restarts}")


def _commands(commands: CommandList, style: TerminalStyle) -> Iterator[str]:
    """Commands stand unbroken, however long: they are there to be copied."""
    yield from ("", style.paint(commands.label, YELLOW if commands.changes else BOLD))
    yield from (f"  {style.paint(printable(command), CYAN)}" for command in commands.commands)


def _log(log: LogEnd, style: TerminalStyle) -> Iterator[str]:
    yield from ("", style.paint(printable(log.label), BOLD))
    yield from (style.paint(f"  {printable(row)[:LINE]}", DIM) for row in log.lines[-LOG_LINES:])


def wrapped(text: str, style: TerminalStyle, indent: str) -> Iterator[str]:
    """Broken to the width; names in backticks are colored where there are colors, and keep their marks elsewhere."""
    clean = printable(" ".join(text.split()))
    marked = _CODE.sub(rf"{MARK}\1{MARK}", clean) if style.color else clean
    inside = False
    for row in lines(marked, style.usable - len(indent)) if marked else ():
        pieces = row.split(MARK)
        painted = CYAN if inside else ""
        for number, piece in enumerate(pieces):
            if number:
                inside = not inside
                painted += CYAN if inside else RESET
            painted += piece
        yield indent + painted + (RESET if inside else "")
