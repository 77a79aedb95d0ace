"""Putting an answer into the channel for everyone, once. It must not draw anything."""

from slack_bolt import Respond
from slack_sdk import WebClient

from bot.context import Context
from bot.slack.interaction import Interaction
from bot.views import words
from bot.views.blocks.message import Message
from bot.views.notices import said
from bot.views.shared import shared

AGAIN_AFTER = 30
"""Seconds in which the same answer is not shared again in one channel: a double click, or two people at once."""


def share(desk: Context, place: Interaction, respond: Respond, client: WebClient, what: str, answer: Message) -> None:
    """Post `answer` where the button was pressed, saying who shared it; `what` names the answer."""
    language = desk.languages.of(place.user)
    if not desk.first(f"share:{place.channel}:{what}", AGAIN_AFTER):
        respond(replace_original=False, **said(words.ALREADY_SHARED, language).as_arguments())
        return
    public = shared(answer, place.user, language).as_arguments()
    # The response_url reaches channels which the bot is no member of; a member's post is the second way.
    taken = respond(response_type="in_channel", replace_original=False, thread_ts=place.thread_ts, **public)
    if taken.status_code != 200:
        client.chat_postMessage(channel=place.channel, thread_ts=place.thread_ts, **public)
