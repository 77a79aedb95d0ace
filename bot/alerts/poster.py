"""The RQ job of the queue `alerts`: brings Slack's message up to what the incident is. It must not look into a cluster.

Who dies when, and what brings the message all the same; *sweep* is `bot.alerts.sweep`, which compares versions:

| dies | at this point | what happens |
|---|---|---|
| watcher | before its transaction | nothing was announced; the next one sees the same counts and announces it |
| watcher | after it | the job is in the queue |
| deliver | before it claimed the incident | sweep wakes another within 2 s |
| deliver | between the claim and the call | the claim ends after 10 s, sweep wakes another, which posts |
| deliver | after Slack took a post, before Redis knew | the same, and `doing` tells that it is in doubt: see below |
| deliver | after Slack took an edit, before Redis knew | it is edited once more, to the same text |
| two posters | one was paused past its claim | its next write finds another claim and is dropped |
| Redis | at any time | append-only file; a second lost is a second done again |
| Redis | emptied | the watcher writes its book again, and this process remembers where its messages stand |
| Redis | emptied, and the poster killed | what is open is posted once more |

In doubt whether a post has arrived, the poster looks it up by the metadata every message carries. That needs the scope
`channels:history` (`groups:history` in a private channel), which the bot does not ask for by default. Without it the
message is posted again: twice is better than never. A button pressed in the older twin removes it.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from secrets import token_hex
from typing import Any, cast

import structlog
from redis import Redis
from redis.exceptions import WatchError
from rq import Retry
from slack_sdk import WebClient

from bot import metrics
from bot.alerts.lookup import find
from bot.alerts.reconcile import GONE, Edit, Post, Posted, PosterStep, Reply, mark, next_step
from bot.routing import Routing
from bot.slack.call import UNDRAWABLE, InDoubt, SlackRefused, TryLater, call
from bot.views.alert import message as view
from bot.views.blocks.message import Message
from core.messages import alerts as keys
from core.messages import queues
from core.messages.handling import Handling
from core.messages.incidents import Incident, read_incident
from core.messages.model import Language
from core.queue import retry_after
from core.redis import server_time

log = structlog.get_logger()

LEASE = 10.0
"""Seconds a claim holds; renewed before every call, which takes 4 at most, or 8 when it is drawn twice."""
REFUSED = 60.0
"""Seconds until a channel that refused is asked again: somebody may invite the bot meanwhile."""
EVENT = "whypod_alert"
CHART_REFUSED, CHART_SECONDS = "whypod:chart-refused", 86_400
"""A workspace without chart blocks is asked again once a day."""
MOST_TOLD = 10_000
"""Messages remembered in memory, about 2 MB; the oldest are forgotten."""
MOST_STEPS = 12
"""Calls of one job; the next one goes on."""


@dataclass(frozen=True)
class AlertPoster:
    """What an alert needs to be told; opened once in the process."""

    redis: Redis
    web: WebClient
    routing: Routing
    language: Language
    now: Callable[[], float] = time.time
    """Seconds since 1970, for times people read; claims use Redis' clock."""
    told: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    """Channel, ts and last news of what this process told, by incident: Redis may lose it."""


_alert_poster: list[AlertPoster] = []  # RQ calls `post` by name, with nothing but its arguments


def configure(herald: AlertPoster) -> None:
    """Give this process its herald."""
    _alert_poster[:] = [herald]


def alert_poster() -> AlertPoster:
    """This process's herald."""
    return _alert_poster[0]


def post(incident: str, key: str) -> Retry | None:
    """The RQ job. Whatever it is woken by, it does what is left to do; a `Retry` tells RQ when to come back."""
    try:
        reconcile(_alert_poster[0], incident)
    except TryLater as later:
        log.warning("slack cannot take it now", alert=key, reason=str(later), asked_to_wait=later.seconds)
        metrics.retried(queues.ALERTS, later.seconds)
        return retry_after(later.seconds)
    return None


def reconcile(herald: AlertPoster, incident_id: str) -> int:
    """Bring Slack up to date; how many calls it took. Raises `TryLater`."""
    claim, done = token_hex(8), 0
    while done < MOST_STEPS:
        taken = _claim(herald, incident_id, claim)
        if taken is None:
            return done
        incident, handling, said = taken
        step = next_step(incident, handling, said)
        if step is None or (isinstance(step, Post) and _held(herald, incident, claim)):
            _note(herald, incident_id, claim, release=True)
            if step is None and _behind(herald, incident_id):
                continue
            return done
        _carry_out(herald, step, incident, handling, said, claim)
        done += 1
    return done


def _carry_out(
    herald: AlertPoster, step: PosterStep, incident: Incident, handling: Handling, said: Posted, claim: str
) -> None:
    """One call, noted before and after. Raises `TryLater`."""
    way = herald.routing.way(incident, herald.now())
    language = way.language or herald.language
    key = f"{incident.id}-{step.name if isinstance(step, Reply) else Post.name}"  # an edit keeps the message's own
    try:
        if said.doing == step.name and not isinstance(step, Edit):
            found = find(herald.web, said.channel or way.channel, said.ts, key, said.since)
            if found is not None:
                log.info("a message in doubt had arrived", alert=key)
                _note_done(herald, step, incident, handling, claim, *found)
                return
        if not isinstance(step, Edit):
            _note(herald, incident.id, claim, doing=step.name, since=server_time(herald.redis), channel=said.channel)
        where = _call(herald, step, incident, handling, said, way.channel, language, key)
    except InDoubt:
        _note(herald, incident.id, claim, release=True)
        raise
    except TryLater as later:
        wait = server_time(herald.redis) + (later.seconds or 0.0)
        _note(herald, incident.id, claim, release=True, doing="", wait=wait)
        raise
    except SlackRefused as refused:
        _refused(herald, step, incident, handling, claim, str(refused))
    else:
        _note_done(herald, step, incident, handling, claim, *where)


def _call(
    herald: AlertPoster,
    step: PosterStep,
    incident: Incident,
    handling: Handling,
    said: Posted,
    channel: str,
    language: Language,
    key: str,
) -> tuple[str, str]:
    """Channel and ts of the incident's message, after the call."""
    metadata = {"event_type": EVENT, "event_payload": {"key": key}}
    if isinstance(step, Reply):
        reply = view.news(incident, step.news, language)
        broadcast = step.news.what in ("reopened", "reminder") or None
        arguments = {"thread_ts": said.ts, "reply_broadcast": broadcast, "metadata": metadata}
        call(herald.web, "chat.postMessage", channel=said.channel, **reply.as_arguments(), **arguments)
        return said.channel, said.ts
    chart = not herald.redis.exists(CHART_REFUSED)
    message = view.alert(incident, handling, language, herald.now(), chart=chart)
    if isinstance(step, Post):
        return _drawn(herald, "chat.postMessage", message, channel=channel, metadata=metadata)
    return _drawn(herald, "chat.update", message, channel=said.channel, ts=said.ts, metadata=metadata)


def _drawn(herald: AlertPoster, method: str, message: Message, **where: Any) -> tuple[str, str]:
    """With the chart; without it where the workspace has none yet; as plain text when it cannot be drawn at all."""
    try:
        answer = call(herald.web, method, **message.as_arguments(), **where)
    except SlackRefused as refused:
        if str(refused) not in UNDRAWABLE or not message.blocks:
            raise
        plainer = view.without_chart(message)
        if len(plainer.blocks) < len(message.blocks):
            answer_from = _drawn(herald, method, plainer, **where)
            herald.redis.set(CHART_REFUSED, 1, ex=CHART_SECONDS)
            return answer_from
        log.error("slack cannot draw this", reason=str(refused), blocks=json.dumps(message.blocks)[:4000])
        answer = call(herald.web, method, text=message.text, blocks=[], **where)
    return str(answer.get("channel", where["channel"])), str(answer.get("ts", where.get("ts", "")))


def _refused(
    herald: AlertPoster, step: PosterStep, incident: Incident, handling: Handling, claim: str, reason: str
) -> None:
    """Slack will not take it. What a person deleted stays deleted; a channel that is not open to us is tried again."""
    log.error("slack refuses an alert", incident=incident.id, step=step.name, reason=reason)
    if isinstance(step, Reply):
        _note_done(herald, step, incident, handling, claim, "", "")
    elif reason in GONE:
        _write(herald, incident.id, claim, {"doing": "", "over": "1", "until": 0}, mark(incident, handling))
    else:
        wait = server_time(herald.redis) + REFUSED
        _note(herald, incident.id, claim, release=True, doing="", wait=wait, refused=reason)
        raise TryLater(reason, REFUSED)


def _held(herald: AlertPoster, incident: Incident, claim: str) -> bool:
    """Whether it waits for the digest at the end of the quiet hours; noted for the sweep."""
    way = herald.routing.way(incident, herald.now())
    if not way.held or herald.routing.quiet is None:
        return False
    wait = server_time(herald.redis) + herald.routing.quiet.ends(herald.now()) - herald.now()
    herald.redis.hset(keys.DIGEST, incident.id, way.channel)
    _note(herald, incident.id, claim, wait=wait)
    return True


def _behind(herald: AlertPoster, incident_id: str) -> bool:
    """Whether the incident went on between the last look and giving back the claim: then we go on, too."""
    incident, handling, said = _read(herald.redis, incident_id)
    return incident is not None and said.until == 0.0 and next_step(incident, handling, said) is not None


def _read(redis: Any, incident_id: str) -> tuple[Incident | None, Handling, Posted]:
    text = redis.hget(keys.INCIDENTS, incident_id)
    handling = redis.hget(keys.HANDLING, incident_id)
    said = Posted.read(redis.hgetall(keys.posted_key(incident_id)), redis.hget(keys.SHOWN, incident_id))
    incident = read_incident(text) if text else None
    return incident, Handling.model_validate_json(handling) if handling else Handling(), said


def _claim(herald: AlertPoster, incident_id: str, claim: str) -> tuple[Incident, Handling, Posted] | None:
    """What there is to tell, now ours for `LEASE` seconds; None when somebody is at it, or it must wait."""
    key, now = keys.posted_key(incident_id), server_time(herald.redis)
    with herald.redis.pipeline() as pipe:
        pipe.watch(key)  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
        incident, handling, said = _read(pipe, incident_id)
        holder = cast(bytes | None, pipe.hget(key, "claim"))
        if not said.ts and incident_id in herald.told:
            channel, ts, news = herald.told[incident_id]
            said = replace(said, channel=channel, ts=ts, news=news)
        if incident is None or said.wait > now or (said.until > now and holder != claim.encode()):
            return None
        pipe.multi()
        pipe.hset(key, mapping={"claim": claim, "until": now + LEASE})
        pipe.expire(key, KEEP)
        try:
            pipe.execute()
        except WatchError:
            return None
    return incident, handling, said


KEEP = 7 * 86_400
"""Seconds the poster's notes outlive their last use: longer than the watcher keeps an incident that is over."""


def _note_done(
    herald: AlertPoster, step: PosterStep, incident: Incident, handling: Handling, claim: str, channel: str, ts: str
) -> None:
    fields: dict[str, str | float] = {"doing": "", "refused": "", "wait": 0}
    if isinstance(step, Reply):
        fields["news"] = step.news.seq
    else:
        fields |= {"channel": channel, "ts": ts}
    if isinstance(step, Post):
        fields["news"] = len(incident.updates)
        log.info("posted", incident=incident.id, kind=incident.kind, channel=channel)
    known = herald.told.get(incident.id, (channel, ts, 0))
    news = step.news.seq if isinstance(step, Reply) else len(incident.updates) if isinstance(step, Post) else known[2]
    herald.told[incident.id] = (channel or known[0], ts or known[1], news)
    while len(herald.told) > MOST_TOLD:
        del herald.told[next(iter(herald.told))]
    painted = None if isinstance(step, Reply) else mark(incident, handling)
    _write(herald, incident.id, claim, fields, painted)


def _note(herald: AlertPoster, incident_id: str, claim: str, release: bool = False, **fields: str | float) -> None:
    """Write to the incident's hash; `release` gives the claim back, too."""
    _write(herald, incident_id, claim, {**fields, "until": 0} if release else fields, None)


def _write(
    herald: AlertPoster, incident_id: str, claim: str, fields: Mapping[str, str | float], painted: str | None
) -> None:
    """If the claim is still ours; one that was paused too long must not overwrite another's work."""
    key = keys.posted_key(incident_id)
    with herald.redis.pipeline() as pipe:
        pipe.watch(key)  # type: ignore[no-untyped-call]
        if cast(bytes | None, pipe.hget(key, "claim")) != claim.encode():
            raise TryLater("another poster took over")
        pipe.multi()
        for name, value in fields.items():
            pipe.hset(key, name, value)
        if painted is not None:
            pipe.hset(keys.SHOWN, incident_id, painted)
        try:
            pipe.execute()
        except WatchError as error:
            raise TryLater("another poster took over") from error
