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
from bot.views.alert import command_words
from bot.views.alert import oncall as view
from bot.views.blocks.limits import Block
from bot.views.blocks.message import Message
from bot.views.home import home
from bot.views.notices import fixed_notice
from core.messages.alerts import workload_key
from core.messages.incidents import WorkloadIncident
from core.messages.model import Language

SHIFT = re.compile(r"(\d{1,3})\s*(?:h|hours?|小时)?")
LONGEST = 24
"""Hours an incident that is over is kept."""


def register(app: App, context: Context) -> None:
    """Listen for the command and the buttons."""

    @app.command("/oncall")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer(context, command["user_id"], command.get("text", "")).as_arguments())

    @app.action(re.compile(r"^alert\.unmute:\d$"))
    def unmuted(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        store.unmute(context.redis, action["value"])
        for incident in store.overview(context.redis).incidents:
            if isinstance(incident, WorkloadIncident) and workload_key(incident.workload) == action["value"]:
                store.update_handling(context.redis, incident.id, lambda care: care.model_copy(update={"muted": ""}))
        user = from_action(body).user
        if (body.get("container") or {}).get("type") == "view":
            language = context.languages.of(user)
            client.views_publish(user_id=user, view=home(language, open_blocks(context, language)))
        else:
            respond(**answer(context, user, "").as_arguments())


def answer(context: Context, user: str, text: str) -> Message:
    """What `/oncall text` answers; a shift is given in hours, and anything else is answered with the usage on top."""
    language, text = context.languages.of(user), text.strip().casefold()
    match = SHIFT.fullmatch(text)
    shift = min(int(match[1]), LONGEST) * 3600.0 if match else None
    try:
        overview = store.overview(context.redis)
    except RedisError:
        return fixed_notice(command_words.MEMORY_DOWN, language)
    summary = view.summary(overview.incidents, overview.handling, overview.mutes, context.now(), language, shift)
    if text and match is None:
        usage = fixed_notice(command_words.ONCALL_USAGE, language)
        return replace(summary, text=f"{usage.text} {summary.text}", blocks=[*usage.blocks, *summary.blocks])
    return summary


def open_blocks(context: Context, language: Language) -> list[Block]:
    """What is open now, for the App Home; one line when Redis does not answer."""
    try:
        overview = store.overview(context.redis)
    except RedisError:
        return fixed_notice(command_words.MEMORY_DOWN, language).blocks
    now = context.now()
    lists = view.oncall_lists(overview.incidents, overview.handling, overview.mutes, now, view.RECENT)
    blocks = view.sections(lists, overview.handling, overview.mutes, now, language)
    return blocks or fixed_notice(command_words.ONCALL_QUIET, language).blocks
