"""Log tails: which ones are worth a request, and how to get the end of one. It does not read what they say."""

from collections.abc import Iterable, Iterator

from core.messages.report import PodRef
from workers.cluster import errors
from workers.cluster.addresses import path
from workers.cluster.connect import Cluster
from workers.container import Container
from workers.snapshot import Log

TAILS = (200, 20, 2)
"""Lines asked for. `limitBytes` cuts at the end of what `tailLines` chose, so a log of long lines loses its last ones
(pkg/kubelet/kuberuntime/logs, ReadLogs): then fewer lines are asked for, until the end is among them."""
LIMIT_BYTES = 256 * 1024

GONE = b"unable to retrieve container logs for "
"""What the kubelet answers with 200 for a log that is no longer there (recorded: configmap-subpath-changed)."""


class LogGone(errors.ClusterError):
    """There was such a log, and the node has deleted it."""

    why = "expired"


class NoLogYet(errors.ClusterError):
    """The container has not run."""

    why = "none-yet"


class NodeSilent(errors.ClusterUnreachable):
    """The API server could not reach the kubelet."""


def wanted(containers: Iterable[Container], chosen: str | None, leaving: bool) -> Iterator[tuple[str, bool]]:
    """(container, previous) of each log worth reading; `leaving` when the pod is being deleted.

    While a container waits in CrashLoopBackOff its present log is the one of the last run, which is also what
    `previous` gives (pkg/kubelet/kubelet_pods.go, validateContainerLogStatus): only the latter is read. Once it is
    terminated, the present log is that of the run that ended, and the one before it is deleted within a minute
    (pkg/kubelet/kuberuntime/kuberuntime_gc.go; one dead container is kept): only the former is read.
    """
    for container in containers:
        if container.name is None or not (container.name == chosen or _failing(container, leaving)):
            continue
        if container.running or container.terminated:
            yield container.name, False
        if container.last and not container.terminated:
            yield container.name, True


def _failing(container: Container, leaving: bool) -> bool:
    if container.kind == "ephemeral":
        return False
    if container.kind == "init" and container.terminated:
        return container.terminated.code != 0 or container.restarts > 0
    return leaving or container.running is None or container.ready is False or container.restarts > 0


def tail(cluster: Cluster, ref: PodRef, container: str, previous: bool, until: float) -> Log:
    """The end of one log. Raises `ClusterError`, of which `LogGone` and `NoLogYet` are the everyday ones."""
    body = b""
    for lines in TAILS:
        body = _tail(cluster, ref, container, previous, lines, until)
        if len(body) < LIMIT_BYTES:
            break
    if body.startswith(GONE) and body.count(b"\n") <= 1:
        raise LogGone(body.decode("utf-8", "replace"))
    text = body.decode("utf-8", "replace")
    return Log(container=container, previous=previous, lines=tuple(line.rstrip("\r") for line in _lines(text)))


def _lines(text: str) -> list[str]:
    """Lines as the program wrote them: only the newline ends one, and the last newline begins none."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _tail(cluster: Cluster, ref: PodRef, container: str, previous: bool, lines: int, until: float) -> bytes:
    query: dict[str, str | int] = {"container": container, "tailLines": lines, "limitBytes": LIMIT_BYTES}
    if previous:
        query["previous"] = "true"
    try:
        return cluster.get(
            path("pods", ref.namespace, ref.name, "log"), query, accept="*/*", most=2 * LIMIT_BYTES, until=until
        )
    except errors.Rejected as error:
        if "waiting to start" in error.said:
            raise NoLogYet(error.said) from error
        if "not found" in error.said:
            raise LogGone(error.said) from error  # `previous terminated container "web" in pod "..." not found`
        raise
    except errors.Broken as error:
        if "/containerLogs/" in error.said:
            raise NodeSilent(error.said) from error  # `Get "https://10.0.0.7:10250/containerLogs/...": dial tcp ...`
        raise
