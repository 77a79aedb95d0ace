"""Who did what where: a command or a pressed button as Slack describes it, reduced to what an answer needs. Pure."""

from dataclasses import dataclass
from typing import Any

from core.messages.model import Language
from core.messages.question import ReplyTo


@dataclass(frozen=True)
class Interaction:
    """One person in one channel or thread of Slack, and how to answer them."""

    user: str
    channel: str
    response_url: str
    thread_ts: str | None = None
    trigger_id: str = ""
    """Opens one window within three seconds; empty where there is none."""

    def reply_to(self, language: Language, asked_at: float) -> ReplyTo:
        """For a question; `asked_at` in seconds since the epoch."""
        return ReplyTo(
            user=self.user,
            channel=self.channel,
            response_url=self.response_url,
            language=language,
            thread_ts=self.thread_ts,
            asked_at=asked_at,
        )


def from_command(command: dict[str, Any]) -> Interaction:
    """Where a slash command was typed; commands cannot be typed in a thread."""
    return Interaction(
        user=command["user_id"],
        channel=command["channel_id"],
        response_url=command.get("response_url", ""),
        trigger_id=command.get("trigger_id", ""),
    )


def from_action(body: dict[str, Any]) -> Interaction:
    """Where a button was pressed.

    What answers a press replaces the message with the button. That is wanted for a message that only this person
    sees, and not for one in the channel: there the answer is a new ephemeral message, so there is no response_url.
    """
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    return Interaction(
        user=body["user"]["id"],
        channel=channel,
        response_url=body.get("response_url", "") if container.get("is_ephemeral") else "",
        thread_ts=container.get("thread_ts"),
        trigger_id=body.get("trigger_id", ""),
    )
