"""What `pods/log` answers: which container's log is meant, and which lines of it. No HTTP, no clock of its own.

Follows validateContainer in pkg/registry/core/pod/strategy.go (the API server's part) and
validateContainerLogStatus in pkg/kubelet/kubelet_pods.go (the kubelet's part) of Kubernetes v1.36.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from deploy.sandbox.cluster.asks import number_of
from deploy.sandbox.cluster.objects.statuses import StatusError, bad_request, invalid
from deploy.sandbox.json import Json

LONGEST_SINCE = 10 * 365 * 86400  # seconds; nothing here is ten years old, and dates do not overflow

_OWN_STAMP = re.compile(r"^(\d{4}[-/]\d\d[-/]\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,6})?)")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line as the runtime wrote it: when (UTC), and the text with its newline if it had one."""

    time: datetime
    text: str


@dataclass(frozen=True)
class LogOptions:
    """The query of `pods/log`; None means not asked for."""

    container: str = ""
    previous: bool = False
    timestamps: bool = False
    tail_lines: int | None = None
    limit_bytes: int | None = None
    since: datetime | None = None


NO_ID = "://"
"""How the kubelet writes the id of a container that has none (pkg/kubelet/container/runtime.go, ContainerID.String)."""


@dataclass
class LogBook:
    """Where the logs are: recorded ones by pod and container, simulated ones by container id."""

    recorded: dict[tuple[str, str, str, bool], str] = field(default_factory=dict)
    by_id: dict[str, list[LogLine]] = field(default_factory=dict)

    def lines(self, pod: Json, options: LogOptions, node: Json | None = None) -> list[LogLine] | None:
        """The log's lines; None for a pod without a node (the API server says 204 then). Raises StatusError."""
        container = named_container(pod, options.container)
        if not pod["spec"].get("nodeName"):
            return None
        metadata = pod["metadata"]
        text = self.recorded.get((metadata["namespace"], metadata["name"], container, options.previous))
        if text is not None:
            return list(_recorded_lines(text, _started(pod, container, options.previous)))
        if node is not None and _kubelet_is_gone(node):
            raise _unreachable(node, pod, container)
        container_id = chosen_container_id(pod, container, options.previous) or NO_ID
        if container_id in self.by_id:
            return list(self.by_id[container_id])
        # What the kubelet says, with status 200, of a log that is gone: tests/recordings/configmap-subpath-changed.
        return [
            LogLine(_started(pod, container, options.previous), f"unable to retrieve container logs for {container_id}")
        ]


def _kubelet_is_gone(node: Json) -> bool:
    """The node controller has given it up: nobody has reported for a while."""
    return any(
        condition["type"] == "Ready" and condition["status"] == "Unknown" for condition in node["status"]["conditions"]
    )


def _unreachable(node: Json, pod: Json, container: str) -> StatusError:
    """500 without a reason: the API server passes the error of its own connection on."""
    address = next(one["address"] for one in node["status"]["addresses"] if one["type"] == "InternalIP")
    path = f"containerLogs/{pod['metadata']['namespace']}/{pod['metadata']['name']}/{container}"
    message = f'Get "https://{address}:10250/{path}": dial tcp {address}:10250: connect: connection refused'
    return StatusError(500, "", message)


def log_options(query: Mapping[str, str], now: datetime, pod: str) -> LogOptions:
    """The query string read. Raises StatusError 422 for a number that is none or negative."""
    since_seconds = _number(query, "sinceSeconds", pod, smallest=1)
    since = _since_time(query.get("sinceTime", ""))
    return LogOptions(
        container=query.get("container", ""),
        previous=query.get("previous") in ("true", "1", "True"),
        timestamps=query.get("timestamps") in ("true", "1", "True"),
        tail_lines=_number(query, "tailLines", pod, smallest=0),
        limit_bytes=_number(query, "limitBytes", pod, smallest=1),
        since=now - timedelta(seconds=min(since_seconds, LONGEST_SINCE)) if since_seconds else since,
    )


def _number(query: Mapping[str, str], name: str, pod: str, smallest: int) -> int | None:
    number = number_of(query, name)
    if number is not None and number < smallest:
        bound = "greater than 0" if smallest == 1 else "greater than or equal to 0"
        raise invalid("", "PodLogOptions", pod, name, f"Invalid value: {number}: must be {bound}")
    return number


def _since_time(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise bad_request(f'parsing time "{text[:64]}": {error}') from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def is_running(pod: Json, container: str) -> bool:
    """Whether more lines may come; the container is the one asked for, or the only one. Raises StatusError 400."""
    return "running" in (_status(pod, named_container(pod, container)) or {}).get("state", {})


def rendered(lines: list[LogLine], options: LogOptions) -> bytes:
    """The bytes of the answer: filtered by time, the tail of it, stamped, cut, in this order, as the kubelet does."""
    shown_lines = [line for line in lines if options.since is None or line.time >= options.since]
    if options.tail_lines is not None:
        shown_lines = shown_lines[-options.tail_lines :] if options.tail_lines else []
    body = "".join(f"{_nano(line.time)} {line.text}" if options.timestamps else line.text for line in shown_lines)
    return body.encode()[: options.limit_bytes]


def _nano(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"


def named_container(pod: Json, container: str) -> str:
    """The container asked for, or the only one. Raises StatusError 400 as the API server does."""
    name, spec = pod["metadata"]["name"], pod["spec"]
    names = {kind: [container_spec["name"] for container_spec in spec.get(kind, [])] for kind in _KINDS}
    if container:
        if not any(container in known for known in names.values()):
            raise bad_request(f"container {container} is not valid for pod {name}")
        return container
    if len(names["containers"]) == 1:
        return str(names["containers"][0])
    message = f"a container name must be specified for pod {name}, choose one of: {_go_list(names['containers'])}"
    if names["initContainers"]:
        message += f" or one of the init containers: {_go_list(names['initContainers'])}"
    raise bad_request(message)


_KINDS = ("initContainers", "containers", "ephemeralContainers")
_STATUSES = ("initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses")


def _go_list(names: list[str]) -> str:
    return "[" + " ".join(names) + "]"


def _status(pod: Json, container: str) -> Json | None:
    return next(
        (status for kind in _STATUSES for status in pod["status"].get(kind, []) if status["name"] == container),
        None,
    )


def chosen_container_id(pod: Json, container: str, previous: bool) -> str:
    """Whose log the kubelet would open; empty for a run whose status tells no id. Raises StatusError 400."""
    name, status = pod["metadata"]["name"], _status(pod, container)
    if status is None:
        raise bad_request(f'container "{container}" in pod "{name}" is not available')
    state, last = status.get("state", {}), status.get("lastState", {}).get("terminated", {})
    last_id = str(last.get("containerID", ""))
    if previous:
        if not last_id:
            raise bad_request(f'previous terminated container "{container}" in pod "{name}" not found')
        return last_id
    if "running" in state:
        return str(status.get("containerID", ""))
    container_id = str(state.get("terminated", {}).get("containerID", "")) or last_id
    if container_id:
        return container_id
    raise _nothing_to_open(state, container, name)


def _nothing_to_open(state: Json, container: str, pod: str) -> StatusError:
    who = f'container "{container}" in pod "{pod}" is'
    if "terminated" in state:
        return bad_request(f"{who} terminated")
    reason = state.get("waiting", {}).get("reason", "")
    if reason == "ErrImagePull":
        return bad_request(f"{who} waiting to start: image can't be pulled")
    if reason == "ImagePullBackOff":
        return bad_request(f"{who} waiting to start: trying and failing to pull image")
    if reason:
        return bad_request(f"{who} waiting to start: {reason}")
    return bad_request(f"{who} waiting to start - no logs yet")


def _started(pod: Json, container: str, previous: bool) -> datetime:
    """When the container began to write, as far as its status tells; else when the pod was made."""
    status = _status(pod, container) or {}
    states = [status.get("lastState", {})] if previous else [status.get("state", {}), status.get("lastState", {})]
    for state in states:
        for detail in state.values():
            if detail.get("startedAt"):
                return datetime.fromisoformat(detail["startedAt"])
    return datetime.fromisoformat(pod["metadata"]["creationTimestamp"])


def _recorded_lines(text: str, started: datetime) -> Iterator[LogLine]:
    """The runtime's own times were not recorded: a line has the time it states itself, else that of the line before."""
    time = started
    for line in text.splitlines(keepends=True):
        if stated := _OWN_STAMP.match(line):
            time = datetime.fromisoformat(f"{stated[1].replace('/', '-')}T{stated[2]}").replace(tzinfo=UTC)
        yield LogLine(time, line)
