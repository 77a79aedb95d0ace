"""A setting that is wrong is named by its variable, in one line, whichever process reads it."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from bot.settings import BotSettings
from core.settings import BadSettings, CommonSettings, EnvironmentSettings, read
from deploy.sandbox.settings import SandboxSettings
from workers.settings import WorkerSettings
from workers.watcher.settings import WatcherSettings

KINDS: tuple[type[EnvironmentSettings], ...] = (BotSettings, WorkerSettings, WatcherSettings, SandboxSettings)
NONSENSE = "{nonsense"


def variables(kind: type[EnvironmentSettings]) -> Iterator[tuple[str, Any]]:
    """Each environment variable with its type."""
    for name, field in kind.model_fields.items():
        assert isinstance(field.validation_alias, str), name
        yield field.validation_alias, field.annotation


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine that runs the tests leaks in."""
    for kind in KINDS:
        for name, _ in variables(kind):
            monkeypatch.delenv(name, raising=False)


ANY_TEXT = {
    "KUBECONFIG", "SLACK_SIGNING_SECRET", "WHYPOD_ALERT_CHANNEL", "WHYPOD_ALLOWED_CHANNELS", "WHYPOD_ALLOWED_USERS",
    "WHYPOD_CLUSTERS", "WHYPOD_HTTP_HOST", "WHYPOD_METRICS_HOST", "WHYPOD_RECORDINGS", "WHYPOD_SANDBOX_DIR",
    "WHYPOD_WATCH_LABELS", "WHYPOD_WATCH_NAMESPACES", "WHYPOD_WATCH_SELECTOR", "WHYPOD_WATCH_WITHOUT",
}  # fmt: skip
"""Names, paths, addresses and a secret: no text is wrong by itself, and what is not there is said by who needs it."""
EVERY = [
    pytest.param(kind, name, annotation, id=f"{kind.__name__}-{name}")
    for kind in KINDS
    for name, annotation in variables(kind)
]


def refusal_of(kind: type[EnvironmentSettings]) -> list[str]:
    """The lines with which the environment is refused."""
    with pytest.raises(BadSettings) as refusal:
        read(kind, {})
    assert "Value error" not in str(refusal.value)
    return str(refusal.value).splitlines()


@pytest.mark.parametrize(("kind", "name", "annotation"), EVERY)
def test_nonsense_is_named_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, kind: type[EnvironmentSettings], name: str, annotation: Any
) -> None:
    """Of every process and every variable; those that may hold any text are listed by name and take it."""
    monkeypatch.setenv(name, NONSENSE)

    if name in ANY_TEXT:
        assert read(kind, {}).model_fields_set
    else:
        assert [line.partition(":")[0] for line in refusal_of(kind)] == [name]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        pytest.param(kind, name, id=f"{kind.__name__}-{name}")
        for kind in KINDS
        for name, annotation in variables(kind)
        if annotation in (int, float)
    ],
)
@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "1e308", "-1", "9" * 5000])
def test_a_number_has_bounds(
    monkeypatch: pytest.MonkeyPatch, kind: type[EnvironmentSettings], name: str, value: str
) -> None:
    """No process waits for ever, or dies of a number that its libraries do not take."""
    monkeypatch.setenv(name, value)

    assert [line.partition(":")[0] for line in refusal_of(kind)] == [name]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("SLACK_BOT_TOKEN", "nope", "SLACK_BOT_TOKEN: must begin with xoxb-"),
        ("SLACK_BOT_TOKEN", "xapp-1", "SLACK_BOT_TOKEN: must begin with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN: must begin with xapp-"),
        (
            "WHYPOD_SLACK_API_URL",
            "ftp://x",
            "WHYPOD_SLACK_API_URL: must be an address that begins with https:// or http://",
        ),
        (
            "WHYPOD_SLACK_API_URL",
            "https://",
            "WHYPOD_SLACK_API_URL: must be an address that begins with https:// or http://",
        ),
        ("REDIS_URL", "redis://h/abc", "REDIS_URL: the database of the Redis URL is not a number"),
        ("REDIS_URL", "rediss://h/1/2", "REDIS_URL: the database of the Redis URL is not a number"),
        ("REDIS_URL", "redis://h?db=x", "REDIS_URL: the database of the Redis URL is not a number"),
        ("REDIS_URL", "redis+sentinel://h/m/x", "REDIS_URL: the database of the Redis URL is not a number"),
        ("REDIS_URL", "redis://h:0", "REDIS_URL: the port of the Redis URL is not a number from 1 to 65535"),
        ("REDIS_URL", "redis://h:99999", "REDIS_URL: the port of the Redis URL is not a number from 1 to 65535"),
        ("REDIS_URL", "redis://u:p@ss:w@h:x", "REDIS_URL: the port of the Redis URL is not a number from 1 to 65535"),
    ],
)
def test_what_it_must_be_is_said(monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str) -> None:
    """Without the value, which may be a secret or hold one."""
    monkeypatch.setenv(name, value)

    assert refusal_of(BotSettings) == [line]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-1-rotated"), ("WHYPOD_SLACK_API_URL", "http://127.0.0.1:8765/api"),
        ("REDIS_URL", "redis://h"), ("REDIS_URL", "redis://h/"), ("REDIS_URL", "redis://h:1/15"),
        ("REDIS_URL", "unix:///run/redis.sock?db=3"), ("REDIS_URL", "rediss://u:p@[::1]:6380/0?ssl_cert_reqs=none"),
        ("WHYPOD_SLACK_TIMEOUT", "0.5"), ("WHYPOD_SLACK_TIMEOUT", "60"),
    ],
)  # fmt: skip
def test_what_is_right_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """The bounds leave out nothing that works."""
    monkeypatch.setenv(name, value)

    assert read(BotSettings, {}).model_fields_set


@pytest.mark.parametrize("kind", KINDS)
def test_every_process_refuses_what_is_no_redis(
    monkeypatch: pytest.MonkeyPatch, kind: type[EnvironmentSettings]
) -> None:
    """The bot used to wait for ever for a Redis that speaks HTTP."""
    monkeypatch.setenv("REDIS_URL", "http://x")

    with pytest.raises(BadSettings, match=r"^REDIS_URL: a Redis URL begins with redis://[^\n]*$"):
        read(kind, {})


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "WHYPOD_ALERT_ROUTES",
            "nonsense",
            "WHYPOD_ALERT_ROUTES: not JSON (Expecting value: line 1 column 1 (char 0))",
        ),
        ("WHYPOD_ALERT_ROUTES", '[{"namespace": "shop"}]', "WHYPOD_ALERT_ROUTES[0][channel]: Field required"),
        ("WHYPOD_QUIET_HOURS", "22-7", "WHYPOD_QUIET_HOURS: "),
    ],
)
def test_what_is_wrong_in_it_is_said(monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str) -> None:
    """Also where inside a JSON value, and without the validator's own prefix."""
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings) as refusal:
        read(BotSettings, {})

    assert str(refusal.value).startswith(line)
    assert "Value error" not in str(refusal.value)


def test_no_variable_is_declared_by_two_classes() -> None:
    """What several processes read stands once, in the class they share."""
    declared: dict[str, list[str]] = {}
    kinds = {each for kind in KINDS for each in kind.__mro__ if issubclass(each, CommonSettings | EnvironmentSettings)}
    for kind in kinds:
        for name in inspect.get_annotations(kind):
            if name in kind.model_fields:
                declared.setdefault(str(kind.model_fields[name].validation_alias), []).append(kind.__name__)

    assert {variable: classes for variable, classes in declared.items() if len(classes) > 1} == {}
    assert declared["REDIS_URL"] == ["CommonSettings"]
