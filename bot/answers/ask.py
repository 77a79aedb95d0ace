"""From what a person typed to a question in the queue, and the reply meanwhile. It must not wait for answers."""

from dataclasses import dataclass

from slack_bolt import Respond

from bot.context import Context, QueueDown
from bot.slack.interaction import Interaction
from bot.views import notices
from bot.views.blocks.message import Message
from core.messages.question import QuestionKind
from knowledge.target import BadTarget, parse

DOUBLE_CLICK = 2
"""Seconds in which the same button, pressed by the same person, counts once."""


@dataclass(frozen=True)
class AskResult:
    """What to show the person, and whether the question was queued."""

    message: Message
    queued: bool = False


def ask(context: Context, interaction: Interaction, text: str, kind: QuestionKind = "target") -> AskResult:
    """Ask about `text`; the message acknowledges it, or says what is wrong with it."""
    language = context.languages.of(interaction.user)
    try:
        target = parse(text)
    except BadTarget as bad:
        return AskResult(notices.bad_target(bad.reason, text, language, kind))
    if refusal := context.access.refusal(interaction.user, interaction.channel, target.namespace):
        return AskResult(notices.refused(refusal, interaction.user, target, language))
    try:
        context.ask(target, interaction.reply_to(language, context.now()), kind)
    except QueueDown:
        return AskResult(notices.queue_down(target, language))
    return AskResult(notices.looking(target, language), queued=True)


def ask_by_button(
    context: Context, interaction: Interaction, text: str, respond: Respond, kind: QuestionKind = "target"
) -> None:
    """The same for a pressed button: once for a double click, and in place of the button's own message.

    That message stays when the question was not queued, or when others read it too (see `from_action`).
    """
    if context.is_first(f"ask:{kind}:{interaction.user}:{text}", DOUBLE_CLICK):
        result = ask(context, interaction, text, kind)
        respond(replace_original=bool(result.queued and interaction.response_url), **result.message.as_arguments())
