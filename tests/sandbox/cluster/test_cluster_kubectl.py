"""kubectl itself against the local cluster, where kubectl is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.sandbox.cluster.background import Background, background
from deploy.sandbox.cluster.options import ClusterOptions

KUBECTL = shutil.which("kubectl")
pytestmark = pytest.mark.skipif(KUBECTL is None, reason="kubectl is not installed; nothing else here needs it")

Kubectl = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def kubectl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kubectl]:
    """Runs kubectl with the kubeconfig the server wrote for itself."""
    home = tmp_path_factory.mktemp("kubectl")
    recordings = Path(__file__).parents[2] / "recordings"
    options = ClusterOptions(recordings=recordings, live=False, kubeconfig=home / "config", deny=("secrets",))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "KUBECONFIG": str(home / "config"), "HOME": str(home)}
        command = [str(KUBECTL), *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)

    with background(options):
        yield run


def test_an_unknown_pod_is_an_error(kubectl: Kubectl) -> None:
    """kubectl exits with 1 and says which pod."""
    result = kubectl("-n", "shop", "get", "pod", "nope")

    assert (result.returncode, result.stdout) == (1, "")
    assert 'pods "nope" not found' in result.stderr


def test_a_denied_resource_is_forbidden(kubectl: Kubectl) -> None:
    """The RBAC sentence reaches the terminal."""
    result = kubectl("-n", "shop", "get", "secrets")

    assert result.returncode == 1
    assert 'cannot list resource "secrets" in API group "" in the namespace "shop"' in result.stderr


def test_get_pods_shows_the_servers_columns(kubectl: Kubectl) -> None:
    """A table made by the server: READY, STATUS and RESTARTS, not just names."""
    rows = kubectl("get", "pods", "-A").stdout.splitlines()
    found = {row.split()[1]: row.split()[2:5] for row in rows[1:]}

    assert rows[0].split() == ["NAMESPACE", "NAME", "READY", "STATUS", "RESTARTS", "AGE"]
    assert found["model-loader-78746d88f8-gtcxq"] == ["0/1", "CrashLoopBackOff", "4"]


def test_describe_shows_what_it_showed_on_the_real_cluster(kubectl: Kubectl, recorded: Callable[..., Any]) -> None:
    """Line by line the recorded text, but for ages and dates."""
    result = kubectl("-n", "shop", "describe", "pod", "model-loader-78746d88f8-gtcxq")

    assert _undated(result.stdout) == _undated(recorded("exit-137-oomkilled-c", "describe.txt"))


def _undated(text: str) -> list[str]:
    """The lines up to the events, but for those that hold a moment and one that kubectl itself changed after 1.32."""
    lines = [line.rstrip() for line in text.partition("Events:")[0].splitlines()]
    return [line for line in lines if line and not re.search(r", \d\d \w{3} 20\d\d |Optional: ", line)]


def test_logs_of_the_previous_container(kubectl: Kubectl) -> None:
    """`logs --previous` prints the recorded text."""
    result = kubectl("-n", "shop", "logs", "model-loader-78746d88f8-gtcxq", "--previous")

    assert result.stdout.splitlines()[-1] == "loaded 16 MiB"


def test_events_are_listed(kubectl: Kubectl) -> None:
    """`get events` finds those of one pod."""
    result = kubectl(
        "-n", "shop", "get", "events", "--field-selector", "involvedObject.name=model-loader-78746d88f8-gtcxq"
    )

    assert "BackOff" in result.stdout


@pytest.mark.parametrize(("question", "answer"), [("list pods", "yes"), ("delete pods", "no"), ("get secrets", "no")])
def test_can_i(kubectl: Kubectl, question: str, answer: str) -> None:
    """`auth can-i` tells the truth."""
    assert kubectl("auth", "can-i", *question.split(), "-n", "shop").stdout.strip() == answer


def test_two_contexts_lead_to_the_same_server(
    cluster_with: Callable[..., AbstractContextManager[Background]], tmp_path: Path
) -> None:
    """A second context can be written, for trying what several clusters look like."""
    with cluster_with(recordings=None, kubeconfig=tmp_path / "config", contexts=("sandbox", "sandbox-eu")) as server:
        written = yaml.safe_load((tmp_path / "config").read_text())

    assert written["current-context"] == "sandbox"
    assert [one["name"] for one in written["contexts"]] == ["sandbox", "sandbox-eu"]
    assert {one["cluster"]["server"] for one in written["clusters"]} == {server.url}
    assert oct((tmp_path / "config").stat().st_mode & 0o777) == "0o600"
