"""`/podguide WORDS`, the buttons under its answer, and the pages a diagnosis links to. No queue, no cluster."""

import re
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.answers.share import share
from bot.context import Context
from bot.slack.interaction import from_action
from bot.views import guide as view
from bot.views.blocks.message import Message
from core.messages.model import Language
from knowledge.guide import guide
from knowledge.search import Hit, nearest, search

NEARBY = 4
"""Pages looked up besides the one that is shown: one button each."""


def register(app: App, context: Context) -> None:
    """Listen for the command, its buttons, its menu, and for everything that opens a page."""

    @app.command("/podguide")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer(command.get("text", ""), context.languages.of(command["user_id"])).as_arguments())

    @app.action(re.compile(r"^guide\.show:\d$"))
    def shown(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        message = page_message(action["value"], context.languages.of(body["user"]["id"]))
        private = bool((body.get("container") or {}).get("is_ephemeral"))
        respond(replace_original=private, **message.as_arguments())  # what a channel reads stays as it is

    @app.action("guide.share")
    def shared(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        interaction, value = from_action(body), action["value"]
        message = page_message(value, context.languages.of(interaction.user))
        share(context, interaction, respond, client, f"guide:{value.partition(' ')[0]}", message)

    @app.action(re.compile(r"^guide\.(open(:\d{1,2})?|pick)$"))
    def opened(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        option = action.get("selected_option")
        page = view.PageReference(option["value"]) if option else view.PageReference.read(action["value"])
        if sections := guide().find(page.reference):
            _show_window(
                client, body, view.page_window(*sections, page.names, context.languages.of(body["user"]["id"]))
            )


def _show_window(client: WebClient, body: dict[str, Any], window: dict[str, Any]) -> None:
    """A window of its own; on top of a diagnosis' window; in the place of another page: Slack stacks three at most."""
    current = body.get("view")
    if current is None:
        client.views_open(trigger_id=body["trigger_id"], view=window)
    elif current.get("callback_id") == view.WINDOW:
        client.views_update(view_id=current["id"], view=window)
    else:
        client.views_push(trigger_id=body["trigger_id"], view=window)


def answer(text: str, language: Language) -> Message:
    """What `/podguide text` answers."""
    query = text.strip()
    if query.casefold() in ("", "help", "?"):
        return view.topics_message(language)
    hits = search(query, 1 + NEARBY)
    if hits:
        return view.search_message(hits, query, language)
    return view.topics_message(language, query, nearest=[hit.page for hit in nearest(query)])


def page_message(value: str, language: Language) -> Message:
    """One page of a search, as a button carries it: `topic words`; the search's other pages stay within reach."""
    topic, _, query = value.partition(" ")
    page = guide().pages.get(topic)
    if page is None:
        return view.topics_message(language)
    hits = search(query, len(guide().pages))
    shown = next((hit for hit in hits if hit.page is page), Hit(page, page.sections[0], 0.0))
    return view.search_message([shown, *[hit for hit in hits if hit.page is not page][:NEARBY]], query, language)
