"""Log lines, the prefixes of log tools, and what people say."""

import pytest

from workers.paste.writers.person import looks_said
from workers.paste.writers.prefixes import PrefixedLine, unprefixed


@pytest.mark.parametrize("line", ["plain text", "a | b", "10.0.0.1 - - [x] GET", "crane-5d9f is down", ""])
def test_no_prefix(line: str) -> None:
    """Bars and names in a line are no prefix."""
    assert unprefixed(line) in (None, PrefixedLine("b"))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("2026-01-01T00:00:00.123456789Z stdout F up", PrefixedLine("up")),
        ("crane-7d9f8c6b5d-4kq2z hoist | up", PrefixedLine("up", "crane-7d9f8c6b5d-4kq2z", "", "hoist")),
        ("crane-7d9f8c6b5d-4kq2z hoist up", PrefixedLine("up", "crane-7d9f8c6b5d-4kq2z", "", "hoist")),
        ("[pod/crane-0/hoist] up", PrefixedLine("up", "crane-0", "", "hoist")),
        ("depot/crane-0[hoist]: up", PrefixedLine("up", "crane-0", "depot", "hoist")),
        ("hoist-1  | up", PrefixedLine("up")),
        ('{"log":"up\\n","stream":"stderr","time":"2026-01-01T00:00:00Z"}', PrefixedLine("up")),
    ],
)
def test_prefixes(line: str, wanted: PrefixedLine) -> None:
    """stern, kail, kubectl, docker compose, CRI and json-file."""
    assert unprefixed(line) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "大家好，我的容器起不来，请问怎么解决？",
        "Pod が起動しません",
        "Hi, any ideas what is wrong here?",
        "Here is what I see:",
    ],
)
def test_people(line: str) -> None:
    """English, Chinese and Japanese sentences."""
    assert looks_said(line)


@pytest.mark.parametrize(
    "line",
    [
        "mkdir: cannot create directory '/data': Permission denied",
        "panic: it is the end and you have lost",
        "2026-01-01 00:00:00 ERROR 数据库连接失败",
        "dial tcp 10.0.0.1:443: connect: connection refused",
        "npm ERR! missing script: start",
    ],
)
def test_programs(line: str) -> None:
    """Errors of programs, in whatever language, are not taken for a person's words."""
    assert not looks_said(line)
