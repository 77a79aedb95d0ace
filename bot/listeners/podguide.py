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


def register(app: App, desk: Context) -> None:
    """Listen for the command, its buttons, its menu, and for everything that opens a page."""

    @app.command("/podguide")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer(command.get("text", ""), desk.languages.of(command["user_id"])).as_arguments())

    @app.action(re.compile(r"^guide\.show:\d$"))
    def shown(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        drawn = shown_page(action["value"], desk.languages.of(body["user"]["id"]))
        private = bool((body.get("container") or {}).get("is_ephemeral"))
        respond(replace_original=private, **drawn.as_arguments())  # what a channel reads stays as it is

    @app.action("guide.share")
    def shared(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        place, value = from_action(body), action["value"]
        drawn = shown_page(value, desk.languages.of(place.user))
        share(desk, place, respond, client, f"guide:{value.partition(' ')[0]}", drawn)

    @app.action(re.compile(r"^guide\.(open(:\d{1,2})?|pick)$"))
    def opened(ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        ack()
        chosen = action.get("selected_option")
        wanted = view.Opened(chosen["value"]) if chosen else view.Opened.read(action["value"])
        if there := guide().find(wanted.reference):
            _show(client, body, view.window(*there, wanted.names, desk.languages.of(body["user"]["id"])))


def _show(client: WebClient, body: dict[str, Any], window: dict[str, Any]) -> None:
    """A window of its own; on top of a diagnosis' window; in the place of another page: Slack stacks three at most."""
    below = body.get("view")
    if below is None:
        client.views_open(trigger_id=body["trigger_id"], view=window)
    elif below.get("callback_id") == view.WINDOW:
        client.views_update(view_id=below["id"], view=window)
    else:
        client.views_push(trigger_id=body["trigger_id"], view=window)


def answer(text: str, language: Language) -> Message:
    """What `/podguide text` answers."""
    asked = text.strip()
    if asked.casefold() in ("", "help", "?"):
        return view.topics(language)
    hits = search(asked, 1 + NEARBY)
    if hits:
        return view.found(hits, asked, language)
    return view.topics(language, asked, nearest=[hit.page for hit in nearest(asked)])


def shown_page(value: str, language: Language) -> Message:
    """One page of a search, as a button carries it: `topic words`; the search's other pages stay within reach."""
    topic, _, asked = value.partition(" ")
    page = guide().pages.get(topic)
    if page is None:
        return view.topics(language)
    hits = search(asked, len(guide().pages))
    own = next((hit for hit in hits if hit.page is page), Hit(page, page.sections[0], 0.0))
    return view.found([own, *[hit for hit in hits if hit.page is not page][:NEARBY]], asked, language)
