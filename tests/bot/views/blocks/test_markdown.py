"""The catalogue's Markdown as rich text."""

import pytest

from bot.views.blocks.markdown import elements, inline
from bot.views.blocks.rich import block, line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("the `code` and **bold** end", "the `code` and **bold** end"),
        ("an *aside*, and 2 * 3 * 4", "an aside, and 2 * 3 * 4"),
        ("第一行，\n第二行。\nkubectl\n结束", "第一行，第二行。kubectl 结束"),
        ("unclosed `code", "unclosed `code"),
        ("[words](https://evil.example) stay words", "words stay words"),
        ("<!channel> <https://evil.example|x>", "<!channel> <https://evil.example|x>"),
    ],
)
def test_marks_within_a_line(read, text: str, shown: str) -> None:
    """Our marks are drawn, everything else is plain; a link is never made."""
    assert read([block(line(*inline(text)))]) == [shown]


def test_a_line_that_is_cut_does_not_end_inside_code(read) -> None:
    """Half a code span would show its backtick."""
    assert read([block(line(*inline("abc `def ghi` jkl", 10)))]) == ["abc…"]


def test_a_whole_text(read) -> None:
    """Paragraphs, lists with continued items, code, tables and headings each become what they are."""
    text = """\
First line
goes on.

## Look
- one `a`
  goes on
- two
1. first

```sh
kubectl get pods
```
| a | b |
|---|---|
"""
    assert read([block(*elements(text))]) == [
        "First line goes on.",
        "**Look**",
        "- one `a` goes on",
        "- two",
        "- first",
        "```",
        "kubectl get pods",
        "```",
        "```",
        "| a | b |",
        "|---|---|",
        "```",
    ]
