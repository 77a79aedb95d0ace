"""A diagnosis as one message, readable on a phone: cause, meaning, evidence, what to do, the log's end. Pure."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject, PlainTextObject, RichTextElement

from bot.views import words
from bot.views.blocks.buttons import ButtonValue, button, row
from bot.views.blocks.limits import Block, cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import RichElement, block, bold, bullets, line, plain, preformatted
from bot.views.report_parts import container_table, evidence_parts, log_end, restarts_line
from core.bilingual import COLON, Bilingual, in_brackets
from core.messages.answer import Option
from core.messages.model import Language
from core.messages.report import Finding, Report
from knowledge.library import Library
from knowledge.notes import note_line, without_pods
from knowledge.target import typed
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

TITLE = 300
SUMMARY = 900
ITEM = 300
"""Characters of one ruled-out cause, one further finding, one thing not seen."""
MOST_EVIDENCE = 3
MOST_ITEMS = 3
"""Lines of evidence, ruled-out causes and further findings; the rest is behind `Read more`."""
SENT_BY_SOMEBODY = frozenset({"run.killed-externally", "run.sigterm", "run.sigint"})
"""Causes that name a signal but not its sender; `/whokilled` helps to find that."""
COMMAND = 400
MOST_COMMANDS = 6


def report_message(report: Report, library: Library, language: Language, question_id: str) -> Message:
    """The answer, best finding first. `question_id` is what the buttons ask for."""
    best = report.findings[0] if report.findings else None
    explained = explain(best, library, language, report) if best else _unknown(report, language)
    blocks = [whose(report), block(*_headline(best, explained, language)), *_grounds(report, library, language)]
    if len(report.containers) > 1:
        blocks.append(container_table(report.containers, language))
    for part in (next_steps((*explained.commands, *undo_commands(report)), language), log_end(report, best, language)):
        blocks += [block(*part)] if part else []
    blocks += [*footer(report, language), _buttons(report, language, question_id)]
    return message(_notification(report, best, explained, language), blocks)


def _unknown(report: Report, language: Language) -> Explained:
    """No cause fits, and the answer says so; why a workload has no pods is an answer, too."""
    if explained := explain_no_pods(report, language):
        return explained
    title = words.NOTHING_FOUND.to(language, target=report.ref or report.target)
    return Explained(title, words.NOTHING_FOUND_ADVICE.to(language), "", ())


def _notification(report: Report, best: Finding | None, explained: Explained, language: Language) -> str:
    """What a phone shows while it is locked: which pod, what, how sure."""
    sure = in_brackets(confidence_word(best.confidence, language), language) if best else ""
    return f"{report.ref or report.target}{COLON.of(language)}{explained.title}{sure}"


def _headline(best: Finding | None, explained: Explained, language: Language) -> list[RichTextElement]:
    title = inline(explained.title, TITLE, strong=True)
    if best:
        title.append(plain(f" · {confidence_word(best.confidence, language)}"))
    return [line(*title), line(*inline(explained.summary, SUMMARY))] if explained.summary else [line(*title)]


def _grounds(report: Report, library: Library, language: Language) -> list[Block]:
    """What the answer rests on, what it excludes, what it could not see, and what else is wrong."""
    best = report.findings[0] if report.findings else None
    parts: list[RichTextElement] = []
    quotes = [evidence_parts(evidence, language) for evidence in (best.evidence if best else ())]
    parts += _listed(words.EVIDENCE, quotes[:MOST_EVIDENCE], language)
    excluded = [inline(ruled_out_line(ruled_out, library, language, report), ITEM) for ruled_out in report.ruled_out]
    parts += _listed(words.RULED_OUT, excluded, language)
    parts += _listed(
        words.NOT_SEEN, [inline(unseen_line(unseen, language), ITEM) for unseen in report.unseen], language
    )
    others = [_further(finding, report, library, language) for finding in report.findings[1:]]
    parts += _listed(_further_label(best), others, language)
    notes = [note for note in report.notes if note != without_pods(report)]  # that one is the headline
    noted = [inline(note_line(note, language), ITEM) for note in notes]
    parts += _listed(words.WORTH_KNOWING, noted, language)
    parts += restarts_line(report, best, language)
    return [block(*parts)] if parts else []


def _further_label(best: Finding | None) -> Bilingual:
    return words.COULD_ALSO_BE if best and best.confidence == "possible" else words.ALSO


def _further(finding: Finding, report: Report, library: Library, language: Language) -> list[RichElement]:
    """Title and confidence; the container before them where the title does not name it."""
    title = explain(finding, library, language, report).title
    container = finding.container or ""
    where = [plain(f"{container} · ")] if container and container not in title else []
    return [*where, *inline(title, ITEM), plain(f" · {confidence_word(finding.confidence, language)}")]


def _listed(label: Bilingual, items: Sequence[Sequence[RichElement]], language: Language) -> list[RichTextElement]:
    """A bold label and its lines; nothing when there are none, and a count of those left out."""
    if not items:
        return []
    lines = [*items[:MOST_ITEMS]]
    if len(items) > MOST_ITEMS:
        lines.append([plain(words.MORE_ITEMS.to(language, count=len(items) - MOST_ITEMS))])
    return [line(bold(label.to(language))), bullets(lines)]


def next_steps(commands: Sequence[NextCommand], language: Language) -> list[RichTextElement]:
    """Commands that look, in one block to copy; one that changes something stands apart and is labelled.

    Apart, since whoever copies the block at 3 a.m. must not change the cluster with it.
    """
    look = [cut(command.text, COMMAND) for command in commands if not command.changes][:MOST_COMMANDS]
    change = [cut(command.text, COMMAND) for command in commands if command.changes][:MOST_COMMANDS]
    steps: list[RichTextElement] = []
    if look:
        steps += [line(bold(words.NEXT.to(language))), preformatted("\n".join(look))]
    if change:
        steps += [line(bold(words.CHANGES.to(language))), preformatted("\n".join(change))]
    return steps


def whose(report: Report) -> Block:
    """Which pod, of which workload, on which node: small, above everything else."""
    parts = [str(report.ref or report.target), report.owner, report.node]
    text = " · ".join(cut(part, ITEM) for part in parts if part)
    return ContextBlock(elements=[PlainTextObject(text=text or "—", emoji=False)]).to_dict()


def footer(report: Report, language: Language) -> list[Block]:
    """When it was looked at, in the reader's own time zone, and how much was hidden; small, below everything.

    The only `mrkdwn` of an answer, since nothing else shows a time in small print; it holds our own words alone.
    """
    parts: list[str] = []
    if report.observed_at:
        at = report.observed_at
        stamp = f"<!date^{int(at.timestamp())}^{{time_secs}}|{at:%H:%M:%S} UTC>"
        parts.append(f"{words.OBSERVED.to(language)} {stamp}")
    if report.hidden:
        parts.append((words.HIDDEN_ONE if report.hidden == 1 else words.HIDDEN).to(language, count=report.hidden))
    return [ContextBlock(elements=[MarkdownTextObject(text=" · ".join(parts))]).to_dict()] if parts else []


def _buttons(report: Report, language: Language, question_id: str) -> Block:
    """What is not there cannot be opened: no log, no events, no pod to look at again."""
    value = str(ButtonValue(question_id, _again(report)))
    unexplained = bool(_can_be_asked(report) and report.findings and report.findings[0].cause in SENT_BY_SOMEBODY)
    candidates = [
        ("whokilled.again", words.WHO_KILLED_IT, unexplained),
        ("report.previous_log", words.PREVIOUS_LOG, bool(report.logs)),
        ("report.events", words.EVENTS, bool(report.timeline)),
        ("report.read_more", words.READ_MORE, bool(report.findings)),
        ("report.look_again", words.LOOK_AGAIN, _can_be_asked(report)),
        ("report.share", words.SHARE, True),
    ]
    return row(*[button(action, label, value, language) for action, label, wanted in candidates if wanted])


def _can_be_asked(report: Report) -> bool:
    """Whether the pod is known well enough to ask a cluster about it: a paste may leave its namespace out."""
    return bool(report.ref and report.ref.namespace)


def _again(report: Report) -> str:
    """What to ask to get this answer anew; a workload that has no pods is asked about by its kind."""
    if report.ref is None or not report.ref.namespace:
        return ""
    kind, _, name = (report.owner or "").partition("/")
    podless = not report.containers and name == report.ref.name
    target = typed(Option(ref=report.ref, kind=kind if podless else None))
    return f"{target} -c {report.ref.container}" if report.ref.container else target
