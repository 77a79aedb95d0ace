"""`python -m bot` listens to Slack, `python -m bot deliver` posts answers. The one place that reads settings."""

import os
import signal
import sys
from collections.abc import Sequence
from threading import Event

import structlog
from slack_bolt import App

from bot import metrics, poster
from bot.answers import sweep
from bot.app import build_app
from bot.settings import BotSettings, load
from bot.slack import http_mode, socket_mode
from bot.slack.client import RefusedBySlack, wait_for_slack
from bot.views.answer import answer_message
from core.health import HealthCheck
from core.log import configure
from core.redis import connect
from core.settings import BadSettings
from knowledge.decode import decode
from knowledge.library import library

log = structlog.get_logger()

SECRETS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
USAGE = "usage: python -m bot [deliver]\n"
BAD_USAGE = 2
"""Exit status for wrong arguments or settings, as in the shell commands."""


def main(arguments: Sequence[str]) -> int:
    """Run until SIGTERM or Ctrl-C; the exit status."""
    if list(arguments) not in ([], ["deliver"]):
        sys.stderr.write(USAGE)
        return BAD_USAGE
    try:
        settings = load(os.environ, listens=not arguments)
    except BadSettings as wrong:
        name = "deliver" if arguments else "bot"
        sys.stderr.writelines(f"whypod {name}: {line}\n" for line in str(wrong).splitlines())
        return BAD_USAGE
    for secret in SECRETS:  # children need none of them, and Bolt would take up what it finds here on its own
        os.environ.pop(secret, None)
    configure(settings.log_level)
    if arguments:
        poster.run(settings, answer_message)
        return 0
    try:
        listen(settings)
    except RefusedBySlack as refused:
        sys.stderr.write(f"whypod bot: {refused}\n")
        return BAD_USAGE
    return 0


def listen(settings: BotSettings) -> None:
    """Wait for Slack, then answer it in the chosen mode until SIGTERM or SIGINT. Raises `RefusedBySlack`."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    known = wait_for_slack(settings, stop)
    if stop.is_set():
        return
    log.info("Slack knows us", mode=settings.slack_mode, **known)

    def build() -> App:
        library()
        decode("0")  # both tables are read from files once; not while the first reader waits
        redis = connect(settings.redis_url, settings.redis_timeout)
        sweep.start(redis, stop)
        return build_app(settings, redis, bot_user_id=known["user_id"])

    def probed(**ready: HealthCheck) -> None:
        redis = connect(settings.redis_url, settings.redis_timeout)
        metrics.serve(settings.metrics_host, settings.bot_metrics_port, redis, {}, ready)

    def build_probed() -> App:
        probed()  # here, since gunicorn builds after its fork, and a thread does not survive one
        return build()

    if settings.slack_mode == "http":
        http_mode.serve(settings, build_probed)
        return
    app = build()
    handler = socket_mode.BoundedHandler(app, settings)
    probed(slack=lambda: socket_mode.connected(handler))
    socket_mode.serve(handler, stop)
    app.listener_runner.listener_executor.shutdown(wait=True)
    log.info("stopped")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
