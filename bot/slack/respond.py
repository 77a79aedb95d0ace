"""Saying one thing to one person in Slack, by whichever way is still open. It must not touch Redis or sleep.

Three ways, in this order: the `response_url` of the command or the button, which replaces the note "looking at ..."
where Slack allows that; an ephemeral message in the channel; a direct message. A way that Slack refuses for good leads
to the next one, a way that fails for the moment to `TryLater`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.settings import BotSettings
from bot.views.message import Message
from core.messages.question import ReplyTo

log = structlog.get_logger()

CALL_SECONDS = 4
"""How long one call may take: three of them fit into the job's time (`queues.POST_SECONDS`)."""

RESPONSE_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
"""Where Slack's response URLs point (docs.slack.dev, interactivity; the second one is GovSlack's)."""

PASSING = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
"""Errors in a body that pass by themselves, whatever the status says (docs.slack.dev, chat.postMessage)."""

UNDRAWABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_payload", "msg_too_long", "no_text"})
"""Errors that speak against the blocks, not against the way: the text alone is sent instead."""


class TryLater(Exception):
    """Slack cannot take it just now. `seconds` is how long it asked us to wait; None when it did not say."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class SlackRefused(Exception):
    """Slack will not take it, by this way or, from `reply`, by any."""


@dataclass(frozen=True)
class SlackClient:
    """What speaks: a Web API client that neither retries nor sleeps, and the host a local Slack's URLs may name."""

    web: WebClient
    api_host: str


def slack_client(settings: BotSettings) -> SlackClient:
    """From the settings of the process. Retrying is RQ's part: a thread asleep here would hold up everybody else."""
    web = WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=CALL_SECONDS,
        retry_handlers=[],
    )
    return SlackClient(web, urlsplit(settings.slack_api_url).netloc)


def reply(speaker: SlackClient, to: ReplyTo, message: Message) -> str:
    """Say it, and return by which way: `response_url`, `ephemeral` or `direct`.

    Raises `TryLater`, or `Refused` with the reason of the last way when none is left.
    """
    ways = {"response_url": _by_response_url, "ephemeral": _ephemerally, "direct": _directly}
    reason = "no way"
    for name, way in ways.items():
        try:
            _drawn_or_plain(way, speaker, to, message)
        except SlackRefused as refused:
            reason = str(refused)
            log.info("reply refused", way=name, reason=reason, channel=to.channel)
        else:
            return name
    raise SlackRefused(reason)


def _drawn_or_plain(way: Any, speaker: SlackClient, to: ReplyTo, message: Message) -> None:
    """With its blocks, or without them when Slack finds fault with those: a plain answer is better than none."""
    try:
        way(speaker, to, message.as_arguments())
    except SlackRefused as refused:
        if str(refused) not in UNDRAWABLE or not message.blocks:
            raise
        log.error("slack cannot draw this", reason=str(refused), blocks=json.dumps(message.blocks)[:4000])
        way(speaker, to, {"text": message.text, "blocks": []})


def _by_response_url(speaker: SlackClient, to: ReplyTo, content: dict[str, Any]) -> None:
    if not to.response_url:
        raise SlackRefused("no response_url")
    if urlsplit(to.response_url).netloc not in RESPONSE_HOSTS | {speaker.api_host}:
        raise SlackRefused("a response_url that is not Slack's")  # what stands in Redis must not make us post anywhere
    body = {"replace_original": True, "response_type": "ephemeral", **content}
    if to.thread_ts:
        body["thread_ts"] = to.thread_ts
    hook = WebhookClient(to.response_url, timeout=CALL_SECONDS, retry_handlers=[])
    try:
        answer = hook.send_dict(body)
    except (OSError, HTTPException) as error:
        raise TryLater(f"response_url: {error}") from error
    _judge(answer.status_code, answer.headers, _error_in(answer.body))


def _ephemerally(speaker: SlackClient, to: ReplyTo, content: dict[str, Any]) -> None:
    _call(speaker, "chat.postEphemeral", {"channel": to.channel, "user": to.user, "thread_ts": to.thread_ts, **content})


def _directly(speaker: SlackClient, to: ReplyTo, content: dict[str, Any]) -> None:
    """A user id as channel means the direct messages with them (docs.slack.dev, chat.postMessage)."""
    _call(speaker, "chat.postMessage", {"channel": to.user, **content})


def _call(speaker: SlackClient, method: str, arguments: Mapping[str, Any]) -> None:
    try:
        speaker.web.api_call(method, json={name: value for name, value in arguments.items() if value is not None})
    except SlackApiError as error:
        answer = error.response
        status = answer.get("status") if isinstance(answer, dict) else answer.status_code
        headers = answer.get("headers", {}) if isinstance(answer, dict) else answer.headers
        _judge(int(status or 0), headers, str(answer.get("error") or "unreadable"))
    except (SlackClientError, OSError, HTTPException) as error:
        raise TryLater(f"{method}: {error}") from error


def _judge(status: int, headers: Mapping[str, Any], error: str) -> None:
    """Nothing for a success; otherwise `TryLater` or `Refused` with Slack's word for it."""
    if status == HTTPStatus.TOO_MANY_REQUESTS or error in PASSING:
        raise TryLater(error or "ratelimited", retry_after(headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TryLater(f"HTTP {status}")
    if error or status != HTTPStatus.OK:
        raise SlackRefused(error or f"HTTP {status}")


def retry_after(headers: Mapping[str, Any]) -> float | None:
    """`Retry-After` in seconds; header names come in any case, and the SDK gives values as lists at times."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            text = str(value[0] if isinstance(value, list) else value)
            return float(text) if text.isdigit() else None
    return None


def _error_in(body: str) -> str:
    """Slack's word for the error in a response_url's answer: empty for `ok`, which is plain text or JSON."""
    if body.strip() in ("ok", ""):
        return ""
    try:
        answer = json.loads(body)
    except ValueError:
        return body.strip()[:200]
    if isinstance(answer, dict):
        return "" if answer.get("ok") else str(answer.get("error") or "unreadable")
    return "unreadable"
