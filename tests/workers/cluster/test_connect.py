"""One cluster over HTTP: what every failure becomes, how long it may take, and connections that are shared."""

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

from tests.workers.cluster.answers import error_of, status_of
from workers.cluster import errors, wire
from workers.cluster.connect import Cluster, Limits

QUICK = Limits(connect_seconds=0.3, read_seconds=0.3)
FORBIDDEN = 'pods "web" is forbidden: User "system:serviceaccount:whypod:whypod" cannot get resource "pods"'

Connect = Callable[..., Cluster]


@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        (400, "container is waiting to start", errors.Rejected),
        (401, "Unauthorized", errors.Unauthorized),
        (403, FORBIDDEN, errors.Forbidden),
        (403, 'pods "web" is forbidden: User "system:anonymous" cannot get', errors.Unauthorized),
        (404, 'pods "web" not found', errors.NoSuchObject),
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
    api.says("/x", status_of(message, code), code, headers={"Location": "/y"})

    error = error_of(connected(api.url))

    assert (type(error), error.said) == (kind, message)
    assert api.asked == ["/x"]


def test_a_page_instead_of_a_status_is_quoted_and_cut(api: Any, connected: Connect) -> None:
    """A proxy's HTML is no Status; its beginning is what there is to say."""
    api.says("/x", b"<html>" + b"bad\n gateway " * 1000, 502)

    error = error_of(connected(api.url))

    assert isinstance(error, errors.Broken)
    assert error.said.startswith("<html>bad gateway bad gateway") and len(error.said) <= 300


def test_an_error_without_a_body_says_its_status(api: Any, connected: Connect) -> None:
    """Nothing at all becomes the number."""
    api.says("/x", b"", 503)

    assert error_of(connected(api.url)).said == "HTTP 503"


def test_nobody_listening_is_refused(connected: Connect, api: Any) -> None:
    """A closed port."""
    url = api.url
    api.stop()

    assert type(error_of(connected(url))) is errors.ConnectionRefused


def test_a_name_without_an_address_is_an_unknown_host(connected: Connect) -> None:
    """`.invalid` never resolves (RFC 6761)."""
    assert type(error_of(connected("http://api.cluster.invalid:6443"))) is errors.UnknownHost


def test_a_handshake_without_an_answer_is_unreachable_in_time(connected: Connect, full_queue: str) -> None:
    """The connect time-out holds, and is not retried."""
    assert type(error_of(connected(full_queue, QUICK))) is errors.ClusterUnreachable


def test_silence_is_a_time_out(api: Any, connected: Connect) -> None:
    """Connected, and then nothing."""
    api.says("/x", b"{}", after=30)

    assert type(error_of(connected(api.url, QUICK))) is errors.TimedOut


def test_a_trickle_is_a_time_out(api: Any, connected: Connect) -> None:
    """A byte now and then does not keep a read alive beyond its time."""
    api.says("/x", b"x" * 1000, trickle=0.05)

    assert type(error_of(connected(api.url, QUICK))) is errors.TimedOut


def test_no_time_left_asks_nothing(api: Any, connected: Connect) -> None:
    """When the look is over, no further request is made."""
    assert type(error_of(connected(api.url), until=time.monotonic() - 1)) is errors.TimedOut
    assert api.asked == []


def test_a_connection_that_breaks_off_is_unreachable(api: Any, connected: Connect) -> None:
    """Half a body is no answer."""
    api.says("/x", b"{", promised=100)

    assert type(error_of(connected(api.url))) is errors.ClusterUnreachable


def test_more_than_anybody_wants_to_read_is_not_read(api: Any, connected: Connect) -> None:
    """The rest is left where it is."""
    api.says("/x", b"x" * 10_000)

    assert type(error_of(connected(api.url), most=9_999)) is errors.ResponseTooLarge


@pytest.mark.parametrize("body", [b"", b"<html>log in</html>", b'{"kind":"Pod","metadata":{"name":', b"[1]"])
def test_an_answer_that_is_no_object_is_garbage(api: Any, connected: Connect, body: bytes) -> None:
    """200 with something else: a captive portal, half a document."""
    api.says("/x", body)

    with pytest.raises(errors.Garbage):
        connected(api.url).read("/x", wire.V1Pod)


def test_plain_http_behind_https_is_untrusted(api: Any, connected: Connect) -> None:
    """The TLS handshake fails."""
    assert type(error_of(connected(api.url.replace("http:", "https:")))) is errors.Untrusted


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
    error = error_of(connected(self_signed))

    assert type(error) is errors.Untrusted
    assert "CERTIFICATE_VERIFY_FAILED" in error.said


def test_the_words_are_without_memory_addresses(connected: Connect, api: Any) -> None:
    """urllib3 puts the repr of its connection in front; nobody on call wants that."""
    url = api.url
    api.stop()

    assert " at 0x" not in error_of(connected(url)).said


def test_connections_are_kept_and_shared(api: Any, connected: Connect) -> None:
    """Twenty reads, errors among them, over one connection."""
    api.says("/x", {"a": 1})
    api.says("/y", status_of("no", 403), 403)
    cluster = connected(api.url)

    for _ in range(10):
        assert cluster.get("/x") == b'{"a": 1}'
        assert type(error_of(cluster, "/y")) is errors.Forbidden

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
