"""A pod picked from several, or from the nearest names: asks again, about that one."""

import re
from typing import Any

from slack_bolt import Ack, App, Respond

from bot.answers.ask import ask_by_button
from bot.context import Context
from bot.slack.interaction import from_action


def register(app: App, context: Context) -> None:
    """Listen for the buttons `pick:0`, `pick:1` ... and for the select `pick`."""

    @app.action(re.compile(r"^pick(:\d{1,2})?$"))
    def picked(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        ask_by_button(context, from_action(body), action.get("value") or action["selected_option"]["value"], respond)
