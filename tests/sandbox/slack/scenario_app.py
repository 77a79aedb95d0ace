"""A real Bolt app with a listener of every kind, and what it heard. Tests only."""

from __future__ import annotations

import threading
from typing import Any

from slack_bolt import App

from tests.sandbox.slack.local_slack import PATIENCE, LocalSlack

MODAL = {
    "type": "modal",
    "callback_id": "mute",
    "title": {"type": "plain_text", "text": "Mute"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "reason",
            "label": {"type": "plain_text", "text": "Why"},
            "element": {"type": "plain_text_input", "action_id": "text", "min_length": 3},
        },
        {
            "type": "input",
            "block_id": "time",
            "optional": True,
            "label": {"type": "plain_text", "text": "How long"},
            "element": {
                "type": "static_select",
                "action_id": "hours",
                "initial_option": {"text": {"type": "plain_text", "text": "1 h"}, "value": "1"},
                "options": [
                    {"text": {"type": "plain_text", "text": "1 h"}, "value": "1"},
                    {"text": {"type": "plain_text", "text": "8 h"}, "value": "8"},
                ],
            },
        },
    ],
}


class Recorder:
    """What the scenario app heard, by kind, as the payloads came."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []

    def note(self, kind: str, body: dict[str, Any]) -> None:
        self.heard.append((kind, body))

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The payloads of one kind, oldest first."""
        return [body for name, body in self.heard if name == kind]


def scenario_app(slack: LocalSlack, heard: Recorder, wait: threading.Event) -> App:
    """A real Bolt app with one listener of every kind; `/whypod slow` acknowledges only once `wait` is set."""
    app = App(client=slack.client(), signing_secret="local-signing-secret")

    @app.command("/exitcode")
    def exitcode(ack: Any, body: Any) -> None:
        heard.note("command", body)
        if body["text"] == "nothing":
            ack()
        elif body["text"] == "all":
            ack(response_type="in_channel", text="for everyone")
        elif body["text"] == "wrong":
            ack(text="x", blocks=[{"type": "nonsense"}])
        else:
            ack(f"answer to {body['text']}")

    @app.command("/whypod")
    def whypod(ack: Any, body: Any) -> None:
        heard.note("command", body)
        if body["text"] == "slow":
            wait.wait(PATIENCE)
        ack("looking")

    @app.action("open")
    def press(ack: Any, body: Any, client: Any) -> None:
        heard.note("action", body)
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        ack()

    @app.view("mute")
    def save(ack: Any, body: Any, view: Any) -> None:
        heard.note("submission", body)
        text = view["state"]["values"]["reason"]["text"]["value"]
        if text == "refuse":
            ack(response_action="errors", errors={"reason": "give a better one"})
        elif text == "update":
            ack(response_action="update", view={**MODAL, "title": {"type": "plain_text", "text": "Again"}})
        elif text == "push":
            ack(response_action="push", view={**MODAL, "title": {"type": "plain_text", "text": "More"}})
        elif text == "clear":
            ack(response_action="clear")
        elif text == "broken":
            ack(response_action="update", view={"type": "modal"})
        elif text == "astray":
            ack(response_action="errors", errors={"elsewhere": "no such block"})
        else:
            ack()

    @app.view_closed("mute")
    def closed(ack: Any, body: Any) -> None:
        heard.note("closed", body)
        ack()

    @app.shortcut("explain")
    def explain(ack: Any, body: Any, respond: Any) -> None:
        ack()
        heard.note("shortcut", body)
        respond(f"about: {body['message']['text']}")

    @app.shortcut("ask")
    def ask(ack: Any, body: Any) -> None:
        ack()
        heard.note("shortcut", body)

    @app.event("app_home_opened")
    def home(event: Any, client: Any, request: Any) -> None:
        heard.note("home", {"event": event, "headers": dict(request.headers)})
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    return app
