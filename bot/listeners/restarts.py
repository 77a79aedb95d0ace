"""`/restarts [namespace]`: which workloads restart most. It must not draw or look into a cluster."""

import re
from typing import Any

from redis.exceptions import RedisError
from slack_bolt import Ack, App

from bot.alerts import store
from bot.context import Context
from bot.slack.interaction import Interaction, from_command
from bot.views import notices
from bot.views.alert import command_words
from bot.views.alert import restarts as view
from bot.views.blocks.message import Message
from core.messages.question import Target

NAMESPACE = re.compile(r"(?:(?:-n|--namespace)[ =])?([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)?(?:/\S{0,300})?")
"""A DNS label (RFC 1123), with or without kubectl's flag; the name of a workload behind it is not read."""


def register(app: App, context: Context) -> None:
    """Listen for the command."""

    @app.command("/restarts")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer(context, from_command(command), command.get("text", "")).as_arguments())


def answer(context: Context, interaction: Interaction, text: str) -> Message:
    """What `/restarts text` answers."""
    language, match = context.languages.of(interaction.user), NAMESPACE.fullmatch(text.strip("` ").casefold())
    if match is None or match[1] == "help":
        return notices.fixed_notice(command_words.RESTARTS_USAGE, language)
    namespace = match[1] or ""
    if refusal := context.access.refusal(interaction.user, interaction.channel, namespace or None):
        return notices.refused(
            refusal, interaction.user, Target(text=text, namespace=namespace, name=namespace), language
        )
    try:
        histories = store.restarts(context.redis, namespace, context.now())
    except RedisError:
        return notices.fixed_notice(command_words.MEMORY_DOWN, language)
    return view.restarts(histories, namespace, context.now(), store.LATELY, language)
