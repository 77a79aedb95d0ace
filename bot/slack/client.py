"""The one Web API client of the bot's processes, and waiting for Slack to be there. It must not draw anything."""

from threading import Event
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.settings import BotSettings

log = structlog.get_logger()

FIRST_WAIT = 0.5
"""Seconds before the second try; doubled each time."""
LONGEST_WAIT = 30.0
"""Seconds between two tries at most: a bot that waits is back half a minute after Slack is."""
WORTH_WAITING = frozenset({"ratelimited", "service_unavailable", "internal_error", "fatal_error", "request_timeout"})
"""Errors of `auth.test` that pass by themselves; every other one (`invalid_auth`, ...) needs a person."""


class RefusedBySlack(RuntimeError):
    """Slack does not accept the bot token, so waiting is no use."""


def web_client(settings: BotSettings) -> WebClient:
    """A client that waits as long as Slack asks (429), and tries again after a lost connection or a 5xx."""
    return WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=max(1, round(settings.slack_timeout)),
        retry_handlers=[
            ConnectionErrorRetryHandler(max_retry_count=1),
            RateLimitErrorRetryHandler(max_retry_count=3),
            ServerErrorRetryHandler(max_retry_count=2),
        ],
    )


def wait_for_slack(settings: BotSettings, stop: Event) -> dict[str, Any]:
    """Ask Slack who we are until it answers; `auth.test`'s answer, empty when `stop` was set first.

    Raises `RefusedBySlack` when the token is wrong.
    """
    client = web_client(settings)
    client.retry_handlers.clear()  # the waiting is done here, where it can be stopped and is said once a try
    wait = FIRST_WAIT
    while not stop.is_set():
        try:
            answer = client.auth_test()
        except SlackApiError as error:
            said = str(error.response.get("error", ""))
            if said and said not in WORTH_WAITING:
                raise RefusedBySlack(f"SLACK_BOT_TOKEN: Slack answers {said}") from error
            reason = said or f"HTTP {error.response.status_code}"
        except (SlackClientError, OSError) as error:
            reason = str(error)
        else:
            return {"team": answer.get("team"), "user": answer.get("user"), "user_id": answer.get("user_id")}
        log.warning("Slack is not there yet", url=client.base_url, reason=reason, again_in_seconds=wait)
        stop.wait(wait)
        wait = min(2 * wait, LONGEST_WAIT)
    return {}
