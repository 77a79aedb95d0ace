"""`/whypod TARGET`, `paste`, `lang zh|en`, `help`. The look itself happens in a worker, never here."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.answers.ask import ask
from bot.context import Context
from bot.listeners.language import choose
from bot.listeners.paste import open_window
from bot.slack.interaction import Interaction, from_command
from bot.views.blocks.message import Message
from bot.views.home import usage


def register(app: App, context: Context) -> None:
    """Listen for the command."""

    @app.command("/whypod")
    def asked(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        if command.get("text", "").strip().casefold() == "paste":
            open_window(context, command, ack, client)
            return
        ack(**answer(context, from_command(command), command.get("text", "")).as_arguments())


def answer(context: Context, interaction: Interaction, text: str) -> Message:
    """What `/whypod text` is acknowledged with. A pod called `help` is asked about as `namespace/help`."""
    match text.split():
        case ["help" | "?"]:
            return usage(context.languages.of(interaction.user))
        case ["lang" | "language", *rest]:
            return choose(context, interaction.user, " ".join(rest))
        case _:
            return ask(context, interaction, text).message
