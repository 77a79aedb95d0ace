"""The RQ job of the queue `alerts`: brings Slack's message up to what the incident is. It must not look into a cluster.

Who dies when, and what brings the message all the same; *sweep* is `bot.alerts.sweep`, which compares versions:

| dies | at this point | what happens |
|---|---|---|
| watcher | before its transaction | nothing was announced; the next one sees the same counts and announces it |
| watcher | after it | the job is in the queue |
| deliver | before it claimed the incident | sweep wakes another within 2 s |
| deliver | between the claim and the call | the claim ends after 10 s, sweep wakes another, which posts |
| deliver | after Slack took a post, before Redis knew | the same, and `doing` says that it is in doubt: see below |
| deliver | after Slack took an edit, before Redis knew | it is edited once more, to the same text |
| two posters | one was paused past its claim | its next write finds another claim and is dropped |
| Redis | at any time | append-only file; a second lost is a second done again |
| Redis | emptied | the watcher writes its state again, and this process remembers its messages |
| Redis | emptied, and the poster killed | what is open is posted once more |

In doubt whether a post has arrived, the poster looks it up by the metadata every message carries. That needs the scope
`channels:history` (`groups:history` in a private channel), which the bot does not ask for by default. Without it the
message is posted again: twice is better than never. A button pressed in the older duplicate deletes that.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

import structlog
from redis import Redis
from rq import Retry
from slack_sdk import WebClient

from bot import metrics
from bot.alerts.claim import IncidentClaim, SentMessage, claim_incident, is_outdated
from bot.alerts.lookup import find_message
from bot.alerts.reconcile import GONE, Edit, Post, PosterStep, Reply, next_step, version_of
from bot.routing import Routing
from bot.slack.call import UNDRAWABLE, InDoubt, SlackRefused, TryLater, call
from bot.views.alert import message as view
from bot.views.blocks.message import Message
from core.messages import alerts as keys
from core.messages import queues
from core.messages.model import Language
from core.queue import retry_after
from core.redis import server_time

log = structlog.get_logger()

REFUSED_SECONDS = 60.0
"""Seconds until a channel that refused is asked again: somebody may invite the bot meanwhile."""
METADATA_EVENT = "whypod_alert"
CHART_REFUSED, CHART_SECONDS = "whypod:chart-refused", 86_400
"""A workspace without chart blocks is asked again once a day."""
MOST_MESSAGES = 10_000
"""Messages remembered in memory, about 2 MB; the oldest are forgotten."""
MOST_CALLS = 12
"""Calls of one job; the next one goes on."""


@dataclass(frozen=True)
class AlertPoster:
    """What posting an alert needs; made once in the process."""

    redis: Redis
    web: WebClient
    routing: Routing
    language: Language
    now: Callable[[], float] = time.time
    """Seconds since 1970, for times people read; claims use Redis' clock."""
    sent: dict[str, SentMessage] = field(default_factory=dict)
    """By incident, what this process posted: Redis may lose it."""


_configured: list[AlertPoster] = []  # RQ calls `post` by name, with nothing but its arguments


def configure(poster: AlertPoster) -> None:
    """Set the poster that this process's jobs use."""
    _configured[:] = [poster]


def configured_poster() -> AlertPoster:
    """What `configure` was given."""
    return _configured[0]


def post(incident_id: str, key: str) -> Retry | None:
    """The RQ job. Whatever it is woken by, it does what is left to do; a `Retry` tells RQ when to come back."""
    try:
        reconcile(configured_poster(), incident_id)
    except TryLater as later:
        log.warning("slack cannot take it now", alert=key, reason=str(later), asked_to_wait=later.seconds)
        metrics.retried(queues.ALERTS, later.seconds)
        return retry_after(later.seconds)
    return None


def reconcile(poster: AlertPoster, incident_id: str) -> int:
    """Bring Slack up to date; how many calls it took. Raises `TryLater`."""
    token, calls = token_hex(8), 0
    while calls < MOST_CALLS:
        claim = claim_incident(poster.redis, incident_id, token, poster.sent.get(incident_id))
        if claim is None:
            return calls
        step = next_step(claim.incident, claim.handling, claim.posted)
        if step is None or (isinstance(step, Post) and _deferred(poster, claim)):
            claim.release()
            if step is None and is_outdated(poster.redis, incident_id):  # it went on before the claim was given back
                continue
            return calls
        _carry_out(poster, claim, step)
        calls += 1
    return calls


def _carry_out(poster: AlertPoster, claim: IncidentClaim, step: PosterStep) -> None:
    """One call, noted before and after. Raises `TryLater`."""
    incident, posted = claim.incident, claim.posted
    destination = poster.routing.destination(incident, poster.now())
    key = f"{incident.id}-{step.name if isinstance(step, Reply) else Post.name}"  # an edit keeps the message's own
    try:
        if posted.doing == step.name and not isinstance(step, Edit):
            channel = posted.channel or destination.channel
            arrived = find_message(poster.web, channel, posted.ts, key, posted.since)
            if arrived is not None:
                log.info("a message in doubt had arrived", alert=key)
                _note_done(poster, claim, step, *arrived)
                return
        if not isinstance(step, Edit):
            claim.write(doing=step.name, since=server_time(poster.redis), channel=posted.channel)
        language = destination.language or poster.language
        channel, ts = _call(poster, claim, step, destination.channel, language, key)
    except InDoubt:
        claim.release()
        raise
    except TryLater as later:
        claim.release(doing="", wait=server_time(poster.redis) + (later.seconds or 0.0))
        raise
    except SlackRefused as refused:
        _note_refused(poster, claim, step, str(refused))
    else:
        _note_done(poster, claim, step, channel, ts)


def _call(
    poster: AlertPoster, claim: IncidentClaim, step: PosterStep, channel: str, language: Language, key: str
) -> tuple[str, str]:
    """Channel and ts of the incident's message, after the call. `channel` is where a new message goes."""
    incident, posted = claim.incident, claim.posted
    metadata = {"event_type": METADATA_EVENT, "event_payload": {"key": key}}
    if isinstance(step, Reply):
        reply = view.thread_reply(incident, step.update, language)
        broadcast = step.update.what in ("reopened", "reminder") or None
        arguments = {"thread_ts": posted.ts, "reply_broadcast": broadcast, "metadata": metadata}
        call(poster.web, "chat.postMessage", channel=posted.channel, **reply.as_arguments(), **arguments)
        return posted.channel, posted.ts
    chart = not poster.redis.exists(CHART_REFUSED)
    message = view.alert_message(incident, claim.handling, language, poster.now(), chart=chart)
    if isinstance(step, Post):
        return _send(poster, claim, "chat.postMessage", message, channel=channel, metadata=metadata)
    return _send(poster, claim, "chat.update", message, channel=posted.channel, ts=posted.ts, metadata=metadata)


def _send(
    poster: AlertPoster, claim: IncidentClaim, method: str, message: Message, **arguments: Any
) -> tuple[str, str]:
    """With the chart; without it where the workspace has none yet; as plain text when it cannot be drawn at all."""
    try:
        answer = call(poster.web, method, **message.as_arguments(), **arguments)
    except SlackRefused as refused:
        if str(refused) not in UNDRAWABLE or not message.blocks:
            raise
        claim.renew()
        chartless = view.without_chart(message)
        if len(chartless.blocks) < len(message.blocks):
            channel, ts = _send(poster, claim, method, chartless, **arguments)
            poster.redis.set(CHART_REFUSED, 1, ex=CHART_SECONDS)
            return channel, ts
        log.error("slack cannot draw this", reason=str(refused), blocks=json.dumps(message.blocks)[:4000])
        answer = call(poster.web, method, text=message.text, blocks=[], **arguments)
    return str(answer.get("channel", arguments["channel"])), str(answer.get("ts", arguments.get("ts", "")))


def _note_refused(poster: AlertPoster, claim: IncidentClaim, step: PosterStep, reason: str) -> None:
    """Slack will not take it. What a person deleted stays deleted; a channel that is not open to us is tried again."""
    log.error("slack refuses an alert", incident=claim.incident.id, step=step.name, reason=reason)
    if isinstance(step, Reply):
        _note_done(poster, claim, step, "", "")
    elif reason in GONE:
        claim.write(version_of(claim.incident, claim.handling), doing="", over="1", until=0)
    else:
        claim.release(doing="", wait=server_time(poster.redis) + REFUSED_SECONDS, refused=reason)
        raise TryLater(reason, REFUSED_SECONDS)


def _note_done(poster: AlertPoster, claim: IncidentClaim, step: PosterStep, channel: str, ts: str) -> None:
    """In Redis and in memory, what Slack shows after the call."""
    incident = claim.incident
    before = poster.sent.get(incident.id, SentMessage(channel, ts, 0))
    last_update = before.last_update
    fields: dict[str, str | float] = {"doing": "", "refused": "", "wait": 0}
    if isinstance(step, Reply):
        last_update = step.update.seq
    else:
        fields |= {"channel": channel, "ts": ts}
    if isinstance(step, Post):
        last_update = len(incident.updates)
        log.info("posted", incident=incident.id, kind=incident.kind, channel=channel)
    if not isinstance(step, Edit):
        fields["news"] = last_update
    poster.sent[incident.id] = SentMessage(channel or before.channel, ts or before.ts, last_update)
    while len(poster.sent) > MOST_MESSAGES:
        del poster.sent[next(iter(poster.sent))]
    claim.write(None if isinstance(step, Reply) else version_of(incident, claim.handling), **fields)


def _deferred(poster: AlertPoster, claim: IncidentClaim) -> bool:
    """Whether it waits for the digest at the end of the quiet hours; noted for the sweep."""
    now, quiet_hours = poster.now(), poster.routing.quiet_hours
    destination = poster.routing.destination(claim.incident, now)
    if not destination.deferred or quiet_hours is None:
        return False
    poster.redis.hset(keys.DIGEST, claim.incident.id, destination.channel)
    claim.write(wait=server_time(poster.redis) + quiet_hours.ends(now) - now)
    return True
