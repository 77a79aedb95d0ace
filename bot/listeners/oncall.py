"""`/oncall`, `/oncall 12h`, the unmute buttons, and the incidents in the App Home. It must not draw."""

import re
from dataclasses import replace
from typing import Any

from redis.exceptions import RedisError
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from bot.alerts import store
from bot.context import Context
from bot.slack.interaction import from_action
from bot.views.alert import oncall as view
from bot.views.alert import words
from bot.views.blocks.limits import Block
from bot.views.blocks.message import Message
from bot.views.home import home
from bot.views.notices import said
from core.messages.alerts import workload_key
from core.messages.incidents import WorkloadIncident
from core.messages.model import Language

SHIFT = re.compile(r"(\d{1,3})\s*(?:h|hours?|小时)?")
LONGEST = 24
"""Hours an incident that is over is kept."""


def register(app: App, desk: Context) -> None:
    """Listen for the command and the buttons."""

    @app.command("/oncall")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer(desk, command["user_id"], command.get("text", "")).as_arguments())

    @app.action(re.compile(r"^alert\.unmute:\d$"))
    def unmuted(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        store.unmute(desk.redis, action["value"])
        for one in store.picture(desk.redis).incidents:
            if isinstance(one, WorkloadIncident) and workload_key(one.workload) == action["value"]:
                store.handle(desk.redis, one.id, lambda care: care.model_copy(update={"muted": ""}))
        user = from_action(body).user
        if (body.get("container") or {}).get("type") == "view":
            language = desk.languages.of(user)
            client.views_publish(user_id=user, view=home(language, live(desk, language)))
        else:
            respond(**answer(desk, user, "").as_arguments())


def answer(desk: Context, user: str, text: str) -> Message:
    """What `/oncall text` answers; a shift is given in hours, and whoever wrote something else learns how."""
    language, text = desk.languages.of(user), text.strip().casefold()
    match = SHIFT.fullmatch(text)
    shift = min(int(match[1]), LONGEST) * 3600.0 if match else None
    try:
        shown = store.picture(desk.redis)
    except RedisError:
        return said(words.MEMORY_DOWN, language)
    found = view.summary(shown.incidents, shown.handling, shown.mutes, desk.now(), language, shift)
    if text and match is None:
        usage = said(words.ONCALL_USAGE, language)
        return replace(found, text=f"{usage.text} {found.text}", blocks=[*usage.blocks, *found.blocks])
    return found


def live(desk: Context, language: Language) -> list[Block]:
    """What is open now, for the App Home; one line when Redis does not answer."""
    try:
        shown = store.picture(desk.redis)
    except RedisError:
        return said(words.MEMORY_DOWN, language).blocks
    now = desk.now()
    lists = view.sorted_out(shown.incidents, shown.handling, shown.mutes, now, view.RECENT)
    blocks = view.sections(lists, shown.handling, shown.mutes, now, language)
    return blocks or said(words.ONCALL_QUIET, language).blocks
