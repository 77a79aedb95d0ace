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
from core.bilingual import COLON
from core.messages.model import Language
from core.messages.report import Finding, Report
from core.shell import is_a_name
from knowledge.cause import BUILT_IN
from knowledge.guide import CodeFence, Guide, GuidePage, Section, filled, guide
from knowledge.library import Library, library
from knowledge.search import MOST_CHARACTERS, Hit

WINDOW = "guide"
"""The callback id of a window with a page: a page opened from it takes its place."""
MOST_NEXT = 3
"""Buttons for further pages: with `Whole page` and `Share`, one row."""
MOST_CAUSES = 6

PageNames = Mapping[str, str]


@dataclass(frozen=True)
class PageReference:
    """What a button that opens a page carries: which one, and the names that fill its commands."""

    reference: str
    names: PageNames = field(default_factory=dict)

    def __str__(self) -> str:
        """JSON; without the names where they are too long for a button, which no real ones are."""
        text = json.dumps({"guide": self.reference, **self.names}, separators=(",", ":"))
        return text if len(text) <= BUTTON_VALUE else json.dumps({"guide": self.reference})

    @classmethod
    def read(cls, value: str) -> "PageReference":
        """From a pressed button's value; anything but such JSON names no page, and an invalid name is dropped."""
        try:
            fields = json.loads(value)
        except ValueError:
            fields = None
        texts = {str(key): str(text) for key, text in fields.items()} if isinstance(fields, dict) else {}
        names = {name: texts[name] for name in BUILT_IN if is_a_name(texts.get(name, ""))}
        return cls(texts.get("guide", ""), names)


def names_in(finding: Finding, report: Report) -> PageNames:
    """What an answer knows of its pod, for the page's commands; what it does not know is left out."""
    ref = report.ref
    names = {
        "namespace": ref.namespace if ref else None,
        "pod": ref.name if ref else None,
        "cluster": ref.cluster if ref else None,
        "container": finding.container,
        "node": report.node,
        "owner": report.owner,
    }
    return {name: value for name, value in names.items() if value}


def search_message(hits: Sequence[Hit], text: str, language: Language) -> Message:
    """The first hit's section, and buttons for its whole page and for the pages behind it."""
    best = hits[0]
    page, section = best.page, best.section
    top = [line(*inline(page.title.of(language), strong=True)), *elements(page.opening.of(language))]
    blocks = [block(*top), block(*_section(section, {}, language))]
    text = text[:MOST_CHARACTERS]
    buttons = [
        button("guide.open", guide_words.WHOLE_PAGE, str(PageReference(page.topic)), language, primary=True),
        *[
            button(
                f"guide.show:{at}", cut(short_title(other, language), BUTTON_TEXT), f"{other.topic} {text}", language
            )
            for at, other in enumerate(_next(hits))
        ],
        button("guide.share", words.SHARE, f"{page.topic} {text}", language),
    ]
    colon = COLON.of(language)
    return message(f"{short_title(page, language)}{colon}{section.heading.of(language)}", [*blocks, row(*buttons)])


def _next(hits: Sequence[Hit]) -> list[GuidePage]:
    """The other hits' pages, then those the first page names as related."""
    best = hits[0].page
    pages = [hit.page for hit in hits[1:]] + [guide().pages[topic] for topic in best.related]
    return list({page.topic: page for page in pages if page is not best}.values())[:MOST_NEXT]


def topics_message(
    language: Language, text: str = "", pages: Guide | None = None, nearest: Sequence[GuidePage] = ()
) -> Message:
    """All pages by part, and a menu that opens one; `text` was looked for in vain, `nearest` shares words with it."""
    all_pages = list((pages or guide()).pages.values())
    lines: list[RichTextElement] = [line(bold(guide_words.TOPICS.to(language)))]
    if text.strip():
        lines.insert(0, line(*inline(guide_words.NO_PAGE.to(language, asked=cut(" ".join(text.split()), 100)))))
    if nearest:
        titles = " · ".join(short_title(page, language) for page in nearest)
        lines.insert(1, line(*inline(guide_words.NEAREST.to(language, topics=titles))))
    lines.append(line(*inline(guide_words.TOPICS_HINT.to(language))))
    parts = {page.part: [other for other in all_pages if other.part == page.part] for page in all_pages}
    items = [
        [
            bold(guide_words.PARTS[part].to(language)),
            plain(f"  {' · '.join(short_title(page, language) for page in some)}"),
        ]
        for part, some in parts.items()
    ]
    menu = {
        "type": "static_select",
        "action_id": "guide.pick",
        "placeholder": {"type": "plain_text", "text": guide_words.PICK_TOPIC.to(language)},
        "options": [_option(page, language) for page in all_pages],
    }
    blocks = [block(*lines, bullets(items)), {"type": "actions", "elements": [menu]}]
    nothing = guide_words.NO_PAGE.to(language, asked=text.strip())
    return message(nothing if text.strip() else guide_words.TOPICS.to(language), blocks)


def _option(page: GuidePage, language: Language) -> Block:
    text = {"type": "plain_text", "text": cut(short_title(page, language), OPTION_TEXT)}
    return {"text": text, "value": page.topic}


def short_title(page: GuidePage, language: Language) -> str:
    """The part of the title before its colon: `Exit 137`."""
    return page.title.of(language).split(COLON.of(language))[0]


def page_window(page: GuidePage, section: Section | None, names: PageNames, language: Language) -> dict[str, Any]:
    """A whole page; the section that was meant comes first."""
    blocks = [block(line(*inline(page.title.of(language), strong=True)), *elements(page.opening.of(language)))]
    ordered = sorted(page.sections, key=lambda other: other is not section)
    blocks += [block(*_section(section_, names, language)) for section_ in ordered]
    blocks += [{"type": "divider"}, *_links(page, names, language)]
    return {**modal(short_title(page, language), blocks, language), "callback_id": WINDOW}


def _section(section: Section, names: PageNames, language: Language) -> list[RichTextElement]:
    parts: list[RichTextElement] = [line(*inline(section.heading.of(language), strong=True))]
    parts += elements(section.text.of(language))
    for fence in section.fences:
        parts += _fence(fence, names, language)
    return parts


def _fence(fence: CodeFence, names: PageNames, language: Language) -> list[RichTextElement]:
    label = guide_words.KINDS.get(fence.kind)
    text = preformatted(filled(fence.text, names))
    return [line(bold(label.to(language))), text] if label else [text]


def _links(page: GuidePage, names: PageNames, language: Language) -> list[Block]:
    """Buttons to related pages, the causes that end here, the sources."""
    blocks: list[Block] = []
    if related := [guide().pages[topic] for topic in page.related]:
        blocks.append(block(line(bold(guide_words.RELATED.to(language)))))
        blocks.append(
            row(*[_page_button(other, other.topic, number, names, language) for number, other in enumerate(related)])
        )
    causes = [library().causes[name] for name in page.causes if name in library().causes][:MOST_CAUSES]
    if causes:
        titles = [inline(re.sub(r"\$\w+", "…", cause.prose[language].title)) for cause in causes]
        blocks.append(block(line(bold(guide_words.CAUSES.to(language))), bullets(titles)))
    sources = [
        [link(source, source.removeprefix("https://")) if source.startswith("https://") else plain(source)]
        for source in page.sources
    ]
    return [*blocks, block(line(bold(guide_words.SOURCES.to(language))), bullets(sources))]


def _page_button(page: GuidePage, reference: str, number: int, names: PageNames, language: Language) -> Any:
    return button(f"guide.open:{number}", short_title(page, language), str(PageReference(reference, names)), language)


def link_row(finding: Finding, report: Report, catalogue: Library, language: Language) -> list[Block]:
    """Below a finding: the button to its cause's page, with the pod's names; nothing when the cause names none."""
    reference = _reference(finding.detail, catalogue)
    target = guide().find(reference)
    if target is None:
        return []
    label = guide_words.GUIDE.to(language, title=short_title(target[0], language))
    return [row(button("guide.open", label, str(PageReference(reference, names_in(finding, report))), language))]


def _reference(cause: str, catalogue: Library) -> str:
    """The page a cause names; a finer cause without one ends where the cause it counts as does."""
    causes = [catalogue.causes[name] for name in (cause, catalogue.listed(cause)) if name in catalogue.causes]
    return next((cause.guide for cause in causes if cause.guide), "")
