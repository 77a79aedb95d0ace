"""How the console reads texts: Slack's mrkdwn, Markdown and rich text, all of them written by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

DRAW = """async ([reader, text]) => {
  const console = await import('/console/console.js');
  const box = document.createElement('div');
  box.append(console[reader](text));
  return box.innerHTML;
}"""


@pytest.fixture
def drawn(page: Page) -> Callable[[str, str], str]:
    """The HTML which one of the page's readers makes of a text."""
    return lambda reader, text: str(page.evaluate(DRAW, [reader, text]))


def test_hostile_texts_stay_texts(drawn: Callable[[str, str], str]) -> None:
    """Markup, script addresses and escaped mentions from a log are shown, never obeyed."""
    cases = {
        "<img src=x onerror=alert(1)>": "img src=x onerror=alert(1)",
        "&lt;b&gt;&amp;amp;&lt;/b&gt;": "&lt;b&gt;&amp;amp;&lt;/b&gt;",
        "<javascript:alert(1)|click>": "click (javascript:alert(1))",
        "&lt;!channel&gt; &lt;@U0SAM&gt;": "&lt;!channel&gt; &lt;@U0SAM&gt;",
    }

    assert cases == {text: drawn("mrkdwn", text) for text in cases}


MRKDWN = {
    "*bold* _italic_ ~gone~ `code`": "<strong>bold</strong> <em>italic</em> <s>gone</s> <code>code</code>",
    "*bold _and italic_ inside*": "<strong>bold <em>and italic</em> inside</strong>",
    "2*3*4 a_b_c *not closed": "2*3*4 a_b_c *not closed",
    "* spaced * and ** empty": "* spaced * and ** empty",
    "中*文*字 but *中文* works": "中*文*字 but <strong>中文</strong> works",
    "*line\nbreak*": "*line\nbreak*",
    "`*code stays* &lt;x&gt;`": "<code>*code stays* &lt;x&gt;</code>",
    "*a `b*c` d*": "<strong>a <code>b*c</code> d</strong>",
    "&gt; quoted\n&gt; twice\nafter": "<blockquote>quoted\ntwice</blockquote>after",
    "• first\n• second": "• first\n• second",
    ":nosuchname: 10:30:15": ":nosuchname: 10:30:15",
    ":fire:": '<span class="emoji" role="img" aria-label="fire" title=":fire:">🔥</span>',
    "<@U0SAM> <@U0MEI>": '<span class="mention">@Sam</span> <span class="mention mine">@Mei</span>',
    "<#C0ONCALL|oncall>": '<a class="mention" href="#C0ONCALL">#oncall</a>',
    "<!here>": '<span class="mention loud">@here</span>',
    "<https://a.example/?x=1&amp;y=2|the page>": '<a href="https://a.example/?x=1&amp;y=2" target="_blank" '
    'rel="noopener noreferrer" title="https://a.example/?x=1&amp;y=2">the page</a>',
    "see https://a.example/b.": 'see <a href="https://a.example/b" target="_blank" rel="noopener noreferrer">'
    "https://a.example/b</a>.",
    "<!date^0^{date_num} {time}|then>": '<time datetime="1970-01-01T00:00:00.000Z" title="Thursday, January 1, 1970 at '
    '12:00:00 AM">01/01/1970 12:00 AM</time>',
    "``` not closed": "``` not closed",
}


def test_mrkdwn_reads_as_in_slack(drawn: Callable[[str, str], str]) -> None:
    """Marks count only at word borders and within a line, code keeps everything, names become mentions."""
    assert {text: drawn("mrkdwn", text).replace("\u202f", " ") for text in MRKDWN} == MRKDWN


def test_fences_become_blocks_with_a_copy_button(page: Page) -> None:
    """A fence keeps its text exactly, however much it looks like markup, and can be copied."""
    page.evaluate(
        """async (text) => {
          const console = await import('/console/console.js');
          document.querySelector('#messages .inner').append(console.mrkdwn(text));
        }""",
        "before ```\nkubectl get po *x* &lt;y&gt;\n``` after",
    )
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".code-block").hover()
    page.locator(".copy-code").click()

    assert page.locator(".code-block pre").inner_text() == "kubectl get po *x* <y>"
    assert page.evaluate("navigator.clipboard.readText()") == "kubectl get po *x* <y>"


MARKDOWN = {
    "# Title": '<h3 class="md-1">Title</h3>',
    "**bold** *it* ~~no~~ `x`": "<p><strong>bold</strong> <em>it</em> <s>no</s> <code>x</code></p>",
    "- a\n  - b\n- c": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "3. three\n4. four": '<ol start="3"><li>three</li><li>four</li></ol>',
    "- [x] done": '<ul><li class="task">☑ done</li></ul>',
    "> quoted\n> twice": "<blockquote><p>quoted\ntwice</p></blockquote>",
    "---": "<hr>",
    "[x](javascript:alert)": "<p>x (javascript:alert)</p>",
    "<script>alert(1)</script>": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "snake_case_name": "<p>snake_case_name</p>",
    "| a | b |\n|---|--:|\n| 1 | 2 |": '<div class="table-frame" tabindex="0"><table><thead><tr><th class="align-left '
    'wrapped">a</th><th class="align-right wrapped">b</th></tr></thead><tbody><tr><td class="align-left wrapped">1'
    '</td><td class="align-right wrapped">2</td></tr></tbody></table></div>',
}


def test_markdown_blocks_read_as_markdown(drawn: Callable[[str, str], str]) -> None:
    """The `markdown` block has real Markdown, not mrkdwn."""
    assert {text: drawn("markdown", text) for text in MARKDOWN} == MARKDOWN


@pytest.mark.parametrize(
    "text", ["*_~" * 6000, "`" * 20000, "<" * 20000, "*a " * 9000, ":a" * 15000, "&gt; *x\n" * 4000]
)
def test_hostile_lengths_are_read_to_their_end(page: Page, text: str) -> None:
    """Texts made to confuse the readers come out with all their letters, in the time of the page's own time-out."""
    letters = page.evaluate(
        """async (text) => {
          const console = await import('/console/console.js');
          const box = document.createElement('div');
          box.append(console.mrkdwn(text));
          const other = document.createElement('div');
          other.append(console.markdown(text));
          return [box, other].map((one) => one.textContent.match(/[ax]/g)?.length ?? 0);
        }""",
        text,
    )
    wanted = sum(text.count(letter) for letter in "ax")

    assert letters == [wanted, wanted]


def test_every_sentence_exists_in_both_languages(page: Page) -> None:
    """English and Chinese have the same keys and the same places to fill."""
    words: dict[str, dict[str, str]] = page.evaluate("async () => (await import('/console/console.js')).WORDS")
    places: Any = {
        language: {key: sorted(part for part in ("{0}", "{1}", "{2}") if part in text) for key, text in said.items()}
        for language, said in words.items()
    }

    assert places["en"] == places["zh"]
