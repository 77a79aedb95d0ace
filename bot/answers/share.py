"""Posting an answer into the channel for everyone, once. It must not build blocks."""

from slack_bolt import Respond
from slack_sdk import WebClient

from bot.context import Context
from bot.slack.interaction import Interaction
from bot.views import words
from bot.views.blocks.message import Message
from bot.views.notices import fixed_notice
from bot.views.shared import shared_message

AGAIN_AFTER = 30
"""Seconds within which the same answer is not shared again in one channel: a double click, or two people at once."""


def share(
    context: Context, interaction: Interaction, respond: Respond, client: WebClient, answer_id: str, answer: Message
) -> None:
    """Post `answer` where the button was pressed, saying who shared it."""
    language = context.languages.of(interaction.user)
    if not context.is_first(f"share:{interaction.channel}:{answer_id}", AGAIN_AFTER):
        respond(replace_original=False, **fixed_notice(words.ALREADY_SHARED, language).as_arguments())
        return
    shared = shared_message(answer, interaction.user, language).as_arguments()
    # The response_url works in channels the bot is not a member of; posting as a member is the second way.
    response = respond(response_type="in_channel", replace_original=False, thread_ts=interaction.thread_ts, **shared)
    if response.status_code != 200:
        client.chat_postMessage(channel=interaction.channel, thread_ts=interaction.thread_ts, **shared)
