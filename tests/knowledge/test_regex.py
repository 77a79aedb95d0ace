"""Patterns know the words they need, and the dangerous ones are refused."""

import pytest

from knowledge.regex import BadRegex, checked


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


@pytest.mark.parametrize(
    "pattern",
    [r"a\nb", r"a\s+b", r'"[^"]+"', r"a\Db", r"[\x00-\x20]", r"end\Z", r"\Astart", r"a(?=\n)", "(?s)a.b", "(x|y(\n)?)"],
)
def test_a_pattern_may_reach_over_the_end_of_a_line(pattern: str) -> None:
    """A line feed in a match or in what follows it, or the ends of the whole text: lines do not stand by themselves."""
    assert not checked(pattern).in_one_line


@pytest.mark.parametrize(
    "pattern", [r"^a.*b$", r"[^\n]{1,9}", r"\S+ [^\s:]+", r"\d\w\b", r"(?<!SEC\s)connect", "[a-z]|(?P<x>y)"]
)
def test_a_pattern_stays_in_one_line(pattern: str) -> None:
    """The lines of a log can be searched one by one; what a lookbehind sees ends where its line begins."""
    assert checked(pattern).in_one_line


def test_a_needle_stands_in_one_line() -> None:
    """Lines are looked for by it, so it ends where a line does."""
    assert checked(r"Traceback \(most recent call last\):\n  File").needles == ("traceback (most recent call last):",)


def test_what_an_atomic_group_holds_is_known() -> None:
    """Its words are needed, its names filled, and a repeat inside it counts."""
    regex = checked('^(?>.*?pulling image "(?P<image>[^"]+)").*denied')

    assert (regex.needles, regex.names) == (('pulling image "',), {"image"})
    with pytest.raises(BadRegex, match="backtrack"):
        checked("(?>(a+)+)b")
