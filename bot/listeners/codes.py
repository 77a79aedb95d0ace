"""`/signal [NAME|N]` and `/sysexits [NAME|N]`. Answered in the acknowledgement: no queue, no cluster."""

from typing import Any

from slack_bolt import Ack, App

from bot.context import Context
from bot.views import codes_table as view
from bot.views import whokilled_words as own
from bot.views.blocks.message import Message
from core.messages.model import Language
from knowledge.codes.names import named
from knowledge.codes.signal import all_signals, signal_by_number
from knowledge.decode import all_sysexits

MOST_INPUT = 100
"""Characters of what was typed that are read; no name has as many."""
ALL = frozenset({"", "all", "list", "help", "?"})


def register(app: App, context: Context) -> None:
    """Listen for both commands."""

    @app.command("/signal")
    def signal_asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**signal(command.get("text", ""), context.languages.of(command["user_id"])).as_arguments())

    @app.command("/sysexits")
    def sysexits_asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**sysexits(command.get("text", ""), context.languages.of(command["user_id"])).as_arguments())


def signal(text: str, language: Language) -> Message:
    """What `/signal text` answers. An exit code such as 137 means the signal in it."""
    query = text.strip()[:MOST_INPUT]
    if query.casefold() in ALL:
        return view.signals_table(all_signals(), language)
    name = named(f"signal {query}")
    number = name.number if name else _in_exit_code(query)
    entry = signal_by_number(number) if number else None
    if entry is None:
        return view.no_such(own.NO_SUCH_SIGNAL, own.ONE_SIGNAL, query, language)
    return view.signal_entry(entry, language)


def sysexits(text: str, language: Language) -> Message:
    """What `/sysexits text` answers; names work with and without `EX_`."""
    query = text.strip()[:MOST_INPUT]
    if query.casefold() in ALL:
        return view.sysexits_table(all_sysexits(), language)
    wanted = query.casefold().removeprefix("ex_")
    names = {sysexit.name.casefold().removeprefix("ex_"): sysexit for sysexit in all_sysexits()}
    numbers = {str(sysexit.number): sysexit for sysexit in all_sysexits()}
    entry = names.get(wanted) or numbers.get(query)
    if entry is None:
        return view.no_such(own.NO_SUCH_SYSEXIT, own.ONE_SYSEXIT, query, language)
    return view.sysexit_entry(entry, language)


def _in_exit_code(text: str) -> int | None:
    """137 as 9: people ask for the signal by the code they see."""
    return int(text) - view.SIGNAL_BASE if text.isascii() and text.isdigit() and len(text) <= 3 else None
