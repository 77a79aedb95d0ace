"""The Kubernetes manifests: valid, restricted, and in agreement with the settings and the Procfile."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
from pydantic_settings import BaseSettings

from bot.settings import BotSettings
from bot.settings import load as load_bot
from workers.settings import WorkerSettings
from workers.settings import load as load_worker
from workers.watcher.settings import WatcherSettings
from workers.watcher.settings import load as load_watcher

from .conftest import KUSTOMIZE, OVERLAYS, ROOT, Object, Process, built, documents, processes, written

KUBERNETES = "1.37"
"""The newest whose schemas kubernetes-validate brings; no field used here is younger than 1.27."""
BEGINNINGS = {"REDIS_URL": "redis://", "SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}
SLACK = frozenset({"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"})
OF_THE_BOT, OF_THE_WORKERS = ("bot", "deliver"), ("worker", "watcher")
SETTINGS: dict[str, type[BaseSettings]] = {
    "bot": BotSettings,
    "deliver": BotSettings,
    "worker": WorkerSettings,
    "watcher": WatcherSettings,
}
LOADS: dict[str, Callable[[dict[str, str]], Any]] = {
    "bot": load_bot,
    "deliver": lambda environ: load_bot(environ, listens=False),
    "worker": load_worker,
    "watcher": load_watcher,
}
PAGES = {
    "bot": {("/healthz", "http"), ("/readyz", "health")},
    "deliver": {("/healthz", "health"), ("/readyz", "health")},
    "worker": {("/healthz", "health"), ("/readyz", "health")},
    "watcher": {("/healthz", "health"), ("/readyz", "health")},
}
"""What each process answers (`bot.slack.http_mode`, `core.health`), and the name of the port."""
NOT_A_FIELD = {"WHYPOD_SECRETS_DIR"}
"""Read from the environment by `load` itself."""


@pytest.fixture(params=OVERLAYS)
def overlay(request: pytest.FixtureRequest) -> list[Object]:
    """The objects of one overlay, built."""
    return built(request.param)


def _names(settings: type[BaseSettings]) -> set[str]:
    return {str(field.validation_alias) for field in settings.model_fields.values()} | NOT_A_FIELD


def test_a_field_that_does_not_exist_is_refused() -> None:
    """The schemas are strict: without this the next two tests could not fail."""
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "x"}, "spec": {"portz": []}}

    with pytest.raises(kubernetes_validate.ValidationError, match="portz"):
        kubernetes_validate.validate(service, KUBERNETES, strict=True)


@pytest.mark.parametrize(("path", "written_object"), [(path.name, each) for path, each in written()])
def test_every_object_as_written_is_valid(path: str, written_object: Object) -> None:
    kubernetes_validate.validate(written_object, KUBERNETES, strict=True)


def test_every_object_as_built_is_valid_and_in_the_namespace(overlay: list[Object]) -> None:
    for each in overlay:
        kubernetes_validate.validate(each, KUBERNETES, strict=True)

    cluster_wide = {"Namespace", "ClusterRole", "ClusterRoleBinding"}
    elsewhere = [each["metadata"]["name"] for each in overlay if each["metadata"].get("namespace") != "whypod"]
    assert set(elsewhere) == {each["metadata"]["name"] for each in overlay if each["kind"] in cluster_wide}


def test_every_file_is_part_of_a_kustomization() -> None:
    """A file nobody lists is a file nobody applies."""
    listed = set()
    for path in KUSTOMIZE.rglob("kustomization.yaml"):
        (page,) = documents(path)
        names = [*page.get("resources", []), *(each.get("path", "") for each in page.get("patches", []))]
        listed |= {path.parent / name for name in names if name.endswith(".yaml")}

    assert listed == {path for path in KUSTOMIZE.rglob("*.yaml") if path.name != "kustomization.yaml"}


def test_the_processes_are_those_of_the_procfile(overlay: list[Object]) -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    expected = {name: tuple(command.split()) for name, _, command in (line.partition(": ") for line in lines)}

    assert {name: process.args for name, process in processes(overlay).items()} == expected


def test_slacks_secrets_go_to_the_bots_processes_only(overlay: list[Object]) -> None:
    """Contract: the Slack token lives in `bot` processes, and `deliver`, which only posts, gets that token alone."""
    found = {name: process.secrets & SLACK for name, process in processes(overlay).items()}
    listens = found["bot"] - {"SLACK_BOT_TOKEN"}

    assert listens in ({"SLACK_APP_TOKEN"}, {"SLACK_SIGNING_SECRET"})
    assert {**found, "bot": set(found["bot"] - listens)} == {
        "bot": {"SLACK_BOT_TOKEN"},
        "deliver": {"SLACK_BOT_TOKEN"},
        "worker": frozenset(),
        "watcher": frozenset(),
    }


def test_secrets_come_as_files_only(overlay: list[Object]) -> None:
    """Also no other way leads to a Secret: no env, no envFrom, no second volume."""
    for name, process in processes(overlay).items():
        env = [each for each in process.container["env"] if "value" not in each]
        kinds = [source for source in process.container["envFrom"] if "configMapRef" not in source]
        volumes = sorted(next(key for key in volume if key != "name") for volume in process.pod["volumes"])

        assert (name, env, kinds, volumes) == (name, [], [], ["emptyDir", "projected"])


def test_cluster_credentials_go_to_the_workers_processes_only(overlay: list[Object]) -> None:
    """Contract: the bot's account has no rights and its pods no token; the workers' accounts have both."""
    bound = {
        (subject["name"], subject["namespace"])
        for each in overlay
        if each["kind"].endswith("RoleBinding")
        for subject in each["subjects"]
    }
    found = {
        name: (process.token, (process.account, "whypod") in bound) for name, process in processes(overlay).items()
    }

    assert found == {name: (name in OF_THE_WORKERS,) * 2 for name in (*OF_THE_BOT, *OF_THE_WORKERS)}
    assert bound == {("whypod-worker", "whypod"), ("whypod-watcher", "whypod")}


def test_accounts_hand_out_tokens_only_where_the_pod_asks(overlay: list[Object]) -> None:
    accounts = [each for each in overlay if each["kind"] == "ServiceAccount"]

    assert [each["automountServiceAccountToken"] for each in accounts] == [False] * 3


def test_every_variable_is_a_setting_of_that_process(overlay: list[Object]) -> None:
    """A misspelt variable would be ignored in silence."""
    unknown = {
        name: (process.environment | process.secrets) - _names(SETTINGS[name])
        for name, process in processes(overlay).items()
    }

    assert unknown == {name: set() for name in processes(overlay)}


def test_the_settings_load_from_what_the_pods_get(
    overlay: list[Object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files as the kubelet mounts them: links into a `..data` that is itself a link."""
    settings = {each["metadata"]["name"]: each["data"] for each in overlay if each["kind"] == "ConfigMap"}
    for name in [name for name in os.environ if name.startswith(("WHYPOD_", "SLACK_", "REDIS_"))]:
        monkeypatch.delenv(name)
    for process in processes(overlay).values():
        folder = _mounted(tmp_path / process.name, process.secrets)
        given: dict[str, str] = {}
        for source in process.container["envFrom"]:
            given |= settings[source["configMapRef"]["name"]]
        with pytest.MonkeyPatch.context() as patch:
            for name, value in given.items():
                patch.setenv(name, value)
            environ = {**given, "WHYPOD_SECRETS_DIR": str(folder)}
            loaded = LOADS[process.name](environ)

        assert loaded.redis_url == "redis://the-REDIS_URL"


def _mounted(folder: Path, names: frozenset[str]) -> Path:
    data = folder / "..2026_01_01_00_00_00.1"
    data.mkdir(parents=True)
    (folder / "..data").symlink_to(data.name)
    for name in names:
        (data / name).write_text(f"{BEGINNINGS.get(name, '')}the-{name}\n", encoding="utf-8")
        (folder / name).symlink_to(Path("..data") / name)
    return folder


def test_all_pods_are_restricted(overlay: list[Object]) -> None:
    """The restricted Pod Security Standard, a read-only root, a number for a user, a memory limit and no CPU limit."""
    pods = [each["spec"]["template"]["spec"] for each in overlay if each["kind"] in ("Deployment", "StatefulSet")]

    assert len(pods) == 5
    for pod in pods:
        context = pod["securityContext"]
        assert context["runAsNonRoot"] and context["runAsUser"] > 0
        assert context["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert set(container["resources"]["requests"]) == {"cpu", "memory"}
            assert set(container["resources"]["limits"]) == {"memory"}


def test_probes_ask_what_is_there(overlay: list[Object]) -> None:
    """Every process has a port for probes, the bot in HTTP mode one for Slack: those the settings give."""
    ports = {}
    given = {k: v for each in overlay if each["kind"] == "ConfigMap" for k, v in each["data"].items()}
    for name, process in processes(overlay).items():
        ports[name] = {port["name"]: port["containerPort"] for port in process.container.get("ports", [])}
        asked = {(each["path"], each["port"]) for each in _probes(process)}
        assert asked <= PAGES[name]
        assert bool(asked) == bool(ports[name])

    health = {name: {"health": int(given[f"WHYPOD_{name.upper()}_METRICS_PORT"])} for name in ports}
    http = {"http": BotSettings().http_port}
    assert ports in (health, {**health, "bot": health["bot"] | http})


def _probes(process: Process) -> list[Object]:
    return [probe["httpGet"] for key, probe in process.container.items() if key.endswith("Probe")]


def test_services_policies_and_budgets_select_pods_that_exist(overlay: list[Object]) -> None:
    """A selector with a slip selects nothing and says nothing."""
    labels = [
        each["spec"]["template"]["metadata"]["labels"]
        for each in overlay
        if each["kind"] in ("Deployment", "StatefulSet")
    ]
    selectors = {
        f"{each['kind']}/{each['metadata']['name']}": selector
        for each in overlay
        if (selector := _selector(each)) is not None
    }

    assert {name for name, selector in selectors.items() if not any(_fits(selector, each) for each in labels)} == set()


def _selector(each: Object) -> Object | None:
    match each["kind"]:
        case "Service":
            return {"matchLabels": each["spec"]["selector"]}
        case "NetworkPolicy":
            return dict(each["spec"]["podSelector"])
        case "PodDisruptionBudget":
            return dict(each["spec"]["selector"])
    return None


def _fits(selector: Object, labels: dict[str, str]) -> bool:
    equal = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    among = (labels.get(each["key"]) in each["values"] for each in selector.get("matchExpressions", []))
    return equal and all(among)
