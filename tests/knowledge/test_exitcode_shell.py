"""The shell command `exitcode`: its words, its exit status, what it prints where, and how it looks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.__main__ import BadUsage, language_of, main, options
from knowledge.codes.terminal import CodeStyle, page
from knowledge.codes.width import width
from knowledge.decode import decode

ROOT = Path(__file__).parents[2]
SAMPLES = [
    "137",
    "-1",
    "2",
    "137 Error",
    "0xC0000005",
    "SIGUSR1",
    "EX_CONFIG",
    "256",
    "-9",
    "OOMKilled",
    "Evicted",
    "150 .net",
    "42",
]


def run(*words: str, environment: dict[str, str] | None = None, given: str = "") -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own, without a terminal."""
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(environment or {})}
    command = [sys.executable, "-m", "knowledge", *words]
    return subprocess.run(
        command, capture_output=True, text=True, env=clean, input=given, timeout=60, check=False, encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--lang", "fr", "1"], "--lang takes en or zh, not 'fr'"),
        (["--lang"], "--lang takes en or zh, not ''"),
        (["--bogus", "1"], "unknown option '--bogus'; exitcode --help shows the options"),
    ],
)
def test_a_command_line_that_cannot_be_read(words: list[str], complaint: str) -> None:
    with pytest.raises(BadUsage) as wrong:
        options(words, "en")

    assert str(wrong.value) == complaint


def test_a_paste_that_is_not_utf_8_is_read_all_the_same() -> None:
    """Logs hold anything; the code in it is understood, and nothing is a traceback."""
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8:strict"}
    command = [sys.executable, "-m", "knowledge", "-"]
    answer = subprocess.run(
        command, capture_output=True, env=clean, input=b"\xff Exit Code: 137", timeout=60, check=False
    )

    assert (answer.returncode, answer.stderr, answer.stdout[:3]) == (0, b"", b"137")


def test_nonsense_is_one_line_on_stderr_and_bad_usage() -> None:
    """Nothing on stdout, a guess and an example on stderr, exit status 2."""
    answer = run("sigkil")

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == "exitcode: 'sigkil' is not a code I know; did you mean SIGKILL? For example: 137\n"


def test_no_words_show_the_usage_as_bad_usage() -> None:
    answer = run()

    assert (answer.returncode, answer.stdout, answer.stderr.splitlines()[0][:16]) == (2, "", "exitcode CODE...")


def test_bad_usage_of_an_option_is_one_line() -> None:
    assert run("--lang", "fr", "1").stderr == "exitcode: --lang takes en or zh, not 'fr'\n"


def test_help_is_an_answer_in_both_languages() -> None:
    for language in ("en", "zh"):
        answer = run("--help", "--lang", language)

        assert (answer.returncode, "--json" in answer.stdout, answer.stderr) == (0, True, "")


def test_a_negative_number_needs_no_quotes() -> None:
    """-1 is a number; the first line alone says what it is."""
    answer = run("-1")

    assert answer.returncode == 0
    assert answer.stdout.splitlines()[0] == "255 · the program itself chose to fail, usually with exit(-1)"


def test_one_json_object_a_code_in_order() -> None:
    """Several codes, one line each, whatever else is on the command line."""
    answer = run("--json", "137", "-1", "--lang", "zh", "3221225477")
    objects = [json.loads(line) for line in answer.stdout.splitlines()]

    assert [(one["input"], one["code"], one["class"]) for one in objects] == [
        ("137", 137, "signal"),
        ("-1", 255, "application"),
        ("3221225477", 5, "windows"),
    ]
    assert "杀死" in objects[0]["headline"]


def test_nonsense_in_json_is_an_object_and_bad_usage() -> None:
    """Whoever reads the output by machine still gets one object."""
    answer = run("--json", "sigkil")

    assert (answer.returncode, json.loads(answer.stdout)["guess"]) == (2, "SIGKILL")


def test_pasted_text_is_read_from_standard_input() -> None:
    answer = run(
        "--json", "-", given="Last State: Terminated\n  Reason: OOMKilled\n  Exit Code: 137\n  Started: Thu, 05 Sep\n"
    )

    assert [json.loads(line)["context"]["reason"] for line in answer.stdout.splitlines()] == ["OOMKilled"]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "WHYPOD_LANGUAGE": "zh"}, "zh"),
        ({"LANG": "zh_TW", "WHYPOD_LANGUAGE": ""}, "zh"),
    ],
)
def test_the_language_comes_from_the_environment(environment: dict[str, str], expected: str) -> None:
    assert language_of(environment) == expected


def test_tables_of_signals_and_sysexits(capsys: pytest.CaptureFixture[str]) -> None:
    """All 31 signals and the ends of the real-time range; all of 64 to 78; the same in JSON."""
    assert main(["signals"]) == 0
    signals = capsys.readouterr().out
    assert main(["sysexits", "--lang", "zh"]) == 0
    sysexits = capsys.readouterr().out
    assert main(["signals", "--json"]) == 0
    numbers = [json.loads(line)["number"] for line in capsys.readouterr().out.splitlines()]

    assert [line.split()[0] for line in signals.splitlines() if line[0].isdigit()] == [
        str(number) for number in numbers
    ]
    assert numbers == [*range(1, 32), 34, 64]
    assert [line.split()[0] for line in sysexits.splitlines() if line[0].isdigit()] == [
        str(code) for code in range(64, 79)
    ]


def test_a_reader_that_stops_early_is_no_error() -> None:
    """`exitcode signals | head -1` ends quietly."""
    command = f"{sys.executable} -m knowledge $(seq 0 255) | head -1; echo ${{PIPESTATUS[0]}}"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=environment, timeout=60, check=False
    )

    assert (answer.stdout.splitlines()[1:], answer.stderr) == (["0"], "")


def test_a_terminal_that_is_not_utf_8_gets_no_traceback() -> None:
    answer = run("--lang", "zh", "137", environment={"PYTHONIOENCODING": "ascii"})

    assert (answer.returncode, answer.stderr) == (0, "")


def test_no_color_without_a_terminal() -> None:
    assert "\x1b" not in run("137").stdout


@pytest.mark.parametrize("words", SAMPLES)
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [1, 60, 80, 200])
def test_pages_fit_the_width(words: str, language: str, columns: int) -> None:
    """No line but a command is wider than the terminal (at least 40, at most 110 columns)."""
    paper = CodeStyle(language=language, columns=columns)
    wide = [
        line
        for line in page(decode(words)[0], paper).splitlines()
        if width(line) > paper.usable and "kubectl" not in line
    ]

    assert wide == []


@pytest.mark.parametrize("words", SAMPLES)
def test_color_changes_nothing_but_color(words: str) -> None:
    """Without its escapes and backticks a colored page says the same words."""
    import re

    plain = page(decode(words)[0], CodeStyle(columns=1000, whole=True)).replace("`", "")
    colored = re.sub(r"\x1b\[\d*m", "", page(decode(words)[0], CodeStyle(columns=1000, color=True, whole=True)))

    # Sorted, because backticks take room and so columns break elsewhere.
    assert sorted(plain.split()) == sorted(colored.split())


def test_the_short_page_is_short() -> None:
    """What 137 says fits on a screen; everything else stands behind --all, each reading with its source."""
    (decoded,) = decode("137")
    short, whole = page(decoded, CodeStyle(columns=100)), page(decoded, CodeStyle(columns=100, whole=True))

    assert len(short.splitlines()) <= 45
    assert "exitcode --all 137" in short
    assert all(f"[{reading.id}]" in whole for reading in decoded.readings)


def test_the_command_imports_neither_pydantic_nor_yaml_nor_dataclasses() -> None:
    """What makes a start slow stays out of the common path: the second run finds the tables compiled."""
    run("-1")
    watch = "import sys, knowledge.__main__ as m; m.main(['-1']); sys.stderr.write(' '.join(sorted(sys.modules)))"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    answer = subprocess.run(
        [sys.executable, "-c", watch], capture_output=True, text=True, env=environment, timeout=60, check=True
    )

    assert {"pydantic", "yaml", "dataclasses", "argparse", "json", "re", "pathlib"} & set(
        answer.stderr.split()
    ) == set()
