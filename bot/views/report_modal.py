"""The windows behind a diagnosis' buttons: logs, events, everything known of the cause. Pure."""

from typing import Any

from bot.views import words
from bot.views.blocks.limits import TEXT, Block, cut, last_lines
from bot.views.blocks.markdown import elements, inline
from bot.views.blocks.modal import modal
from bot.views.blocks.rich import RichElement, block, bold, bullets, code, line, moment, plain, preformatted
from bot.views.guide import link_row
from bot.views.report import footer, next_steps, whose
from bot.views.report_parts import item_list
from core.messages.model import Language
from core.messages.report import Finding, Moment, Report
from knowledge.library import Library, library
from knowledge.presentation import evidence_list, ruled_out_list, unseen_list
from knowledge.text import confidence_word, explain

LOG_LINES = 40
LOG_WIDTH = 500
LOG_TEXT = 2900
"""Characters of one log: Slack's 3,000 for one text, less the line that says how many are missing."""
MOST_LOGS = 10


def logs(report: Report, language: Language) -> dict[str, Any]:
    """Every log that was read, the run that ended first."""
    blocks: list[Block] = []
    for log in sorted(report.logs, key=lambda log: not log.previous)[:MOST_LOGS]:
        run = (words.PREVIOUS_RUN if log.previous else words.CURRENT_RUN).of(language)
        label = line(bold(log.container or "Pod"), plain(f" · {run}"))
        blocks.append(block(label, preformatted(_tail(log.lines, language))))
    blocks = blocks or [block(line(plain(words.NO_LOG.to(language))))]
    return modal(
        words.PREVIOUS_LOG.to(language), [whose(report, language), *blocks, *footer(report, language)], language
    )


def _tail(lines: tuple[str, ...], language: Language) -> str:
    """As many whole lines from the end as fit into one text."""
    count, size = 0, 0
    for text in reversed(lines[-LOG_LINES:]):
        size += min(len(text), LOG_WIDTH) + 1
        if size > LOG_TEXT:
            break
        count += 1
    return last_lines(lines, max(count, 1), LOG_WIDTH, language)


def events(report: Report, language: Language) -> dict[str, Any]:
    """The last hour, oldest first, each moment in the reader's own time zone."""
    moments = bullets([_moment(entry, language) for entry in report.timeline])
    body = block(moments) if report.timeline else block(line(plain(words.NO_EVENTS.to(language))))
    return modal(words.EVENTS.to(language), [whose(report, language), body, *footer(report, language)], language)


def _moment(entry: Moment, language: Language) -> list[RichElement]:
    parts: list[RichElement] = [moment(entry.at), plain(" "), bold(cut(entry.reason, 80))]
    if entry.container:
        parts.append(plain(f" {cut(entry.container, 80)}"))
    if entry.count > 1:
        parts.append(plain(f" ×{entry.count}"))
    return [*parts, plain(" "), code(entry.quote, 300)] if entry.quote else parts


def read_more(report: Report, language: Language, catalogue: Library | None = None) -> dict[str, Any]:
    """Everything about every finding: meaning, all evidence, the guide's text, commands; then what was excluded."""
    catalogue = catalogue or library()
    blocks: list[Block] = []
    for finding in report.findings:
        blocks += [*_finding_blocks(finding, report, catalogue, language), {"type": "divider"}]
    for items in (ruled_out_list(report, catalogue, language, most=None), unseen_list(report, language, most=None)):
        if items:
            blocks.append(block(*item_list(items, most=TEXT)))
    return modal(words.READ_MORE.to(language), [whose(report, language), *blocks, *footer(report, language)], language)


def _finding_blocks(finding: Finding, report: Report, catalogue: Library, language: Language) -> list[Block]:
    explained = explain(finding, catalogue, language, report)
    where = f" · {finding.container}" if finding.container and finding.container not in explained.title else ""
    sure = f" · {confidence_word(finding.confidence, language)}{where}"
    blocks = [block(line(*inline(explained.title, strong=True), plain(sure)), line(*inline(explained.summary)))]
    if evidence := evidence_list(finding, language, most=None):
        blocks.append(block(*item_list(evidence)))
    for part in (elements(explained.more), next_steps(explained.commands, language)):
        blocks += [block(*part)] if part else []
    return [*blocks, *link_row(finding, report, catalogue, language)]
