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
from bot.views.answer import answer
from bot.views.blocks.buttons import Carried
from bot.views.blocks.message import Message
from core.messages.answer import Capture, Tracing
from core.messages.model import Language
from core.messages.question import Target

WINDOWS: dict[str, Callable[[Tracing, Language], dict[str, Any]]] = {
    "whokilled.others": view.other_ways,
    "whokilled.anyway": view.whole_procedure,
}


def register(app: App, desk: Context) -> None:
    """Listen for the command and its buttons."""

    @app.command("/whokilled")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**acknowledged(desk, from_command(command), command.get("text", "")).as_arguments())

    @app.action(re.compile(r"^whokilled\.(pick(:\d{1,2})?|again)$"))
    def again(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        value = action.get("value") or action["selected_option"]["value"]
        text = Carried.read(value).target if action["action_id"] == "whokilled.again" else value
        ask_by_button(desk, from_action(body), text, respond, kind="whokilled")

    @app.action("whokilled.paste")
    def paste(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        place = from_action(body)
        # No response_url: it would put the verdict in place of the procedure, which is still needed.
        way_back = json.dumps({"channel": place.channel, "response_url": ""})
        client.views_open(trigger_id=place.trigger_id, view=view.paste_window(desk.languages.of(place.user), way_back))

    @app.action("whokilled.share")
    def shared(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        place, carried = from_action(body), Carried.read(action["value"])
        found = recalled(desk, place, carried)
        if isinstance(found, Message):
            respond(replace_original=False, **found.as_arguments())
        else:
            drawn = answer(found, desk.languages.of(place.user), carried.question_id)
            share(desk, place, respond, client, carried.question_id, drawn)

    for action_id, window in WINDOWS.items():
        _opens(app, desk, action_id, window)


def _opens(app: App, desk: Context, action_id: str, window: Callable[[Tracing, Language], dict[str, Any]]) -> None:
    @app.action(action_id)
    def pressed(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        place, carried = from_action(body), Carried.read(action["value"])
        found = recalled(desk, place, carried)
        if isinstance(found, Tracing):
            client.views_open(trigger_id=place.trigger_id, view=window(found, desk.languages.of(place.user)))
        else:
            said = found if isinstance(found, Message) else _expired(carried, desk.languages.of(place.user))
            respond(replace_original=False, **said.as_arguments())


def acknowledged(desk: Context, place: Interaction, text: str) -> Message:
    """What `/whokilled text` is acknowledged with. A second word is the container."""
    match text.split():
        case [] | ["help" | "?"]:
            return notices.said(own.NO_TARGET, desk.languages.of(place.user))
        case [target, container] if not target.startswith("-") and not container.startswith("-") and "/" in target:
            return ask(desk, place, f"{target} -c {container}", kind="whokilled").message
        case _:
            return ask(desk, place, text, kind="whokilled").message


def recalled(desk: Context, place: Interaction, carried: Carried) -> Tracing | Capture | Message:
    """The answer under the button, or the notice that says why this person does not get it: checked anew."""
    language = desk.languages.of(place.user)
    try:
        found = desk.recall(carried.question_id)
    except QueueDown:
        return notices.said(words.MEMORY_DOWN, language)
    if not isinstance(found, Tracing | Capture):
        return _expired(carried, language)
    ref = found.report.ref if isinstance(found, Tracing) else None
    if ref and ref.namespace and (refusal := desk.access.refusal(place.user, place.channel, ref.namespace)):
        target = Target(text=str(ref), cluster=ref.cluster, namespace=ref.namespace, name=ref.name)
        return notices.refused(refusal, place.user, target, language)
    return found


def _expired(carried: Carried, language: Language) -> Message:
    return (
        notices.said(own.EXPIRED, language, target=carried.target) if carried.target else notices.expired("", language)
    )
