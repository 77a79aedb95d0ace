"""Sends one message to one person in Slack, by whichever way is still open. It must not touch Redis or sleep.

Three ways, in this order: the `response_url` of the command or the button, which replaces the note "looking at ..."
where Slack allows that; an ephemeral message in the channel; a direct message. A way that Slack refuses for good leads
to the next one, a way that fails for the moment to `TryLater`.
"""

import json
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

import structlog
from slack_sdk.webhook import WebhookClient

from bot.slack.call import CALL_SECONDS, UNDRAWABLE, SlackRefused, TryLater, call, failure_of
from bot.slack.client import SlackClient
from bot.views.blocks.message import Message
from core.messages.question import ReplyTo

log = structlog.get_logger()

RESPONSE_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
"""Where Slack's response URLs point (docs.slack.dev, interactivity; the second one is GovSlack's)."""

Send = Callable[[SlackClient, ReplyTo, dict[str, Any]], None]
"""One way: sends text and blocks. Raises `SlackRefused` or `TryLater`."""


def respond(slack_client: SlackClient, to: ReplyTo, message: Message) -> str:
    """Send it, and return which way it went: `response_url`, `ephemeral` or `direct`.

    Raises `TryLater`, or `SlackRefused` with the reason of the last way when none is left.
    """
    ways: dict[str, Send] = {"response_url": _by_response_url, "ephemeral": _ephemerally, "direct": _directly}
    reason = "no way"
    for name, send in ways.items():
        try:
            _with_or_without_blocks(send, slack_client, to, message)
        except SlackRefused as refused:
            reason = str(refused)
            log.info("reply refused", way=name, reason=reason, channel=to.channel)
        else:
            return name
    raise SlackRefused(reason)


def _with_or_without_blocks(send: Send, slack_client: SlackClient, to: ReplyTo, message: Message) -> None:
    """Without them when Slack finds fault with those: a plain answer is better than none."""
    try:
        send(slack_client, to, message.as_arguments())
    except SlackRefused as refused:
        if str(refused) not in UNDRAWABLE or not message.blocks:
            raise
        log.error("slack cannot draw this", reason=str(refused), blocks=json.dumps(message.blocks)[:4000])
        send(slack_client, to, {"text": message.text, "blocks": []})


def _by_response_url(slack_client: SlackClient, to: ReplyTo, content: dict[str, Any]) -> None:
    if not to.response_url:
        raise SlackRefused("no response_url")
    if urlsplit(to.response_url).netloc not in RESPONSE_HOSTS | {slack_client.api_host}:
        raise SlackRefused("a response_url that is not Slack's")  # what stands in Redis must not make us post anywhere
    body = {"replace_original": True, "response_type": "ephemeral", **content}
    if to.thread_ts:
        body["thread_ts"] = to.thread_ts
    webhook = WebhookClient(to.response_url, timeout=CALL_SECONDS, retry_handlers=[])
    try:
        answer = webhook.send_dict(body)
    except (OSError, HTTPException) as error:
        raise TryLater(f"response_url: {error}") from error
    if failure := failure_of("response_url", answer.status_code, answer.headers, _error_in(answer.body)):
        raise failure


def _ephemerally(slack_client: SlackClient, to: ReplyTo, content: dict[str, Any]) -> None:
    place = {"channel": to.channel, "user": to.user, "thread_ts": to.thread_ts}
    call(slack_client.web, "chat.postEphemeral", **place, **content)


def _directly(slack_client: SlackClient, to: ReplyTo, content: dict[str, Any]) -> None:
    """A user id as channel means the direct messages with them (docs.slack.dev, chat.postMessage)."""
    call(slack_client.web, "chat.postMessage", channel=to.user, **content)


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
