"""Connections: every way a cluster can fail to answer has its own error, over real HTTP; credentials stay fresh."""

import json
import os
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from workers.cluster import errors, wire
from workers.cluster.connect import Cluster, Clusters, Limits

QUICK = Limits(connect_seconds=0.3, read_seconds=0.3)
FORBIDDEN = 'pods "web" is forbidden: User "system:serviceaccount:whypod:whypod" cannot get resource "pods"'

Connect = Callable[..., Cluster]


def _status(message: str, code: int) -> dict[str, Any]:
    return {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": message, "code": code}


def _error(cluster: Cluster, path: str = "/x", **how: Any) -> errors.ClusterError:
    """The error that reading `path` raises; anything that is no `ClusterError` fails the test."""
    with pytest.raises(errors.ClusterError) as caught:
        cluster.get(path, **how)
    return caught.value


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        (400, "container is waiting to start", errors.Rejected),
        (401, "Unauthorized", errors.Unauthorized),
        (403, FORBIDDEN, errors.Forbidden),
        (403, 'pods "web" is forbidden: User "system:anonymous" cannot get', errors.Unauthorized),
        (404, 'pods "web" not found', errors.NotFound),
        (410, "The provided continue parameter is too old", errors.Gone),
        (422, "invalid", errors.Rejected),
        (429, "too many requests", errors.Throttled),
        (500, "Internal error occurred: etcdserver: request timed out", errors.Broken),
        (502, "Bad Gateway", errors.Broken),
        (503, "unavailable", errors.Broken),
        (504, "Timeout", errors.TimedOut),
        (302, "elsewhere", errors.Broken),
    ],
)
def test_a_status_has_its_error_and_keeps_its_words(
    api: Any, connected: Connect, code: int, message: str, kind: type[errors.ClusterError]
) -> None:
    """What the server said is kept, and it is asked once: retries would hide how slow it is."""
    api.says("/x", _status(message, code), code, headers={"Location": "/y"})

    error = _error(connected(api.url))

    assert (type(error), error.said) == (kind, message)
    assert api.asked == ["/x"]


def test_a_page_instead_of_a_status_is_quoted_and_cut(api: Any, connected: Connect) -> None:
    """A proxy's HTML is no Status; its beginning is what there is to say."""
    api.says("/x", b"<html>" + b"bad\n gateway " * 1000, 502)

    error = _error(connected(api.url))

    assert isinstance(error, errors.Broken)
    assert error.said.startswith("<html>bad gateway bad gateway") and len(error.said) <= 300


def test_an_error_without_a_body_says_its_status(api: Any, connected: Connect) -> None:
    """Nothing at all becomes the number."""
    api.says("/x", b"", 503)

    assert _error(connected(api.url)).said == "HTTP 503"


def test_nobody_listening_is_refused(connected: Connect, api: Any) -> None:
    """A closed port."""
    url = api.url
    api.stop()

    assert type(_error(connected(url))) is errors.Refused


def test_a_name_without_an_address_is_an_unknown_host(connected: Connect) -> None:
    """`.invalid` never resolves (RFC 6761)."""
    assert type(_error(connected("http://api.cluster.invalid:6443"))) is errors.UnknownHost


def test_a_handshake_without_an_answer_is_unreachable_in_time(connected: Connect, full_queue: str) -> None:
    """The connect time-out holds, and is not retried."""
    assert type(_error(connected(full_queue, QUICK))) is errors.Unreachable


def test_silence_is_a_time_out(api: Any, connected: Connect) -> None:
    """Connected, and then nothing."""
    api.says("/x", b"{}", after=30)

    assert type(_error(connected(api.url, QUICK))) is errors.TimedOut


def test_a_trickle_is_a_time_out(api: Any, connected: Connect) -> None:
    """A byte now and then does not keep a read alive beyond its time."""
    api.says("/x", b"x" * 1000, trickle=0.05)

    assert type(_error(connected(api.url, QUICK))) is errors.TimedOut


def test_no_time_left_asks_nothing(api: Any, connected: Connect) -> None:
    """When the look is over, no further request is made."""
    assert type(_error(connected(api.url), until=time.monotonic() - 1)) is errors.TimedOut
    assert api.asked == []


def test_a_connection_that_breaks_off_is_unreachable(api: Any, connected: Connect) -> None:
    """Half a body is no answer."""
    api.says("/x", b"{", promised=100)

    assert type(_error(connected(api.url))) is errors.Unreachable


def test_more_than_anybody_wants_to_read_is_not_read(api: Any, connected: Connect) -> None:
    """The rest is left where it is."""
    api.says("/x", b"x" * 10_000)

    assert type(_error(connected(api.url), most=9_999)) is errors.TooLarge


@pytest.mark.parametrize("body", [b"", b"<html>log in</html>", b'{"kind":"Pod","metadata":{"name":', b"[1]"])
def test_an_answer_that_is_no_object_is_garbage(api: Any, connected: Connect, body: bytes) -> None:
    """200 with something else: a captive portal, half a document."""
    api.says("/x", body)

    with pytest.raises(errors.Garbage):
        connected(api.url).read("/x", wire.Pod)


def test_plain_http_behind_https_is_untrusted(api: Any, connected: Connect) -> None:
    """The TLS handshake fails."""
    assert type(_error(connected(api.url.replace("http:", "https:")))) is errors.Untrusted


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[str]:
    """The URL of an HTTPS server whose certificate nobody vouches for."""
    key, certificate = tmp_path / "key", tmp_path / "certificate"
    subject = ["-subj", "/CN=api", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", *subject]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # the refused handshake is what is wanted
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_an_unknown_authority_is_untrusted(self_signed: str, connected: Connect) -> None:
    """And the reason is said."""
    error = _error(connected(self_signed))

    assert type(error) is errors.Untrusted
    assert "CERTIFICATE_VERIFY_FAILED" in error.said


def test_the_words_are_without_memory_addresses(connected: Connect, api: Any) -> None:
    """urllib3 puts the repr of its connection in front; nobody on call wants that."""
    url = api.url
    api.stop()

    assert " at 0x" not in _error(connected(url)).said


def test_connections_are_kept_and_shared(api: Any, connected: Connect) -> None:
    """Twenty reads, errors among them, over one connection."""
    api.says("/x", {"a": 1})
    api.says("/y", _status("no", 403), 403)
    cluster = connected(api.url)

    for _ in range(10):
        assert cluster.get("/x") == b'{"a": 1}'
        assert type(_error(cluster, "/y")) is errors.Forbidden

    assert (len(api.asked), api.connections) == (20, 1)


def test_a_forked_child_connects_for_itself(api: Any, connected: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child must not use its parent's sockets: with TLS both would go out of step."""
    api.says("/x", {})
    cluster = connected(api.url)
    cluster.get("/x")
    own = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: own + 1)
    cluster.get("/x")

    assert api.connections == 2


def test_a_query_is_encoded(api: Any, connected: Connect) -> None:
    """Selectors hold spaces, commas and parentheses."""
    api.says("/x", {})
    connected(api.url).get("/x", {"labelSelector": "a in (b,c)", "limit": 5})

    assert api.asked == ["/x?labelSelector=a+in+%28b%2Cc%29&limit=5"]


def _seeing_tokens(api: Any, valid: set[str]) -> list[str]:
    """`/x` answers 401 to tokens that are not valid; gives the list of those it saw."""
    seen: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> Any:
        seen.append(request.headers.get("Authorization", ""))
        return api.reply({}) if seen[-1] in valid else api.reply(_status("Unauthorized", 401), 401)

    api.does("/x", answer)
    return seen


def test_a_rotated_token_file_is_read_again_after_a_refusal(api: Any, connected: Connect, tmp_path: Path) -> None:
    """One question fails with the expired token, the next one has the new one."""
    token = tmp_path / "token"
    token.write_text("old")
    seen = _seeing_tokens(api, {"Bearer new"})
    cluster = connected(api.url, user={"tokenFile": str(token)})

    assert type(_error(cluster)) is errors.Unauthorized
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
    api.says("/x", _status('User "system:anonymous" cannot get path "/x"', 403), 403)

    assert type(_error(connected(api.url, user=_plugin(tmp_path, "exit 1")))) is errors.Unauthorized


def test_several_files_give_all_their_contexts(api: Any, access: Any, kubeconfig: Callable[..., str]) -> None:
    """`KUBECONFIG=a:b`, the current context from the first; a missing file is passed over."""
    api.says("/x", {})
    first = kubeconfig("a", {"prod": "http://127.0.0.1:1", "stage": api.url}, current="stage")
    second = kubeconfig("b", {"lab": api.url})
    clusters = Clusters(access(f"{first}:/nowhere/config:{second}"))

    assert clusters.names() == ("prod", "stage", "lab")
    assert [clusters.cluster(name).get("/x") for name in (None, "stage", "lab")] == [b"{}"] * 3
    assert clusters.cluster("lab") is clusters.cluster("lab")
    assert type(_error(clusters.cluster("prod"))) is errors.Refused


def test_only_allowed_contexts_may_be_asked(access: Any, kubeconfig: Callable[..., str]) -> None:
    """The current one too: when it is not allowed, the first allowed one takes its place."""
    file = kubeconfig("a", {"prod": "http://127.0.0.1:1", "lab": "http://127.0.0.1:2"})
    clusters = Clusters(access(file, clusters=" lab , other"))

    with pytest.raises(errors.NoSuchCluster) as caught:
        clusters.cluster("prod")

    assert (caught.value.said, caught.value.problem) == ("lab", "no-such-cluster")
    assert "127.0.0.1" in _error(clusters.cluster()).said


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
