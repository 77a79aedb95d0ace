"""`/signal` and `/sysexits`: one entry, or the whole table. Pure."""

from collections.abc import Sequence

from slack_sdk.models.blocks import RichTextElement

from bot.views import whokilled_words as own
from bot.views.blocks.limits import TABLE_CELL, Block, cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import RichElement, block, bold, line, plain
from core.bilingual import COLON, Bilingual
from core.messages.model import Language
from knowledge.codes.answer import Signal, Sysexit

SIGNAL_BASE = 128
SENTENCE = 500
SHOWN = 60
"""Characters of what a person typed that are quoted back."""
ENDING = frozenset({"terminate", "core"})


def signals_table(signals: Sequence[Signal], language: Language) -> Message:
    """Number, name, default action and meaning of every signal."""
    rows = [
        [str(signal.number), signal.name, _action(signal, language), signal.meaning.of(language)] for signal in signals
    ]
    header = (own.NUMBER, own.NAME, own.DEFAULT, own.MEANING)
    return _page(own.SIGNALS, _table(header, rows, language), own.ONE_SIGNAL, language)


def sysexits_table(entries: Sequence[Sysexit], language: Language) -> Message:
    """Code, name and meaning of every name of sysexits.h."""
    rows = [[str(entry.number), entry.name, entry.meaning.of(language)] for entry in entries]
    return _page(own.SYSEXITS, _table((own.CODE, own.NAME, own.MEANING), rows, language), own.ONE_SYSEXIT, language)


def signal_entry(signal: Signal, language: Language) -> Message:
    """Everything known of one signal: what it does, who sends it, its exit code, its other numbers."""
    title = f"{signal.name} ({signal.number})"
    ends = own.EXIT_CODE.to(language, code=SIGNAL_BASE + signal.number)
    colon = COLON.of(language)
    lines: list[RichTextElement] = [
        line(bold(title), plain(f" · {_action(signal, language)}")),
        line(*inline(signal.meaning.of(language), SENTENCE)),
        line(*inline(ends if signal.action in ENDING else own.NO_EXIT_CODE.to(language), SENTENCE)),
        line(bold(own.SENT_BY.to(language)), plain(colon), *inline(signal.sender.of(language), SENTENCE)),
    ]
    if numbers := [f"{where} {number or '—'}" for where, number in signal.elsewhere if number != signal.number]:
        lines.append(line(plain(f"{own.ELSEWHERE.to(language)}{colon}{' · '.join(numbers)}")))
    if signal.same_number:
        others = " · ".join(f"{name} ({where})" for where, name in signal.same_number)
        lines.append(line(plain(f"{own.SAME_NUMBER.to(language, number=signal.number)}{colon}{others}")))
    return message(f"{title}{colon}{signal.meaning.of(language)}", [block(*lines)])


def sysexit_entry(entry: Sysexit, language: Language) -> Message:
    """One name of sysexits.h: what it means, and who really uses it."""
    title = f"{entry.number} · {entry.name}"
    colon = COLON.of(language)
    lines = [
        line(bold(title)),
        line(*inline(entry.meaning.of(language), SENTENCE)),
        line(bold(own.USED_BY.to(language)), plain(colon), *inline(entry.users.of(language), SENTENCE)),
    ]
    return message(f"{title}{colon}{entry.meaning.of(language)}", [block(*lines)])


def no_such(sentence: Bilingual, example: Bilingual, text: str, language: Language) -> Message:
    """What was typed is none of them, and what works."""
    quoted = cut(" ".join(text.split()), SHOWN)
    answer = sentence.to(language, text=quoted)
    return message(answer, [block(line(*inline(answer)), line(*inline(example.to(language))))])


def _page(title: Bilingual, table: Block, example: Bilingual, language: Language) -> Message:
    heading = block(line(bold(title.to(language))))
    return message(title.to(language), [heading, table, block(line(*inline(example.to(language))))])


def _table(header: Sequence[Bilingual], rows: Sequence[Sequence[str]], language: Language) -> Block:
    """The last column wraps; numbers stand on the right, names are not broken."""
    columns = len(header)
    settings = [{"align": "right"}, *[{"is_wrapped": False}] * (columns - 2), {"is_wrapped": True}]
    head = [_cell([bold(title.to(language))]) for title in header]
    last = columns - 1
    body = [[_cell(inline(text)) if at == last else _word(text) for at, text in enumerate(row)] for row in rows]
    return {"type": "table", "rows": [head, *body], "column_settings": settings}


def _word(text: str) -> Block:
    """A cell that is not broken: as `code`, a phone would break a name after every letter."""
    return {"type": "raw_text", "text": cut(text, TABLE_CELL)}


def _cell(parts: Sequence[RichElement]) -> Block:
    return block(line(*parts))


def _action(signal: Signal, language: Language) -> str:
    return own.ACTIONS[signal.action].to(language)
