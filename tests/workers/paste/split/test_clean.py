"""What is taken off a paste before it is read: terminal codes, quoting, fences, wrapping, numbering."""

import pytest

from workers.paste.split.clean import FENCED, OPENED, cleaned, lines
from workers.paste.split.unwrap import unwrapped


def test_ordinary_text_stays() -> None:
    """Nothing is changed in text that nothing was done to, brackets and ampersands included."""
    text = 'panic: runtime error [recovered] a && b "q" \t{x}\n[39120.5] oom'

    assert cleaned(text) == text


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("\x1b[1;31mError\x1b[0m", "Error"),
        ("\x1b]0;title\x07Error", "Error"),
        ("^[[32mok^[[0m", "ok"),
        ("[31mError[0m", "Error"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("&lt;none&gt; &amp;lt;", "<none> &lt;"),
        ("“x” ‘y’\u00a0z\u200b", "\"x\" 'y' z"),
        ("a\x00b\x08c", "abc"),
        ('<pre><code class="x">NAME  READY</code></pre>\n<none> <unknown>', "NAME  READY\n<none> <unknown>"),
    ],
)
def test_what_terminals_and_chats_add(given: str, wanted: str) -> None:
    """Colors, titles, line ends, entities, smart quotes and control characters."""
    assert cleaned(given) == wanted


def test_quoting_and_fences() -> None:
    """Both fences stay as marks: what was copied begins and ends there."""
    assert lines("> ```\n> State: Waiting\n> ```\nthanks") == [OPENED, "State: Waiting", FENCED, "thanks"]


def test_a_log_whose_lines_are_equally_long_is_not_joined() -> None:
    """Lines of their own stay lines, though all of them reach the last column."""
    log = [f"2026-01-01T00:00:0{second}Z {'x' * 60}" for second in range(8)]

    assert unwrapped(log) == log


def test_a_table_is_not_joined() -> None:
    """Rows that fill the same width are rows."""
    rows = [f"web-{number}-{'a' * 40}   0/1   CrashLoopBackOff   {number}   {number}m" for number in range(1, 6)]

    assert unwrapped(rows) == rows


def test_lines_broken_at_the_last_column_are_joined() -> None:
    """A terminal breaks every long line at the same column."""
    whole = [
        "  Warning  Failed  5s  kubelet  " + "Error: configmap settings-of-the-harbor-master not found in time " * 2,
        "  Normal   Pulled  5s  kubelet  short",
        "  Warning  Failed  2s  kubelet  " + "Error: secret keys-of-the-harbor-master not found in any namespace " * 2,
    ]
    broken = [line[at : at + 80] for line in whole for at in range(0, len(line), 80)]

    assert unwrapped(broken) == whole


def test_line_numbers_are_taken_off() -> None:
    """Only where every line has one and they go up by one."""
    assert unwrapped(["  1  State: Waiting", "  2    Reason: Error", "  3  Ready: False"]) == [
        " State: Waiting",
        "   Reason: Error",
        " Ready: False",
    ]
    assert unwrapped(["1 a", "5 b", "9 c"]) == ["1 a", "5 b", "9 c"]


def test_an_empty_line_after_every_line_is_dropped() -> None:
    """As some viewers copy text."""
    assert unwrapped(["a", "", "b", "", "c", "", "d", ""]) == ["a", "b", "c", "d"]


def test_an_event_broken_between_words_is_put_together() -> None:
    """Mail and chat programs break at words; the columns' padding goes with the break."""
    given = [
        "  Warning  Failed   66s (x5 over 2m)  kubelet",
        "spec.containers{app}: Failed to pull image",
        '"shop.example/web:1": failed to resolve image: in',
        "set: not found",
        "  Normal   Pulling  5s  kubelet  Pulling image",
    ]

    assert unwrapped(given) == [
        "  Warning  Failed   66s (x5 over 2m)  kubelet spec.containers{app}: Failed to pull image "
        '"shop.example/web:1": failed to resolve image: in set: not found',
        "  Normal   Pulling  5s  kubelet  Pulling image",
    ]


def test_what_follows_an_event_on_its_own_line_stays_there() -> None:
    """Another object, a prompt, a log line and a line that would have had room are not the event's."""
    event = "  Warning  BackOff  5s  kubelet  Back-off restarting failed container app in pod web-1"

    for after in ("apiVersion: v1", "$ kubectl logs web-1", "2026-03-02T09:14:27Z ERROR no route", "ok"):
        lines = [event, after, "x" * (len(event) + 4)]
        assert unwrapped(lines) == lines
