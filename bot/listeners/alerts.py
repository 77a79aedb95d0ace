"""The buttons under an alert: acknowledge, snooze, mute, diagnose again, log, read more."""

import re
from collections.abc import Callable
from typing import Any

import structlog
from redis.exceptions import RedisError
from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.alerts import store
from bot.answers.ask import ask_by_button
from bot.context import Context
from bot.listeners.report import Window
from bot.slack.interaction import Interaction, from_action
from bot.views import notices, report_modal
from bot.views.alert import modal, words
from bot.views.alert.parts import kubectl_name
from bot.views.blocks.message import Message
from core.messages.handling import Acknowledged, Handling, Mute, Snoozed
from core.messages.incidents import Incident, StormIncident, WorkloadIncident
from core.messages.question import Target
from core.messages.report import Report

log = structlog.get_logger()

HOUR = 3600.0
REPORTS: dict[str, Window] = {"alert.log": report_modal.logs, "alert.read_more": report_modal.read_more}


def register(app: App, context: Context) -> None:
    """Listen for the buttons and the two windows."""

    @app.action("alert.acknowledge")
    def acknowledge(
        ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        ack()
        interaction, now = from_action(body), context.now()
        acknowledged = Acknowledged(user=interaction.user, at=now)
        if _change(
            context, interaction, action["value"], respond, lambda handling: _acknowledge_once(handling, acknowledged)
        ):
            _remove_duplicate(context, body, action["value"], client)

    @app.action("alert.diagnose")
    def diagnose(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        interaction = from_action(body)
        incident = _incident_or_notice(context, interaction, action["value"])
        if isinstance(incident, Message):
            respond(replace_original=False, **incident.as_arguments())
        else:
            ask_by_button(context, interaction, _target(incident), respond)

    @app.action(re.compile(r"^alert\.(snooze|mute)$"))
    def window(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        interaction = from_action(body)
        draw = modal.snooze if action["action_id"] == "alert.snooze" else modal.mute
        incident = _incident_or_notice(context, interaction, action["value"])
        if isinstance(incident, Message):
            respond(replace_original=False, **incident.as_arguments())
        else:
            client.views_open(
                trigger_id=interaction.trigger_id, view=draw(incident, context.languages.of(interaction.user))
            )

    for action_id, draw in REPORTS.items():
        _register_window(app, context, action_id, draw)
    _register_submissions(app, context)


def _register_submissions(app: App, context: Context) -> None:
    @app.view("alert.snooze")
    def snoozed(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        _, choice, reason = modal.submitted(view)
        now, user = context.now(), body["user"]["id"]
        until = None if choice == "cause" else now + float(choice) * HOUR

        def save(incident: Incident) -> None:
            if not isinstance(incident, WorkloadIncident | StormIncident):
                return
            snoozed = Snoozed(user=user, at=now, until=until, cause=incident.signature, reason=reason)
            store.update_handling(
                context.redis, incident.id, lambda handling: handling.model_copy(update={"snoozed": snoozed})
            )

        _save(context, ack, user, view, save)

    @app.view("alert.mute")
    def muted(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        _, choice, reason = modal.submitted(view)
        now, user = context.now(), body["user"]["id"]
        until = now + float(choice) * HOUR if float(choice) else None

        def save(incident: Incident) -> None:
            if isinstance(incident, WorkloadIncident):
                store.mute(
                    context.redis, Mute(workload=incident.workload, user=user, at=now, until=until, reason=reason)
                )
                store.update_handling(
                    context.redis, incident.id, lambda handling: handling.model_copy(update={"muted": user})
                )

        _save(context, ack, user, view, save)


def _save(context: Context, ack: Ack, user: str, view: dict[str, Any], save: Callable[[Incident], None]) -> None:
    """Save what a window says, and close it; it stays open with the reason when that cannot be done."""
    try:
        incident = store.incident_by_id(context.redis, modal.submitted(view)[0])
        if incident is not None:
            save(incident)
            ack()
            return
        problem = words.FORGOTTEN
    except RedisError:
        problem = words.STATE_DOWN
    ack(response_action="errors", errors={"choice": problem.to(context.languages.of(user))})


def _register_window(app: App, context: Context, action_id: str, draw: Window) -> None:
    @app.action(action_id)
    def pressed(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        interaction = from_action(body)
        language = context.languages.of(interaction.user)
        incident = _incident_or_notice(context, interaction, action["value"])
        report: Report | None = incident.report if isinstance(incident, WorkloadIncident | StormIncident) else None
        if isinstance(incident, Message):
            respond(replace_original=False, **incident.as_arguments())
        elif report is None:
            respond(
                replace_original=False,
                **notices.fixed_notice(words.NO_REPORT, language, target=_target(incident)).as_arguments(),
            )
        else:
            client.views_open(trigger_id=interaction.trigger_id, view=draw(report, language))


def _change(
    context: Context,
    interaction: Interaction,
    incident_id: str,
    respond: Respond,
    change: Callable[[Handling], Handling],
) -> bool:
    """Save it, and return whether that worked. The message itself shows success, so only a failure is answered."""
    language = context.languages.of(interaction.user)
    try:
        incident = store.update_handling(context.redis, incident_id, change)
    except RedisError:
        respond(replace_original=False, **notices.fixed_notice(words.STATE_DOWN, language).as_arguments())
        return False
    if incident is None:
        respond(replace_original=False, **notices.fixed_notice(words.FORGOTTEN, language).as_arguments())
    return incident is not None


def _acknowledge_once(handling: Handling, acknowledged: Acknowledged) -> Handling:
    """The first acknowledgement stays: a second press, or a second person, changes nothing."""
    return handling if handling.acknowledged is not None else handling.model_copy(update={"acknowledged": acknowledged})


def _incident_or_notice(context: Context, interaction: Interaction, incident_id: str) -> Incident | Message:
    """The incident for a person who may see it, or the notice that says why not."""
    language = context.languages.of(interaction.user)
    try:
        incident = store.incident_by_id(context.redis, incident_id)
    except RedisError:
        return notices.fixed_notice(words.STATE_DOWN, language)
    if incident is None:
        return notices.fixed_notice(words.FORGOTTEN, language)
    if not isinstance(incident, WorkloadIncident):
        return incident
    target = Target(text=_target(incident), namespace=incident.namespace or None, name=incident.id)
    if refusal := context.access.refusal(interaction.user, interaction.channel, incident.namespace):
        return notices.refused(refusal, interaction.user, target, language)
    return incident


def _target(incident: Incident) -> str:
    """What `/whypod` is asked: the workload, whose worst pod is looked at."""
    if not isinstance(incident, WorkloadIncident):
        return ""
    workload = incident.workload
    where = f"{workload.cluster}:{workload.namespace}" if workload.cluster else workload.namespace
    name = (
        incident.pods[0].name
        if workload.kind in ("Pod", "Job", "CronJob") and incident.pods
        else kubectl_name(workload)
    )
    container = f" -c {incident.containers[0]}" if len(incident.containers) == 1 else ""
    return f"{where}/{name}{container}"


def _remove_duplicate(context: Context, body: dict[str, Any], incident_id: str, client: WebClient) -> None:
    """Delete a duplicate of the incident's message, which a crash left behind: the poster does not know it."""
    container = body.get("container") or {}
    channel, ts = store.message_of(context.redis, incident_id)
    pressed = container.get("message_ts", "")
    if not ts or pressed == ts or container.get("thread_ts") or container.get("channel_id") != channel:
        return
    try:
        client.chat_delete(channel=channel, ts=pressed)
    except SlackApiError as error:
        log.warning("a duplicate stays", incident=incident_id, reason=str(error.response.get("error")))
