"""`/whokilled`: what the diagnosis knows, how to catch the next signal on that node, and what a capture says. Pure."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import ContextBlock, PlainTextObject, RichTextElement

from bot.views import paste as paste_view
from bot.views import whokilled_words as own
from bot.views import words
from bot.views.blocks.buttons import ButtonValue, button, row
from bot.views.blocks.limits import Block, cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.modal import modal
from bot.views.blocks.rich import block, bold, bullets, code, line, plain, preformatted
from bot.views.report_parts import item_list
from core.bilingual import COLON, in_brackets
from core.messages.answer import Capture, Tracing
from core.messages.model import Language
from knowledge.library import Library
from knowledge.presentation import evidence_list, ruled_out_list, unseen_list
from knowledge.text import NextCommand, confidence_word, explain
from knowledge.tracing import RenderedVerdict, read, render
from knowledge.tracing.watch import SHORT_ID, UNEXPLAINED, Procedure, ProcedureStep, procedure

SENTENCE = 700
ITEM = 300
COMMAND = 1500
"""Characters of one command; the longest script has about 800."""


def tracing_message(tracing: Tracing, catalogue: Library, language: Language, question_id: str) -> Message:
    """Who it was where that is known; else the shortest way to catch the next kill."""
    plan = procedure(tracing, language)
    explained = _explained(tracing, catalogue, language) if plan.state == "explained" else None
    lines = explained or [*_headline(plan), *_known(tracing, catalogue, plan, language)]
    blocks = [
        _subject_context(tracing),
        block(*lines, *([line(*inline(plan.headline, SENTENCE))] if explained else [])),
    ]
    if plan.state in ("open", "never-ended"):
        blocks += steps(plan, language)
    blocks.append(_buttons(tracing, plan, language, question_id))
    colon = COLON.of(language)
    title = _title(tracing, catalogue, language) if explained else plan.headline
    return message(f"{tracing.report.ref or tracing.target}{colon}{title}", blocks)


def _subject_context(tracing: Tracing) -> Block:
    """Pod, container, its id, node, system, kernel, runtime: small, above everything else."""
    report = tracing.report
    system = " ".join(part for part in (tracing.kernel, tracing.architecture) if part)
    parts = [
        str(report.ref or tracing.target),
        tracing.container,
        report.node,
        tracing.os_image,
        system,
        _short_id(tracing),
    ]
    runtime = tracing.runtime if not tracing.container_id else ""
    text = " · ".join(cut(part, 90) for part in [*parts, runtime] if part)
    return ContextBlock(elements=[PlainTextObject(text=text or "—", emoji=False)]).to_dict()


def _short_id(tracing: Tracing) -> str:
    """`containerd://5fb8adf9ee625`: as crictl prints it."""
    runtime, separator, whole = tracing.container_id.partition("://")
    return f"{runtime}{separator}{whole[:SHORT_ID]}"


def _headline(plan: Procedure) -> list[RichTextElement]:
    lines = [line(*inline(plan.headline, SENTENCE, strong=True))]
    return [*lines, *[line(*inline(text, SENTENCE)) for text in (plan.meaning,) if text]]


def _explained(tracing: Tracing, catalogue: Library, language: Language) -> list[RichTextElement]:
    """The diagnosis' best finding and what it rests on: it names the sender."""
    best = tracing.report.findings[0]
    explained = explain(best, catalogue, language, tracing.report)
    sure = plain(f" · {confidence_word(best.confidence, language)}")
    evidence = evidence_list(best, language)
    parts: list[RichTextElement] = [line(*inline(explained.title, ITEM, strong=True), sure)]
    parts.append(line(*inline(explained.summary, SENTENCE)))
    return [*parts, *item_list(evidence)] if evidence else parts


def _title(tracing: Tracing, catalogue: Library, language: Language) -> str:
    return explain(tracing.report.findings[0], catalogue, language, tracing.report).title


def _known(tracing: Tracing, catalogue: Library, plan: Procedure, language: Language) -> list[RichTextElement]:
    """What the diagnosis thinks possible, what it ruled out, what it could not see."""
    report = tracing.report
    parts: list[RichTextElement] = []
    if plan.state in ("open", "not-killed", "nowhere") and report.findings:
        best = report.findings[0]
        if best.cause not in UNEXPLAINED:  # that one says no more than the headline
            title = explain(best, catalogue, language, report).title
            sure = plain(f" · {confidence_word(best.confidence, language)}")
            parts += [line(bold(own.KNOWN.to(language))), bullets([[*inline(title, ITEM), sure]])]
        if plan.state == "open" and (excluded := ruled_out_list(report, catalogue, language)):
            parts += item_list(excluded)
    unseen = unseen_list(report, language)
    return [*parts, *item_list(unseen)] if unseen else parts


def steps(plan: Procedure, language: Language) -> list[Block]:
    """The numbered steps, and what to expect of them."""
    if not plan.steps:
        return []
    blocks = [block(line(*inline(plan.remark, SENTENCE)))]
    for number, step in enumerate(plan.steps, start=1):
        blocks.append(block(*_step(f"{number}. {step.title}", step, language)))
    blocks.append(block(*[line(*inline(sentence, SENTENCE)) for sentence in plan.closing]))
    return blocks


def _step(title: str, step: ProcedureStep, language: Language) -> list[RichTextElement]:
    """Commands that look in one block to copy; what changes something stands apart, labelled."""
    parts: list[RichTextElement] = [line(bold(title)), *[line(*inline(note, SENTENCE)) for note in step.notes]]
    for changes, commands in _runs(step.commands):
        label = own.CHANGES_CLUSTER if commands[0].text.startswith("kubectl") else own.CHANGES_NODE
        parts += [line(bold(label.to(language)))] if changes else []
        parts.append(preformatted("\n".join(cut(command.text, COMMAND) for command in commands)))
    return parts


def _runs(commands: Sequence[NextCommand]) -> list[tuple[bool, list[NextCommand]]]:
    """The commands in their order, neighbors of one kind together; one of several lines alone, to be pasted as such."""
    runs: list[tuple[bool, list[NextCommand]]] = []
    for command in commands:
        alone = "\n" in command.text or bool(runs and "\n" in runs[-1][1][-1].text)
        if runs and runs[-1][0] == command.changes and not alone:
            runs[-1][1].append(command)
        else:
            runs.append((command.changes, [command]))
    return runs


def _buttons(tracing: Tracing, plan: Procedure, language: Language, question_id: str) -> Block:
    value = str(ButtonValue(question_id, _target_of(tracing)))
    is_open = plan.state in ("open", "never-ended")
    candidates = [
        ("whokilled.paste", own.PASTE, is_open),
        ("whokilled.others", own.OTHER_WAYS, is_open and bool(plan.others)),
        ("whokilled.anyway", own.TRACE_ANYWAY, bool(plan.steps) and not is_open),
        ("report.look_again", own.WHY_BROKEN, bool(tracing.report.ref)),
        ("whokilled.again", words.LOOK_AGAIN, bool(tracing.report.ref)),
        ("whokilled.share", words.SHARE, True),
    ]
    return row(*[button(action, label, value, language) for action, label, wanted in candidates if wanted])


def _target_of(tracing: Tracing) -> str:
    """What to ask to get this answer anew."""
    ref = tracing.report.ref
    if ref is None:
        return ""
    return f"{ref} -c {ref.container}" if ref.container else str(ref)


def other_ways(tracing: Tracing, language: Language) -> dict[str, Any]:
    """The window with killsnoop, the audit rule, the kernel's own tracing, SystemTap."""
    plan = procedure(tracing, language)
    note = block(line(*inline(own.PID_FIRST.to(language), SENTENCE)))
    blocks = [block(*_step(step.title, step, language)) for step in plan.others]
    return modal(own.OTHER_WAYS.to(language), [_subject_context(tracing), note, *blocks], language)


def whole_procedure(tracing: Tracing, language: Language) -> dict[str, Any]:
    """The window for who wants to trace although the sender is known."""
    plan = procedure(tracing, language)
    blocks = [block(*_step(step.title, step, language)) for step in plan.others]
    return modal(own.TITLE.to(language), [_subject_context(tracing), *steps(plan, language), *blocks], language)


def paste_window(language: Language, metadata: str) -> dict[str, Any]:
    """The window for pasted text, with a hint of what goes in here."""
    window = paste_view.paste_window(language, metadata)
    first, *others = window["blocks"]
    label, hint = own.PASTE_LABEL.to(language), own.PASTE_HINT.to(language)
    first = {**first, "label": {**first["label"], "text": label}, "hint": {**first["label"], "text": hint}}
    fields = [field for field in others if field.get("block_id") in paste_view.FIELDS]
    return {**window, "blocks": [first, *fields, block(line(*inline(own.PASTE_LONGER.to(language))))]}


def capture_message(capture: Capture, language: Language, question_id: str) -> Message:
    """What a capture says: the verdict, the signal, the chain above its sender, where to look next."""
    trace = read("\n".join(capture.lines))
    if trace is None:
        return message(own.NOTHING_READ.to(language), [block(line(*inline(own.NOTHING_READ.to(language))))])
    verdict = render(trace, language)
    sure = confidence_word(verdict.confidence, language)
    parts: list[RichTextElement] = [
        line(
            *inline(verdict.title, SENTENCE, strong=True), plain(f" · {confidence_word(verdict.confidence, language)}")
        ),
        line(*inline(verdict.summary, SENTENCE)),
        *_signal_lines(verdict, len(trace.sent), language),
    ]
    if verdict.look:
        look = "\n".join(cut(command, COMMAND) for command in verdict.look)
        parts += [line(bold(own.LOOK_ON_NODE.to(language))), preformatted(look)]
    share = row(button("whokilled.share", words.SHARE, str(ButtonValue(question_id, "")), language))
    return message(verdict.title + in_brackets(sure, language), [block(*parts), share])


def _signal_lines(verdict: RenderedVerdict, count: int, language: Language) -> list[RichTextElement]:
    """The signal that decided it, the parents of its sender, and what may mislead."""
    label = own.SEEN_OF if count > 1 else own.SEEN
    items = [[code(verdict.signal, ITEM)]]
    if verdict.ancestry:
        items.append([plain(f"{own.CHAIN.to(language)} "), code(verdict.ancestry, SENTENCE)])
    items += [inline(note, SENTENCE) for note in verdict.notes]
    return [line(bold(label.to(language, count=count))), bullets(items)]
