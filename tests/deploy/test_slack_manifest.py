"""The Slack manifest against the bot: every command, shortcut, event and scope both ways."""

import ast
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import yaml
from slack_bolt import App

from bot.context import Context
from bot.listeners import FEATURES

from .conftest import DEPLOY, ROOT

SCOPES = {
    "chat_postMessage": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_update": {"chat:write"},
    "chat_delete": {"chat:write"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
    "auth_test": set(),
}
"""What Slack asks for each method (docs.slack.dev/reference/methods, "Scopes"); an unlisted method fails the test."""
OPTIONAL = {"conversations_history", "conversations_replies"}
"""Need channels:history, which reads what people write; the bot does without it (`bot.alerts.poster`)."""


class Listening:
    """Stands for the Bolt app while listeners register, and notes what they listen to."""

    def __init__(self) -> None:
        self.heard: dict[str, list[Any]] = {kind: [] for kind in ("command", "shortcut", "event", "action", "view")}

    def __getattr__(self, kind: str) -> Any:
        def listen(what: Any) -> Any:
            self.heard[kind].append(what)
            return lambda listener: listener

        return listen


@pytest.fixture(scope="module")
def heard() -> dict[str, list[Any]]:
    """Everything the bot listens to, by kind."""
    app = Listening()
    for feature in FEATURES:
        feature.register(cast(App, app), cast(Context, SimpleNamespace()))
    return app.heard


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """The manifest."""
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "slack-manifest.yaml").read_text(encoding="utf-8"))
    return read


def methods_called() -> set[str]:
    """Web API methods in the bot's code: `client.chat_postMessage(...)`, `api_call("chat.postMessage")`."""
    found = set()
    for path in (ROOT / "bot").rglob("*.py"):
        found |= _methods(path)
    return found


def _methods(path: Path) -> set[str]:
    family = re.compile(
        r"(auth|chat|views|conversations|users|reactions|files|pins|usergroups|bookmarks)[._]([A-Za-z_]+)"
    )
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    named = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    dotted = {name.replace(".", "_") for name in named if re.fullmatch(r"[a-z]+\.[a-zA-Z.]+", name)}
    return {name for name in called | dotted if family.fullmatch(name)}


def test_a_command_nobody_answers_is_noticed(heard: dict[str, list[Any]], manifest: dict[str, Any]) -> None:
    """Slack shows a command that no listener takes as broken, and does not know one the manifest lacks."""
    assert sorted(each["command"] for each in manifest["features"]["slash_commands"]) == sorted(heard["command"])


def test_the_shortcuts(heard: dict[str, list[Any]], manifest: dict[str, Any]) -> None:
    said = [
        {"type": f"{each['type']}_action", "callback_id": each["callback_id"]}
        for each in manifest["features"]["shortcuts"]
    ]

    assert said == heard["shortcut"]


def test_the_events(heard: dict[str, list[Any]], manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["event_subscriptions"]["bot_events"] == heard["event"]
    assert manifest["features"]["app_home"]["home_tab_enabled"] is ("app_home_opened" in heard["event"])


def test_buttons_and_windows_need_interactivity(heard: dict[str, list[Any]], manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["interactivity"]["is_enabled"] is bool(
        heard["action"] or heard["view"] or heard["shortcut"]
    )


def test_the_scopes_are_what_is_used_and_no_more(heard: dict[str, list[Any]], manifest: dict[str, Any]) -> None:
    """`commands` for commands and shortcuts; the rest follows from the Web API methods in the code."""
    called = methods_called() - OPTIONAL
    unknown = called - set(SCOPES)
    needed = set().union({"commands"} if heard["command"] else set(), *(SCOPES[name] for name in called - unknown))

    assert unknown == set()
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed


def test_slacks_limits_on_a_manifest(manifest: dict[str, Any]) -> None:
    """Lengths of the app manifest reference (docs.slack.dev/reference/app-manifest)."""
    features, about = manifest["features"], manifest["display_information"]

    assert len(about["name"]) <= 35 and len(about["description"]) <= 140
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["slash_commands"]) <= 50 and len(features["shortcuts"]) <= 10
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert len(command["description"]) <= 2000 and len(command["usage_hint"]) <= 1000
    for shortcut in features["shortcuts"]:
        assert len(shortcut["name"]) <= 24 and len(shortcut["description"]) <= 150
