"""`/whyalert namespace/workload`: why the watcher spoke or stayed silent. It must not draw or judge."""

from typing import Any

from redis.exceptions import RedisError
from slack_bolt import Ack, App

from bot.alerts import store
from bot.context import Context
from bot.slack.interaction import Interaction, from_command
from bot.views import notices
from bot.views.alert import words
from bot.views.alert.restarts import whyalert
from bot.views.blocks.message import Message
from core.messages.alerts import workload_key
from core.messages.incidents import WorkloadIncident
from core.messages.model import Language
from core.messages.question import Target
from knowledge.target import BadTarget, parse


def register(app: App, desk: Context) -> None:
    """Listen for the command."""

    @app.command("/whyalert")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer(desk, from_command(command), command.get("text", "")).as_arguments())


def answer(desk: Context, place: Interaction, text: str) -> Message:
    """What `/whyalert text` answers."""
    language = desk.languages.of(place.user)
    try:
        target = parse(text)
    except BadTarget:
        return notices.said(words.WHYALERT_USAGE, language)
    if target.namespace is None:
        return notices.said(words.WHYALERT_USAGE, language)
    if refusal := desk.access.refusal(place.user, place.channel, target.namespace):
        return notices.refused(refusal, place.user, target, language)
    try:
        return _told(desk, target, target.namespace, language)
    except RedisError:
        return notices.said(words.MEMORY_DOWN, language)


def _told(desk: Context, target: Target, namespace: str, language: Language) -> Message:
    """Raises redis-py's `RedisError`."""
    found = store.decisions(desk.redis, namespace, target.name)
    shown = store.picture(desk.redis)
    same = (namespace, target.name)
    incidents = [each for each in shown.incidents if isinstance(each, WorkloadIncident)]
    incident = next((each for each in incidents if (each.namespace, each.workload.name) == same), None)
    mutes = {workload_key(mute.workload): mute for mute in shown.mutes}
    workload = incident.workload if incident else found[0].workload if found else None
    mute = mutes.get(workload_key(workload)) if workload else None
    handling = shown.handling.get(incident.id) if incident else None
    return whyalert(found, incident, handling, mute, f"{namespace}/{target.name}", language)
