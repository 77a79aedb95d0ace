"""Logs of every process: one JSON object a line on stderr, the libraries' lines too."""

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

ABOUT_THEMSELVES = ("rq.worker", "rq.job", "rq.queue", "rq.scheduler", "urllib3", "kubernetes")
"""Libraries whose `info` is about themselves: six lines for every job, and we log each question in one."""
CHATTY = ("slack_bolt", "slack_sdk", "websocket")
"""Libraries that write the same twelve lines a second while Slack is away."""
QUIET_SECONDS = 30.0
"""How long a chatty library's line is not repeated: often enough to see that it is still so."""
MOST_KEPT = 1000
"""Different lines remembered; a library that writes more than this in half a minute has something to say."""


class RepeatFilter(logging.Filter):
    """Drops a chatty library's line that was written word for word within the last half minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds and never goes back."""
        super().__init__()
        self._clock = clock
        self._written: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be written."""
        if not record.name.startswith(CHATTY):
            return True
        line, now = (record.name, record.getMessage()), self._clock()
        if now - self._written.get(line, -QUIET_SECONDS) < QUIET_SECONDS:
            return False
        if len(self._written) >= MOST_KEPT:
            self._written.clear()
        self._written[line] = now
        return True


def configure(level: str) -> None:
    """Send every log line of this process to stderr as JSON, from `level` (debug, info, warning, error) upwards."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    handler.addFilter(RepeatFilter())
    least = logging.getLevelNamesMapping()[level.upper()]
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(least)
    for name in ABOUT_THEMSELVES:
        logging.getLogger(name).setLevel(max(least, logging.WARNING) if least > logging.DEBUG else least)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(least),
        cache_logger_on_first_use=True,
    )
