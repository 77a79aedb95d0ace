"""One call of Slack's Web API, and what its failure means for a message. It must not retry, sleep or draw.

Three kinds of failure: Slack said no (`Refused`), Slack did not take it this time (`TryLater`), and nobody knows
(`InDoubt`): the connection was lost or timed out after the call was sent, or the answer was a 5xx.
"""

from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.metrics import CALLS
from bot.slack.respond import PASSING, SlackRefused, TryLater, retry_after


class InDoubt(TryLater):
    """Slack may have taken it or not."""


class SlackUnreachable(TryLater):
    """Nothing was sent: nobody listens there."""


def call(web: WebClient, method: str, **arguments: Any) -> dict[str, Any]:
    """Slack's answer. Raises `Refused` with Slack's word for it, `TryLater` or `InDoubt`. Each call is counted."""
    try:
        answer = _call(web, method, arguments)
    except (SlackRefused, TryLater) as failure:
        CALLS.labels(method, _outcome(failure)).inc()
        raise
    CALLS.labels(method, "ok").inc()
    return answer


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
        raise _meaning(method, error.response) from error
    except ConnectionRefusedError as error:
        raise SlackUnreachable(f"{method}: {error}") from error
    except (SlackClientError, OSError, HTTPException) as error:
        if isinstance(getattr(error, "reason", None), ConnectionRefusedError):  # urllib wraps it; nothing was sent
            raise SlackUnreachable(f"{method}: {error}") from error
        raise InDoubt(f"{method}: {error}") from error
    return dict(answer.data) if isinstance(answer.data, dict) else {}


def _meaning(method: str, response: Any) -> Exception:
    """The exception for an answer that is none; the SDK gives a plain dict for a 5xx, else a response."""
    plain = isinstance(response, dict)
    status = int((response.get("status") if plain else response.status_code) or 0)
    headers: Mapping[str, Any] = response.get("headers", {}) if plain else response.headers
    error = str(response.get("error") or "")
    if status == HTTPStatus.TOO_MANY_REQUESTS or error in ("ratelimited", "rate_limited"):
        return TryLater(f"{method}: ratelimited", retry_after(headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or error in PASSING:
        return InDoubt(f"{method}: {error or f'HTTP {status}'}")
    return SlackRefused(error or f"HTTP {status}")
