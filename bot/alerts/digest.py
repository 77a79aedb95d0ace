"""The RQ job that posts, after the quiet hours, what came and went in them. What is still open is not its concern."""

import structlog
from rq import Retry

from bot.alerts import poster
from bot.slack.call import SlackRefused, TryLater, call
from bot.views.alert import storm as view
from core.messages import alerts as keys
from core.messages.handling import Handling
from core.messages.incidents import read_incident

log = structlog.get_logger()

KEEP_SECONDS = 86_400
"""Seconds in which a digest is not posted again: as long as an incident that is over is kept."""


def post(channel: str, incident_ids: list[str], key: str) -> Retry | None:
    """One message for all of them; they have ended, so none of them gets a message of its own any more."""
    alert_poster = poster.configured_poster()
    texts = [alert_poster.redis.hget(keys.INCIDENTS, incident_id) for incident_id in incident_ids]
    ended = [read_incident(text) for text in texts if text]
    try:
        if ended and not alert_poster.redis.exists(f"whypod:digested:{key}"):
            message = view.digest(ended, alert_poster.language).as_arguments()
            metadata = {"event_type": poster.METADATA_EVENT, "event_payload": {"key": key}}
            call(alert_poster.web, "chat.postMessage", channel=channel, **message, metadata=metadata)
            # Afterwards: whoever dies in between has it posted twice, which is better than never.
            alert_poster.redis.set(f"whypod:digested:{key}", 1, ex=KEEP_SECONDS)
    except SlackRefused as refused:
        log.error("slack refuses the digest", channel=channel, reason=str(refused))
    except TryLater as later:
        return Retry(max=5, interval=round(later.seconds or 5) + 1)
    with alert_poster.redis.pipeline() as pipe:
        for incident in ended:
            pipe.hset(keys.posted_key(incident.id), "over", "1")
            pipe.hset(keys.SHOWN, incident.id, f"{incident.version}.{_handling_version(incident.id)}")
        pipe.hdel(keys.DIGEST, *incident_ids)
        pipe.execute()
    return None


def _handling_version(incident_id: str) -> int:
    text = poster.configured_poster().redis.hget(keys.HANDLING, incident_id)
    return Handling.model_validate_json(text).version if text else 0
