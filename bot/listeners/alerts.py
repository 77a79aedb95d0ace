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
from bot.views.alert.parts import owner
from bot.views.blocks.message import Message
from core.messages.handling import Acknowledged, Handling, Mute, Snoozed
from core.messages.incidents import Incident, StormIncident, WorkloadIncident
from core.messages.question import Target
from core.messages.report import Report

log = structlog.get_logger()

HOUR = 3600.0
REPORTS: dict[str, Window] = {"alert.log": report_modal.logs, "alert.read_more": report_modal.read_more}


def register(app: App, desk: Context) -> None:
    """Listen for the buttons and the two windows."""

    @app.action("alert.acknowledge")
    def acknowledge(
        ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient
    ) -> None:
        ack()
        place, now = from_action(body), desk.now()
        taken = Acknowledged(user=place.user, at=now)
        if _change(desk, place, action["value"], respond, lambda one: _once(one, taken)):
            _remove_twin(desk, body, action["value"], client)

    @app.action("alert.diagnose")
    def diagnose(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond) -> None:
        ack()
        place = from_action(body)
        found = _found(desk, place, action["value"])
        if isinstance(found, Message):
            respond(replace_original=False, **found.as_arguments())
        else:
            ask_by_button(desk, place, _target(found), respond)

    @app.action(re.compile(r"^alert\.(snooze|mute)$"))
    def window(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        place = from_action(body)
        draw = modal.snooze if action["action_id"] == "alert.snooze" else modal.mute
        found = _found(desk, place, action["value"])
        if isinstance(found, Message):
            respond(replace_original=False, **found.as_arguments())
        else:
            client.views_open(trigger_id=place.trigger_id, view=draw(found, desk.languages.of(place.user)))

    for action_id, draw in REPORTS.items():
        _opens(app, desk, action_id, draw)
    _windows(app, desk)


def _windows(app: App, desk: Context) -> None:
    @app.view("alert.snooze")
    def snoozed(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        _, choice, reason = modal.chosen(view)
        now, user = desk.now(), body["user"]["id"]
        until = None if choice == "cause" else now + float(choice) * HOUR

        def snooze(found: Incident) -> None:
            if not isinstance(found, WorkloadIncident | StormIncident):
                return
            care = Snoozed(user=user, at=now, until=until, cause=found.signature, reason=reason)
            store.handle(desk.redis, found.id, lambda one: one.model_copy(update={"snoozed": care}))

        _saved(desk, ack, user, view, snooze)

    @app.view("alert.mute")
    def muted(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        _, choice, reason = modal.chosen(view)
        now, user = desk.now(), body["user"]["id"]
        until = now + float(choice) * HOUR if float(choice) else None

        def mute(found: Incident) -> None:
            if isinstance(found, WorkloadIncident):
                store.mute(desk.redis, Mute(workload=found.workload, user=user, at=now, until=until, reason=reason))
                store.handle(desk.redis, found.id, lambda one: one.model_copy(update={"muted": user}))

        _saved(desk, ack, user, view, mute)


def _saved(desk: Context, ack: Ack, user: str, view: dict[str, Any], save: Callable[[Incident], None]) -> None:
    """Write down what a window says, and close it; it stays open with the reason when that cannot be done."""
    try:
        found = store.incident(desk.redis, modal.chosen(view)[0])
        if found is not None:
            save(found)
            ack()
            return
        said = words.FORGOTTEN
    except RedisError:
        said = words.STATE_DOWN
    ack(response_action="errors", errors={"choice": said.to(desk.languages.of(user))})


def _opens(app: App, desk: Context, action_id: str, draw: Window) -> None:
    @app.action(action_id)
    def pressed(ack: Ack, action: dict[str, Any], body: dict[str, Any], respond: Respond, client: WebClient) -> None:
        ack()
        place = from_action(body)
        language = desk.languages.of(place.user)
        found = _found(desk, place, action["value"])
        report: Report | None = found.report if isinstance(found, WorkloadIncident | StormIncident) else None
        if isinstance(found, Message):
            respond(replace_original=False, **found.as_arguments())
        elif report is None:
            respond(
                replace_original=False, **notices.said(words.NO_REPORT, language, target=_target(found)).as_arguments()
            )
        else:
            client.views_open(trigger_id=place.trigger_id, view=draw(report, language))


def _change(
    desk: Context, place: Interaction, incident: str, respond: Respond, change: Callable[[Handling], Handling]
) -> bool:
    """Write it down. The message itself shows it, so nothing is answered when that works; whether it did."""
    language = desk.languages.of(place.user)
    try:
        found = store.handle(desk.redis, incident, change)
    except RedisError:
        respond(replace_original=False, **notices.said(words.STATE_DOWN, language).as_arguments())
        return False
    if found is None:
        respond(replace_original=False, **notices.said(words.FORGOTTEN, language).as_arguments())
    return found is not None


def _once(one: Handling, taken: Acknowledged) -> Handling:
    """The first to acknowledge keeps it: a second press, or a second person, changes nothing."""
    return one if one.acknowledged is not None else one.model_copy(update={"acknowledged": taken})


def _found(desk: Context, place: Interaction, incident: str) -> Incident | Message:
    """The incident, for somebody who may see it; or the notice that says why not."""
    language = desk.languages.of(place.user)
    try:
        found = store.incident(desk.redis, incident)
    except RedisError:
        return notices.said(words.STATE_DOWN, language)
    if found is None:
        return notices.said(words.FORGOTTEN, language)
    if not isinstance(found, WorkloadIncident):
        return found
    target = Target(text=_target(found), namespace=found.namespace or None, name=found.id)
    if refusal := desk.access.refusal(place.user, place.channel, found.namespace):
        return notices.refused(refusal, place.user, target, language)
    return found


def _target(incident: Incident) -> str:
    """What `/whypod` is asked: the workload, whose worst pod is looked at."""
    if not isinstance(incident, WorkloadIncident):
        return ""
    workload = incident.workload
    where = f"{workload.cluster}:{workload.namespace}" if workload.cluster else workload.namespace
    name = incident.pods[0].name if workload.kind in ("Pod", "Job", "CronJob") and incident.pods else owner(workload)
    container = f" -c {incident.containers[0]}" if len(incident.containers) == 1 else ""
    return f"{where}/{name}{container}"


def _remove_twin(desk: Context, body: dict[str, Any], incident: str, client: WebClient) -> None:
    """A message of the incident that the poster does not know: a crash left it behind."""
    container = body.get("container") or {}
    channel, ts = store.said(desk.redis, incident)
    pressed = container.get("message_ts", "")
    if not ts or pressed == ts or container.get("thread_ts") or container.get("channel_id") != channel:
        return
    try:
        client.chat_delete(channel=channel, ts=pressed)
    except SlackApiError as error:
        log.warning("a twin stays", incident=incident, reason=str(error.response.get("error")))
