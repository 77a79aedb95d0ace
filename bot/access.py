"""Who may ask about what, where. Pure: it compares lists of the settings, and knows neither Slack nor Redis."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

RefusalReason = Literal["user", "channel", "namespace", "which-namespace"]


@dataclass(frozen=True)
class Refusal:
    """Why not. `which-namespace`: the question names none, and here only `allowed` may be asked about."""

    reason: RefusalReason
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Access:
    """The rules; an empty one allows everything."""

    users: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    namespaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Channel id, or `*` for every other one, to patterns of namespaces."""

    def refusal(self, user: str, channel: str, namespace: str | None) -> Refusal | None:
        """None when `user` in `channel` may ask about `namespace`; None as namespace means `any`."""
        if self.users and user not in self.users:
            return Refusal("user")
        if self.channels and channel not in self.channels:
            return Refusal("channel", self.channels)
        if not self.namespaces:
            return None
        allowed = self.namespaces.get(channel, self.namespaces.get("*", ()))
        if namespace is None:
            return None if "*" in allowed else Refusal("which-namespace", allowed)
        if any(fnmatchcase(namespace, pattern) for pattern in allowed):
            return None
        return Refusal("namespace", allowed)
