"""The compose file: the same processes, the same variables, the same split of credentials as everywhere else."""

from typing import Any

import yaml
from pydantic_settings import BaseSettings

from bot.settings import BotSettings
from workers.settings import WorkerSettings
from workers.watcher.settings import WatcherSettings

from .conftest import DEPLOY, ROOT

SLACK = {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}
PROCESSES: dict[str, type[BaseSettings]] = {
    "bot": BotSettings,
    "deliver": BotSettings,
    "worker": WorkerSettings,
    "watcher": WatcherSettings,
}


def _services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return services


def test_it_runs_the_procfile_and_a_redis() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    expected = {name: command.split() for name, _, command in (line.partition(": ") for line in lines)}
    services = _services()
    redis = services.pop("redis")

    assert {name: service["command"] for name, service in services.items()} == expected
    assert redis["command"][:3] == ["redis-server", "--appendonly", "yes"]


def test_every_variable_is_a_setting_of_that_process() -> None:
    services = _services()

    for name, settings in PROCESSES.items():
        known = {str(field.validation_alias) for field in settings.model_fields.values()}
        assert set(services[name]["environment"]) - known == set()


def test_each_side_gets_its_own_credentials_only() -> None:
    services = _services()

    assert {name: SLACK & set(services[name]["environment"]) for name in PROCESSES} == {
        "bot": {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"},
        "deliver": {"SLACK_BOT_TOKEN"},
        "worker": set(),
        "watcher": set(),
    }
    assert {name for name in services if "kubeconfig" in str(services[name]).lower()} == {"worker", "watcher"}


def test_nobody_is_privileged_and_no_port_is_open() -> None:
    for name, service in _services().items():
        assert "ports" not in service and "privileged" not in service
        if name != "redis":
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
