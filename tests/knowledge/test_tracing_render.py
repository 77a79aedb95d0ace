"""A trace in words: both languages, hostile names, hostile sizes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.messages.model import Language
from knowledge.tracing import Trace, read, render, words
from knowledge.tracing.read import MOST_CHARACTERS, MOST_SENT
from knowledge.tracing.verdict import SenderKind

HAN = re.compile("[\u4e00-\u9fff]")
KINDS: tuple[str, ...] = SenderKind.__args__  # type: ignore[attr-defined]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

SAMPLES = {
    "runtime": "runc(9) send SIGTERM to app(7)\n",
    "runtime-grace": "runc(8) send SIGTERM to app(7)\nrunc(9) send SIGKILL to app(7)\n",
    "kernel-oom": "Out of memory: Killed process 7 (app) total-vm:1kB\n",
    "kernel": "10:00:00 whypod: app(7) uid 0 sent 9 to app(7) code 128 result 0\n",
    "oom-helper": 'earlyoom: sending SIGTERM to process 7 uid 0 "app": badness 8\n',
    "systemd": "systemd(1) send SIGTERM to app(7)\n",
    "operator": "kill(9) send SIGKILL to app(7)\ntask_ancestry:sshd(1m1.0s)=>bash(2m1.0s)=>kill(3m1.0s)\n",
    "remote": "waagent(9) send SIGKILL to app(7)\n",
    "scheduled": "crond(9) send SIGKILL to app(7)\n",
    "container-shell": "10:00:00 whypod: sh(9) uid 0 sent 15 to app(7) code 0 result 0 < containerd-shim(3)\n",
    "supervisor": "gunicorn(9) send SIGKILL to gunicorn(7)\n",
    "own": "app(7) send SIGABRT to app(7)\n",
    "container": "10:00:00 whypod: job(9) uid 0 sent 15 to app(7) code 0 result 0 < containerd-shim(3)\n",
    "debugger": "gdb(9) send SIGKILL to app(7)\n",
    "security": "falcon-sensor(9) send SIGKILL to app(7)\n",
    "intruder": "xmrig(9) send SIGKILL to app(7)\n",
    "unknown": "thing(9) send SIGKILL to app(7)\n",
    "ignored": "10:00:00 whypod: sh(9) uid 0 sent 9 to app(7) code 0 result 1\n",
    "harmless": "app(9) send SIGCHLD to app(7)\n",
}


def traced(text: str) -> Trace:
    found = read(text)
    assert found is not None
    return found


def test_every_kind_has_a_sample_and_its_sentences() -> None:
    """A new kind of sender cannot reach a reader without words."""
    assert {traced(text).verdict.kind for text in SAMPLES.values()} == set(KINDS) == set(words.VERDICTS)


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_is_told_in_both_languages(kind: str) -> None:
    """Every placeholder is filled, and nothing is left in the other language."""
    english, chinese = (render(traced(SAMPLES[kind]), language) for language in LANGUAGES)

    assert HAN.search(chinese.title) and HAN.search(chinese.summary)
    assert not HAN.search(f"{english.title}{english.summary}{english.notes}")
    assert "$" not in f"{english.title}{english.summary}{chinese.title}{chinese.summary}"
    assert (english.signal, english.ancestry, english.look) == (chinese.signal, chinese.ancestry, chinese.look)
    assert "  " not in english.summary


def test_a_whole_answer() -> None:
    """What a reader sees of the classic capture: sender, chain, how long the stranger had been there."""
    answer = render(
        traced(
            "pkill(23549) send SIGKILL to server(7942)\nparent of sender: bash(23495)\n"
            "task_ancestry:systemd(0m0.08s)=>xQzK7w(100m0.0s)=>bash(220m0.0s)=>pkill(220m1.0s)\n"
        ),
        "en",
    )

    assert answer.signal == "pkill(23549) → SIGKILL → server(7942)"
    assert answer.ancestry == "pkill(23549) ← bash(23495) ← xQzK7w ← systemd"
    assert answer.notes[0] == "`xQzK7w` had been running for 2 h by then."
    assert answer.confidence == "possible"


def test_a_capture_cannot_put_words_into_a_command() -> None:
    """Names are whatever an attacker calls his program; commands hold numbers alone."""
    for name in ("x; rm -rf /", "$(reboot)", "`id`", "a'b"):
        answer = render(traced(f"{name}(9) send SIGKILL to app(7)\n"), "en")

        assert not re.search(r"rm -rf|reboot|`id`|a'b", " ".join(answer.look))
        assert answer.title.count("`") % 2 == 0


LINES = st.one_of(
    st.sampled_from(list(SAMPLES.values())),
    st.text(max_size=200),
    st.text(alphabet="()[]=><:-| \t0123456789SIGKLabc", max_size=300),
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=12), st.sampled_from(LANGUAGES))
def test_any_text_is_read_and_told(lines: list[str], language: Language) -> None:
    """Nothing somebody pastes raises, and whatever is read can be told."""
    found = read("\n".join(lines))

    if found is not None:
        answer = render(found, language)
        assert answer.title and "\n" not in answer.title + answer.signal + answer.ancestry


HOSTILE = {
    "one line": "a" * 5_000_000,
    "blanks": " " * 2_000_000,
    "digits": "1" * 2_000_000,
    "equals": "type=SYSCALL msg=audit(1.1:1): " + "a=" * 400_000,
    "open brackets": ("kill(" * 50 + "\n") * 20_000,
    "a long chain": "kill(1) send SIGKILL to a(2)\ntask_ancestry:" + "a(1m1.0s)=>" * 100_000,
    "tables": "PID COMM SIG TPID RESULT\n" + "1 a 9 2 \n" * 100_000,
    "headers": "SPID SNAME RPID RNAME SIGNUM SIGNAME\n" * 30_000,
    "nearly traced": ("x" * 60 + "-1 [000] d..1. " + " " * 60 + "1.5: signal_generate: sig=9\n") * 8_000,
    "nearly a call": "[pid 1] kill(1, SIGKILL, " * 1_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_paste_is_read_to_its_end(name: str) -> None:
    """No pattern backtracks over a long text: one that did would not end before the suite's own limit."""
    found = read(HOSTILE[name])

    assert found is None or len(found.sent) <= MOST_SENT


def test_the_end_of_a_long_paste_is_what_is_read() -> None:
    """The kill stands at the end of what a tracer printed."""
    found = read("noise\n" * MOST_CHARACTERS + "crond(9) send SIGKILL to app(7)\n")

    assert found is not None
    assert found.verdict.kind == "scheduled"
