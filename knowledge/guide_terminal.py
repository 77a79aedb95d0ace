"""The guide in a terminal: the section that fits, the pages near it, the list of topics. Pure: it returns text."""

from core.bilingual import COLON, LIST_COMMA, Bilingual
from core.messages.model import Language
from knowledge.guide import CodeFence, Section, filled, guide
from knowledge.search import nearest, search

SIGNS = {"look": "", "node": "@node ", "change": "! ", "node-change": "@node ! "}
"""Before each command: where it runs, and whether it changes something. Explained below the page."""
LEGEND = Bilingual("@node: run it on the node    !: changes something", "@node：在节点上执行    !：会有改动")
MORE = Bilingual("Also", "另见")
NO_PAGE = Bilingual(
    "no page of the guide is about {}{}; exitcode guide lists them all",
    "指南里没有讲 {} 的页面{}；exitcode guide 列出全部主题",
)
NEAREST = Bilingual("; nearest: {}", "；相近的主题：{}")


def page(words: str, language: Language) -> str:
    """The best page's opening and most relevant section; empty when no page has these words."""
    hits = search(words)
    if not hits:
        return ""
    best = hits[0]
    parts = [f"{best.page.title.of(language)}  ({best.page.topic})", best.page.opening.of(language)]
    parts += _section(best.section, language)
    parts += _section_list(best.page.topic, best.section, language)
    if len(hits) > 1:
        parts.append(
            f"{MORE.of(language)}{COLON.of(language)}{LIST_COMMA.of(language).join(hit.page.topic for hit in hits[1:])}"
        )
    return "\n\n".join(parts) + "\n"


def no_page(words: str, language: Language) -> str:
    """One line that says that no page is about these words, with the nearest topics there are."""
    topics = LIST_COMMA.of(language).join(hit.page.topic for hit in nearest(words))
    quoted = repr(words[:100])
    near = NEAREST.of(language).format(topics) if topics else ""
    return NO_PAGE.of(language).format(quoted, near)


def whole(topic: str, language: Language) -> str:
    """A page with all its sections; empty when there is none of that name."""
    page = guide().pages.get(topic)
    if page is None:
        return ""
    parts = [page.title.of(language), page.opening.of(language)]
    for section in page.sections:
        parts += _section(section, language)
    return "\n\n".join([*parts, LEGEND.of(language), "\n".join(page.sources)]) + "\n"


def topics(language: Language) -> str:
    """Every topic with its title."""
    width = max(len(topic) for topic in guide().pages)
    return "".join(f"{page.topic:<{width}}  {page.title.of(language)}\n" for page in guide().pages.values())


def _section(section: Section, language: Language) -> list[str]:
    return [f"## {section.heading.of(language)}", section.text.of(language), *map(_fence, section.fences)]


def _section_list(topic: str, shown: Section, language: Language) -> list[str]:
    """The legend where commands were shown, and how to read the rest of the page."""
    others = [section.heading.of(language) for section in guide().pages[topic].sections if section is not shown]
    rest = f"exitcode guide {topic}: {' · '.join(others)}"
    legend = [LEGEND.of(language)] if any(fence.kind in SIGNS for fence in shown.fences) else []
    return [*legend, rest] if others else legend


def _fence(fence: CodeFence) -> str:
    return "\n".join(f"    {SIGNS.get(fence.kind, '')}{line}" for line in filled(fence.text, {}).splitlines())
