"""`/whyalert namespace/workload`: why the watcher alerted or did not. It must not build blocks or decide."""

from typing import Any

from redis.exceptions import RedisError
from slack_bolt import Ack, App

from bot.alerts import store
from bot.context import Context
from bot.slack.interaction import Interaction, from_command
from bot.views import notices
from bot.views.alert import command_words
from bot.views.alert.restarts import whyalert
from bot.views.blocks.message import Message
from core.messages.alerts import workload_key
from core.messages.incidents import WorkloadIncident
from core.messages.model import Language
from core.messages.question import Target
from knowledge.target import BadTarget, parse


def register(app: App, context: Context) -> None:
    """Listen for the command."""

    @app.command("/whyalert")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer(context, from_command(command), command.get("text", "")).as_arguments())


def answer(context: Context, interaction: Interaction, text: str) -> Message:
    """What `/whyalert text` answers."""
    language = context.languages.of(interaction.user)
    try:
        target = parse(text)
    except BadTarget:
        return notices.fixed_notice(command_words.WHYALERT_USAGE, language)
    if target.namespace is None:
        return notices.fixed_notice(command_words.WHYALERT_USAGE, language)
    if refusal := context.access.refusal(interaction.user, interaction.channel, target.namespace):
        return notices.refused(refusal, interaction.user, target, language)
    try:
        return _explanation(context, target, target.namespace, language)
    except RedisError:
        return notices.fixed_notice(command_words.MEMORY_DOWN, language)


def _explanation(context: Context, target: Target, namespace: str, language: Language) -> Message:
    """Raises redis-py's `RedisError`."""
    decisions = store.decisions(context.redis, namespace, target.name)
    overview = store.overview(context.redis)
    key = (namespace, target.name)
    incidents = [each for each in overview.incidents if isinstance(each, WorkloadIncident)]
    incident = next((each for each in incidents if (each.namespace, each.workload.name) == key), None)
    mutes = {workload_key(mute.workload): mute for mute in overview.mutes}
    workload = incident.workload if incident else decisions[0].workload if decisions else None
    mute = mutes.get(workload_key(workload)) if workload else None
    handling = overview.handling.get(incident.id) if incident else None
    return whyalert(decisions, incident, handling, mute, f"{namespace}/{target.name}", language)
