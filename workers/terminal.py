"""A report as text for a terminal, with what Slack's message says. Pure: width and color are given, nothing is printed.

Whatever came from a cluster loses its control characters here: an escape sequence in a log line must not reach the
reader's terminal.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.bilingual import COLON, in_brackets
from core.messages.model import Language
from core.messages.report import Evidence, Finding, LogExcerpt, Report
from knowledge.codes.width import MARK, lines
from knowledge.library import Library
from knowledge.notes import note_line, without_pods
from knowledge.text import (
    Explained,
    NextCommand,
    confidence_word,
    explain,
    explain_no_pods,
    ruled_out_line,
    undo_commands,
    unseen_line,
)
from workers.words import SOURCES, word

WIDEST, NARROWEST = 110, 40  # longer lines are hard to read, however wide the window is
MOST_EVIDENCE, MOST_ITEMS, LOG_LINES = 3, 3, 8  # as in Slack: more of them hide the first one
LINE = 300  # characters of one quoted line
BOLD, CYAN, DIM, YELLOW, RESET = "\x1b[1m", "\x1b[36m", "\x1b[2m", "\x1b[33m", "\x1b[0m"

# C0 and C1 controls, and the marks that turn the direction of writing around (Trojan Source).
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class TerminalStyle:
    """What is written on."""

    language: Language = "en"
    columns: int = 80
    color: bool = False

    @property
    def usable(self) -> int:
        """Columns that are written on."""
        return max(NARROWEST, min(self.columns, WIDEST))

    def paint(self, text: str, ink: str) -> str:
        """In that color, where there are colors."""
        return f"{ink}{text}{RESET}" if self.color else text


def printable(text: str) -> str:
    """Without control characters; a tab becomes a space, a line break stays."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", " "))


def page(report: Report, library: Library, paper: TerminalStyle) -> str:
    """The answer, best finding first, ending in a line break."""
    best = report.findings[0] if report.findings else None
    told = explain(best, library, paper.language, report) if best else _unknown(report, paper.language)
    rows = [*_head(report, best, told, paper), *_grounds(report, best, library, paper)]
    rows += [
        *_containers(report, paper),
        *_next((*told.commands, *undo_commands(report)), paper),
        *_log(report, best, paper),
    ]
    if report.hidden:
        hidden = word("hidden-one" if report.hidden == 1 else "hidden", paper.language)
        rows += [paper.paint(f"{report.hidden} {hidden}", DIM)]
    return "\n".join(rows) + "\n"


def _head(report: Report, best: Finding | None, told: Explained, paper: TerminalStyle) -> Iterator[str]:
    known = [str(report.ref or report.target), report.owner, report.node]
    yield paper.paint(printable(" · ".join(each for each in known if each)), DIM)
    sure = f" · {confidence_word(best.confidence, paper.language)}" if best else ""
    for row in lines(printable(told.title.replace("`", "") + sure), paper.usable):
        yield paper.paint(row, BOLD)
    yield from wrapped(told.summary, paper, "")


def _unknown(report: Report, language: Language) -> Explained:
    """No cause fits. Said as such: it is no diagnosis; but why a workload has no pods is one."""
    if told := explain_no_pods(report, language):
        return told
    ref = report.ref
    look = ("describe pod", "logs --previous --tail=50") if ref else ()
    name = f"-n {ref.namespace} " if ref and ref.namespace else ""
    commands = tuple(NextCommand(f"kubectl {name}{each} {ref.name if ref else ''}") for each in look)
    advice = word("nothing-advice" if commands else "nothing-to-ask", language)
    return Explained(word("nothing", language), advice, "", commands)


def _grounds(report: Report, best: Finding | None, library: Library, paper: TerminalStyle) -> Iterator[str]:
    language = paper.language
    yield from _listed("evidence", [_quote(each, language) for each in best.evidence] if best else (), paper)
    yield from _listed(
        "ruled-out", (ruled_out_line(each, library, language, report) for each in report.ruled_out), paper
    )
    yield from _listed("not-seen", (unseen_line(each, language) for each in report.unseen), paper)
    notes = (note_line(each, language) for each in report.notes if each != without_pods(report))
    yield from _listed("worth-knowing", notes, paper)
    label = "could-be" if best and best.confidence == "possible" else "also"
    yield from _listed(label, (_further(each, report, library, language) for each in report.findings[1:]), paper)


def _quote(evidence: Evidence, language: Language) -> str:
    times = in_brackets(f"{evidence.count} {word('times', language)}", language) if evidence.count > 1 else ""
    said = " ".join(evidence.quote.split())[:LINE].replace("`", "'")
    return f"{SOURCES[evidence.source].of(language)}{times}{COLON.of(language)}`{said}`"


def _further(finding: Finding, report: Report, library: Library, language: Language) -> str:
    where = f"{finding.container} · " if finding.container else ""
    title = explain(finding, library, language, report).title
    return f"{where}{title} · {confidence_word(finding.confidence, language)}"


def _listed(label: str, items: Iterable[str], paper: TerminalStyle) -> Iterator[str]:
    """A heading and its lines; nothing when there are none, and a count of those left out."""
    all_of_them = list(items)
    if not all_of_them:
        return
    yield ""
    yield paper.paint(word(label, paper.language), BOLD)
    for item in all_of_them[: MOST_EVIDENCE if label == "evidence" else MOST_ITEMS]:
        yield from wrapped(item, paper, "  ")
    if (left := len(all_of_them) - MOST_ITEMS) > 0:
        yield paper.paint(f"  … {left} {word('more', paper.language)}", DIM)


def _containers(report: Report, paper: TerminalStyle) -> Iterator[str]:
    if len(report.containers) < 2:
        return
    yield ""
    yield paper.paint(word("containers", paper.language), BOLD)
    for row in report.containers:
        last = f", {row.last}" if row.last else ""
        restarts = word("restart" if row.restarts == 1 else "restarts", paper.language)
        yield printable(f"  {row.name}: {row.state}{last}, {row.restarts} {restarts}")


def _next(commands: Sequence[NextCommand], paper: TerminalStyle) -> Iterator[str]:
    """Commands stand unbroken, however long: they are there to be copied."""
    for label, chosen in (("next", False), ("changes", True)):
        wanted = [each.text for each in commands if each.changes is chosen]
        if wanted:
            yield ""
            yield paper.paint(word(label, paper.language), YELLOW if chosen else BOLD)
            yield from (f"  {paper.paint(printable(each), CYAN)}" for each in wanted)


def _log(report: Report, best: Finding | None, paper: TerminalStyle) -> Iterator[str]:
    """The end of the log that tells most: of the container the answer is about, of the run that ended."""
    about = best.container if best else None
    logs = [each for each in report.logs if each.lines]
    logs.sort(key=lambda each: (each.container != about, not each.previous))
    if logs:
        yield from _log_end(logs[0], paper)


def _log_end(log: LogExcerpt, paper: TerminalStyle) -> Iterator[str]:
    name = f" · {log.container}" if log.container else ""
    yield ""
    yield paper.paint(printable(word("log-previous" if log.previous else "log", paper.language) + name), BOLD)
    yield from (paper.paint(f"  {printable(each)[:LINE]}", DIM) for each in log.lines[-LOG_LINES:])


def wrapped(text: str, paper: TerminalStyle, indent: str) -> Iterator[str]:
    """Broken to the width; names in backticks are colored where there are colors, and keep their marks elsewhere."""
    clean = printable(" ".join(text.split()))
    marked = _CODE.sub(rf"{MARK}\1{MARK}", clean) if paper.color else clean
    inside = False
    for row in lines(marked, paper.usable - len(indent)) if marked else ():
        pieces = row.split(MARK)
        painted = CYAN if inside else ""
        for number, piece in enumerate(pieces):
            if number:
                inside = not inside
                painted += CYAN if inside else RESET
            painted += piece
        yield indent + painted + (RESET if inside else "")
