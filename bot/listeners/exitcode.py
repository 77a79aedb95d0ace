"""`/exitcode CODE...` and the buttons under its answer. Answered in the acknowledgement: no queue, no cluster."""

import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.answers.share import share
from bot.context import Context
from bot.slack.interaction import from_action
from bot.views import exitcode as view
from bot.views.blocks.message import Message
from core.messages.model import Language
from knowledge.decode import decode


def register(app: App, context: Context) -> None:
    """Listen for the command and its three buttons."""

    @app.command("/exitcode")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer(command.get("text", ""), context.languages.of(command["user_id"])).as_arguments())

    @app.action(re.compile(r"^exitcode\.ask:\d$"))
    def guessed(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        respond(**answer(action["value"], context.languages.of(body["user"]["id"])).as_arguments())

    @app.action("exitcode.read_more")
    def read_more(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        window = view.exitcode_modal(decode(action["value"]), context.languages.of(body["user"]["id"]))
        client.views_open(trigger_id=body["trigger_id"], view=window)

    @app.action("exitcode.share")
    def shared(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        interaction = from_action(body)
        text = action["value"]
        share(
            context,
            interaction,
            respond,
            client,
            f"exitcode:{text}",
            answer(text, context.languages.of(interaction.user)),
        )


def answer(text: str, language: Language) -> Message:
    """What `/exitcode text` answers."""
    codes = text.strip()[: view.MOST_INPUT]
    if codes.casefold() in ("", "help", "?"):
        return view.usage(language)
    return view.exitcode(decode(codes), codes, language)
