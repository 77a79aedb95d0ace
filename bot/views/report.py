"""A diagnosis as one message, readable on a phone: cause, meaning, evidence, what to do, the log's end. Pure."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject, PlainTextObject, RichTextElement

from bot.views import words
from bot.views.blocks.buttons import ButtonValue, button, row
from bot.views.blocks.limits import Block, cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.rich import block, bold, line, plain, preformatted
from bot.views.report_parts import container_table, item_list, log_end, restarts_line
from core.bilingual import COLON, in_brackets
from core.messages.answer import Option
from core.messages.model import Language
from core.messages.report import Report
from knowledge.library import Library
from knowledge.presentation import CommandList, Presentation, command_lists, hidden_line, present, subject
from knowledge.target import typed
from knowledge.text import NextCommand

TITLE = 300
SUMMARY = 900
SUBJECT = 300
"""Characters of the pod's name, of its workload's and of its node's."""
SENT_BY_SOMEBODY = frozenset({"run.killed-externally", "run.sigterm", "run.sigint"})
"""Causes that name a signal but not its sender; `/whokilled` helps to find that."""
COMMAND = 400
MOST_COMMANDS = 6


def report_message(report: Report, library: Library, language: Language, question_id: str) -> Message:
    """The answer, best finding first. `question_id` is what the buttons ask for."""
    presentation = present(report, library, language)
    blocks = [whose(report, language), block(*_headline(presentation))]
    if grounds := _grounds(presentation):
        blocks.append(block(*grounds))
    if presentation.containers:
        blocks.append(container_table(presentation.containers, language))
    for part in (_commands(presentation.commands), log_end(presentation.log, language)):
        blocks += [block(*part)] if part else []
    blocks += [*footer(report, language), _buttons(report, language, question_id)]
    return message(_notification(report, presentation, language), blocks)


def _notification(report: Report, presentation: Presentation, language: Language) -> str:
    """What a phone shows while it is locked: which pod, what, how sure."""
    sure = in_brackets(presentation.confidence, language) if presentation.confidence else ""
    return f"{report.ref or report.target}{COLON.of(language)}{presentation.title}{sure}"


def _headline(presentation: Presentation) -> list[RichTextElement]:
    title = inline(presentation.title, TITLE, strong=True)
    if presentation.confidence:
        title.append(plain(f" · {presentation.confidence}"))
    return [line(*title), *([line(*inline(presentation.meaning, SUMMARY))] if presentation.meaning else [])]


def _grounds(presentation: Presentation) -> list[RichTextElement]:
    """What the answer rests on, what it excludes, what it could not see, what else is wrong, and the restarts."""
    parts = [element for items in presentation.lists for element in item_list(items)]
    return [*parts, restarts_line(presentation.restarts)] if presentation.restarts else parts


def next_steps(commands: Sequence[NextCommand], language: Language) -> list[RichTextElement]:
    """Commands that look, in one block to copy; one that changes something stands apart and is labelled.

    Apart, since whoever copies the block at 3 a.m. must not change the cluster with it.
    """
    return _commands(command_lists(commands, language))


def _commands(lists: Sequence[CommandList]) -> list[RichTextElement]:
    steps: list[RichTextElement] = []
    for each in lists:
        texts = [cut(command, COMMAND) for command in each.commands[:MOST_COMMANDS]]
        steps += [line(bold(each.label)), preformatted("\n".join(texts))]
    return steps


def whose(report: Report, language: Language) -> Block:
    """Which pod, of which workload, on which node, and what it is now: small, above everything else."""
    text = " · ".join(cut(part, SUBJECT) for part in subject(report, language))
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
    if hidden := hidden_line(report, language):
        parts.append(hidden)
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
