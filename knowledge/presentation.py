"""What an answer says, section by section: chosen and worded once, for Slack and for a terminal. Pure.

It draws nothing: a renderer puts the parts one below the other, in the order in which they stand here, and cuts what
is too long for its surface. Text is Markdown's inline form (backticks around names) unless a field says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.bilingual import COLON, Bilingual, in_brackets
from core.duration import span
from core.messages.model import Language
from core.messages.report import ContainerRow, Evidence, Finding, LogExcerpt, Report
from knowledge import words
from knowledge.library import Library
from knowledge.notes import answering_note, note_line
from knowledge.text import (
    NextCommand,
    confidence_word,
    dated_title,
    explain,
    explain_note,
    explain_nothing,
    ruled_out_line,
    state_line,
    undo_commands,
    unseen_line,
)

MOST_ITEMS = 3
"""Items of one section. More of them hide the first one."""
LOG_LINES = 8
"""Lines of a log's end that are shown; the whole excerpt is handed on, so that a renderer can count the others."""


@dataclass(frozen=True)
class Item:
    """One line of a section: `lead` and `tail` are plain text around it."""

    text: str
    lead: str = ""
    tail: str = ""
    quoted: bool = False
    """Whether `text` is quoted from the cluster as it stands, to be shown as code; else it is Markdown."""


@dataclass(frozen=True)
class ItemList:
    """A label and the items below it, at least one; `more` counts those left out and is empty where none were."""

    label: str
    items: tuple[Item, ...]
    more: str = ""


@dataclass(frozen=True)
class Restarts:
    """How often the container the answer is about was restarted."""

    label: str
    count: int
    ends: tuple[datetime, ...]
    """When its runs ended, as far as the timeline tells."""
    next_label: str
    next_at: datetime | None
    """When the back-off ends, estimated; None when it is not waiting for one."""


@dataclass(frozen=True)
class CommandList:
    """Commands to copy. Those which change the cluster stand in a list of their own: nobody copies one by accident."""

    label: str
    commands: tuple[str, ...]
    changes: bool


@dataclass(frozen=True)
class LogEnd:
    """The log that tells most. `lines` are plain text, oldest first; the last LOG_LINES of them are shown."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Presentation:
    """One answer in one language, in the order in which it is read."""

    subject: tuple[str, ...]
    """Plain: the pod, its workload, its node, what it is now, as far as they are known."""
    title: str
    confidence: str
    """`certain` ...; empty where no cause was found."""
    meaning: str
    lists: tuple[ItemList, ...]
    """Evidence, ruled out, not seen, further findings, notes: those that have items."""
    restarts: Restarts | None
    containers: tuple[ContainerRow, ...]
    """Empty where there is only one: everything said is about it."""
    commands: tuple[CommandList, ...]
    log: LogEnd | None
    hidden: str
    """How many secrets were hidden; empty for none."""


def present(report: Report, library: Library, language: Language) -> Presentation:
    """The answer, best finding first."""
    best = report.findings[0] if report.findings else None
    without_cause = explain_note(report, language) or explain_nothing(report, language)
    explained = explain(best, library, language, report) if best else without_cause
    return Presentation(
        subject=subject(report, language),
        title=dated_title(best, explained.title, report, language) if best else explained.title,
        confidence=confidence_word(best.confidence, language) if best else "",
        meaning=explained.summary,
        lists=_lists(report, best, library, language),
        restarts=_restarts(report, best, language),
        containers=report.containers if len(report.containers) > 1 else (),
        commands=command_lists((*explained.commands, *undo_commands(report)), language),
        log=_log_end(report, best, language),
        hidden=hidden_line(report, language),
    )


def subject(report: Report, language: Language) -> tuple[str, ...]:
    """Plain: the pod, its workload, its node and what it is now, as far as they are known.

    Not the last where the headline begins with it, since what that tells of is over.
    """
    state = state_line(report, language)
    over = bool(report.findings and report.findings[0].over)
    now = words.NOW.to(language, state=state) if state and not over else ""
    known = (str(report.ref or report.target), report.owner, report.node, now)
    return tuple(part for part in known if part)


def hidden_line(report: Report, language: Language) -> str:
    """How many secrets were hidden; empty for none."""
    sentence = words.HIDDEN_ONE if report.hidden == 1 else words.HIDDEN
    return sentence.to(language, count=report.hidden) if report.hidden else ""


def _lists(report: Report, best: Finding | None, library: Library, language: Language) -> tuple[ItemList, ...]:
    """What the answer rests on, what it excludes, what could not be seen, what else is wrong, what is worth knowing."""
    lists = (
        evidence_list(best, language) if best else None,
        ruled_out_list(report, library, language),
        unseen_list(report, language),
        _further_list(report, library, language),
        _note_list(report, language),
    )
    return tuple(each for each in lists if each)


def evidence_list(finding: Finding, language: Language, most: int | None = MOST_ITEMS) -> ItemList | None:
    """What the finding rests on; `most` None for all of it. None where there is none."""
    return _list(words.EVIDENCE, [_quote(evidence, language) for evidence in finding.evidence], language, most)


def ruled_out_list(
    report: Report, library: Library, language: Language, most: int | None = MOST_ITEMS
) -> ItemList | None:
    """The rival causes, each with what speaks against it; None where none was ruled out."""
    excluded = [Item(ruled_out_line(ruled_out, library, language, report)) for ruled_out in report.ruled_out]
    return _list(words.RULED_OUT, excluded, language, most)


def unseen_list(report: Report, language: Language, most: int | None = MOST_ITEMS) -> ItemList | None:
    """What could not be looked at, and why; None where all was seen."""
    return _list(words.NOT_SEEN, [Item(unseen_line(unseen, language)) for unseen in report.unseen], language, most)


def _further_list(report: Report, library: Library, language: Language) -> ItemList | None:
    """The other findings; behind an uncertain first one they are alternatives."""
    best, others = report.findings[:1], report.findings[1:]
    label = words.COULD_ALSO_BE if best and best[0].confidence == "possible" else words.ALSO
    return _list(label, [_further(finding, report, library, language) for finding in others], language, MOST_ITEMS)


def _note_list(report: Report, language: Language) -> ItemList | None:
    headline = answering_note(report)  # this note is the title already
    notes = [Item(note_line(note, language)) for note in report.notes if note != headline]
    return _list(words.WORTH_KNOWING, notes, language, MOST_ITEMS)


def _list(label: Bilingual, items: Sequence[Item], language: Language, most: int | None) -> ItemList | None:
    if not items:
        return None
    left_out = len(items) - len(items[:most])
    more = words.MORE_ITEMS.to(language, count=left_out) if left_out else ""
    return ItemList(label.of(language), tuple(items[:most]), more)


def _quote(evidence: Evidence, language: Language) -> Item:
    """`event (4 times in 26 s): ` or `you say: `, and the quote, on one line."""
    label = words.WRITERS.get(evidence.writer, words.SOURCES[evidence.source]).of(language)
    if evidence.count > 1 and evidence.over_seconds:
        over = span(evidence.over_seconds, language)
        label += in_brackets(words.TIMES_OVER.to(language, count=evidence.count, span=over), language)
    elif evidence.count > 1:
        label += in_brackets(words.TIMES.to(language, count=evidence.count), language)
    return Item(" ".join(evidence.quote.split()), lead=label + COLON.of(language), quoted=True)


def _further(finding: Finding, report: Report, library: Library, language: Language) -> Item:
    """Title and confidence; the container before them where the title does not name it."""
    title = explain(finding, library, language, report).title
    container = finding.container or ""
    lead = f"{container} · " if container and container not in title else ""
    if finding.over and not report.findings[0].over:
        lead = f"{words.BEFORE_THAT.of(language)}{lead}"
    return Item(title, lead, tail=f" · {confidence_word(finding.confidence, language)}")


def _restarts(report: Report, finding: Finding | None, language: Language) -> Restarts | None:
    """Of the container the finding is about; of the most restarted one where it is about the pod."""
    named = [row for row in report.containers if finding and row.name == finding.container]
    row = max(named or report.containers, key=lambda row: row.restarts, default=None)
    if row is None or not row.restarts:
        return None
    return Restarts(
        label=words.RESTARTS.of(language),
        count=row.restarts,
        ends=tuple(
            moment.at for moment in report.timeline if moment.reason == "terminated" and moment.container == row.name
        ),
        next_label=words.NEXT_RESTART.of(language),
        next_at=row.next_restart_at,
    )


def command_lists(commands: Sequence[NextCommand], language: Language) -> tuple[CommandList, ...]:
    """Those that look, of them apart those for a shell on the node, then those that change something."""
    look = tuple(command.text for command in commands if not (command.changes or command.on_node))
    on_node = tuple(command.text for command in commands if command.on_node)
    change = tuple(command.text for command in commands if command.changes)
    lists = (
        CommandList(words.NEXT.of(language), look, changes=False),
        CommandList(words.ON_THE_NODE.of(language), on_node, changes=False),
        CommandList(words.CHANGES.of(language), change, changes=True),
    )
    return tuple(each for each in lists if each.commands)


def _log_end(report: Report, finding: Finding | None, language: Language) -> LogEnd | None:
    log = most_telling_log(report, finding)
    if log is None:
        return None
    if log.container:
        label = words.LAST_LINES_PREVIOUS if log.previous else words.LAST_LINES
        return LogEnd(label.to(language, container=log.container), log.lines)
    label = words.LAST_LINES_OF_PREVIOUS_LOG if log.previous else words.LAST_LINES_OF_LOG
    return LogEnd(label.of(language), log.lines)


def most_telling_log(report: Report, finding: Finding | None) -> LogExcerpt | None:
    """The container's previous log if it has lines, else its current one; None when no log has any."""
    logs = [log for log in report.logs if any(text.strip() for text in log.lines)]
    name = finding.container if finding else None
    candidates = [log for log in logs if name is None or log.container in (name, None)]
    return max(candidates, key=lambda log: log.previous, default=None)
