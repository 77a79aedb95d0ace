"""Undoes what was done to whole lines: wrapped at a terminal's edge, numbered, or set with an empty line between.

Pure. Each is undone only where the whole paste shows it; a line that can stand for itself is never joined to another.
"""

import re
from itertools import pairwise

from workers.paste.describe.keys import begins, key_of
from workers.paste.documents.yaml_keys import yaml_begins
from workers.paste.events.lines import event_line
from workers.paste.split.forms import is_row, is_typed
from workers.paste.writers.node import is_node_line
from workers.paste.writers.program import begins_record, looks_logged

NARROWEST = 60
WIDEST = 260
"""Columns between which terminals are wrapped."""

SAMPLE = 300
"""Long lines among which at least one must go on; a log's lines all begin with their time, and none does."""

_NUMBER = re.compile(r"^\s{0,6}(\d{1,6})[:|.)]?(?:\s|$)")
_JSON_LINE = re.compile(
    r'^\s{0,200}(?:"[^"\n]{1,300}"\s?:\s?(?:["\[{\d-]|(?:true|false|null)\b|$)|[}\]]{1,3},?\s{0,4}$)'
)
_OTHER = ("apiVersion:", "kind:", "metadata:", "status:", "spec:", "Name:", "---")
"""How another object begins below a table of events."""
_COLUMN = re.compile(r"(?<=\S {2})\S|(?<=   )\S")
_PROMPT = re.compile(r"^\s{0,8}(?:\[[^\]\n]{1,80}\]\s?)?(?:[$%] ?\w|# \w)")


def unwrapped(lines: list[str]) -> list[str]:
    """The lines as they were printed; the same list when nothing was done to them."""
    return _rejoined(_joined(_unnumbered(_single_spaced(lines))))


def _single_spaced(lines: list[str]) -> list[str]:
    """Some viewers put an empty line after every line: then every second one is dropped."""
    if len(lines) < 6 or any(line.strip() for line in lines[1::2]):
        return lines
    return lines[::2]


def _unnumbered(lines: list[str]) -> list[str]:
    """Takes away line numbers that begin every line and go up by one."""
    if not all(_NUMBER.match(line) for line in lines[:8] if line.strip()):
        return lines
    matches = [_NUMBER.match(line) for line in lines if line.strip()]
    numbers = [int(match[1]) for match in matches if match]
    if len(numbers) < 3 or len(numbers) != len(matches):
        return lines
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    if steps.count(1) < len(steps) * 0.9:
        return lines
    return [line[match.end() :] if (match := _NUMBER.match(line)) else line for line in lines]


def _joined(lines: list[str]) -> list[str]:
    """Puts together what a terminal broke at its last column."""
    width = max(map(len, lines), default=0)
    if not NARROWEST <= width <= WIDEST:
        return lines
    at_least = 0.75 * width
    candidates = [at for at, line in enumerate(lines[:-1]) if len(line) > at_least]
    if not any(_goes_on(lines[at + 1]) for at in candidates[:SAMPLE]):
        return lines
    long = [at for at in candidates if _goes_on(lines[at + 1]) and not _of_one_table(lines[at], lines[at + 1])]
    full = [at for at in long if len(lines[at]) == width]
    # One line is the longest of any text; and where shorter lines go on as well, it was wrapped between words.
    if len(full) < 2 or len(full) < 0.7 * len([at for at in long if lines[at + 1][0] != " " or at in full]):
        return lines
    return _put_together(lines, frozenset(full), "")


def _of_one_table(line: str, after: str) -> bool:
    """Whether both have three columns or more that begin at the same place: rows of any table."""
    columns, below = ({match.start() for match in _COLUMN.finditer(text)} for text in (line, after))
    return len(columns & below) > 2


def _rejoined(lines: list[str]) -> list[str]:
    """Puts together what a mail or chat program broke between words, in events: their messages are searched whole."""
    width = max(map(len, lines), default=0)
    if width > WIDEST:
        return lines
    breaks: set[int] = set()
    hanging: set[int] = set()
    """Lines that were set in, to hang below the message they belong to."""
    for at, (line, after) in enumerate(pairwise(lines)):
        event = event_line(line)
        hangs = after[:1] == " " and (at in hanging or (event is not None and not is_typed(line) and _leads_on(line)))
        if not after.strip() or (after[:1] == " " and not hangs):
            continue
        unfinished = (event is not None and not event.event.message) or _no_room(line, after, width) or _leads_on(line)
        begun = unfinished and (at - 1 in breaks or event is not None or is_node_line(line))
        if begun and not (is_typed(after) and event_line(after)) and not _foreign(after):
            breaks.add(at)
            hanging |= {at + 1} if hangs else set()
    return _put_together(lines, frozenset(breaks), " ") if breaks else lines


def _no_room(line: str, after: str, width: int) -> bool:
    """Whether the next line's first word did not fit on this one."""
    return len(line) + 1 + len(after.split(None, 1)[0] if after.strip() else "") > width


def _leads_on(line: str) -> bool:
    """Whether it ends where an error names the one inside of it, as people break a long chain of them."""
    return line.rstrip()[-2:] in ('":', "':") or line.endswith(": ")


def _put_together(lines: list[str], breaks: frozenset[int], between: str) -> list[str]:
    pieces: list[list[str]] = []
    for at, line in enumerate(lines):
        if at - 1 in breaks:
            pieces[-1].append(line.lstrip() if between else line)
        else:
            pieces.append([line])
    return [between.join(line) for line in pieces]


def _foreign(line: str) -> bool:
    """Whether the line cannot be the rest of an event's message; those hold colons and quoted JSON themselves."""
    if _PROMPT.match(line) or begins(line) or line.startswith(_OTHER) or looks_logged(line):
        return True
    return is_row(line) or line.startswith("- ")


def _goes_on(line: str) -> bool:
    """Whether the line is no line of its own."""
    if not line.strip() or _JSON_LINE.match(line) or _PROMPT.match(line) or key_of(line) or yaml_begins(line):
        return False
    return not (is_row(line) or begins_record(line) or line.lstrip().startswith("- "))
