"""What Prometheus is told of the bot's processes: counters. It must not ask or serve anything."""

from prometheus_client import CollectorRegistry, Counter

REGISTRY = CollectorRegistry()
"""Of this process; one for all modules, as there is one Slack and one queue."""

CALLS = Counter(
    "whypod_slack_calls",
    "Calls of Slack's Web API for alerts: ok, ratelimited (429), refused, in-doubt (5xx, cut off), unreachable.",
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
