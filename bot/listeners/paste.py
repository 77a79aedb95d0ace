"""`/whypod paste`: a window for text, its submission a question like any other. The text is read in a worker."""

import json
from typing import Any
from urllib.parse import urlsplit

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.context import Context, QueueDown
from bot.slack.call import SlackRefused, TryLater
from bot.slack.client import SlackClient
from bot.slack.interaction import Interaction, from_command
from bot.slack.respond import respond
from bot.views import notices
from bot.views import paste as view
from core.messages.question import Target

log = structlog.get_logger()


def register(app: App, context: Context) -> None:
    """Listen for the window's submission; the command itself is `/whypod`'s (`open_window`)."""

    @app.view(view.CALLBACK)
    def submitted(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        user = body["user"]["id"]
        language = context.languages.of(user)
        text = view.submitted_text(body["view"]["state"]["values"])
        if not text:
            ack(response_action="errors", errors=view.empty(language))
            return
        reply_to = _interaction(user, body["view"]["private_metadata"]).reply_to(language, context.now())
        try:
            context.ask_paste(text, reply_to)
        except QueueDown:
            ack(response_action="errors", errors=view.not_taken(language))
            return
        ack()
        try:
            respond(SlackClient(client, urlsplit(client.base_url).netloc), reply_to, view.looking(language))
        except (TryLater, SlackRefused) as error:  # only the note is lost: the answer has its own tries
            log.warning("note not shown", reason=str(error))


def open_window(context: Context, command: dict[str, Any], ack: Ack, client: WebClient) -> None:
    """Show the window to people who may ask here; what they paste is their own, so namespaces do not matter."""
    interaction = from_command(command)
    language = context.languages.of(interaction.user)
    refusal = context.access.refusal(interaction.user, interaction.channel, None)
    if refusal and refusal.reason in ("user", "channel"):
        ack(**notices.refused(refusal, interaction.user, Target(text="", name=""), language).as_arguments())
        return
    ack()
    metadata = json.dumps({"channel": interaction.channel, "response_url": interaction.response_url})
    client.views_open(trigger_id=interaction.trigger_id, view=view.paste_window(language, metadata))


def _interaction(user: str, metadata: str) -> Interaction:
    """Where the command was typed: a submission itself names no channel."""
    origin = json.loads(metadata)
    return Interaction(user=user, channel=origin["channel"], response_url=origin["response_url"])
