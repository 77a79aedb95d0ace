"""Slack's limits and the cleaning of foreign text."""

import pytest
import slackblocks._limits as others
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.views.blocks import limits
from bot.views.blocks.limits import clean, cut, fallback, fit, last_lines, one_line


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("TEXT", "TEXT_MAX_LENGTH"),
        ("BUTTON_TEXT", "BUTTON_TEXT_MAX_LENGTH"),
        ("BUTTON_VALUE", "BUTTON_VALUE_MAX_LENGTH"),
        ("OPTION_TEXT", "OPTION_TEXT_MAX_LENGTH"),
        ("OPTION_VALUE", "OPTION_VALUE_MAX_LENGTH"),
    ],
)
def test_the_figures_agree_with_an_independent_table(ours: str, theirs: str) -> None:
    """slackblocks keeps its own table of the same figures; a slip in ours shows here."""
    assert getattr(limits, ours) == getattr(others, theirs)


@pytest.mark.parametrize(
    ("foreign", "shown"),
    [
        ("\x1b[1;31mERROR\x1b[0m done", "ERROR done"),
        ("\x1b]8;;https://evil.example\x07click\x1b]8;;\x07", "click"),
        ("a\r\nb\rc\td", "a\nb\nc   d"),
        ("nul\x00bell\x07", "nul\ufffdbell\ufffd"),
        ("abc\u202egnp.exe", "abc\ufffdgnp.exe"),
        ("lone \ud800", "lone \ufffd"),
        ("中文 🔥 é", "中文 🔥 é"),
    ],
)
def test_what_is_not_text_is_taken_out(foreign: str, shown: str) -> None:
    """Terminal colors, control and direction characters cannot change how a line looks."""
    assert clean(foreign) == shown


@settings(deadline=None)
@given(st.text(), st.integers(1, 60))
def test_cut_never_exceeds_and_never_changes_what_fits(text: str, most: int) -> None:
    """A cut text ends in an ellipsis; one that fits is only cleaned."""
    short = cut(text, most)

    assert len(short) <= most
    assert short == clean(text) or short.endswith("…")


def test_one_line_has_no_line_breaks() -> None:
    """White space of any kind becomes one space."""
    assert one_line(" a\n\n b\tc ", 10) == "a b c"


@pytest.mark.parametrize(("language", "more"), [("en", "… 2 more lines"), ("zh", "… 还有 2 行")])
def test_missing_lines_are_counted_where_they_are_missing(language, more: str) -> None:
    """A log is cut at its beginning."""
    lines = ["1", "2", "3", "4"]

    assert last_lines(lines, 2, 10, language) == f"{more}\n3\n4"


def test_one_missing_line_is_singular() -> None:
    """English counts one line as one line."""
    assert last_lines(["1", "2"], 1, 10, "en") == "… 1 more line\n2"


def test_the_notification_is_escaped_and_bare() -> None:
    """Slack parses this field: three characters are escaped, marks that would show are dropped."""
    assert fallback("`a` <!channel> & **b**\n c") == "a &lt;!channel&gt; &amp; b c"


def test_too_many_blocks_lose_the_middle_and_keep_the_buttons() -> None:
    """The last block holds the buttons."""
    blocks = [{"type": "section", "text": {"text": str(number)}} for number in range(60)]

    assert fit(blocks) == [*blocks[:49], blocks[59]]


def test_too_long_a_message_has_its_longest_texts_cut() -> None:
    """Short texts stay whole; the message as a whole fits."""
    blocks = [{"text": {"text": "short"}}, {"text": {"text": "x" * 20_000}}, {"text": {"text": "y" * 9000}}]

    fitted = fit(blocks)

    assert fitted[0] == {"text": {"text": "short"}}
    assert limits.characters(fitted) <= limits.MESSAGE_CHARACTERS
    assert all(block["text"]["text"].endswith("…") for block in fitted[1:])
