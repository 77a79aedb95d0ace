"""Serving Slack over HTTP: gunicorn with threads around the same Bolt app. It must not draw or ask."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # it ships no types
from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler

from bot.settings import BotSettings

PATH = "/slack/events"
"""Where Slack sends everything: commands, buttons, events. Bolt's own default."""
LARGEST_REQUEST = 1024 * 1024
"""Bytes. Slack's payloads carry one message or view, far below; anything larger is not Slack."""
DRAIN_SECONDS = 10
"""What is under way may take this long after SIGTERM; three calls to Slack at most."""


def flask_app(app: App) -> Flask:
    """The WSGI application: Slack's one path, and `/healthz`, which only says that the process answers."""
    web = Flask("whypod")
    web.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    slack = SlackRequestHandler(app)

    @web.post(PATH)
    def events() -> Response:
        return slack.handle(request)

    @web.get("/healthz")
    def healthy() -> str:
        return "ok\n"

    return web


class JsonLog(Logger):  # type: ignore[misc]
    """Gunicorn's lines go through the process's own log instead of past it."""

    def setup(self, cfg: Any) -> None:
        """Take over no stream of its own."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class Gunicorn(BaseApplication):  # type: ignore[misc]
    """One worker process with threads, configured from our settings alone: no command line, no file."""

    def __init__(self, settings: BotSettings, build: Callable[[], App]) -> None:
        """`build` makes the app in the worker, after the fork: its threads would not survive one."""
        self._settings, self._build = settings, build
        super().__init__()

    def load_config(self) -> None:
        """Everything gunicorn has to know."""
        settings = {
            "bind": f"{self._settings.http_host}:{self._settings.http_port}",
            "worker_class": "gthread",
            "workers": 1,  # listeners keep what they know of readers in memory; more come as replicas
            "threads": self._settings.http_threads,
            "graceful_timeout": DRAIN_SECONDS,
            "proc_name": "whypod-bot",
            "logger_class": JsonLog,
            "control_socket_disable": True,  # nobody here speaks to it, and it would need a writable directory
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, in the worker."""
        return flask_app(self._build())


def serve(settings: BotSettings, build: Callable[[], App]) -> None:
    """Answer until SIGTERM; gunicorn ends the process when it is done."""
    Gunicorn(settings, build).run()
