"""Which pieces of text a pattern is tried on."""

from knowledge.regex import Regex, checked
from workers.diagnosis.prefilter import Prefilter


def holding(texts: list[str], regex: Regex) -> list[str]:
    return [texts[number] for number in Prefilter(texts).holding(regex)]


def test_nothing_holds_a_word_that_is_not_there() -> None:
    """Also not where it would only stand over the end of one piece and the beginning of the next."""
    assert holding(["no space", "left on device"], checked("no space left")) == []
    assert holding([], checked("no space left")) == []
    assert holding([], checked(".")) == []


def test_pieces_with_a_needle_in_their_order() -> None:
    """Any of the needles will do, in any case; each piece is given once."""
    texts = ["ERRNO 28, errno 28", "fine", "an error, error", "No space left: errno"]

    assert holding(texts, checked("(?i)errno|no space left")) == [texts[0], texts[3]]


def test_a_pattern_without_needles_is_tried_on_everything() -> None:
    """What matches anything cannot be looked for by a word."""
    assert holding(["a", "b"], checked("[ab]")) == ["a", "b"]


def test_letters_that_grow_in_lower_case_move_nothing() -> None:
    """The capital I with a dot is two characters in lower case, so places in the lowered text are no places in it."""
    assert holding(["İİİİİİ", "İ fatal", "later"], checked("fatal")) == ["İ fatal"]


def test_a_needle_of_spaces_is_found() -> None:
    """It has no word of its own to be looked for first."""
    assert holding(["a b", "a   b"], checked("   ")) == ["a   b"]
