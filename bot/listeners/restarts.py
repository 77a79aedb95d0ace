"""`/restarts [namespace]`: which workloads restart most. It must not draw or look into a cluster."""

import re
from typing import Any

from redis.exceptions import RedisError
from slack_bolt import Ack, App

from bot.alerts import store
from bot.context import Context
from bot.slack.interaction import Interaction, from_command
from bot.views import notices
from bot.views.alert import restarts as view
from bot.views.alert import words
from bot.views.blocks.message import Message
from core.messages.question import Target

NAMESPACE = re.compile(r"(?:(?:-n|--namespace)[ =])?([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)?(?:/\S{0,300})?")
"""A DNS label (RFC 1123), as whoever is used to kubectl writes it; the name of a workload behind it is not read."""


def register(app: App, desk: Context) -> None:
    """Listen for the command."""

    @app.command("/restarts")
    def asked(ack: Ack, command: dict[str, Any]) -> None:
        ack(**answer(desk, from_command(command), command.get("text", "")).as_arguments())


def answer(desk: Context, place: Interaction, text: str) -> Message:
    """What `/restarts text` answers."""
    language, found = desk.languages.of(place.user), NAMESPACE.fullmatch(text.strip("` ").casefold())
    if found is None or found[1] == "help":
        return notices.said(words.RESTARTS_USAGE, language)
    namespace = found[1] or ""
    if refusal := desk.access.refusal(place.user, place.channel, namespace or None):
        return notices.refused(refusal, place.user, Target(text=text, namespace=namespace, name=namespace), language)
    try:
        rates = store.rates(desk.redis, namespace, desk.now())
    except RedisError:
        return notices.said(words.MEMORY_DOWN, language)
    return view.restarts(rates, namespace, desk.now(), store.LATELY, language)
