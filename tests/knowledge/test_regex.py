"""Patterns know the words they need, and the dangerous ones are refused."""

import pytest

from knowledge.regex import BadRegex, Regex, checked


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a*)*", "((ab)*c)*", "(x+x+)+y"])
def test_a_repeat_in_a_repeat_is_refused(pattern: str) -> None:
    """What can backtrack without end does not get into the catalogue."""
    with pytest.raises(BadRegex, match="backtrack"):
        checked(pattern)


def test_a_broken_pattern_is_named() -> None:
    """re.error is no ValueError; it must not escape without a word about what is wrong."""
    with pytest.raises(BadRegex, match="not a regex"):
        checked("(unclosed")


@pytest.mark.parametrize(
    ("pattern", "needles"),
    [
        ("no space left", ("no space left",)),
        ("^(ErrImagePull|ImagePullBackOff)$", ("errimagepull", "imagepullbackoff")),
        ("(?i)OOM-kill(ed)?: .*memory", ("oom-kill",)),
        ("(optional)?", ()),
        ("a|bc", ()),
        (r"exit \d+", ("exit ",)),
    ],
)
def test_needles_are_what_every_match_holds(pattern: str, needles: tuple[str, ...]) -> None:
    """The longest certain word, one for each choice; nothing where a choice has none or it is too short to tell."""
    assert checked(pattern).needles == needles


def test_a_text_without_the_needle_is_turned_away() -> None:
    """And one that holds it may still not match."""
    regex = checked("Failed to pull image .*not found")

    assert not regex.may_match("container started")
    assert regex.may_match("failed to pull image x: 401")
    assert regex.search("Failed to pull image x: 401") is None


def test_only_groups_that_always_match_are_promised() -> None:
    """A group in one branch or in an optional part may stay empty, so no sentence may rely on it."""
    assert checked("(?P<a>x)(?P<b>y)?(?:(?P<c>1)|(?P<d>2))").names == {"a"}
    assert checked("(?:(?P<a>1)|(?P<a2>2)x)").names == frozenset()


def test_the_last_match_of_a_log_counts() -> None:
    """The line nearest to the end is the decisive one; no match is None."""
    found = checked("error: (?P<what>.+)").last("error: first\nok\nerror: last\nbye")

    assert found and found["what"] == "last"
    assert Regex("nothing").last("error") is None
