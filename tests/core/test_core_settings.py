"""A setting that is wrong is named by its variable, in one line, whichever process reads it."""

import inspect
from collections.abc import Iterator
from types import UnionType
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


def takes_any_text(annotation: Any) -> bool:
    """Names, paths and secrets: any text may be one."""
    return not isinstance(annotation, UnionType) and getattr(annotation, "__name__", "") in ("str", "SecretStr", "Path")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        pytest.param(kind, name, id=f"{kind.__name__}-{name}")
        for kind in KINDS
        for name, annotation in variables(kind)
        if not takes_any_text(annotation) and name not in ("WHYPOD_ALLOWED_USERS", "WHYPOD_ALLOWED_CHANNELS")
    ],
)
def test_nonsense_is_named_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, kind: type[EnvironmentSettings], name: str
) -> None:
    """Of every process and every variable that cannot hold just any text."""
    monkeypatch.setenv(name, NONSENSE)

    with pytest.raises(BadSettings) as refusal:
        read(kind, {})

    assert [line.partition(":")[0] for line in str(refusal.value).splitlines()] == [name]
    assert "Value error" not in str(refusal.value)


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
