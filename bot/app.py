"""The Bolt app: every listener, one place for what breaks. The same app serves Socket Mode and HTTP."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from redis import Redis
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.access import Access
from bot.answers import queue
from bot.context import Context
from bot.errors import answer_to
from bot.language import Languages
from bot.listeners import FEATURES
from bot.settings import BotSettings
from bot.slack.client import web_client
from core.messages.answer import Answer
from core.messages.question import Question

LISTENER_THREADS = 20
"""Listeners at work at once. Bolt's default is 5: five posts waiting for Slack's rate limit would stop all answers."""


def build_app(
    settings: BotSettings,
    redis: Redis,
    *,
    client: WebClient | None = None,
    bot_user_id: str | None = None,
    ask: Callable[[Redis, Question], None] = queue.ask,
    recall: Callable[[Redis, str], Answer | None] = queue.recall,
) -> App:
    """The app with all its listeners; it connects to nothing by itself.

    `bot_user_id` is what `auth.test` said; `ask` and `recall` are `bot.answers.queue`'s unless a test hands in others.
    """
    context = Context(
        redis=redis,
        languages=Languages(redis, settings.language),
        access=Access(settings.allowed_users, settings.allowed_channels, settings.namespaces),
        ask_queue=ask,
        recall_answer=recall,
    )
    token = settings.slack_bot_token.get_secret_value()
    client = client or web_client(settings)
    app = App(
        name="whypod",
        logger=logging.getLogger("slack_bolt"),
        client=_without_token(client),
        authorize=_authorize(token, bot_user_id),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        request_verification_enabled=settings.slack_mode == "http",
        listener_executor=ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener"),
    )
    for feature in FEATURES:
        feature.register(app, context)
    _report_faults(app, context)
    return app


def _without_token(client: WebClient) -> WebClient:
    """Bolt wants the token from `authorize` alone, and warns when the client has one too."""
    return WebClient(
        base_url=client.base_url,
        timeout=client.timeout,
        retry_handlers=list(client.retry_handlers),
        logger=client.logger,
    )


def _authorize(token: str, bot_user_id: str | None) -> Callable[..., AuthorizeResult]:
    """One workspace, one token: nothing has to be asked of Slack while somebody waits for an acknowledgement."""

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token, bot_user_id=bot_user_id)

    return authorize


def _report_faults(app: App, context: Context) -> None:
    @app.error
    def broken(error: Exception, request: BoltRequest) -> BoltResponse | None:
        return answer_to(error, request, context)
