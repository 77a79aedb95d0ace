"""The buttons under a diagnosis: previous log, events, read more, look again, share."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.answers.ask import ask_by_button
from bot.answers.share import share
from bot.context import Context, QueueDown
from bot.slack.interaction import Interaction, from_action
from bot.views import notices, report_modal, words
from bot.views.answer import answer
from bot.views.blocks.buttons import Carried
from bot.views.blocks.message import Message
from core.messages.model import Language
from core.messages.question import Target
from core.messages.report import PodRef, Report

Window = Callable[[Report, Language], dict[str, Any]]

WINDOWS: dict[str, Window] = {
    "report.previous_log": report_modal.logs,
    "report.events": report_modal.events,
    "report.read_more": report_modal.read_more,
}


def register(app: App, desk: Context) -> None:
    """Listen for the five buttons."""
    for action_id, window in WINDOWS.items():
        _opens(app, desk, action_id, window)

    @app.action("report.look_again")
    def look_again(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        ask_by_button(desk, from_action(body), Carried.read(action["value"]).target, respond)

    @app.action("report.share")
    def shared(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        place, carried = from_action(body), Carried.read(action["value"])
        found = recalled(desk, place, carried)
        if isinstance(found, Message):
            respond(replace_original=False, **found.as_arguments())
        else:
            drawn = answer(found, desk.languages.of(place.user), carried.question_id)
            share(desk, place, respond, client, carried.question_id, drawn)


def _opens(app: App, desk: Context, action_id: str, window: Window) -> None:
    @app.action(action_id)
    def pressed(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        place = from_action(body)
        found = recalled(desk, place, Carried.read(action["value"]))
        if isinstance(found, Message):
            respond(replace_original=False, **found.as_arguments())
        else:
            client.views_open(trigger_id=place.trigger_id, view=window(found, desk.languages.of(place.user)))


def recalled(desk: Context, place: Interaction, carried: Carried) -> Report | Message:
    """The report under the button, or the notice that says why this person does not get it.

    Whoever presses is checked anew: a shared answer is read by people who could not have asked for it.
    """
    language = desk.languages.of(place.user)
    try:
        found = desk.recall(carried.question_id)
    except QueueDown:
        return notices.said(words.MEMORY_DOWN, language)
    if not isinstance(found, Report):
        return notices.expired(carried.target, language)
    if (
        found.ref
        and found.ref.namespace
        and (refusal := desk.access.refusal(place.user, place.channel, found.ref.namespace))
    ):
        return notices.refused(refusal, place.user, _target(found.ref), language)
    return found


def _target(ref: PodRef) -> Target:
    return Target(text=str(ref), cluster=ref.cluster, namespace=ref.namespace, name=ref.name)
