"""Whether a message that may or may not have been posted is there. It must not post.

Every message carries metadata with its key. Reading it back needs `channels:history`, or `groups:history` in a private
channel, neither of which the bot asks for by default.
"""

import structlog
from slack_sdk import WebClient

from bot.slack.call import SlackRefused, call

log = structlog.get_logger()


def find_message(web: WebClient, channel: str, thread: str, key: str, since: float) -> tuple[str, str] | None:
    """Channel and ts of a message in doubt; None when it is not there, or when we may not look."""
    method = "conversations.replies" if thread else "conversations.history"
    oldest = f"{since - 60.0:.6f}"  # a minute for clocks that differ
    try:
        answer = call(
            web, method, channel=channel, ts=thread or None, oldest=oldest, include_all_metadata=True, limit=100
        )
    except SlackRefused as refused:
        log.info("cannot look whether a message arrived; it is posted again", alert=key, reason=str(refused))
        return None
    for message in answer.get("messages", []):
        if (message.get("metadata") or {}).get("event_payload", {}).get("key") == key:
            return str(answer.get("channel") or channel), thread or str(message["ts"])
    return None
