"""`exitcode guide`: topics, the section that fits, whole pages."""

import pytest

from knowledge.__main__ import main
from knowledge.guide import guide


@pytest.mark.parametrize("words", ["qqqqxyzzy", "?!", "'; qqqqxyzzy;--"])
def test_no_page_is_one_clear_line(capsys, words: str) -> None:
    """Nothing on standard output, and the status of wrong usage."""
    assert main(["guide", words]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"exitcode: no page of the guide is about {words!r}; exitcode guide lists them all\n"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "no page of the guide is about {}; nearest: probe-kinds, probes-failing; exitcode guide lists them all"),
        ("zh", "指南里没有讲 {} 的页面；相近的主题：probe-kinds、probes-failing；exitcode guide 列出全部主题"),
    ],
)
def test_where_nothing_fits_the_nearest_topics_are_named(capsys, language: str, line: str) -> None:
    """A page that shares a word is offered, and not shown as the answer."""
    assert main(["guide", "--lang", language, "rocket probe"]) == 2

    quoted = line.format("'rocket probe'")
    assert capsys.readouterr().err == f"exitcode: {quoted}\n"


@pytest.mark.parametrize("words", ["etcd slow", "hpa not scaling", "证书过期"])
def test_of_a_subject_the_guide_lacks_no_page_is_near(capsys, words: str) -> None:
    """A page about slow stops, which shares a word, would lead astray."""
    assert main(["guide", words]) == 2

    assert (
        capsys.readouterr().err == f"exitcode: no page of the guide is about {words!r}; exitcode guide lists them all\n"
    )


def test_alone_it_lists_every_topic(capsys) -> None:
    """One line a page."""
    assert main(["guide", "--lang", "zh"]) == 0

    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(guide().pages)


def test_words_show_the_section_that_fits(capsys) -> None:
    """Title, opening, section, commands with what they touch, and how to read on."""
    assert main(["--lang", "en", "guide", "compact", "memory"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Memory fragmentation: free memory, but not in one piece  (memory-fragmentation)"
    assert "## What to do now" in lines
    assert "    @node ! echo 1 > /proc/sys/vm/compact_memory" in lines
    assert "@node: run it on the node    !: changes something" in lines
    assert any(line.startswith("exitcode guide memory-fragmentation: How to tell · ") for line in lines)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("topic", list(guide().pages))
def test_a_topic_shows_its_whole_page(capsys, topic: str, language: str) -> None:
    """Every section, and the sources."""
    assert main(["guide", topic, "--lang", language]) == 0

    lines = capsys.readouterr().out.splitlines()
    page = guide().pages[topic]
    assert [line for line in lines if line.startswith("## ")] == [
        f"## {section.heading.of(language)}" for section in page.sections
    ]
    assert lines[-len(page.sources) :] == list(page.sources)
