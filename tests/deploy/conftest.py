"""The manifests as a cluster would get them: built by kubectl where it is installed, else the files as written."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KUSTOMIZE = DEPLOY / "kustomize"
OVERLAYS = ("socket", "http")
KUBECTL = shutil.which("kubectl")

Object = dict[str, Any]


def documents(path: Path) -> list[Object]:
    """The YAML documents of one file."""
    return [each for each in yaml.safe_load_all(path.read_text(encoding="utf-8")) if each]


def written() -> list[tuple[Path, Object]]:
    """Every object under deploy/kustomize as written, kustomize's own files and patches of an overlay aside."""
    files = [path for path in sorted(KUSTOMIZE.rglob("*.yaml")) if path.name != "kustomization.yaml"]
    patches = {KUSTOMIZE / "overlays" / "http" / "bot.yaml"}
    return [(path, each) for path in files if path not in patches for each in documents(path)]


def built(overlay: str) -> list[Object]:
    """What `kubectl kustomize` makes of an overlay; skips where there is no kubectl."""
    if KUBECTL is None:
        pytest.skip("kubectl is not installed; nothing else here needs it")
    return _built(KUBECTL, overlay)


@cache
def _built(kubectl: str, overlay: str) -> list[Object]:
    """Once for all tests: kubectl takes a second to start."""
    folder = KUSTOMIZE / "overlays" / overlay
    done = subprocess.run([kubectl, "kustomize", str(folder)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return [each for each in yaml.safe_load_all(done.stdout) if each]


@dataclass(frozen=True)
class Process:
    """What a Deployment says of one process."""

    name: str
    args: tuple[str, ...]
    account: str
    token: bool
    secrets: frozenset[str]
    """Names of the files with secrets it gets."""
    environment: frozenset[str]
    container: Object
    pod: Object


def processes(objects: list[Object]) -> dict[str, Process]:
    """The Deployments by the process they run."""
    settings = {each["metadata"]["name"]: each["data"] for each in objects if each["kind"] == "ConfigMap"}
    found = [_process(each, settings) for each in objects if each["kind"] == "Deployment"]
    return {each.name: each for each in found}


def _process(deployment: Object, settings: dict[str, Object]) -> Process:
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    sources = [
        source["secret"] for volume in pod["volumes"] for source in volume.get("projected", {}).get("sources", [])
    ]
    given = {each["name"] for each in container.get("env", [])}
    for source in container.get("envFrom", []):
        given |= set(settings[source["configMapRef"]["name"]])
    return Process(
        name=container["name"],
        args=tuple(container["args"]),
        account=pod["serviceAccountName"],
        token=pod["automountServiceAccountToken"],
        secrets=frozenset(item["path"] for source in sources for item in source["items"]),
        environment=frozenset(given),
        container=container,
        pod=pod,
    )
