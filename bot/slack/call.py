"""One call of Slack's Web API, and what its failure means for a message. It must not retry, sleep or draw.

Three kinds of failure: Slack said no (`SlackRefused`), Slack did not take it this time (`TryLater`), and nobody knows
(`InDoubt`): the connection was lost or timed out after the call was sent, or the answer was a 5xx.
"""

from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.metrics import CALLS

CALL_SECONDS = 4
"""How long one call of a poster may take: three of them fit into its job's time (`queues.POST_SECONDS`)."""

RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
TRANSIENT = RATE_LIMITED | {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
"""Errors in a body that pass by themselves, whatever the status says (docs.slack.dev, chat.postMessage)."""

UNDRAWABLE = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_payload", "msg_too_long", "no_text"})
"""Errors caused by the blocks, not by the destination: the text alone is sent instead."""


class TryLater(Exception):
    """Slack cannot take it just now. `seconds` is how long it asked us to wait; None when it did not say."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class InDoubt(TryLater):
    """Slack may or may not have taken it."""


class SlackUnreachable(TryLater):
    """Nothing was sent: the connection was refused."""


class SlackRefused(Exception):
    """Slack will not take it, and would not later either. The message is Slack's word for it: `channel_not_found`."""


def call(web: WebClient, method: str, **arguments: Any) -> dict[str, Any]:
    """Slack's answer; arguments that are None are left out. Each call is counted.

    Raises `SlackRefused`, `TryLater` or `InDoubt`.
    """
    try:
        answer = _call(web, method, arguments)
    except (SlackRefused, TryLater) as failure:
        CALLS.labels(method, _outcome(failure)).inc()
        raise
    CALLS.labels(method, "ok").inc()
    return answer


def failure_of(where: str, status: int, headers: Mapping[str, Any], error: str) -> SlackRefused | TryLater | None:
    """What an HTTP answer means; None for a success. `error` is Slack's word from the body, empty for none.

    `where` (the method, or `response_url`) opens the message of a failure that passes.
    """
    if status == HTTPStatus.TOO_MANY_REQUESTS or error in RATE_LIMITED:
        return TryLater(f"{where}: ratelimited", retry_after(headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or error in TRANSIENT:
        return InDoubt(f"{where}: {error or f'HTTP {status}'}")
    return SlackRefused(error or f"HTTP {status}") if error or status != HTTPStatus.OK else None


def retry_after(headers: Mapping[str, Any]) -> float | None:
    """`Retry-After` in seconds; header names come in any case, and the SDK gives values as lists at times."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            text = str(value[0] if isinstance(value, list) else value)
            return float(text) if text.isdigit() else None
    return None


def _outcome(failure: SlackRefused | TryLater) -> str:
    if isinstance(failure, SlackRefused):
        return "refused"
    if isinstance(failure, InDoubt):
        return "in-doubt"
    return "unreachable" if isinstance(failure, SlackUnreachable) else "ratelimited"


def _call(web: WebClient, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    try:
        answer = web.api_call(method, json={name: value for name, value in arguments.items() if value is not None})
    except SlackApiError as error:
        raise _failure_in(method, error.response) from error
    except ConnectionRefusedError as error:
        raise SlackUnreachable(f"{method}: {error}") from error
    except (SlackClientError, OSError, HTTPException) as error:
        if isinstance(getattr(error, "reason", None), ConnectionRefusedError):  # urllib wraps it; nothing was sent
            raise SlackUnreachable(f"{method}: {error}") from error
        raise InDoubt(f"{method}: {error}") from error
    return dict(answer.data) if isinstance(answer.data, dict) else {}


def _failure_in(method: str, response: Any) -> SlackRefused | TryLater:
    """The exception for an answer with an error; the SDK gives a plain dict for a 5xx, else a response."""
    plain = isinstance(response, dict)
    status = int((response.get("status") if plain else response.status_code) or 0)
    headers: Mapping[str, Any] = response.get("headers", {}) if plain else response.headers
    error = str(response.get("error") or "")
    return failure_of(method, status, headers, error) or SlackRefused("unreadable")
