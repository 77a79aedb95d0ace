"""From what somebody typed to a question in the queue, and what to tell him meanwhile. It must not wait for answers."""

from bot.desk import Desk, QueueDown
from bot.place import Place
from bot.views import notices
from bot.views.message import Message
from knowledge.target import BadTarget, parse


def ask(desk: Desk, place: Place, text: str) -> Message:
    """Ask about `text`, and the message that acknowledges it, or says what is wrong with it."""
    language = desk.languages.of(place.user)
    try:
        target = parse(text)
    except BadTarget as bad:
        return notices.bad_target(bad.reason, text, language)
    if refusal := desk.access.refusal(place.user, place.channel, target.namespace):
        return notices.refused(refusal, place.user, target, language)
    try:
        desk.ask(target, place.reply_to(language, desk.now()))
    except QueueDown:
        return notices.queue_down(target, language)
    return notices.looking(target, language)
