"""The parts of an answer that are not prose: quotes, restarts, the container table, log ends. Pure."""

from collections.abc import Sequence

from slack_sdk.models.blocks import RichTextElement

from bot.views import words
from bot.views.blocks.limits import TABLE_CELL, TABLE_ROWS, Block, cut, last_lines
from bot.views.blocks.rich import RichElement, bold, code, line, moment, plain, preformatted
from bot.views.blocks.sparkline import per_slot, sparkline
from core.bilingual import COLON, Bilingual, in_brackets
from core.duration import span
from core.messages.model import Language
from core.messages.report import ContainerRow, Evidence, Finding, LogExcerpt, Report

QUOTE = 300
"""Characters of one quoted line: five lines on a phone."""
LOG_LINES = 8
"""Log lines in the message itself; the rest is behind `Previous log`."""
LOG_WIDTH = 240
MOST_ROWS = 12
"""Containers in the table; a pod with more has the failing ones first."""


def evidence_parts(evidence: Evidence, language: Language) -> list[RichElement]:
    """`event (4 times in 26 s): ` and the quote."""
    label = words.SOURCES[evidence.source].to(language)
    if evidence.count > 1:
        label += _times(evidence, language)
    return [plain(label + COLON.of(language)), code(" ".join(evidence.quote.split()), QUOTE)]


def _times(evidence: Evidence, language: Language) -> str:
    if evidence.over_seconds:
        count = words.TIMES_OVER.to(language, count=evidence.count, span=span(evidence.over_seconds, language))
    else:
        count = words.TIMES.to(language, count=evidence.count)
    return in_brackets(count, language)


def restarts_line(report: Report, finding: Finding | None, language: Language) -> list[RichTextElement]:
    """How often, drawn over time where it is known, and when the next one is due; nothing without restarts."""
    row = container_of(report, finding)
    if row is None or not row.restarts:
        return []
    parts = [bold(words.RESTARTS.to(language)), plain(f" {row.restarts}")]
    ends = [entry.at for entry in report.timeline if entry.reason == "terminated" and entry.container == row.name]
    if bars := sparkline(per_slot(ends)):
        parts.append(plain(f" {bars}"))
    if row.next_restart_at:
        parts += [plain(f" · {words.NEXT_RESTART.to(language)} "), moment(row.next_restart_at)]
    return [line(*parts)]


def container_of(report: Report, finding: Finding | None) -> ContainerRow | None:
    """The row of the container the finding is about; of the most restarted one where it is about the pod."""
    named = [row for row in report.containers if finding and row.name == finding.container]
    return max(named or report.containers, key=lambda row: row.restarts, default=None)


def container_table(rows: Sequence[ContainerRow], language: Language) -> Block:
    """Name, state, last ending and restarts of each container."""
    columns = (words.COLUMN_NAME, words.COLUMN_STATE, words.COLUMN_LAST, words.COLUMN_RESTARTS)
    header = [_cell(column.to(language)) for column in columns]
    body = [[_cell(row.name), _cell(row.state), _cell(row.last or "—"), _cell(str(row.restarts))] for row in rows]
    settings = [{"is_wrapped": True}, {"is_wrapped": True}, {"is_wrapped": True}, {"align": "right"}]
    return {"type": "table", "rows": [header, *body[: min(MOST_ROWS, TABLE_ROWS - 1)]], "column_settings": settings}


def _cell(text: str) -> Block:
    return {"type": "raw_text", "text": cut(text, TABLE_CELL) or "—"}


def log_end(report: Report, finding: Finding | None, language: Language) -> list[RichTextElement]:
    """The last lines of the log that tells most: of the run that ended, where there is one."""
    log = most_telling_log(report, finding)
    if log is None:
        return []
    label = log_label(log, words.LAST_LINES, words.LAST_LINES_PREVIOUS, language)
    return [line(bold(label)), preformatted(last_lines(log.lines, LOG_LINES, LOG_WIDTH, language))]


def log_label(log: LogExcerpt, current: Bilingual, previous: Bilingual, language: Language) -> str:
    """Whose log, and of which run."""
    return (previous if log.previous else current).to(language, container=log.container or "Pod")


def most_telling_log(report: Report, finding: Finding | None) -> LogExcerpt | None:
    """The container's previous log if it has lines, else its current one; None when no log has any."""
    logs = [log for log in report.logs if any(text.strip() for text in log.lines)]
    name = finding.container if finding else None
    candidates = [log for log in logs if name is None or log.container in (name, None)]
    return max(candidates, key=lambda log: log.previous, default=None)
