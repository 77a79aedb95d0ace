"""The Web API clients of the bot's processes, and waiting for Slack to be there. It must not draw anything."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import (
    ConnectionErrorRetryHandler,
    RateLimitErrorRetryHandler,
    ServerErrorRetryHandler,
)

from bot.settings import BotSettings
from bot.slack.call import CALL_SECONDS, TRANSIENT

log = structlog.get_logger()

FIRST_WAIT = 0.5
"""Seconds before the second try; doubled each time."""
LONGEST_WAIT = 30.0
"""Seconds between two tries at most: a bot that waits is back half a minute after Slack is."""


class RefusedBySlack(RuntimeError):
    """Slack does not accept a token; retrying would not help."""


@dataclass(frozen=True)
class SlackClient:
    """A Web API client that neither retries nor sleeps, and the host that a local Slack's response URLs may name."""

    web: WebClient
    api_host: str


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


def slack_client(settings: BotSettings) -> SlackClient:
    """For a process that posts. Retrying is RQ's part: a thread asleep here would hold up everybody else."""
    web = WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=CALL_SECONDS,
        retry_handlers=[],
    )
    return SlackClient(web, urlsplit(settings.slack_api_url).netloc)


def wait_for_slack(settings: BotSettings, stop: Event) -> dict[str, Any]:
    """Ask Slack who we are until it answers; `auth.test`'s answer, empty when `stop` was set first.

    Raises `RefusedBySlack` when the token is wrong.
    """
    client = web_client(settings)
    client.retry_handlers.clear()  # the waiting is done here, where it can be stopped and is logged once a try
    identity: dict[str, Any] = {}

    def ask() -> None:
        answer = client.auth_test()
        identity.update(team=answer.get("team"), user=answer.get("user"), user_id=answer.get("user_id"))

    until_accepted(ask, "SLACK_BOT_TOKEN", client.base_url, stop)
    return identity


def until_accepted(attempt: Callable[[], None], token: str, url: str, stop: Event) -> None:
    """Try until Slack takes it or `stop` is set. An error that does not pass by itself needs a person: whoever set the
    variable `token`.

    Raises `RefusedBySlack`.
    """
    wait = FIRST_WAIT
    while not stop.is_set():
        try:
            attempt()
        except SlackApiError as error:
            word = str(error.response.get("error", ""))
            if word and word not in TRANSIENT:
                raise RefusedBySlack(f"{token}: Slack answers {word}") from error
            reason = word or f"HTTP {error.response.status_code}"
        except (SlackClientError, OSError) as error:
            reason = str(error)
        else:
            return
        log.warning("Slack is not there yet", url=url, reason=reason, again_in_seconds=wait)
        stop.wait(wait)
        wait = min(2 * wait, LONGEST_WAIT)
