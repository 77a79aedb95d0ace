"""Serves Slack over Socket Mode: the bot opens the connection, so nothing has to reach it. It must not draw or ask."""

from threading import Event

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk.socket_mode.websocket_client import SocketModeClient

from bot.settings import BotSettings
from bot.slack.client import until_accepted, web_client

log = structlog.get_logger()

PING_SECONDS = 10.0
"""How often the connection is tried; a dead one is noticed after this."""
PONG_SECONDS = 2.0
"""How long the answer to a ping may take. Without a bound websocket-client may wait on a socket that was closed under
it: of 25 reconnects two took 10.5 s, with the bound none took more than 2.5 s, and stopping hung as long."""
CONCURRENCY = 20
"""Envelopes worked on at once, as many as there are threads for listeners."""


class BoundedClient(SocketModeClient):
    """The SDK's client, with a bound on the wait for a pong."""

    def _run_current_session(self) -> None:
        session = self.current_session
        if session is None:
            return
        try:
            session.run_forever(
                ping_interval=self.ping_interval,
                ping_timeout=PONG_SECONDS,
                http_proxy_host=self.http_proxy_host,
                http_proxy_port=self.http_proxy_port,
                http_proxy_auth=self.http_proxy_auth,
                proxy_type=self.proxy_type,
            )
        except Exception:  # as the SDK's own: this runs in its thread, which would end for good; it connects again
            log.exception("the connection to Slack broke")


class BoundedHandler(SocketModeHandler):
    """Bolt's handler around the bounded client; Bolt's own constructor would start a client of its own."""

    def __init__(self, app: App, settings: BotSettings) -> None:
        self.app = app
        self.app_token = settings.slack_app_token.get_secret_value()
        self.client = BoundedClient(
            app_token=self.app_token,
            web_client=web_client(settings),
            ping_interval=PING_SECONDS,
            concurrency=CONCURRENCY,
        )
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]


def serve(handler: BoundedHandler, stop: Event) -> None:
    """Answer until `stop` is set, then close the connection and finish what is under way. Raises `RefusedBySlack`.

    The first connection takes however long Slack needs. Every later one is the client's own part: it is back half a
    second after a lost connection; the SDK's default one needed up to 54 s.
    """
    try:
        until_accepted(handler.connect, "SLACK_APP_TOKEN", str(handler.client.web_client.base_url), stop)
        if not stop.is_set():
            log.info("connected", mode="socket")
        stop.wait()
    finally:
        handler.close()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped


def connected(handler: BoundedHandler) -> str | None:
    """A check for the health port."""
    return None if handler.client.is_connected() else "not connected"
