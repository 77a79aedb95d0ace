"""Messages of every channel, as Slack keeps them: unique times, threads, edits, notes for one person.
It must not check blocks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deploy.sandbox.json import Json
from deploy.sandbox.slack import people
from deploy.sandbox.slack.blocks.blocks import completed
from deploy.sandbox.slack.feed import Feed
from deploy.sandbox.slack.journal import Journal

KEPT = 2000
"""Messages kept per channel; a sandbox left open for a week must stay quick."""
SHOWN_REPLIERS = 5
"""Slack names at most five of the people who replied in `reply_users`."""


@dataclass
class TimelineEntry:
    """A message where it stands, replaced as a whole when it changes.

    `to` names the only person who sees it; None means everyone in the channel.
    """

    channel: str
    message: Json
    to: str | None = None

    @property
    def audience(self) -> str | None:
        """The one person who sees it, also because the conversation is theirs alone; None for a whole channel."""
        return self.to or people.DIRECTS.get(self.channel)


class Timeline:
    """All conversations in memory, written through to the journal and told to the pages."""

    def __init__(self, journal: Journal, feed: Feed, now: Callable[[], float]) -> None:
        self._journal, self._feed, self._now = journal, feed, now
        self._channels: dict[str, dict[str, TimelineEntry]] = {}
        self._last = 0
        for body in journal.all("message").values():
            entry = TimelineEntry(body["channel"], body["message"], body["to"])
            self._channels.setdefault(entry.channel, {})[entry.message["ts"]] = entry
            self._last = max(self._last, int(str(entry.message["ts"]).replace(".", "")))

    def next_ts(self) -> str:
        """A time no message has, later than all before: seconds, a dot and six digits."""
        # Steps of 100 keep times readable when the clock stands still, as Slack's own did for years.
        self._last = max(int(self._now() * 1_000_000), self._last + 100)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def post(self, channel: str, body: Json, *, to: str | None = None, thread_ts: str | None = None) -> Json:
        """Add a message and tell the pages; returns the message with its `ts`."""
        message = {"type": "message", "ts": self.next_ts(), **body}
        if "blocks" in message:
            message["blocks"] = completed(message["blocks"])
        root = self._root(channel, thread_ts)
        if root is not None:
            message["thread_ts"] = root.message["ts"]
        elif thread_ts:
            message["thread_ts"] = thread_ts
        if to is not None:
            message["is_ephemeral"] = True
        entry = TimelineEntry(channel, message, to)
        self._channels.setdefault(channel, {})[message["ts"]] = entry
        self._write(entry)
        self._feed.tell(
            {"type": "ephemeral" if to else "message", "channel": channel, "message": message}, only=entry.audience
        )
        if root is not None and to is None:
            self._count_reply(root, message)
        self._forget_oldest(channel)
        return message

    def change(self, channel: str, ts: str, fields: Json, *, drop: tuple[str, ...] = ()) -> Json:
        """Replace parts of a message and tell the pages; raises KeyError when there is none."""
        entry = self._channels[channel][ts]
        message = {name: value for name, value in entry.message.items() if name not in drop} | fields
        if fields.get("blocks"):
            message["blocks"] = completed(fields["blocks"])
        entry.message = message
        self._write(entry)
        self._feed.tell({"type": "message_changed", "channel": channel, "message": message}, only=entry.audience)
        return message

    def delete(self, channel: str, ts: str) -> None:
        """Remove a message and tell the pages; raises KeyError when there is none."""
        entry = self._channels[channel].pop(ts)
        self._journal.drop("message", _key(channel, ts))
        self._feed.tell({"type": "message_deleted", "channel": channel, "ts": ts}, only=entry.audience)
        root = self._root(channel, entry.message.get("thread_ts"))
        if root is not None and root.message["ts"] != ts and entry.to is None:
            self._recount(root)

    def find(self, channel: str, ts: str) -> TimelineEntry | None:
        """The message at that time, or None."""
        return self._channels.get(channel, {}).get(ts)

    def seen_by(self, user: str, channel: str, last: int = 500) -> list[Json]:
        """What one person sees in a channel, oldest first, at most the `last` messages."""
        entries = self._channels.get(channel, {}).values()
        visible = [entry.message for entry in entries if entry.to in (None, user)]
        return sorted(visible, key=lambda message: str(message["ts"]))[-last:]

    def _root(self, channel: str, thread_ts: str | None) -> TimelineEntry | None:
        entry = self.find(channel, thread_ts) if thread_ts else None
        if entry is None:
            return None
        above = entry.message.get("thread_ts")
        return entry if above in (None, entry.message["ts"]) else self.find(channel, above)

    def _count_reply(self, root: TimelineEntry, reply: Json) -> None:
        repliers = list(root.message.get("reply_users", []))
        if reply.get("user") not in repliers:
            repliers.append(reply.get("user"))
        fields = {
            "thread_ts": root.message["ts"],
            "reply_count": root.message.get("reply_count", 0) + 1,
            "reply_users": repliers[:SHOWN_REPLIERS],
            "reply_users_count": len(repliers),
            "latest_reply": reply["ts"],
        }
        self.change(root.channel, root.message["ts"], fields)

    def _recount(self, root: TimelineEntry) -> None:
        ts = root.message["ts"]
        replies = [
            entry.message
            for entry in self._channels[root.channel].values()
            if entry.to is None and entry.message.get("thread_ts") == ts and entry.message["ts"] != ts
        ]
        if not replies:
            self.change(
                root.channel,
                ts,
                {},
                drop=("thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"),
            )
            return
        users = list(dict.fromkeys(reply.get("user") for reply in replies))
        counts = {
            "reply_count": len(replies),
            "reply_users": users[:SHOWN_REPLIERS],
            "reply_users_count": len(users),
            "latest_reply": replies[-1]["ts"],
        }
        self.change(root.channel, ts, counts)

    def _write(self, entry: TimelineEntry) -> None:
        body = {"channel": entry.channel, "message": entry.message, "to": entry.to}
        self._journal.put("message", _key(entry.channel, entry.message["ts"]), body)

    def _forget_oldest(self, channel: str) -> None:
        entries = self._channels[channel]
        if len(entries) > KEPT:
            oldest = min(entries)
            del entries[oldest]
            self._journal.drop("message", _key(channel, oldest))


def _key(channel: str, ts: str) -> str:
    return f"{channel}:{ts}"
