"""Finding a page as people type at 3 a.m., in both languages; and what hostile text must not do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.guide import guide
from knowledge.search import MOST_CHARACTERS, Index, nearest, search
from tests.knowledge.guide_questions import CHINESE, ELSEWHERE, ENGLISH, IN_OTHER_WORDS, OF_ANYTHING, ON_CALL


@pytest.mark.parametrize("words", ["", "   ", "?!", "qqqqxyzzy", "的", "the of", "💥", "\x00", "魑魅"])
def test_what_nobody_wrote_is_not_found(words: str) -> None:
    """No page is better than a random one: the caller then lists the topics."""
    assert search(words) == ()


@pytest.mark.parametrize(
    "words", ['"', "a AND", "NEAR(a b)", "name:oom", "oom*", "-oom", "(oom", "'; DROP TABLE page;--"]
)
def test_the_query_language_of_sqlite_is_out_of_reach(words: str) -> None:
    """Quotes, operators and column names are words or nothing, and the index survives them."""
    search(words)

    assert search("oom")[0].page.topic == "oom"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_safe(words: str) -> None:
    """Whatever is typed, pages or nothing comes back, best first, each once."""
    hits = search(words)

    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.page.topic for hit in hits}) == len(hits) <= 5


def test_a_text_without_end_is_read_to_its_bound() -> None:
    """A whole log pasted into the command costs no more than its first line."""
    assert search("oom " + "x" * 1_000_000)[0].page.topic == "oom"
    assert search("z" * MOST_CHARACTERS + " oom") == ()


@pytest.mark.parametrize(
    ("words", "topic"), [*ENGLISH.items(), *CHINESE.items(), *ON_CALL.items(), *IN_OTHER_WORDS.items()]
)
def test_the_right_page_comes_first(words: str, topic: str) -> None:
    """What people type leads to the page that was written for it."""
    assert [hit.page.topic for hit in search(words)][:1] == [topic]


@pytest.mark.parametrize("words", OF_ANYTHING)
def test_a_shared_word_is_no_page(words: str) -> None:
    """A question without a word of the field needs a keyword that is no plain English."""
    assert search(words) == ()


@pytest.mark.parametrize("words", ELSEWHERE)
def test_where_no_page_is_about_it_none_is_shown(words: str) -> None:
    """Pages that share a word with the question are the nearest ones and no answer."""
    assert search(words) == ()
    assert all(not hit.fits for hit in nearest(words)[:1])


@pytest.mark.parametrize(
    ("words", "reference"),
    [
        ("subPath bind mount", "subpath-configmap#why"),
        ("kernel log oom journalctl", "oom#where-the-kernel-writes-it"),
        ("conntrack 表满", "probes-failing#the-connection-table-is-full"),
        ("systemtap ubuntu dbgsym", "who-killed-it#older-kernels-systemtap"),
        ("crashloopbackoff 退避时间", "crash-loop-back-off#the-arithmetic-of-the-back-off"),
        ("taint condition table", "pending#taints-and-the-conditions-behind-them"),
        ("force delete statefulset", "terminating#force-deletion-and-its-price"),
        ("webhook timeout", "quota-admission#a-webhook-that-does-not-answer"),
    ],
)
def test_the_right_section_is_shown(words: str, reference: str) -> None:
    """Of a long page, the part that was asked for."""
    best = search(words)[0]

    assert f"{best.page.topic}#{best.section.id}" == reference


def test_every_two_character_word_of_the_titles_is_found() -> None:
    """Chinese needs no word boundaries: any two neighboring characters of a title find its page."""
    index = Index(guide())
    for page in guide().pages.values():
        run = "".join(sign for sign in page.title.zh if "\u4e00" <= sign <= "\u9fff")
        pairs = [run[at : at + 2] for at in range(len(run) - 1) if run[at : at + 2] in page.title.zh]
        lost = [pair for pair in pairs if page not in [hit.page for hit in index.search(f"{pair} {page.topic}", 40)]]
        assert lost == []


def test_many_people_may_search_at_once() -> None:
    """The listeners' threads share one index, and the first of them builds it."""
    with ThreadPoolExecutor(8) as people:
        found = list(people.map(search, ["oom", "磁盘满", "137", "pvc"] * 25))

    assert [hits[0].page.topic for hits in found] == ["oom", "disk-full", "exit-137", "pvc-stuck"] * 25
