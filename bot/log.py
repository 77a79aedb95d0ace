"""Logs of the bot's processes: one JSON object a line on stderr, Bolt's and the libraries' lines too."""

import logging
import sys
import time
from collections.abc import Callable

import structlog
from structlog.typing import Processor

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)


CHATTY = ("slack_bolt", "slack_sdk", "websocket")
"""Libraries that say the same twelve lines a second while Slack is away."""
QUIET_SECONDS = 30.0
"""How long a library's line is not repeated: often enough to see that it is still so."""
MOST_KEPT = 1000
"""Different lines remembered; a library that says more than this in half a minute has something to say."""


class Repeats(logging.Filter):
    """Drops a chatty library's line that was said word for word within the last half minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds and never goes back."""
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be written."""
        if not record.name.startswith(CHATTY):
            return True
        line, now = (record.name, record.getMessage()), self._clock()
        if now - self._said.get(line, -QUIET_SECONDS) < QUIET_SECONDS:
            return False
        if len(self._said) >= MOST_KEPT:
            self._said.clear()
        self._said[line] = now
        return True


def configure(level: str) -> None:
    """Send every log line of this process to stderr as JSON, from `level` (debug, info, warning, error) upwards."""
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    lines.addFilter(Repeats())
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(level.upper())
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        cache_logger_on_first_use=True,
    )
