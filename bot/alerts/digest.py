"""The RQ job that tells, after the quiet hours, what came and went in them. It must not tell of what is still open."""

import structlog
from rq import Retry

from bot.alerts import poster
from bot.slack.call import SlackRefused, TryLater, call
from bot.views.alert import storm as view
from core.messages import alerts as keys
from core.messages.handling import Handling
from core.messages.incidents import read_incident

log = structlog.get_logger()

KEEP = 86_400
"""Seconds in which a digest is not posted again: as long as an incident that is over is kept."""


def post(channel: str, incidents: list[str], key: str) -> Retry | None:
    """One message for all of them; they are over, so none of them gets a message of its own any more."""
    herald = poster.alert_poster()
    texts = [herald.redis.hget(keys.INCIDENTS, one) for one in incidents]
    found = [read_incident(text) for text in texts if text]
    try:
        if found and not herald.redis.exists(f"whypod:digested:{key}"):
            drawn = view.digest(found, herald.language).as_arguments()
            metadata = {"event_type": poster.EVENT, "event_payload": {"key": key}}
            call(herald.web, "chat.postMessage", channel=channel, **drawn, metadata=metadata)
            # Afterwards: whoever dies in between has it posted twice, which is better than never.
            herald.redis.set(f"whypod:digested:{key}", 1, ex=KEEP)
    except SlackRefused as refused:
        log.error("slack refuses the digest", channel=channel, reason=str(refused))
    except TryLater as later:
        return Retry(max=5, interval=round(later.seconds or 5) + 1)
    with herald.redis.pipeline() as pipe:
        for one in found:
            pipe.hset(keys.posted_key(one.id), "over", "1")
            pipe.hset(keys.SHOWN, one.id, f"{one.version}.{_handled(one.id)}")
        pipe.hdel(keys.DIGEST, *incidents)
        pipe.execute()
    return None


def _handled(incident: str) -> int:
    text = poster.alert_poster().redis.hget(keys.HANDLING, incident)
    return Handling.model_validate_json(text).version if text else 0
