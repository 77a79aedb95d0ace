"""A pasted trace on its way through a worker and out of the shell command."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from core.messages.answer import Capture
from core.messages.question import Question, ReplyTo
from knowledge import tracing as traces
from workers.__main__ import main
from workers.captured import capture_json, capture_page
from workers.jobs import Dependencies, answer_to
from workers.terminal import TerminalStyle
from workers.tracing import MOST_LINES, capture

SAMPLES = Path(__file__).parents[1] / "knowledge" / "test_tracing_captures.py"


def captures() -> dict[str, str]:
    """The captures the reader is tested with."""
    spec = importlib.util.spec_from_file_location("captures", SAMPLES)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: text for name, (text, _) in module.CAPTURES.items()}


ALL = captures()
OOM = "Out of memory: Killed process 7942 (java) total-vm:1kB\n"


@pytest.mark.parametrize("text", ["", "nothing of the kind", OOM])
def test_what_is_no_capture_goes_to_the_diagnosis(text: str) -> None:
    """Kernel messages alone, too: the diagnosis knows pods."""
    assert capture(text, "-") is None


@pytest.mark.parametrize(
    "name", [name for name in ALL if "dmesg" not in name and "oomd" not in name and name != "earlyoom"]
)
def test_hiding_secrets_hides_no_signal(name: str) -> None:
    """The redaction must not take `sig=9` for the signature of a URL: the verdict stays what it was."""
    kept, before = capture(ALL[name], "-"), traces.read(ALL[name])

    assert kept is not None and before is not None
    after = traces.read("\n".join(kept.lines))
    assert after is not None
    assert (after.verdict, kept.hidden) == (before.verdict, 0)


def test_a_secret_beside_the_trace_is_hidden() -> None:
    """A command line that was pasted along does not reach Slack as it was."""
    text = ALL["killsnoop with the time"] + "proctitle=/bin/tool --password=hunter22secret\n"

    kept = capture(text, "-")
    assert kept is not None
    assert "hunter22secret" not in str(kept.lines)
    assert kept.hidden >= 1


def test_only_the_end_is_kept() -> None:
    """Redis holds no night of tracing."""
    kept = capture("noise\n" * 5000 + "crond(9) send SIGKILL to app(7)\n", "-")

    assert kept is not None
    assert len(kept.lines) == MOST_LINES


def test_a_worker_answers_a_pasted_trace_with_the_capture(dependencies_without_redis: Dependencies) -> None:
    """The same question as any paste; what is in it decides."""
    reply = ReplyTo(user="U0MEI", channel="C0ONCALL", asked_at=0)
    question = Question(id="q", kind="paste", paste="crond(9) send SIGKILL to app(7)\n", reply_to=reply)

    assert answer_to(dependencies_without_redis, question) == Capture(lines=("crond(9) send SIGKILL to app(7)",))


@pytest.fixture
def dependencies_without_redis() -> Dependencies:
    """A bench on which nothing may be used: a trace needs neither a cluster nor the paste reader."""

    def unused(*_: Any) -> Any:
        raise AssertionError("not needed")

    return Dependencies(redis=None, fetch=unused, read=unused, diagnose=unused)  # type: ignore[arg-type]


def test_the_object_for_json() -> None:
    """One finding with a cause of the catalogue, and the trace beside it."""
    kept = capture("crond(9) send SIGKILL to app(7)\n", "-")
    assert kept is not None
    said = capture_json(kept, "-", "en")

    assert [(one["cause"], one["confidence"]) for one in said["findings"]] == [("run.killed-externally", "likely")]
    assert said["trace"] | {"title": "", "next": []} == {
        "verdict": "scheduled",
        "confidence": "likely",
        "title": "",
        "signal": "SIGKILL",
        "sender": {"name": "crond", "pid": 9},
        "target": {"name": "app", "pid": 7},
        "ancestry": [],
        "seen": 1,
        "next": [],
    }


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("runc(9) send SIGTERM to app(7)\n", "run.sigterm"),
        ("runc(9) send SIGKILL to app(7)\n", None),
        ("app(7) send SIGABRT to app(7)\n", None),
        (f"{OOM}[pid 1] kill(7, SIGKILL) = -1\n", "run.oom-node"),
        (f"Memory cgroup {OOM.lower().replace('killed', 'Killed')}[pid 1] kill(7, SIGKILL) = -1\n", "run.oom-cgroup"),
    ],
)
def test_the_cause_a_trace_stands_for(text: str, cause: str | None) -> None:
    """A signal of the runtime says that it was stopped, not why; so nothing is named that is not known."""
    kept = capture(text, "-")
    assert kept is not None

    assert [one["cause"] for one in capture_json(kept, "-", "en")["findings"]] == ([cause] if cause else [])


def test_the_shell_command_reads_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For people and as JSON, exit status 0."""
    file = tmp_path / "whokilled.log"
    file.write_text("crond(9) send SIGKILL to app(7)\n")

    assert main(["--lang", "zh", str(file)]) == 0
    assert "定时任务" in capsys.readouterr().out
    assert main(["--json", str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["trace"]["verdict"] == "scheduled"


def test_a_terminal_gets_no_control_characters() -> None:
    """A process may be called anything; the reader's terminal must not obey it."""
    kept = capture("\x1b[31mred\x1b[0m(9) send SIGKILL to app(7)\n", "-")
    assert kept is not None

    assert "\x1b" not in capture_page(kept, TerminalStyle())
