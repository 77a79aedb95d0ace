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


def register(app: App, desk: Context) -> None:
    """Listen for the window's submission; the command itself is `/whypod`'s (`open_window`)."""

    @app.view(view.CALLBACK)
    def submitted(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        user = body["user"]["id"]
        language = desk.languages.of(user)
        text = view.pasted(body["view"]["state"]["values"])
        if not text:
            ack(response_action="errors", errors=view.empty(language))
            return
        to = _place(user, body["view"]["private_metadata"]).reply_to(language, desk.now())
        try:
            desk.ask_paste(text, to)
        except QueueDown:
            ack(response_action="errors", errors=view.not_taken(language))
            return
        ack()
        try:
            respond(SlackClient(client, urlsplit(client.base_url).netloc), to, view.looking(language))
        except (TryLater, SlackRefused) as error:  # only the note is lost: the answer has its own tries
            log.warning("note not shown", reason=str(error))


def open_window(desk: Context, command: dict[str, Any], ack: Ack, client: WebClient) -> None:
    """Show the window to who may ask here; what is pasted belongs to him, so namespaces do not matter."""
    place = from_command(command)
    language = desk.languages.of(place.user)
    refusal = desk.access.refusal(place.user, place.channel, None)
    if refusal and refusal.word in ("user", "channel"):
        ack(**notices.refused(refusal, place.user, Target(text="", name=""), language).as_arguments())
        return
    ack()
    way_back = json.dumps({"channel": place.channel, "response_url": place.response_url})
    client.views_open(trigger_id=place.trigger_id, view=view.window(language, way_back))


def _place(user: str, way_back: str) -> Interaction:
    """Where the command was typed: a submission itself names no channel."""
    known = json.loads(way_back)
    return Interaction(user=user, channel=known["channel"], response_url=known["response_url"])
