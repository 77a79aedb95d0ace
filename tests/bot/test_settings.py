"""The bot's settings."""

from pathlib import Path

import pytest

from bot.settings import BotSettings, load
from core.settings import BadSettings

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine that runs the tests leaks in."""
    for name, field in BotSettings.model_fields.items():
        assert isinstance(field.validation_alias, str), name
        monkeypatch.delenv(field.validation_alias, raising=False)


def test_a_missing_token_is_named_in_one_line() -> None:
    """Nobody has to read a traceback to learn which variable is not set."""
    with pytest.raises(BadSettings) as refusal:
        load({})

    assert str(refusal.value).splitlines() == [
        "SLACK_BOT_TOKEN is not set (WHYPOD_SLACK_MODE=socket)",
        "SLACK_APP_TOKEN is not set (WHYPOD_SLACK_MODE=socket)",
    ]


def test_http_mode_needs_the_signing_secret_and_no_app_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each mode asks for what it uses and for nothing more."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("WHYPOD_SLACK_MODE", "http")

    with pytest.raises(BadSettings, match=r"^SLACK_SIGNING_SECRET is not set \(WHYPOD_SLACK_MODE=http\)$"):
        load({})


@pytest.mark.parametrize(
    ("name", "value", "start"),
    [
        ("WHYPOD_LANGUAGE", "fr", "WHYPOD_LANGUAGE: Input should be 'en' or 'zh'"),
        ("WHYPOD_HTTP_PORT", "http", "WHYPOD_HTTP_PORT: Input should be a valid integer"),
        ("WHYPOD_NAMESPACES", "shop", "WHYPOD_NAMESPACES: not JSON"),
        ("WHYPOD_NAMESPACES", "[1]", "WHYPOD_NAMESPACES: Input should be a valid dictionary"),
    ],
)
def test_a_wrong_value_is_named_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, start: str
) -> None:
    """A wrong value is refused with the variable's name and what it should have been."""
    monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings) as refusal:
        load({})

    assert str(refusal.value).startswith(start)


def test_a_secrets_directory_that_is_not_there_is_refused() -> None:
    """A misspelt mount path does not silently mean `no secrets`."""
    with pytest.raises(BadSettings, match="WHYPOD_SECRETS_DIR: there is no directory /nowhere/at/all"):
        load({"WHYPOD_SECRETS_DIR": "/nowhere/at/all"})


def test_a_process_that_only_posts_needs_only_the_bot_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The poster gets no token it has no use for."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")

    assert load({}, listens=False).missing(listens=False) == ()


def test_secrets_are_read_from_files_and_never_printed(tmp_path: Path) -> None:
    """Tokens mounted as files work like variables, and repr() does not show them."""
    for name, value in TOKENS.items():
        (tmp_path / name).write_text(f"{value}\n")

    settings = load({"WHYPOD_SECRETS_DIR": str(tmp_path)})

    assert settings.slack_bot_token.get_secret_value() == "xoxb-1"
    assert "xoxb-1" not in repr(settings)


def test_lists_are_comma_separated_and_namespaces_are_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """The access lists are written the way people write them in a deployment file."""
    for name, value in TOKENS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("WHYPOD_ALLOWED_USERS", "U0MEI, U0SAM,")
    monkeypatch.setenv("WHYPOD_NAMESPACES", '{"C0ONCALL": ["shop", "data-*"]}')
    monkeypatch.setenv("WHYPOD_SLACK_API_URL", "http://127.0.0.1:1/api")

    settings = load({})

    assert settings.allowed_users == ("U0MEI", "U0SAM")
    assert settings.namespaces == {"C0ONCALL": ("shop", "data-*")}
    assert settings.slack_api_url == "http://127.0.0.1:1/api/"
