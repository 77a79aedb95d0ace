"""The guide in a terminal: the section that fits, the pages near it, the list of topics. Pure: it returns text."""

from core.messages.model import Language
from knowledge.guide import CodeFence, Section, filled, guide
from knowledge.search import nearest, search

SIGNS = {"look": "", "node": "@node ", "change": "! ", "node-change": "@node ! "}
"""Before each command: where it runs, and whether it changes something. Explained below the page."""
LEGEND: dict[Language, str] = {
    "en": "@node: run it on the node    !: changes something",
    "zh": "@node：在节点上执行    !：会有改动",
}
MORE: dict[Language, str] = {"en": "Also", "zh": "另见"}


def page(words: str, language: Language) -> str:
    """The best page's opening and most relevant section; empty when no page has these words."""
    hits = search(words)
    if not hits:
        return ""
    best = hits[0]
    parts = [f"{best.page.title[language]}  ({best.page.topic})", best.page.opening[language]]
    parts += _section(best.section, language)
    parts += _section_list(best.page.topic, best.section, language)
    if len(hits) > 1:
        parts.append(f"{MORE[language]}: {', '.join(hit.page.topic for hit in hits[1:])}")
    return "\n\n".join(parts) + "\n"


def no_page(words: str, language: Language) -> str:
    """One line that says that no page is about these words, with the nearest topics there are."""
    topics = ", ".join(hit.page.topic for hit in nearest(words))
    asked = repr(words[:100])
    if language == "zh":
        near = f"；相近的主题：{topics}" if topics else ""
        return f"指南里没有讲 {asked} 的页面{near}；exitcode guide 列出全部主题"
    near = f"; nearest: {topics}" if topics else ""
    return f"no page of the guide is about {asked}{near}; exitcode guide lists them all"


def whole(topic: str, language: Language) -> str:
    """A page with all its sections; empty when there is none of that name."""
    found = guide().pages.get(topic)
    if found is None:
        return ""
    parts = [found.title[language], found.opening[language]]
    for section in found.sections:
        parts += _section(section, language)
    return "\n\n".join([*parts, LEGEND[language], "\n".join(found.sources)]) + "\n"


def topics(language: Language) -> str:
    """Every topic with its title."""
    width = max(len(topic) for topic in guide().pages)
    return "".join(f"{one.topic:<{width}}  {one.title[language]}\n" for one in guide().pages.values())


def _section(section: Section, language: Language) -> list[str]:
    return [f"## {section.heading[language]}", section.text[language], *map(_fence, section.fences)]


def _section_list(topic: str, shown: Section, language: Language) -> list[str]:
    """The legend where commands were shown, and how to read the rest of the page."""
    others = [one.heading[language] for one in guide().pages[topic].sections if one is not shown]
    rest = f"exitcode guide {topic}: {' · '.join(others)}"
    return ([LEGEND[language]] if any(one.kind in SIGNS for one in shown.fences) else []) + ([rest] if others else [])


def _fence(fence: CodeFence) -> str:
    return "\n".join(f"    {SIGNS.get(fence.kind, '')}{line}" for line in filled(fence.text, {}).splitlines())
