"""What Prometheus learns of the bot's processes: counters, the queues, and the port that serves them."""

from prometheus_client import CollectorRegistry, Counter
from redis import Redis

from core.health import HealthChecks, HealthServer, QueueDepths, redis_answers, serve_if_free
from core.messages import queues

REGISTRY = CollectorRegistry()
"""Of this process; one for all modules, as there is one Slack and one queue."""

CALLS = Counter(
    "whypod_slack_calls",
    "Calls of Slack's Web API that post: ok, ratelimited (429), refused, in-doubt (5xx, cut off), unreachable.",
    ["method", "outcome"],
    registry=REGISTRY,
)
ANSWERS = Counter(
    "whypod_answers", "Answers to questions: posted, or refused by every way there is.", ["outcome"], registry=REGISTRY
)
RETRIES = Counter(
    "whypod_post_retries",
    "Jobs put back because Slack could not take them: ratelimited, or anything else.",
    ["queue", "reason"],
    registry=REGISTRY,
)


def retried(queue: str, asked_to_wait: float | None) -> None:
    """One job goes back to its queue; Slack names a wait only with a rate limit."""
    RETRIES.labels(queue, "other" if asked_to_wait is None else "ratelimited").inc()


def serve(host: str, port: int, redis: Redis, alive: HealthChecks, ready: HealthChecks) -> HealthServer | None:
    """The three pages of one of the bot's processes; None when `port` is 0, for none wanted, or taken.

    `ready` holds checks beside that of Redis.
    """
    if not port:
        return None
    registry = CollectorRegistry()
    registry.register(REGISTRY)
    registry.register(QueueDepths(redis, (queues.INTERACTIVE, queues.ALERTS, queues.DELIVER)))
    return serve_if_free(host, port, registry, alive, {"redis": redis_answers(redis), **ready})
