"""`/whokilled NS/POD [CONTAINER]` and the buttons under its answer. The look happens in a worker, never here."""

import json
import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.answers.ask import ask, ask_by_button
from bot.answers.share import share
from bot.context import Context, QueueDown
from bot.slack.interaction import Interaction, from_action, from_command
from bot.views import notices, words
from bot.views import whokilled as view
from bot.views import whokilled_words as own
from bot.views.answer import answer_message
from bot.views.blocks.buttons import ButtonValue
from bot.views.blocks.message import Message
from core.messages.answer import Capture, Tracing
from core.messages.model import Language
from core.messages.question import Target

WINDOWS: dict[str, Callable[[Tracing, Language], dict[str, Any]]] = {
    "whokilled.others": view.other_ways,
    "whokilled.anyway": view.whole_procedure,
}


def register(app: App, context: Context) -> None:
    """Listen for the command and its buttons."""

    @app.command("/whokilled")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer(context, from_command(command), command.get("text", "")).as_arguments())

    @app.action(re.compile(r"^whokilled\.(pick(:\d{1,2})?|again)$"))
    def again(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        value = action.get("value") or action["selected_option"]["value"]
        text = ButtonValue.read(value).target if action["action_id"] == "whokilled.again" else value
        ask_by_button(context, from_action(body), text, respond, kind="whokilled")

    @app.action("whokilled.paste")
    def paste(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        interaction = from_action(body)
        # No response_url: it would put the verdict in place of the procedure, which is still needed.
        metadata = json.dumps({"channel": interaction.channel, "response_url": ""})
        client.views_open(
            trigger_id=interaction.trigger_id, view=view.paste_window(context.languages.of(interaction.user), metadata)
        )

    @app.action("whokilled.share")
    def shared(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        interaction, value = from_action(body), ButtonValue.read(action["value"])
        result = answer_or_notice(context, interaction, value)
        if isinstance(result, Message):
            respond(replace_original=False, **result.as_arguments())
        else:
            message = answer_message(result, context.languages.of(interaction.user), value.question_id)
            share(context, interaction, respond, client, value.question_id, message)

    for action_id, window in WINDOWS.items():
        _register_window(app, context, action_id, window)


def _register_window(
    app: App, context: Context, action_id: str, window: Callable[[Tracing, Language], dict[str, Any]]
) -> None:
    @app.action(action_id)
    def pressed(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        interaction, value = from_action(body), ButtonValue.read(action["value"])
        result = answer_or_notice(context, interaction, value)
        if isinstance(result, Tracing):
            client.views_open(
                trigger_id=interaction.trigger_id, view=window(result, context.languages.of(interaction.user))
            )
        else:
            notice = result if isinstance(result, Message) else _expired(value, context.languages.of(interaction.user))
            respond(replace_original=False, **notice.as_arguments())


def answer(context: Context, interaction: Interaction, text: str) -> Message:
    """What `/whokilled text` is acknowledged with. A second word is the container."""
    match text.split():
        case [] | ["help" | "?"]:
            return notices.fixed_notice(own.NO_TARGET, context.languages.of(interaction.user))
        case [target, container] if not target.startswith("-") and not container.startswith("-") and "/" in target:
            return ask(context, interaction, f"{target} -c {container}", kind="whokilled").message
        case _:
            return ask(context, interaction, text, kind="whokilled").message


def answer_or_notice(context: Context, interaction: Interaction, value: ButtonValue) -> Tracing | Capture | Message:
    """The answer under the button, or the notice that says why this person does not get it: checked anew."""
    language = context.languages.of(interaction.user)
    try:
        result = context.recall(value.question_id)
    except QueueDown:
        return notices.fixed_notice(words.MEMORY_DOWN, language)
    if not isinstance(result, Tracing | Capture):
        return _expired(value, language)
    ref = result.report.ref if isinstance(result, Tracing) else None
    if (
        ref
        and ref.namespace
        and (refusal := context.access.refusal(interaction.user, interaction.channel, ref.namespace))
    ):
        target = Target(text=str(ref), cluster=ref.cluster, namespace=ref.namespace, name=ref.name)
        return notices.refused(refusal, interaction.user, target, language)
    return result


def _expired(value: ButtonValue, language: Language) -> Message:
    return (
        notices.fixed_notice(own.EXPIRED, language, target=value.target)
        if value.target
        else notices.expired("", language)
    )
