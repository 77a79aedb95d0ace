"""`/whokilled`: what the diagnosis knows, how to catch the next signal on that node, and what a capture says. Pure."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import ContextBlock, PlainTextObject, RichTextElement

from bot.views import whokilled_words as own
from bot.views import words
from bot.views.blocks.buttons import Carried, button, row
from bot.views.blocks.limits import Block, cut
from bot.views.blocks.markdown import inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.modal import modal
from bot.views.blocks.rich import block, bold, bullets, code, line, plain, preformatted
from bot.views.paste import FIELDS, window
from bot.views.report_parts import evidence_parts
from core.messages.answer import Capture, Tracing
from core.messages.model import Language
from core.messages.report import Report
from knowledge.library import Library
from knowledge.text import NextCommand, confidence_word, explain, ruled_out_line, unseen_line
from knowledge.tracing import RenderedVerdict, read, render
from knowledge.tracing.watch import SHORT_ID, UNEXPLAINED, Procedure, ProcedureStep, procedure

SENTENCE = 700
ITEM = 300
MOST_ITEMS = 3
COMMAND = 1500
"""Characters of one command; the longest script has about 800."""


def tracing_message(found: Tracing, catalogue: Library, language: Language, question_id: str) -> Message:
    """Who it was where that is known; else the shortest way to catch the next kill."""
    plan = procedure(found, language)
    best = _explained(found, catalogue, language) if plan.state == "explained" else None
    top = best or [*_headline(plan), *_known(found, catalogue, plan, language)]
    blocks = [_where(found), block(*top, *([line(*inline(plan.headline, SENTENCE))] if best else []))]
    if plan.state in ("open", "never-ended"):
        blocks += steps(plan, language)
    blocks.append(_buttons(found, plan, language, question_id))
    colon = "：" if language == "zh" else ": "
    title = _title(found, catalogue, language) if best else plan.headline
    return message(f"{found.report.ref or found.target}{colon}{title}", blocks)


def _where(found: Tracing) -> Block:
    """Pod, container, its id, node, system, kernel, runtime: small, above everything else."""
    report = found.report
    machine = " ".join(part for part in (found.kernel, found.architecture) if part)
    known = [str(report.ref or found.target), found.container, report.node, found.os_image, machine, _short_id(found)]
    runtime = found.runtime if not found.container_id else ""
    text = " · ".join(cut(one, 90) for one in [*known, runtime] if one)
    return ContextBlock(elements=[PlainTextObject(text=text or "—", emoji=False)]).to_dict()


def _short_id(found: Tracing) -> str:
    """`containerd://5fb8adf9ee625`: as crictl prints it."""
    runtime, separator, whole = found.container_id.partition("://")
    return f"{runtime}{separator}{whole[:SHORT_ID]}"


def _headline(plan: Procedure) -> list[RichTextElement]:
    said = [line(*inline(plan.headline, SENTENCE, strong=True))]
    return [*said, *[line(*inline(text, SENTENCE)) for text in (plan.meaning,) if text]]


def _explained(found: Tracing, catalogue: Library, language: Language) -> list[RichTextElement]:
    """The diagnosis' best finding and what it rests on: it names the sender."""
    best = found.report.findings[0]
    said = explain(best, catalogue, language, found.report)
    sure = plain(f" · {confidence_word(best.confidence, language)}")
    quotes = [evidence_parts(one, language) for one in best.evidence[:MOST_ITEMS]]
    parts: list[RichTextElement] = [line(*inline(said.title, ITEM, strong=True), sure)]
    parts.append(line(*inline(said.summary, SENTENCE)))
    return [*parts, line(bold(words.EVIDENCE.to(language))), bullets(quotes)] if quotes else parts


def _title(found: Tracing, catalogue: Library, language: Language) -> str:
    return explain(found.report.findings[0], catalogue, language, found.report).title


def _known(found: Tracing, catalogue: Library, plan: Procedure, language: Language) -> list[RichTextElement]:
    """What the diagnosis thinks possible, what it ruled out, what it could not see."""
    report = found.report
    parts: list[RichTextElement] = []
    if plan.state in ("open", "not-killed", "nowhere") and report.findings:
        best = report.findings[0]
        if best.cause not in UNEXPLAINED:  # that one says no more than the headline
            title = explain(best, catalogue, language, report).title
            sure = plain(f" · {confidence_word(best.confidence, language)}")
            parts += [line(bold(own.KNOWN.to(language))), bullets([[*inline(title, ITEM), sure]])]
        if plan.state == "open" and report.ruled_out:
            excluded = [ruled_out_line(one, catalogue, language, report) for one in report.ruled_out[:MOST_ITEMS]]
            parts += [line(bold(words.RULED_OUT.to(language))), bullets(inline(one, ITEM) for one in excluded)]
    return [*parts, *_unseen(report, language)]


def _unseen(report: Report, language: Language) -> list[RichTextElement]:
    seen = [inline(unseen_line(one, language), ITEM) for one in report.unseen[:MOST_ITEMS]]
    return [line(bold(words.NOT_SEEN.to(language))), bullets(seen)] if seen else []


def steps(plan: Procedure, language: Language) -> list[Block]:
    """The numbered steps, and what to expect of them."""
    if not plan.steps:
        return []
    drawn = [block(line(*inline(plan.remark, SENTENCE)))]
    for number, step in enumerate(plan.steps, start=1):
        drawn.append(block(*_step(f"{number}. {step.title}", step, language)))
    drawn.append(block(*[line(*inline(sentence, SENTENCE)) for sentence in plan.closing]))
    return drawn


def _step(title: str, step: ProcedureStep, language: Language) -> list[RichTextElement]:
    """Commands that look in one block to copy; what changes something stands apart, labelled."""
    parts: list[RichTextElement] = [line(bold(title)), *[line(*inline(note, SENTENCE)) for note in step.notes]]
    for changes, commands in _runs(step.commands):
        label = own.CHANGES_CLUSTER if commands[0].text.startswith("kubectl") else own.CHANGES_NODE
        parts += [line(bold(label.to(language)))] if changes else []
        parts.append(preformatted("\n".join(cut(one.text, COMMAND) for one in commands)))
    return parts


def _runs(commands: Sequence[NextCommand]) -> list[tuple[bool, list[NextCommand]]]:
    """The commands in their order, neighbors of one kind together; one of several lines alone, to be pasted as such."""
    runs: list[tuple[bool, list[NextCommand]]] = []
    for one in commands:
        alone = "\n" in one.text or bool(runs and "\n" in runs[-1][1][-1].text)
        if runs and runs[-1][0] == one.changes and not alone:
            runs[-1][1].append(one)
        else:
            runs.append((one.changes, [one]))
    return runs


def _buttons(found: Tracing, plan: Procedure, language: Language, question_id: str) -> Block:
    value = str(Carried(question_id, _again(found)))
    open_ = plan.state in ("open", "never-ended")
    shown = [
        ("whokilled.paste", own.PASTE, open_),
        ("whokilled.others", own.OTHER_WAYS, open_ and bool(plan.others)),
        ("whokilled.anyway", own.TRACE_ANYWAY, bool(plan.steps) and not open_),
        ("report.look_again", own.WHY_BROKEN, bool(found.report.ref)),
        ("whokilled.again", words.LOOK_AGAIN, bool(found.report.ref)),
        ("whokilled.share", words.SHARE, True),
    ]
    return row(*[button(action, label, value, language) for action, label, there in shown if there])


def _again(found: Tracing) -> str:
    """What to ask to get this answer anew."""
    ref = found.report.ref
    if ref is None:
        return ""
    return f"{ref} -c {ref.container}" if ref.container else str(ref)


def other_ways(found: Tracing, language: Language) -> dict[str, Any]:
    """The window with killsnoop, the audit rule, the kernel's own tracing, SystemTap."""
    plan = procedure(found, language)
    note = block(line(*inline(own.PID_FIRST.to(language), SENTENCE)))
    ways = [block(*_step(step.title, step, language)) for step in plan.others]
    return modal(own.OTHER_WAYS.to(language), [_where(found), note, *ways], language)


def whole_procedure(found: Tracing, language: Language) -> dict[str, Any]:
    """The window for who wants to trace although the sender is known."""
    plan = procedure(found, language)
    ways = [block(*_step(step.title, step, language)) for step in plan.others]
    return modal(own.TITLE.to(language), [_where(found), *steps(plan, language), *ways], language)


def paste_window(language: Language, way_back: str) -> dict[str, Any]:
    """The window for pasted text, with a hint of what goes in here."""
    drawn = window(language, way_back)
    first, *others = drawn["blocks"]
    label, hint = own.PASTE_LABEL.to(language), own.PASTE_HINT.to(language)
    first = {**first, "label": {**first["label"], "text": label}, "hint": {**first["label"], "text": hint}}
    shown = [one for one in others if one.get("block_id") in FIELDS]
    return {**drawn, "blocks": [first, *shown, block(line(*inline(own.PASTE_LONGER.to(language))))]}


def capture_message(found: Capture, language: Language, question_id: str) -> Message:
    """What a capture says: the verdict, the signal, the chain above its sender, where to look next."""
    trace = read("\n".join(found.lines))
    if trace is None:
        return message(own.NOTHING_READ.to(language), [block(line(*inline(own.NOTHING_READ.to(language))))])
    answer = render(trace, language)
    parts: list[RichTextElement] = [
        line(*inline(answer.title, SENTENCE, strong=True), plain(f" · {confidence_word(answer.confidence, language)}")),
        line(*inline(answer.summary, SENTENCE)),
        *_seen(answer, len(trace.sent), language),
    ]
    if answer.look:
        look = "\n".join(cut(one, COMMAND) for one in answer.look)
        parts += [line(bold(own.LOOK_ON_NODE.to(language))), preformatted(look)]
    share = row(button("whokilled.share", words.SHARE, str(Carried(question_id, "")), language))
    sure = confidence_word(answer.confidence, language)
    return message(
        f"{answer.title}（{sure}）" if language == "zh" else f"{answer.title} ({sure})", [block(*parts), share]
    )


def _seen(answer: RenderedVerdict, count: int, language: Language) -> list[RichTextElement]:
    """The signal that decided it, its sender's forefathers, and what may mislead."""
    label = own.SEEN_OF if count > 1 else own.SEEN
    items = [[code(answer.signal, ITEM)]]
    if answer.ancestry:
        items.append([plain(f"{own.CHAIN.to(language)} "), code(answer.ancestry, SENTENCE)])
    items += [inline(note, SENTENCE) for note in answer.notes]
    return [line(bold(label.to(language, count=count))), bullets(items)]
