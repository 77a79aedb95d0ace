"""The guide: one Markdown page a topic, both languages in one file, read strictly.

Pure: it reads its own files under `knowledge/guides`. Every fault is a `BadPage` that names the file and the field.
A page's form: a front matter, `# English title` and its opening, `# 中文标题` and its opening, then pairs of
`## English heading` and `## 中文标题`. Fenced blocks stand once, behind the Chinese text of a pair, for both languages.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from string import Template
from typing import Any, Literal, cast, get_args

import yaml

from core.bilingual import Bilingual
from core.messages.model import LANGUAGES
from core.shell import is_a_name
from knowledge.cause import BUILT_IN, LOADER

GUIDES = Path(__file__).parent / "guides"

GuidePart = Literal["codes", "states", "resources", "health", "start-and-stop", "cluster", "tools"]
"""Where a page stands in the list of topics, in this order."""
GuidePartKind = Literal["look", "node", "change", "node-change", "file", "output"]
"""What a fenced block is: commands that look (from anywhere, or on the node), that change something, a file, output."""

PARTS: tuple[GuidePart, ...] = get_args(GuidePart)
FENCES: Mapping[str, GuidePartKind] = {
    "sh": "look",
    "sh node": "node",
    "sh change": "change",
    "sh node change": "node-change",
    "yaml": "file",
    "dockerfile": "file",
    "text": "output",
}
"""By the words behind the opening ```."""
KEYS = frozenset({"part", "words", "related", "causes", "sources"})
_CJK = re.compile(r"[\u4e00-\u9fff]")
_FENCE = re.compile(r"^```([a-z ]*)$")


class BadPage(ValueError):
    """A page that cannot be read; the text starts with its topic."""


@dataclass(frozen=True)
class CodeFence:
    """One fenced block, the same for both languages."""

    kind: GuidePartKind
    text: str


@dataclass(frozen=True)
class Section:
    """A part of a page. `id` is made of the English heading: `how-to-tell`; `text` is Markdown."""

    id: str
    heading: Bilingual
    text: Bilingual
    fences: tuple[CodeFence, ...]


@dataclass(frozen=True)
class GuidePage:
    """One topic. `words` are what people type who look for it and do not find it in the text."""

    topic: str
    part: GuidePart
    title: Bilingual
    opening: Bilingual
    sections: tuple[Section, ...]
    words: tuple[str, ...]
    related: tuple[str, ...]
    """Topics of other pages."""
    causes: tuple[str, ...]
    """Ids of causes that end here."""
    sources: tuple[str, ...]
    """Where the facts come from: addresses, source paths, man pages."""

    def section(self, name: str) -> Section | None:
        """The section called `name`, if there is one."""
        return next((section for section in self.sections if section.id == name), None)


@dataclass(frozen=True)
class Guide:
    """All pages by topic, in the order of the list of topics."""

    pages: Mapping[str, GuidePage]

    def find(self, reference: str) -> tuple[GuidePage, Section | None] | None:
        """The page, and the section where one is named, of `topic` or `topic#section`; None where there is none."""
        topic, _, name = reference.partition("#")
        page = self.pages.get(topic)
        if page is None:
            return None
        section = page.section(name)
        return (page, section) if section or not name else None


def filled(text: str, names: Mapping[str, str]) -> str:
    """`text` with `$namespace`, `$pod` ... from `names`; what is not known becomes a capital word.

    A value that is no name Kubernetes would accept counts as not known: it may be pasted into a shell.
    """
    values = {name: names[name] if is_a_name(names.get(name, "")) else name.upper() for name in BUILT_IN}
    return Template(text).safe_substitute(values)


def read_page(topic: str, text: str) -> GuidePage:
    """Read the page `topic` from its file's text."""
    try:
        return _read(topic, text)
    except (yaml.YAMLError, ValueError) as error:
        raise BadPage(f"{topic}: {error}") from error


def load(folder: Path = GUIDES) -> Guide:
    """Read every `<topic>.md`; raises BadPage with the file's topic, also for a reference to no page."""
    pages = [read_page(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))]
    guide = Guide({page.topic: page for page in sorted(pages, key=lambda page: PARTS.index(page.part))})
    for page in pages:
        if lost := [topic for topic in page.related if topic not in guide.pages or topic == page.topic]:
            raise BadPage(f"{page.topic}: related: no other page {', '.join(lost)}")
    return guide


@lru_cache(maxsize=1)
def guide() -> Guide:
    """The shipped pages, loaded at the first call."""
    return load()


def _read(topic: str, text: str) -> GuidePage:
    matter, body = _split(text)
    headings = list(_headings(body))
    titles = [heading for heading in headings if heading.level == 1]
    if headings[:2] != titles or len(titles) != 2:
        raise ValueError("a page begins with `# English title` and `# 中文标题`, and has no third title")
    title, opening = _pair(*titles)
    for language in LANGUAGES:
        if not opening.of(language):
            raise ValueError(f"no opening under the {language} title")
    if titles[0].fences or titles[1].fences:
        raise ValueError("a fenced block before the first section")
    return GuidePage(
        topic=topic,
        part=_part(matter),
        title=title,
        opening=opening,
        sections=_sections(headings[2:]),
        words=_texts(matter, "words"),
        related=_texts(matter, "related"),
        causes=_texts(matter, "causes"),
        sources=_texts(matter, "sources"),
    )


def _split(text: str) -> tuple[dict[str, Any], str]:
    opening, matter, body = [*text.split("---\n", 2), "", ""][:3]
    if opening.strip() or not body:
        raise ValueError("a page begins with a front matter between two lines of ---")
    value = yaml.load(matter, Loader=LOADER)
    if not isinstance(value, dict) or set(value) != KEYS:
        wrong = sorted(KEYS.symmetric_difference(value if isinstance(value, dict) else ()))
        raise ValueError(f"front matter: unknown or missing {', '.join(map(str, wrong))}")
    return value, body


def _part(matter: dict[str, Any]) -> GuidePart:
    if matter["part"] not in PARTS:
        raise ValueError(f"part: one of {', '.join(PARTS)}, not {matter['part']!r}")
    return cast(GuidePart, matter["part"])


def _texts(matter: dict[str, Any], key: str) -> tuple[str, ...]:
    value = matter[key]
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise ValueError(f"{key}: a list of texts (a number needs quotes), not {value!r}")
    if not value and key in ("words", "sources"):
        raise ValueError(f"{key}: empty")
    if len(set(value)) != len(value):
        raise ValueError(f"{key}: the same twice")
    return tuple(value)


@dataclass(frozen=True)
class _Heading:
    level: int
    text: str
    prose: str
    fences: tuple[CodeFence, ...]


def _headings(body: str) -> Iterator[_Heading]:
    """Every heading with what stands below it, until the next one."""
    lines = body.splitlines()
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines:
        marks, _, text = lines.pop(0).partition(" ")
        if marks not in ("#", "##") or not text.strip():
            raise ValueError(f"neither `# title` nor `## heading`: {marks} {text}"[:120])
        prose = list(takewhile(lambda line: not line.startswith(("#", "```")), lines))
        del lines[: len(prose)]
        yield _Heading(len(marks), text.strip(), _checked("\n".join(prose).strip()), tuple(_fences(lines, text)))


def _fences(lines: list[str], heading: str) -> Iterator[CodeFence]:
    """Take the fenced blocks off the top of `lines`; what follows them must be the next heading."""
    while lines and not lines[0].startswith("#"):
        first = lines.pop(0)
        if not first.strip():
            continue
        opened = _FENCE.match(first)
        if not opened or opened[1] not in FENCES:
            raise ValueError(f"{heading}: a fenced block of one of {', '.join(FENCES)} or a heading, not {first!r}")
        block = list(takewhile(lambda line: line != "```", lines))
        if len(block) == len(lines) or not block:
            raise ValueError(f"{heading}: a fenced block without an end or without a line")
        del lines[: len(block) + 1]
        yield CodeFence(FENCES[opened[1]], _checked("\n".join(block)))


def _checked(text: str) -> str:
    if unknown := set(Template(text).get_identifiers()) - BUILT_IN:
        raise ValueError(f"nothing fills ${', $'.join(sorted(unknown))}")
    return text


def _sections(headings: list[_Heading]) -> tuple[Section, ...]:
    if not headings or len(headings) % 2:
        raise ValueError("sections come in pairs: `## English heading`, `## 中文标题`")
    sections = tuple(_section(*pair) for pair in zip(headings[::2], headings[1::2], strict=True))
    if len({section.id for section in sections}) != len(sections):
        raise ValueError("two sections with the same heading")
    return sections


def _section(english: _Heading, chinese: _Heading) -> Section:
    heading, text = _pair(english, chinese)
    if english.fences:
        raise ValueError(f"{english.text}: fenced blocks stand behind the Chinese text, for both languages")
    for language in LANGUAGES:
        if not text.of(language):
            raise ValueError(f"{english.text}: no text in {language}")
    return Section(re.sub(r"[^a-z0-9]+", "-", english.text.lower()).strip("-"), heading, text, chinese.fences)


def _pair(english: _Heading, chinese: _Heading) -> tuple[Bilingual, Bilingual]:
    """The headings and the texts of both languages, each checked to be in its own script."""
    if _CJK.search(english.text + english.prose) or not (_CJK.search(chinese.text) and _CJK.search(chinese.prose)):
        raise ValueError(f"{english.text!r} and {chinese.text!r} are not an English part and its Chinese one")
    return Bilingual(english.text, chinese.text), Bilingual(english.prose, chinese.prose)
