"""The shell command `whypod` on files and bad words; clusters are asked in tests/e2e."""

import io
import json
import sys
from pathlib import Path

import pytest

from core.messages.report import PodRef, Report
from knowledge.library import library
from workers.__main__ import main
from workers.terminal import TerminalStyle, page, printable

OOM = """\
Name:         web-1
Namespace:    shop
Status:       Running
Containers:
  web:
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
    Restart Count:  4
Events:           <none>
"""


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("WHYPOD_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "WHYPOD_SECRETS_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--wrong"], 2, "whypod: unrecognized arguments: --wrong; whypod --help\n"),
        (["a/b/c/d/e"], 2, "whypod: 'a/b/c/d/e' names no pod (too many parts); for example: whypod shop/checkout\n"),
        (["saved.yaml"], 3, "whypod: no such file: saved.yaml\n"),
        (["--lang", "zh", "./saved"], 3, "whypod: 没有这个文件：./saved\n"),
        (["."], 3, "whypod: cannot read .: Is a directory\n"),
    ],
)
def test_wrong_words_get_one_clear_line(
    words: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The status tells which kind of wrong it was; nothing is printed as an answer."""
    try:
        ended = main(words)
    except SystemExit as left:
        ended = int(str(left.code))
    out, err = capsys.readouterr()

    assert (ended, out, err) == (status, "", said)


def test_without_a_cluster_the_status_is_four(capsys: pytest.CaptureFixture[str]) -> None:
    """The reader is told where the cluster would be looked for; `--json` still prints its line."""
    ended = main(["--json", "shop/web"])
    out, err = capsys.readouterr()

    assert (ended, err.count("\n")) == (4, 1)
    assert json.loads(out) == {
        "target": "shop/web",
        "findings": [],
        "ruled_out": [],
        "unseen": [],
        "error": "no-kubeconfig",
    }


def test_every_word_prints_one_object_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever becomes of one of them, the lines can be counted."""
    (tmp_path / "good.txt").write_text(OOM)
    (tmp_path / "empty.txt").write_text("")
    ended = main(["--json", "good.txt", "missing.txt", "empty.txt", "good.txt"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert ended == 3
    assert [(line["target"], [each["cause"] for each in line["findings"][:1]]) for line in lines] == [
        ("good.txt", ["run.oom-cgroup"]),
        ("missing.txt", []),
        ("empty.txt", []),
        ("good.txt", ["run.oom-cgroup"]),
    ]


def test_the_object_is_as_described(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The keys programs rely on."""
    (tmp_path / "good.txt").write_text(OOM)
    main(["--json", "good.txt"])
    answer = json.loads(capsys.readouterr().out)

    assert list(answer) == ["target", "findings", "ruled_out", "unseen"]
    assert set(answer["findings"][0]) - {"detail"} == {
        *("cause", "confidence", "container", "title", "summary", "evidence", "next"),
    }
    assert set(answer["findings"][0]["evidence"][0]) == {"source", "quote"}


def test_a_pipe_is_read_and_printed_without_color(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`kubectl describe pod web-1 | whypod -`."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OOM.encode())))
    ended = main(["-"])
    out, err = capsys.readouterr()

    assert (ended, err) == (0, "")
    assert out.startswith("shop/web-1")
    assert "\x1b" not in out


def test_what_a_log_says_cannot_reach_the_terminal() -> None:
    """Escape sequences, the bell, and marks that turn the writing around are replaced; line breaks stay."""
    assert printable("a\x1b[2Jb\x07\u202ec\n\td") == "a\ufffd[2Jb\ufffd\ufffdc\n d"


def test_an_escape_sequence_in_a_paste_is_not_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also through the whole way, in both languages."""
    (tmp_path / "evil.txt").write_text(OOM.replace("web-1", "web-1\x1b]0;pwned\x07"))
    for language in ("en", "zh"):
        main(["--lang", language, "evil.txt"])

    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (Report(target="-"), ["I found no cause I know in this text.", "would help."]),
        (
            Report(target="shop/web", ref=PodRef(namespace="shop", name="web"), hidden=1),
            ["found no cause I know.", "kubectl -n shop describe pod web", "1 secret value hidden"],
        ),
    ],
)
def test_when_no_cause_fits_what_to_do_next_is_whole(report: Report, said: list[str]) -> None:
    """Commands are promised only where there is a pod to ask about."""
    text = " ".join(page(report, library(), TerminalStyle()).split())

    assert [each for each in said if each not in text] == []
    assert ("Next" in text) == (report.ref is not None)
