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
from bot.views.answer import answer_message
from bot.views.blocks.buttons import ButtonValue
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


def register(app: App, context: Context) -> None:
    """Listen for the five buttons."""
    for action_id, window in WINDOWS.items():
        _register_window(app, context, action_id, window)

    @app.action("report.look_again")
    def look_again(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        ask_by_button(context, from_action(body), ButtonValue.read(action["value"]).target, respond)

    @app.action("report.share")
    def shared(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        interaction, value = from_action(body), ButtonValue.read(action["value"])
        report = report_or_notice(context, interaction, value)
        if isinstance(report, Message):
            respond(replace_original=False, **report.as_arguments())
        else:
            message = answer_message(report, context.languages.of(interaction.user), value.question_id)
            share(context, interaction, respond, client, value.question_id, message)


def _register_window(app: App, context: Context, action_id: str, window: Window) -> None:
    @app.action(action_id)
    def pressed(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        interaction = from_action(body)
        report = report_or_notice(context, interaction, ButtonValue.read(action["value"]))
        if isinstance(report, Message):
            respond(replace_original=False, **report.as_arguments())
        else:
            client.views_open(
                trigger_id=interaction.trigger_id, view=window(report, context.languages.of(interaction.user))
            )


def report_or_notice(context: Context, interaction: Interaction, value: ButtonValue) -> Report | Message:
    """The report under the button, or the notice that says why this person does not get it.

    Whoever presses is checked anew: a shared answer is read by people who could not have asked for it.
    """
    language = context.languages.of(interaction.user)
    try:
        report = context.recall(value.question_id)
    except QueueDown:
        return notices.fixed_notice(words.MEMORY_DOWN, language)
    if not isinstance(report, Report):
        return notices.expired(value.target, language)
    namespace = report.ref.namespace if report.ref else None
    refusal = context.access.refusal(interaction.user, interaction.channel, namespace) if namespace else None
    if report.ref and refusal:
        return notices.refused(refusal, interaction.user, _target(report.ref), language)
    return report


def _target(ref: PodRef) -> Target:
    return Target(text=str(ref), cluster=ref.cluster, namespace=ref.namespace, name=ref.name)
