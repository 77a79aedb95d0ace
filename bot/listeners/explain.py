"""The message shortcut "Explain this": asks about the text of the message it is used on."""

from typing import Any

from slack_bolt import Ack, App, Respond

from bot.context import Context, QueueDown
from bot.slack.interaction import Interaction
from bot.slack.message_text import message_text
from bot.views import notices, words
from bot.views.blocks.message import Message
from core.messages.question import Target


def register(app: App, context: Context) -> None:
    """Listen for the shortcut."""

    @app.shortcut({"type": "message_action", "callback_id": "explain_this"})
    def used(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
        ack()
        respond(replace_original=False, response_type="ephemeral", **answer(context, body).as_arguments())


def answer(context: Context, body: dict[str, Any]) -> Message:
    """What the shortcut is answered with at once; the explanation follows from the queue."""
    interaction = from_shortcut(body)
    language = context.languages.of(interaction.user)
    refusal = context.access.refusal(interaction.user, interaction.channel, None)
    if refusal and refusal.reason in ("user", "channel"):
        return notices.refused(refusal, interaction.user, Target(text="", name=""), language)
    text = message_text(body["message"])
    if not text.strip():
        return notices.fixed_notice(words.NOTHING_TO_READ, language)
    try:
        context.ask_paste(text, interaction.reply_to(language, context.now()))
    except QueueDown:
        return notices.fixed_notice(words.PASTE_QUEUE_DOWN, language)
    return notices.fixed_notice(words.LOOKING_AT_MESSAGE, language)


def from_shortcut(body: dict[str, Any]) -> Interaction:
    """Where the shortcut was used; in a thread the answer stays in it.

    On a message of our own the response_url could replace that message for everybody, so it is not used there.
    """
    message = body["message"]
    own = bool(message.get("app_id")) and message.get("app_id") == body.get("api_app_id")
    return Interaction(
        user=body["user"]["id"],
        channel=body["channel"]["id"],
        response_url="" if own else body.get("response_url", ""),
        thread_ts=message.get("thread_ts"),
        trigger_id=body.get("trigger_id", ""),
    )
