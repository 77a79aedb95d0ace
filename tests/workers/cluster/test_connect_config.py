"""Which clusters there are and who asks: kubeconfigs, tokens that are rotated, plugins, inside a cluster."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.workers.cluster.answers import error_of, status_of
from workers.cluster import errors
from workers.cluster.connect import Cluster, Clusters

Connect = Callable[..., Cluster]


def _seeing_tokens(api: Any, valid: set[str]) -> list[str]:
    """`/x` answers 401 to tokens that are not valid; gives the list of those it saw."""
    seen: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> Any:
        seen.append(request.headers.get("Authorization", ""))
        return api.reply({}) if seen[-1] in valid else api.reply(status_of("Unauthorized", 401), 401)

    api.does("/x", answer)
    return seen


def test_a_rotated_token_file_is_read_again_after_a_refusal(api: Any, connected: Connect, tmp_path: Path) -> None:
    """One question fails with the expired token, the next one has the new one."""
    token = tmp_path / "token"
    token.write_text("old")
    seen = _seeing_tokens(api, {"Bearer new"})
    cluster = connected(api.url, user={"tokenFile": str(token)})

    assert type(error_of(cluster)) is errors.Unauthorized
    token.write_text("new")
    assert cluster.get("/x") == b"{}"
    assert seen == ["Bearer old", "Bearer new"]


def _plugin(tmp_path: Path, script: str) -> dict[str, Any]:
    program = tmp_path / "plugin"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": str(program)}}


def test_an_exec_plugin_gives_the_token(api: Any, connected: Connect, tmp_path: Path) -> None:
    """As clouds do it."""
    credential = {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": "p"}}
    seen = _seeing_tokens(api, {"Bearer p"})

    assert connected(api.url, user=_plugin(tmp_path, f"echo '{json.dumps(credential)}'")).get("/x") == b"{}"
    assert seen == ["Bearer p"]


def test_an_exec_plugin_that_fails_is_unauthorized(api: Any, connected: Connect, tmp_path: Path) -> None:
    """The request then goes out without credentials, and the server says what that is worth."""
    api.says("/x", status_of('User "system:anonymous" cannot get path "/x"', 403), 403)

    assert type(error_of(connected(api.url, user=_plugin(tmp_path, "exit 1")))) is errors.Unauthorized


def test_several_files_give_all_their_contexts(api: Any, access: Any, kubeconfig: Callable[..., str]) -> None:
    """`KUBECONFIG=a:b`, the current context from the first; a missing file is passed over."""
    api.says("/x", {})
    first = kubeconfig("a", {"prod": "http://127.0.0.1:1", "stage": api.url}, current="stage")
    second = kubeconfig("b", {"lab": api.url})
    clusters = Clusters(access(f"{first}:/nowhere/config:{second}"))

    assert clusters.names() == ("prod", "stage", "lab")
    assert [clusters.cluster(name).get("/x") for name in (None, "stage", "lab")] == [b"{}"] * 3
    assert clusters.cluster("lab") is clusters.cluster("lab")
    assert type(error_of(clusters.cluster("prod"))) is errors.ConnectionRefused


def test_only_allowed_contexts_may_be_asked(access: Any, kubeconfig: Callable[..., str]) -> None:
    """The current one too: when it is not allowed, the first allowed one takes its place."""
    file = kubeconfig("a", {"prod": "http://127.0.0.1:1", "lab": "http://127.0.0.1:2"})
    clusters = Clusters(access(file, clusters=" lab , other"))

    with pytest.raises(errors.NoSuchCluster) as caught:
        clusters.cluster("prod")

    assert (caught.value.said, caught.value.problem) == ("lab", "no-such-cluster")
    assert "127.0.0.1" in error_of(clusters.cluster()).said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "nonsense",
        "{unclosed",
        "contexts: {}",
        "contexts: [1]",
        "contexts: [{}]",
        "contexts: [{name: a, context: {cluster: b}}]\ncurrent-context: a\nclusters: []",
        "contexts: [{name: a}]\ncurrent-context: a",
        "contexts: [{name: a, context: {cluster: b}}]\ncurrent-context: a\nclusters: [{name: b, cluster: 3}]",
    ],
)
def test_a_broken_kubeconfig_is_no_kubeconfig(access: Any, tmp_path: Path, text: str) -> None:
    """Whatever is wrong with the file, the answer is the same and not a traceback."""
    file = tmp_path / "config"
    file.write_text(text)

    with pytest.raises(errors.NoKubeconfig):
        Clusters(access(str(file))).cluster().get("/x")


def test_no_file_is_no_kubeconfig(access: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the one named nor the usual one."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)

    for named in ("", "/nowhere/config"):
        with pytest.raises(errors.NoKubeconfig):
            Clusters(access(named)).names()


def test_inside_a_cluster_the_service_account_is_used(access: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """There are no context names then, and without a token it says so."""
    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "127.0.0.1")
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", "1")
    clusters = Clusters(access())

    assert clusters.names() == ()
    with pytest.raises(errors.NoKubeconfig, match="token"):
        clusters.cluster().get("/x")
    with pytest.raises(errors.NoSuchCluster):
        clusters.cluster("prod")
