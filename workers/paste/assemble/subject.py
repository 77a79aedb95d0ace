"""The pods a paste is about: everything said of one name brought together, and who is most in trouble. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workers.paste.assemble.merge import filled
from workers.paste.parsed import WORD, LogLines, Mapped, Parsed, ParsedEvent
from workers.paste.vocabulary.names import names

_HASH = re.compile(r"(?:-[bcdf-hj-np-tv-z2-9]{5,10})?-(?:[bcdf-hj-np-tv-z2-9]{5}|\d{1,4})$")
"""What a ReplicaSet, Job or StatefulSet puts after its name (k8s.io/apimachinery/pkg/util/rand)."""

_WORKLOADS = names("ReplicaSet Deployment StatefulSet DaemonSet Job CronJob ReplicationController")


@dataclass
class PastedPod:
    """One pod, and what was said about it."""

    name: str = ""
    namespace: str = ""
    object: Mapped | None = None
    detailed: bool = False
    """Known from more than a row of a table."""
    focused: bool = False
    main: bool = False
    """What bears no name was taken to be about it."""
    events: list[ParsedEvent] = field(default_factory=list)
    logs: list[LogLines] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workload = _HASH.sub("", self.name)
        """The name without what its controller put after it."""

    def is_called(self, name: str, namespace: str) -> bool:
        """Whether it is the pod of that name; a namespace that is not known fits any."""
        return self.name == name and (not namespace or not self.namespace or self.namespace == namespace)

    def belongs_to(self, workload: str) -> bool:
        """Whether an object of that name may own the pod."""
        return bool(workload) and (self.name.startswith(f"{workload}-") or self.workload == workload)

    def trouble(self) -> int:
        """How badly it fares: 0 well, 1 doubtful, 2 waits, 3 fails."""
        warned = 1 if any(parsed_event.event.type == "Warning" for parsed_event in self.events) else 0
        return max(warned, _trouble(self.object) if self.object is not None else 0)


def subjects(parsed: Parsed) -> list[PastedPod]:
    """The pods by name, in the paste's order; what bears no name goes to the one it most likely is about."""
    known = _Subjects()
    if parsed.focus:
        known.asked = (parsed.focus[-1][1], parsed.focus[-1][0])
    known.take(parsed.objects, detailed=True)
    known.take(parsed.rows, detailed=False)
    for namespace, name in parsed.focus:
        if subject := known.find(name, namespace):
            subject.focused = True
    loose_events = [parsed_event for parsed_event in parsed.events if not known.tell(parsed_event)]
    loose_logs = [log_lines for log_lines in parsed.logs if not known.hear(log_lines)]
    known.take_nameless()
    main = known.best() or known.made(*known.asked)
    main.main = True
    for namespace, name in parsed.deleted:
        if (subject := known.find(name, namespace)) and subject.object is not None:
            subject.object = filled(subject.object, {WORD: "Terminating"})
    _share(loose_events, known.list, main)
    _lend(known.list)
    main.logs.extend(loose_logs)
    return known.list


class _Subjects:
    """The pods seen so far, by name."""

    def __init__(self) -> None:
        self.list: list[PastedPod] = []
        self.by_name: dict[str, list[PastedPod]] = {}
        self.nameless: list[tuple[Mapped, bool]] = []
        self.asked = ("", "")
        """Name and namespace of the pod the person's last command was about."""

    def find(self, name: str, namespace: str) -> PastedPod | None:
        return next((subject for subject in self.by_name.get(name, []) if subject.is_called(name, namespace)), None)

    def made(self, name: str, namespace: str) -> PastedPod:
        subject = self.find(name, namespace)
        if subject is None:
            subject = PastedPod(name, namespace)
            self.list.append(subject)
            self.by_name.setdefault(name, []).append(subject)
        subject.namespace = subject.namespace or namespace
        return subject

    def take(self, objects: Iterable[Mapped], *, detailed: bool) -> None:
        for item in objects:
            if item.get("kind") != "Pod":
                continue
            metadata = item.get("metadata")
            metadata = metadata if isinstance(metadata, Mapping) else {}
            name, namespace = _text(metadata.get("name")), _text(metadata.get("namespace"))
            if not name:
                self.nameless.append((item, detailed))
                continue
            subject = self.made(name, namespace)
            subject.object = item if subject.object is None else _joined(subject, item, detailed)
            subject.detailed |= detailed

    def take_nameless(self) -> None:
        """Fragments are of the one pod that is named, or else together one pod without a name."""
        if not self.nameless:
            return
        subject = self.best() or self.made(*self.asked)
        for item, detailed in self.nameless:
            subject.object = item if subject.object is None else filled(subject.object, item)
            subject.detailed |= detailed
        self.nameless = []

    def best(self) -> PastedPod | None:
        named = [subject for subject in self.list if subject.object is not None] or self.list
        return max(named, key=_rank, default=None)

    def tell(self, parsed_event: ParsedEvent) -> bool:
        """Add an event to its pod; False when it names none."""
        if parsed_event.event.kind != "Pod" or not parsed_event.event.name:
            return False
        self.made(parsed_event.event.name, parsed_event.namespace).events.append(parsed_event)
        return True

    def hear(self, log_lines: LogLines) -> bool:
        if not log_lines.pod:
            return False
        subject = self.find(log_lines.pod, log_lines.namespace)
        if subject is None and any(shown.object is not None or shown.events for shown in self.list):
            return False  # a shortened or another name: better with the pod that is shown than alone
        subject = subject or self.made(log_lines.pod, log_lines.namespace)
        subject.logs.append(log_lines)
        subject.focused = True
        return True


def _joined(subject: PastedPod, item: Mapped, detailed: bool) -> dict[str, Any]:
    """What is detailed comes before a table's row; of two rows of a `--watch` the later one counts."""
    held = subject.object or {}
    if subject.detailed or detailed:
        return filled(item, held) if detailed and not subject.detailed else filled(held, item)
    return _watched(held, item)


def _watched(earlier: Mapped, later: Mapped) -> dict[str, Any]:
    """The later state, with the end that an earlier row showed as its last one."""
    merged = filled(later, {"spec": earlier.get("spec", {}), "metadata": earlier.get("metadata", {})})
    before = _first_status(earlier)
    now = _first_status(merged)
    ended = before.get("state", {}).get("terminated") or before.get("lastState", {}).get("terminated")
    if now and ended and "terminated" not in now.get("state", {}):
        status = {**now, "lastState": {"terminated": ended}}
        merged["status"] = {**merged["status"], "containerStatuses": [status]}
    return merged


def _first_status(pod: Mapped) -> dict[str, Any]:
    statuses = pod.get("status", {}).get("containerStatuses") or [{}]
    first: dict[str, Any] = statuses[0]
    return first


def _share(events: list[ParsedEvent], pods: list[PastedPod], main: PastedPod) -> None:
    """Events of other objects go to the pods these may own or carry; those of nothing known to the main one."""
    for parsed_event in events:
        event = parsed_event.event
        if event.kind in _WORKLOADS and event.name:
            related = [pod for pod in pods if pod.belongs_to(event.name)]
            for pod in related or [main]:
                pod.events.append(parsed_event)
        elif event.name and event.kind != "Pod":
            for pod in pods:
                pod.events.append(parsed_event)
        else:
            main.events.append(parsed_event)


def _lend(pods: list[PastedPod]) -> None:
    """Events of a pod nobody showed go to the one sick pod of the same workload: its successor or sibling."""
    shown = {pod.workload: pod for pod in reversed(pods) if pod.object is not None}
    for pod in pods:
        if pod.object is not None or pod.focused or not pod.events or pod.workload == pod.name:
            continue
        sibling = shown.get(pod.workload)
        if sibling and not any(parsed_event.event.type == "Warning" for parsed_event in sibling.events):
            sibling.events.extend(pod.events)


def _rank(subject: PastedPod) -> tuple[bool, int, bool, bool, bool]:
    trouble = subject.trouble()
    close = trouble > 0 and (subject.focused or subject.detailed)
    warned = any(parsed_event.event.type == "Warning" for parsed_event in subject.events)
    return (close, trouble, subject.detailed, subject.focused, warned)


def ranked(pods: list[PastedPod]) -> list[PastedPod]:
    """Most in trouble first; what the person asked about in detail before what a table only mentions."""
    return sorted(pods, key=_rank, reverse=True)


def _trouble(pod: Mapped) -> int:
    status = pod.get("status")
    status = status if isinstance(status, Mapping) else {}
    metadata = pod.get("metadata")
    worst = 2 if pod.get(WORD) == "Terminating" else 0
    if isinstance(metadata, Mapping) and metadata.get("deletionTimestamp"):
        worst = 2
    phase = {"Failed": 3, "Pending": 2, "Unknown": 3}.get(_text(status.get("phase")), 0)
    lists = [status.get(key) for key in ("containerStatuses", "initContainerStatuses")]
    statuses = [entry for given in lists if isinstance(given, list) for entry in given if isinstance(entry, Mapping)]
    return max([worst, phase, *(_container_trouble(entry) for entry in statuses)])


def _container_trouble(entry: Mapped) -> int:
    state, last = entry.get("state"), entry.get("lastState")
    state = state if isinstance(state, Mapping) else {}
    waiting, ended = state.get("waiting"), state.get("terminated")
    if isinstance(waiting, Mapping):
        return 2 if waiting.get("reason") in ("ContainerCreating", "PodInitializing", None) else 3
    if isinstance(ended, Mapping):
        return 0 if ended.get("reason") == "Completed" and not ended.get("exitCode") else 3
    if isinstance(last, Mapping) and last.get("terminated"):
        return 2
    return 1 if entry.get("ready") is False or _number(entry.get("restartCount")) > 2 else 0


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
