"""Slack's rate limits as token buckets. It must not know what a call does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# docs.slack.dev, rate limits: chat.postMessage about one message a second per channel with short bursts allowed;
# other methods belong to tiers, which are calls a minute.
POST_BURST = 3
TIER = {1: 1, 2: 20, 3: 50, 4: 100}
TIERS = {
    "auth.test": 4,
    "chat.update": 3,
    "chat.delete": 3,
    "chat.postEphemeral": 4,
    "conversations.info": 3,
    "conversations.list": 2,
    "conversations.open": 3,
    "reactions.add": 3,
    "users.info": 4,
    "users.list": 2,
    "views.open": 4,
    "views.push": 4,
    "views.update": 4,
    "views.publish": 4,
}


@dataclass
class Bucket:
    """`tokens` calls are free now; `per_second` come back, up to `most`."""

    tokens: float
    most: float
    per_second: float
    at: float


class Rates:
    """One bucket per method, and one per channel for posts."""

    def __init__(self, now: Callable[[], float], *, on: bool, burst: int = POST_BURST) -> None:
        self._now, self.on, self.burst = now, on, burst
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def wait(self, method: str, channel: str) -> int:
        """Seconds until the call is allowed; 0 counts it as made."""
        if not self.on:
            return 0
        if method == "chat.postMessage":
            return self._draw(("post", channel), self.burst, 1.0)
        tier = TIERS.get(method)
        return self._draw(("tier", method), TIER[tier], TIER[tier] / 60) if tier else 0

    def switch(self, on: bool, burst: int) -> None:
        """Turn the limits on or off, set the burst of posts, and start with full buckets."""
        self.on, self.burst = on, burst
        self._buckets.clear()

    def _draw(self, key: tuple[str, str], most: float, per_second: float) -> int:
        now = self._now()
        bucket = self._buckets.setdefault(key, Bucket(most, most, per_second, now))
        bucket.tokens = min(bucket.most, bucket.tokens + (now - bucket.at) * bucket.per_second)
        bucket.at = now
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return 0
        # Retry-After is whole seconds, rounded up, so that a client that obeys it is let through.
        return max(1, -int(-(1 - bucket.tokens) // bucket.per_second))
