"""A sentence in two languages, and each one's typography."""

import pytest

from core.bilingual import COLON, Bilingual, in_brackets
from core.messages.model import LANGUAGES

RESTARTS = Bilingual("{count} restarts of `{name}`", "`{name}` 重启了 {count} 次")


def test_each_language_has_its_sentence() -> None:
    """As it stands, with its placeholders, and filled."""
    assert [RESTARTS.of(language) for language in LANGUAGES] == [RESTARTS.en, RESTARTS.zh]
    assert [RESTARTS.to(language, count=3, name="web") for language in LANGUAGES] == [
        "3 restarts of `web`",
        "`web` 重启了 3 次",
    ]


def test_a_value_cannot_end_a_code_span() -> None:
    """A name from a cluster that holds a backtick stays inside its quotes."""
    assert RESTARTS.to("en", count=1, name="a`*b*") == "1 restarts of `a'*b*`"


def test_a_forgotten_value_is_an_error() -> None:
    """A reader never sees `{count}`."""
    with pytest.raises(KeyError, match="count"):
        RESTARTS.to("en", name="web")


def test_braces_are_kept_where_nothing_is_filled() -> None:
    """A sentence of the tables may quote a jsonpath."""
    assert Bilingual("look at {.status}", "看 {.status}").of("en") == "look at {.status}"


def test_two_of_the_same_words_are_equal() -> None:
    """A whole message can be compared; nothing in it can change."""
    twin = Bilingual("{count} restarts of `{name}`", "`{name}` 重启了 {count} 次")

    assert (twin, hash(twin)) == (RESTARTS, hash(RESTARTS))
    assert twin != COLON
    with pytest.raises(AttributeError, match="frozen"):
        twin.en = "changed"  # type: ignore[misc]


def test_typography_is_each_language_s_own() -> None:
    """Chinese punctuation is full-width and has no blank beside it."""
    joined = [f"a{COLON.of(language)}b{in_brackets('c', language)}" for language in LANGUAGES]

    assert joined == ["a: b (c)", "a：b（c）"]
