"""Connections to clusters: contexts of the kubeconfig or the service account, one warm pooled client each, raw bytes.

Nothing else in the program imports the Kubernetes client, and none of its exceptions gets out of here. It knows
nothing of pods: `find` and `collect` do.
"""

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import urllib3
from kubernetes.client import ApiClient
from urllib3 import exceptions as http

from workers.cluster import errors, wire
from workers.cluster.contexts import Contexts, client_for, load_contexts

T = TypeVar("T")

JSON = "application/json"
METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1"
METADATA_LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"
"""Only names and labels: the API server leaves out the values of Secrets and ConfigMaps (API concepts, "Metadata-only
fetches")."""

CHUNK = 1 << 16
LARGEST_ANSWER = 64 << 20
"""Bytes. A page of 500 large pods is about 15 MB; more than this is somebody's mistake or attack."""
LARGEST_ERROR = 1 << 16
"""Bytes of an error's body that are read; a Status is under one kilobyte."""


class ClusterSettings(Protocol):
    """What the worker's settings say of clusters; see `workers.settings`."""

    @property
    def kubeconfig(self) -> str:
        """Kubeconfig files, separated as kubectl has it; empty for the usual places."""

    @property
    def clusters(self) -> str:
        """Contexts that may be asked about, comma-separated; empty for all."""

    @property
    def cluster_timeout(self) -> float:
        """Seconds one read may take."""


@dataclass(frozen=True)
class Limits:
    """How long and how much. Seconds, counts and bytes."""

    connect_seconds: float = 1.0
    """A handshake takes a few round trips, and the farthest cluster is 300 ms away."""
    read_seconds: float = 3.0
    """Of one answer, from request to last byte."""
    look_seconds: float = 5.0
    """Of one whole look at a pod; what is not there by then is `unseen`."""
    parallel: int = 16
    """Reads at a time, and connections kept warm."""


class Clusters:
    """All clusters that may be asked about; clients are made when first needed and kept."""

    def __init__(self, settings: ClusterSettings, limits: Limits | None = None) -> None:
        """Reads no file yet: a broken kubeconfig is the answer to a question, not a reason not to start."""
        self._settings = settings
        self._limits = limits or Limits(read_seconds=settings.cluster_timeout)
        self._lock = threading.Lock()
        self._clusters: dict[str | None, Cluster] = {}
        self._contexts: Contexts | None = None

    def names(self) -> tuple[str, ...]:
        """Contexts that may be named in a question; empty inside a cluster. Raises `NoKubeconfig`."""
        return self._known().names

    def cluster(self, name: str | None = None) -> "Cluster":
        """The cluster of that context, or the current one. Raises `NoSuchCluster`, `NoKubeconfig`."""
        contexts = self._known()
        if name is not None and name not in contexts.names:
            raise errors.NoSuchCluster(", ".join(contexts.names))
        with self._lock:
            if name not in self._clusters:
                self._clusters[name] = Cluster(name, contexts, self._limits)
            return self._clusters[name]

    def _known(self) -> Contexts:
        with self._lock:
            if self._contexts is None:
                allowed = [name.strip() for name in self._settings.clusters.split(",") if name.strip()]
                self._contexts = load_contexts(self._settings.kubeconfig, allowed)
            return self._contexts


class Cluster:
    """One cluster: reads of its API as bytes or shapes. Safe to share between threads, and to inherit over a fork."""

    def __init__(self, name: str | None, contexts: Contexts, limits: Limits) -> None:
        """`name` is the context asked for, None for the current one. Connects at the first read."""
        self.name = name
        self.limits = limits
        self._contexts = contexts
        self._lock = threading.Lock()
        self._client: ApiClient | None = None
        self._owner = 0

    def get(
        self,
        path: str,
        query: Mapping[str, str | int] | None = None,
        *,
        accept: str = JSON,
        most: int = LARGEST_ANSWER,
        until: float | None = None,
    ) -> bytes:
        """The body of `GET path`; empty for 204. `until` (time.monotonic) ends it early. Raises `ClusterError`."""
        ends = time.monotonic() + self.limits.read_seconds
        ends = ends if until is None else min(ends, until)
        client = self._connected()
        with _translated(), self._request(client, path, query, accept, ends) as response:
            if response.status < 300:
                return _body(response, most, ends)
            raise self._refused(client, response, ends)

    @contextmanager
    def stream(
        self, path: str, query: Mapping[str, str | int] | None = None, *, silence: float
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        """The answer to `GET path` while it is still being sent. Raises `ClusterError`, from within the block too.

        The block ends by `TimedOut` when no byte comes for `silence` seconds.
        """
        ends = time.monotonic() + self.limits.read_seconds
        client = self._connected()
        with _translated(), self._request(client, path, query, JSON, ends, silence) as response:
            if response.status >= 300:
                raise self._refused(client, response, ends)
            yield response

    def _refused(self, client: ApiClient, response: urllib3.BaseHTTPResponse, ends: float) -> errors.ClusterError:
        body = _body(response, LARGEST_ERROR, ends)
        if response.status == 401:
            self._forget(client)  # a rotated token or certificate is read anew at the next try
        return _refusal(response, body)

    def read(self, path: str, kind: type[T], query: Mapping[str, str | int] | None = None, **options: Any) -> T:
        """The object at `path` as a shape; `Garbage` when what came is none. Options as for `get`."""
        body = self.get(path, query, **options)
        try:
            return wire.decode(body, kind)
        except wire.Unreadable as error:
            raise errors.Garbage(body[: errors.SAID_LIMIT].decode("utf-8", "replace") or str(error)) from error

    @contextmanager
    def _request(
        self,
        client: ApiClient,
        path: str,
        query: Mapping[str, str | int] | None,
        accept: str,
        ends: float,
        silence: float | None = None,
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        left = ends - time.monotonic()
        if left <= 0:
            raise errors.TimedOut("no time left for it")
        response = client.rest_client.pool_manager.request(
            "GET",
            client.configuration.host + path,
            fields={key: str(value) for key, value in (query or {}).items()},
            headers=self._headers(client, accept),
            timeout=urllib3.Timeout(connect=min(left, self.limits.connect_seconds), read=silence or left),
            retries=False,  # a retry would hide how slow the cluster is, and outlive the time-out
            redirect=False,
            preload_content=False,
        )
        try:
            yield response
        except BaseException:
            response.close()  # half read: the connection is of no further use
            raise
        response.release_conn()

    def _headers(self, client: ApiClient, accept: str) -> dict[str, str]:
        """With the credentials as they are now: asking for them renews an exec plugin's or service account's token."""
        with self._lock:
            settings = client.configuration.auth_settings()
        auth = {item["key"]: item["value"] for item in settings.values() if item["in"] == "header" and item["value"]}
        return {"Accept": accept, "User-Agent": "whypod", **auth}

    def _connected(self) -> ApiClient:
        """The client of this process. A fork must not share sockets with its parent: TLS would go out of step."""
        with self._lock:
            if self._client is None or self._owner != os.getpid():
                self._client = client_for(self._contexts, self.name, self.limits.parallel)
                self._owner = os.getpid()
            return self._client

    def _forget(self, client: ApiClient) -> None:
        with self._lock:
            if self._client is client:
                self._client = None


def _body(response: urllib3.BaseHTTPResponse, most: int, ends: float) -> bytes:
    """The whole body. Read piece by piece: a server that trickles would otherwise never time out."""
    pieces, size = [], 0
    while piece := response.read1(CHUNK, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > most:
            raise errors.ResponseTooLarge(f"more than {most} bytes")
        if time.monotonic() > ends:
            raise errors.TimedOut(f"{size} bytes came, not the end")
    return b"".join(pieces)


def _refusal(response: urllib3.BaseHTTPResponse, body: bytes) -> errors.ClusterError:
    """The error for an unsuccessful HTTP status, with the message of the Status object or of the page."""
    try:
        message = wire.decode_status(body).message
    except wire.Unreadable:
        message = ""
    message = message or body[: errors.SAID_LIMIT].decode("utf-8", "replace") or f"HTTP {response.status}"
    return errors.refusal(response.status, message, response.headers.get("Retry-After", ""))


@contextmanager
def _translated() -> Iterator[None]:
    """urllib3's exceptions as ours; each of the first three is a special case of the one after it."""
    try:
        yield
    except http.NameResolutionError as error:
        raise errors.UnknownHost(_words(error)) from error
    except http.NewConnectionError as error:
        refused = isinstance(error.__cause__, ConnectionRefusedError)
        raise (errors.ConnectionRefused if refused else errors.ClusterUnreachable)(_words(error)) from error
    except http.ConnectTimeoutError as error:
        raise errors.ClusterUnreachable(_words(error)) from error
    except http.TimeoutError as error:
        raise errors.TimedOut(_words(error)) from error
    except http.SSLError as error:
        raise errors.Untrusted(_words(error)) from error
    except (http.HTTPError, OSError) as error:
        # ProtocolError (broken off), ProxyError, a server URL that is none, a certificate file that is gone.
        raise errors.ClusterUnreachable(_words(error)) from error


def _words(error: Exception) -> str:
    """What the exception says without urllib3's repr of its connection in front."""
    message = str(error)
    return message.split(">: ", 1)[-1] if message.startswith("<") else message
