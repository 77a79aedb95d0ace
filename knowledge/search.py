"""Search in the guide, in both languages: SQLite's FTS5 in memory, built from the pages at the first question.

Pure but for that memory. What is typed never reaches SQLite's query language: it is taken apart into plain words here.
English is stemmed by FTS5 (porter); Chinese is indexed as pairs of neighboring characters, since FTS5 knows no Chinese
words and its trigram tokenizer finds nothing shorter than three characters.
"""

import difflib
import re
import sqlite3
import threading
import unicodedata
import weakref
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.bilingual import Bilingual
from knowledge.coverage import ELSEWHERE, Coverage
from knowledge.guide import Guide, GuidePage, Section, guide

MOST_CHARACTERS = 300
"""Of what was typed; a whole event pasted into the search has its words in the beginning."""
MOST_TERMS = 24
"""Of one search: each costs about 40 us."""
NAMED = 4.0
"""How much more a word counts in title and keywords than in the text."""
NEAR = 0.78
"""How alike (difflib's ratio) a misspelt word and a known one must be: one slip in five letters is."""
FAINT = 0.2
"""Pages below this share of the best one's score are not offered."""
UNKEYED = 0.5
"""Factor of a page of which no keyword stands whole in the question; one keyword of the rarest words adds 1."""
CLEARLY = 1.2
"""How many times better than a page's first section another one must fit to be shown instead."""

_WORD = re.compile(r"[A-Za-z0-9]+|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_HUMP = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SAID_ANYWAY = re.compile(r"怎么办|怎么回事|为什么|是什么|什么|怎么|怎样|如何|请问|我的|一下|了|吗|呢|啊|的|是|在")
"""Chinese words of a question that say nothing of its subject."""
_IDLE = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been but by can cant could do does doesn doing don for from get gets getting got has "
        "have he help how i if in into is isn it its just keep keeps kubernetes k8s let me my no not of on or our "
        "please s says should so t that the their them there they this to too was we what when where which why will "
        "with won would you your after all always now still",
    )
)
"""English words of a question that say nothing of its subject; `not` goes too: `not ready` is found by `ready`."""


@dataclass(frozen=True)
class Hit:
    """A page that fits, and its most relevant section. `score` compares the hits of one search only."""

    page: GuidePage
    section: Section
    score: float
    fits: bool = True
    """Whether the page is about the question, rather than shares a word with it (knowledge.coverage)."""


class Index:
    """The searchable guide. Safe to use from several threads."""

    def __init__(self, pages: Guide) -> None:
        """Index these pages: about 40 ms for forty of them."""
        self._pages = list(pages.pages.values())
        self._sections = [(page, section) for page in self._pages for section in page.sections]
        self._one_at_a_time = threading.Lock()
        self._sqlite = sqlite3.connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._sqlite.close)  # Python 3.13 warns of a connection nobody closed
        for table in ("page", "section"):
            self._sqlite.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(name, text, tokenize='porter unicode61')")
        self._fill("page", [(_named(page), _told(page)) for page in self._pages])
        self._fill("section", [(_both(one.heading), _content(one)) for _, one in self._sections])
        self._words = self._vocabulary()
        self._coverage = Coverage(
            [((page.topic, *page.words), _terms(f"{_named(page)} {_told(page)}")) for page in self._pages], _asked
        )

    def search(self, words: str, most: int = 5) -> tuple[Hit, ...]:
        """The pages that fit `words`, best first; none when no page is about them."""
        hits = self._ranked(words, most)
        return hits if hits and hits[0].fits else ()

    def nearest(self, words: str, most: int = 3) -> tuple[Hit, ...]:
        """The pages that share words with `words`, best first; none where the guide has nothing on the subject."""
        return () if ELSEWHERE.search(words) else self._ranked(words, most)

    def _ranked(self, words: str, most: int) -> tuple[Hit, ...]:
        terms_asked = list(dict.fromkeys(_asked(words)))[:MOST_TERMS]
        with self._one_at_a_time:
            spelt = {term: self._known(term) for term in terms_asked}
            terms = [known for known in spelt.values() if known]
            pages = self._scores("page", terms)
            sections = self._scores("section", terms)
        question = [known.strip('"*') or term for term, known in spelt.items()]
        scores = {at: score * (UNKEYED + self._coverage.whole(at, question)) for at, score in pages.items()}
        best = max(scores.values(), default=0.0)
        ranked = sorted(scores, key=lambda at: (-scores[at], at))
        return tuple(
            Hit(
                self._pages[at],
                self._section(self._pages[at], sections),
                scores[at],
                self._coverage.fits(at, question, words[:MOST_CHARACTERS]),
            )
            for at in ranked[:most]
            if scores[at] >= FAINT * best
        )

    def _fill(self, table: str, rows: list[tuple[str, str]]) -> None:
        indexed = [(at, " ".join(_terms(name)), " ".join(_terms(text))) for at, (name, text) in enumerate(rows)]
        self._sqlite.executemany(f"INSERT INTO {table}(rowid, name, text) VALUES (?, ?, ?)", indexed)

    def _vocabulary(self) -> frozenset[str]:
        """Every word of the pages, as it is written there."""
        return frozenset(
            term
            for page in self._pages
            for text in (_named(page), _told(page))
            for term in _terms(text)
            if len(term) > 3 and term.isascii()
        )

    def _known(self, term: str) -> str:
        """The term as FTS5 takes it, or the nearest known word of a misspelt one; empty when there is none."""
        phrase = _phrase(term)
        if self._sqlite.execute("SELECT 1 FROM page WHERE page MATCH ? LIMIT 1", (phrase,)).fetchone():
            return phrase
        alike = [word for word in self._words if word[0] == term[0] and abs(len(word) - len(term)) <= 2]
        near = difflib.get_close_matches(term, sorted(alike), 1, NEAR) if len(term) > 3 else []
        return _phrase(near[0]) if near else ""

    def _scores(self, table: str, terms: list[str]) -> dict[int, float]:
        """By row: the sum over the terms, times the share of the terms that are there."""
        sums: Counter[int] = Counter()
        met: Counter[int] = Counter()
        query = f"SELECT rowid, -bm25({table}) FROM {table} WHERE {table} MATCH ?"
        for term in terms:
            scores: Counter[int] = Counter()
            for column, weight in (("name", NAMED), ("text", 1.0)):
                for row, score in self._sqlite.execute(query, (f"{column} : {term}",)):
                    scores[row] += weight * score
            sums.update(scores)
            met.update(scores.keys())
        return {row: score * met[row] / len(terms) for row, score in sums.items()}

    def _section(self, page: GuidePage, scores: dict[int, float]) -> Section:
        """The section that fits best; the first one, which says what it is, unless another fits clearly better."""
        own = {at: scores.get(at, 0.0) for at, (of, _) in enumerate(self._sections) if of is page}
        best, first = max(own, key=lambda at: (own[at], -at)), min(own)
        return self._sections[best if own[best] > CLEARLY * own[first] else first][1]


_building = threading.Lock()


def search(words: str, most: int = 5) -> tuple[Hit, ...]:
    """The shipped guide's pages that fit `words`, best first; the first call builds the index."""
    with _building:
        index = _index()
    return index.search(words, most)


def nearest(words: str, most: int = 3) -> tuple[Hit, ...]:
    """The shipped pages that share words with `words`, though none may be about that: what to offer instead."""
    with _building:
        index = _index()
    return index.nearest(words, most)


@lru_cache(maxsize=1)
def _index() -> Index:
    return Index(guide())


def _asked(words: str) -> Iterator[str]:
    """The terms of a question, without the words every question has."""
    text = _SAID_ANYWAY.sub(" ", unicodedata.normalize("NFKC", words)[:MOST_CHARACTERS])
    tokens = [word for word in _WORD.findall(text) if word.lower() not in _IDLE]
    for word in tokens:
        yield from _pairs(word) if not word.isascii() else (word.lower(),)


def _terms(text: str) -> Iterator[str]:
    """What is indexed of a text: words in lower case, the parts of CamelCase, pairs of Chinese characters."""
    for word in _WORD.findall(unicodedata.normalize("NFKC", text)):
        if not word.isascii():
            yield from _pairs(word)
            continue
        yield word.lower()
        if len(humps := _HUMP.findall(word)) > 1:
            yield from (hump.lower() for hump in humps)


def _pairs(run: str) -> Iterator[str]:
    """`探针失败` as `探针`, `针失`, `失败`; a single character as itself."""
    yield from (run[at : at + 2] for at in range(max(len(run) - 1, 1)))


def _phrase(term: str) -> str:
    """Quoted, so that nothing in it is an operator; the beginning of a longer word will do, but not of a number."""
    open_ended = (len(term) > 3 and not term[0].isdigit()) if term.isascii() else len(term) == 1
    return f'"{term}"*' if open_ended else f'"{term}"'


def _named(page: GuidePage) -> str:
    return " ".join([_both(page.title), page.topic, *page.words])


def _told(page: GuidePage) -> str:
    return " ".join([_both(page.opening), *[f"{_both(one.heading)} {_content(one)}" for one in page.sections]])


def _content(section: Section) -> str:
    return " ".join([_both(section.text), *[fence.text for fence in section.fences]])


def _both(texts: Bilingual) -> str:
    return " \n ".join((texts.en, texts.zh))
