"""What `/exitcode` answers: the headline, what tells the readings apart, where to look; all of it in a window. Pure."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.views import words
from bot.views.blocks.buttons import button, row
from bot.views.blocks.limits import TABLE_CELL, TABLE_ROWS, TEXT, Block, cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.modal import modal
from bot.views.blocks.rich import RichElement, block, bold, bullets, code, line, link, plain, preformatted
from core.bilingual import COLON
from core.messages.model import Language
from knowledge.codes.answer import Decoded, Reading, Sighting

EXAMPLES = ("137", "-1", "SIGTERM", "128+9", "143 OOMKilled", "0xC0000005")
MOST_INPUT = 500
"""Characters of what was typed that are read, and that the buttons carry: a hundred codes."""
MOST_CODES = 5
"""Codes drawn in one message; more are a phone's whole screen each."""
FIRST_READINGS = 4
"""Readings shown before `Read more`: as many as one screen of a phone holds."""
READING = 400
"""Characters of one reading's line."""


def exitcode(decoded: Sequence[Decoded], text: str, language: Language) -> Message:
    """The answer to every code in `asked`; buttons carry `asked`, so that they need no memory."""
    understood = [result for result in decoded if result.understood]
    if not understood:
        return _not_understood(decoded, text, language)
    alone = len(understood) == 1
    blocks: list[Block] = []
    for result in understood[:MOST_CODES]:
        blocks += _whole(result, language) if alone else [block(*_brief(result, language))]
    if len(understood) > MOST_CODES:
        blocks.append(block(line(plain(words.MORE_CODES.to(language, count=len(understood) - MOST_CODES)))))
    blocks.append(
        row(
            button("exitcode.read_more", _read_more(understood, language), text[:MOST_INPUT], language),
            button("exitcode.share", words.SHARE, text[:MOST_INPUT], language),
        )
    )
    return message(" / ".join(result.headline.of(language) for result in understood[:MOST_CODES]), blocks)


def _read_more(understood: Sequence[Decoded], language: Language) -> str:
    """`Read more (12)`: how many readings the window holds."""
    count = sum(len(result.readings) for result in understood)
    return words.READ_MORE_COUNT.to(language, count=count) if count else words.READ_MORE.to(language)


def _whole(result: Decoded, language: Language) -> list[Block]:
    """One code, with the table of what tells its readings apart where it has one."""
    blocks = [block(*_top(result, language))]
    if result.sightings:
        blocks.append(sightings_table(result.sightings, language))
        below: list[RichTextElement] = [line(*inline(words.ASK_WHYPOD.to(language)))]
    else:
        below = _readings(result, language)
    below += _excluded(result, language)
    look = [line(bold(words.LOOK.to(language))), preformatted("\n".join(result.next))] if result.next else []
    return [*blocks, *[block(*part) for part in (below, look) if part]]


def _brief(result: Decoded, language: Language) -> list[RichTextElement]:
    """One code of several: Slack allows one table in a message, so each gets a list."""
    if not result.sightings:
        return [*_top(result, language), *_readings(result, language)]
    return [*_top(result, language), sightings_list(result.sightings[:FIRST_READINGS], language)]


def sightings_list(sightings: Sequence[Sighting], language: Language) -> RichTextElement:
    """`what is seen → what it was`, one line each; for places where Slack takes no table."""
    return bullets(
        [*inline(sighting.see.of(language), READING), plain(" → "), *inline(sighting.was.of(language), READING)]
        for sighting in sightings
    )


def _top(result: Decoded, language: Language) -> list[RichTextElement]:
    """Headline, arithmetic, remarks."""
    lines: list[RichTextElement] = [line(*inline(result.headline.of(language), strong=True))]
    if steps := [step for step in result.steps if _is_news(step, result)]:
        lines.append(line(*_between([code(step) for step in steps], " · ")))
    lines += [line(*inline(note.of(language), READING)) for note in result.notes[:3]]
    return lines


def _is_news(step: str, result: Decoded) -> bool:
    """Whether a step says what the headline does not: `137 = 128 + 9` is in most headlines already."""
    sum_of_signal = step.partition(" = ")[2]
    return not (sum_of_signal.startswith("128 + ") and sum_of_signal in result.headline.en)


def _between(parts: Sequence[RichElement], separator: str) -> list[RichElement]:
    joined: list[RichElement] = []
    for part in parts:
        joined += [plain(separator), part] if joined else [part]
    return joined


def _readings(result: Decoded, language: Language) -> list[RichTextElement]:
    if not result.readings:
        return []
    who = words.WHO_SAYS.to(language, code=result.input if result.code is None else result.code)
    items = [reading_parts(reading, language) for reading in result.readings[:FIRST_READINGS]]
    if (more := len(result.readings) - FIRST_READINGS) > 0:
        items.append([plain(words.MORE_READINGS.to(language, count=more))])
    return [line(bold(who)), bullets(items)]


def reading_parts(reading: Reading, language: Language) -> list[RichElement]:
    """One reading in a line: which program exits so, what it means, how to tell."""
    parts = [bold(cut(reading.who.of(language), 60)), plain(" · "), *inline(reading.title.of(language), READING)]
    if tell_apart := reading.tell_apart.of(language):
        parts += [plain(COLON.of(language)), *inline(tell_apart, READING)]
    return parts


def _excluded(result: Decoded, language: Language) -> list[RichTextElement]:
    reasons = [out.because.of(language) for out in result.ruled_out]
    items = [inline(text, READING) for text in reasons if reasons.count(text) == 1][
        :3
    ]  # else it only repeats the question
    if not items:
        return []
    return [line(bold(words.NOT_THIS.to(language))), bullets(items)]


def sightings_table(sightings: Sequence[Sighting], language: Language) -> Block:
    """`if you see | it was`, one row each."""
    header = [_cell([bold(title.to(language))]) for title in (words.IF_YOU_SEE, words.IT_WAS)]
    rows = [
        [
            _cell(inline(sighting.see.of(language), 2 * TABLE_CELL)),
            _cell(inline(sighting.was.of(language), 2 * TABLE_CELL)),
        ]
        for sighting in sightings[: TABLE_ROWS - 1]
    ]
    return {"type": "table", "rows": [header, *rows], "column_settings": [{"is_wrapped": True}, {"is_wrapped": True}]}


def _cell(parts: Sequence[RichElement]) -> Block:
    return block(line(*parts))


def _not_understood(decoded: Sequence[Decoded], typed: str, language: Language) -> Message:
    """What was typed, the nearest guess as a button, and examples that work."""
    guesses = list(dict.fromkeys(result.guess for result in decoded if result.guess))[:3]
    lines: list[RichTextElement] = []
    if typed.strip():
        lines.append(line(plain(f"{words.NOT_UNDERSTOOD.to(language)} "), code(cut(" ".join(typed.split()), 100))))
    lines.append(
        line(plain(f"{words.EXITCODE_EXAMPLE.to(language)} "), *_between([code(example) for example in EXAMPLES], " "))
    )
    text = words.EXITCODE_EXAMPLE.to(language) + f" /exitcode {EXAMPLES[0]}"
    if not guesses:
        return message(text, [block(*lines)])
    buttons = [
        button(f"exitcode.ask:{at}", words.DID_YOU_MEAN.to(language, guess=guess), guess[:MOST_INPUT], language)
        for at, guess in enumerate(guesses)
    ]
    return message(f"{words.DID_YOU_MEAN.to(language, guess=guesses[0])} {text}", [block(*lines), row(*buttons)])


def usage(language: Language) -> Message:
    """What `/exitcode help` and an empty `/exitcode` answer."""
    return _not_understood((), "", language)


def exitcode_modal(decoded: Sequence[Decoded], language: Language) -> dict[str, Any]:
    """Every reading of every code, with its source."""
    blocks: list[Block] = []
    for result in decoded:
        if not result.understood:
            continue
        blocks.append(block(line(*inline(result.headline.of(language), strong=True)), *_signal_lines(result, language)))
        if result.sightings:
            blocks.append(block(sightings_list(result.sightings, language)))
        blocks += [block(*_reading_lines(reading, language)) for reading in result.readings]
        blocks.append({"type": "divider"})
    codes = " ".join(result.input for result in decoded)[:MOST_INPUT]
    return modal(words.ALL_READINGS.to(language, code=codes), blocks[:-1] or [_no_readings(language)], language)


def _no_readings(language: Language) -> Block:
    return block(line(plain(words.EXITCODE_EXAMPLE.to(language))))


def _signal_lines(result: Decoded, language: Language) -> list[RichTextElement]:
    """What signal(7) says about it."""
    if result.signal is None:
        return []
    colon = COLON.of(language)
    lines: list[RichTextElement] = [line(*inline(f"{result.signal.name}{colon}{result.signal.meaning.of(language)}"))]
    lines.append(line(*inline(result.signal.sender.of(language))))
    if numbers := [(where, number) for where, number in result.signal.elsewhere if number != result.signal.number]:
        listed = " · ".join(f"{where} {number or '—'}" for where, number in numbers)
        lines.append(line(plain(f"{words.SIGNAL_ELSEWHERE.to(language)}{colon}{listed}")))
    return lines


def _reading_lines(reading: Reading, language: Language) -> list[RichTextElement]:
    lines: list[RichTextElement] = [
        line(bold(reading.who.of(language)), plain(" · "), *inline(reading.title.of(language))),
        line(*inline(reading.tell_apart.of(language), TEXT)),
    ]
    if reading.source.startswith("https://"):
        lines.append(line(link(reading.source, words.SOURCE.to(language))))
    elif reading.source:
        lines.append(line(plain(f"{words.SOURCE.to(language)}: {reading.source}")))
    return lines
