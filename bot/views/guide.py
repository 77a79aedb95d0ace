"""The guide in Slack: the section that was asked for, a whole page in a window, the list of topics. Pure."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import RichTextElement

from bot.views import guide_words, words
from bot.views.blocks.buttons import button, row
from bot.views.blocks.limits import BUTTON_TEXT, BUTTON_VALUE, OPTION_TEXT, Block, cut
from bot.views.blocks.markdown import elements, inline
from bot.views.blocks.message import Message, message
from bot.views.blocks.modal import modal
from bot.views.blocks.rich import block, bold, bullets, line, link, plain, preformatted
from core.messages.model import Language
from core.messages.report import Finding, Report
from knowledge.cause import BUILT_IN
from knowledge.guide import CodeFence, Guide, GuidePage, Section, filled, guide, is_a_name
from knowledge.library import Library, library
from knowledge.search import MOST_CHARACTERS, Hit

WINDOW = "guide"
"""The callback id of a window with a page: a page opened from it takes its place."""
MOST_NEXT = 3
"""Buttons for further pages: with `Whole page` and `Share`, one row."""
MOST_CAUSES = 6

PageNames = Mapping[str, str]


@dataclass(frozen=True)
class Opened:
    """What a button that opens a page carries: which one, and the names that fill its commands."""

    reference: str
    names: PageNames = field(default_factory=dict)

    def __str__(self) -> str:
        """JSON; without the names where they are too long for a button, which no real ones are."""
        text = json.dumps({"guide": self.reference, **self.names}, separators=(",", ":"))
        return text if len(text) <= BUTTON_VALUE else json.dumps({"guide": self.reference})

    @classmethod
    def read(cls, value: str) -> "Opened":
        """From a pressed button's value; whatever is no such JSON names no page, and what is no name is dropped."""
        try:
            carried = json.loads(value)
        except ValueError:
            carried = None
        texts = {str(key): str(text) for key, text in carried.items()} if isinstance(carried, dict) else {}
        names = {name: texts[name] for name in BUILT_IN if is_a_name(texts.get(name, ""))}
        return cls(texts.get("guide", ""), names)


def names_of(finding: Finding, report: Report) -> PageNames:
    """What an answer knows of its pod, for the page's commands; what it does not know is left out."""
    ref = report.ref
    known = {
        "namespace": ref.namespace if ref else None,
        "pod": ref.name if ref else None,
        "cluster": ref.cluster if ref else None,
        "container": finding.container,
        "node": report.node,
        "owner": report.owner,
    }
    return {name: value for name, value in known.items() if value}


def found(hits: Sequence[Hit], asked: str, language: Language) -> Message:
    """The first hit's section, and buttons for its whole page and for the pages behind it."""
    best = hits[0]
    page, section = best.page, best.section
    top = [line(*inline(page.title[language], strong=True)), *elements(page.opening[language])]
    drawn = [block(*top), block(*_section(section, {}, language))]
    asked = asked[:MOST_CHARACTERS]
    buttons = [
        button("guide.open", guide_words.WHOLE_PAGE, str(Opened(page.topic)), language, primary=True),
        *[
            button(f"guide.show:{at}", cut(name_of(other, language), BUTTON_TEXT), f"{other.topic} {asked}", language)
            for at, other in enumerate(_next(hits))
        ],
        button("guide.share", words.SHARE, f"{page.topic} {asked}", language),
    ]
    colon = "：" if language == "zh" else ": "
    return message(f"{name_of(page, language)}{colon}{section.heading[language]}", [*drawn, row(*buttons)])


def _next(hits: Sequence[Hit]) -> list[GuidePage]:
    """The other hits' pages, then those the first page names as related."""
    best = hits[0].page
    pages = [hit.page for hit in hits[1:]] + [guide().pages[topic] for topic in best.related]
    return list({page.topic: page for page in pages if page is not best}.values())[:MOST_NEXT]


def topics(
    language: Language, asked: str = "", pages: Guide | None = None, nearest: Sequence[GuidePage] = ()
) -> Message:
    """All pages by part, and a menu that opens one; `asked` was looked for in vain, `nearest` shares words with it."""
    listed = list((pages or guide()).pages.values())
    top: list[RichTextElement] = [line(bold(guide_words.TOPICS.to(language)))]
    if asked.strip():
        top.insert(0, line(*inline(guide_words.NO_PAGE.to(language, asked=cut(" ".join(asked.split()), 100)))))
    if nearest:
        names = " · ".join(name_of(page, language) for page in nearest)
        top.insert(1, line(*inline(guide_words.NEAREST.to(language, topics=names))))
    top.append(line(*inline(guide_words.TOPICS_HINT.to(language))))
    parts = {page.part: [other for other in listed if other.part == page.part] for page in listed}
    bullet = [
        [bold(guide_words.PARTS[part].to(language)), plain(f"  {' · '.join(name_of(page, language) for page in some)}")]
        for part, some in parts.items()
    ]
    menu = {
        "type": "static_select",
        "action_id": "guide.pick",
        "placeholder": {"type": "plain_text", "text": guide_words.PICK_TOPIC.to(language)},
        "options": [_option(page, language) for page in listed],
    }
    drawn = [block(*top, bullets(bullet)), {"type": "actions", "elements": [menu]}]
    nothing = guide_words.NO_PAGE.to(language, asked=asked.strip())
    return message(nothing if asked.strip() else guide_words.TOPICS.to(language), drawn)


def _option(page: GuidePage, language: Language) -> Block:
    text = {"type": "plain_text", "text": cut(name_of(page, language), OPTION_TEXT)}
    return {"text": text, "value": page.topic}


def name_of(page: GuidePage, language: Language) -> str:
    """The part of the title before its colon: `Exit 137`."""
    return page.title[language].split("：" if language == "zh" else ": ")[0]


def window(page: GuidePage, section: Section | None, names: PageNames, language: Language) -> dict[str, Any]:
    """A whole page; the section that was meant comes first."""
    blocks = [block(line(*inline(page.title[language], strong=True)), *elements(page.opening[language]))]
    ordered = sorted(page.sections, key=lambda one: one is not section)
    blocks += [block(*_section(one, names, language)) for one in ordered]
    blocks += [{"type": "divider"}, *_links(page, names, language)]
    return {**modal(name_of(page, language), blocks, language), "callback_id": WINDOW}


def _section(section: Section, names: PageNames, language: Language) -> list[RichTextElement]:
    drawn: list[RichTextElement] = [line(*inline(section.heading[language], strong=True))]
    drawn += elements(section.text[language])
    for fence in section.fences:
        drawn += _fence(fence, names, language)
    return drawn


def _fence(fence: CodeFence, names: PageNames, language: Language) -> list[RichTextElement]:
    label = guide_words.KINDS.get(fence.kind)
    text = preformatted(filled(fence.text, names))
    return [line(bold(label.to(language))), text] if label else [text]


def _links(page: GuidePage, names: PageNames, language: Language) -> list[Block]:
    """Buttons to related pages, the causes that end here, the sources."""
    drawn: list[Block] = []
    if related := [guide().pages[topic] for topic in page.related]:
        drawn.append(block(line(bold(guide_words.RELATED.to(language)))))
        drawn.append(row(*[_opens(other, other.topic, at, names, language) for at, other in enumerate(related)]))
    causes = [library().causes[name] for name in page.causes if name in library().causes][:MOST_CAUSES]
    if causes:
        titles = [inline(re.sub(r"\$\w+", "…", cause.prose[language].title)) for cause in causes]
        drawn.append(block(line(bold(guide_words.CAUSES.to(language))), bullets(titles)))
    sources = [
        [link(source, source.removeprefix("https://")) if source.startswith("https://") else plain(source)]
        for source in page.sources
    ]
    return [*drawn, block(line(bold(guide_words.SOURCES.to(language))), bullets(sources))]


def _opens(page: GuidePage, reference: str, at: int, names: PageNames, language: Language) -> Any:
    return button(f"guide.open:{at}", name_of(page, language), str(Opened(reference, names)), language)


def link_row(finding: Finding, report: Report, catalogue: Library, language: Language) -> list[Block]:
    """Below a finding: the button to its cause's page, with the pod's names; nothing when the cause names none."""
    reference = _reference(finding.detail, catalogue)
    there = guide().find(reference)
    if there is None:
        return []
    label = guide_words.GUIDE.to(language, title=name_of(there[0], language))
    return [row(button("guide.open", label, str(Opened(reference, names_of(finding, report))), language))]


def _reference(cause: str, catalogue: Library) -> str:
    """The page a cause names; a finer cause without one ends where the cause it counts as does."""
    known = [catalogue.causes[name] for name in (cause, catalogue.listed(cause)) if name in catalogue.causes]
    return next((one.guide for one in known if one.guide), "")
