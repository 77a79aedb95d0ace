"""From what somebody typed to a question in the queue, and what to tell him meanwhile. It must not wait for answers."""

from dataclasses import dataclass

from slack_bolt import Respond

from bot.context import Context, QueueDown
from bot.slack.interaction import Interaction
from bot.views import notices
from bot.views.blocks.message import Message
from core.messages.question import QuestionKind as Wish
from knowledge.target import BadTarget, parse

DOUBLE_CLICK = 2
"""Seconds in which the same button, pressed by the same person, counts once."""


@dataclass(frozen=True)
class AskResult:
    """What to tell the person, and whether the question was taken."""

    message: Message
    taken: bool = False


def ask(desk: Context, place: Interaction, text: str, kind: Wish = "target") -> AskResult:
    """Ask about `text`; the message acknowledges it, or says what is wrong with it."""
    language = desk.languages.of(place.user)
    try:
        target = parse(text)
    except BadTarget as bad:
        return AskResult(notices.bad_target(bad.reason, text, language, kind))
    if refusal := desk.access.refusal(place.user, place.channel, target.namespace):
        return AskResult(notices.refused(refusal, place.user, target, language))
    try:
        desk.ask(target, place.reply_to(language, desk.now()), kind)
    except QueueDown:
        return AskResult(notices.queue_down(target, language))
    return AskResult(notices.looking(target, language), taken=True)


def ask_by_button(desk: Context, place: Interaction, text: str, respond: Respond, kind: Wish = "target") -> None:
    """The same for a pressed button: once for a double click, and in place of the button's own message.

    The message stays when the question was not taken, or when others read it too (`of_press` says how it knows).
    """
    if desk.first(f"ask:{kind}:{place.user}:{text}", DOUBLE_CLICK):
        asked = ask(desk, place, text, kind)
        respond(replace_original=bool(asked.taken and place.response_url), **asked.message.as_arguments())
