"""`kubectl describe` of one object, whole or any part of it, into a mapping in the API's shape and its events.

Pure. It goes by the order of the fields and uses indentation only as a hint, so that a paste whose indentation was
lost is read as well. Layouts: kubectl `pkg/describe/describe.go`.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from core.number import whole_number
from workers.paste.command import TypedCommand
from workers.paste.describe import values
from workers.paste.describe.keys import key_of
from workers.paste.describe.objects import DescribedParts, built
from workers.paste.events.lines import add_line, event_line
from workers.paste.parsed import Mapped, ParsedEvent
from workers.paste.tables.rows import event_header, is_rule
from workers.paste.vocabulary.ages import rfc3339
from workers.paste.vocabulary.names import names
from workers.paste.writers.program import looks_logged, troubled

_HEADING = re.compile(r"^\s{0,40}([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?):\s*$")
_QUANTITY = re.compile(r"^\s{0,40}([a-z0-9][\w./-]{0,200}):\s+(\S{1,40})")
_PAIR = re.compile(r"([\w./-]{1,320})[=:]\s?(\S{0,4000})")
_STATE_KEYS = frozenset({"Reason", "Message", "Exit Code", "Signal", "Started", "Finished"})
_CONTAINER_KEYS = names(
    "Container ID|Image|Image ID|Port|Ports|Host Port|Host Ports|Command|Args|State|Last State|Ready|Restart Count"
    "|Limits|Requests|Liveness|Readiness|Startup|Environment|Environment Variables|Environment Variables from|Mounts"
    "|Exit Code|Volume Mounts|SeccompProfile|LocalhostProfile"
)
_PAIRS = {
    **dict.fromkeys(("Labels", "Annotations", "Node-Selectors", "Node Selectors"), _PAIR),
    **dict.fromkeys(("Capacity", "Allocatable"), _QUANTITY),
}
_PROBES = ("Liveness", "Readiness", "Startup")
_POD_LEVEL = names("Containers|Conditions|Events|Volumes|QoS Class|IP|IPs|Controlled By|Name")
_LISTS = {"Command": "command", "Args": "args"}


@dataclass
class Described:
    """One object read from describe's output."""

    object: Mapped | None = None
    events: list[ParsedEvent] = field(default_factory=list)
    events_shown: bool = False
    events_whole: bool = False
    left: list[str] = field(default_factory=list)
    """Lines that stand among the description and are not of it, if they tell of trouble."""


def describe(lines: list[str], command: TypedCommand | None = None) -> Described:
    """Read the lines of one described object; `object` is None when they hold nothing but events."""
    reader = _Reader()
    for line in lines:
        reader.read(line)
    parts = reader.parts
    if command and command.verb == "describe":
        parts.fields.setdefault("Name", command.name)
        parts.kind = command.kind
        if command.namespace:
            parts.fields.setdefault("Namespace", command.namespace)
    return Described(built(parts), reader.events, reader.events_shown, reader.events_whole, reader.left)


class _Reader:
    """Where in the output we are: the section, the container and the state that the next line belongs to."""

    def __init__(self) -> None:
        self.parts = DescribedParts()
        self.events: list[ParsedEvent] = []
        self.events_shown = False
        self.events_whole = False
        self.left: list[str] = []
        self.probe = ""
        self.section = ""
        self.section_indent = 0
        self.container: dict[str, Any] | None = None
        self.state: dict[str, Any] | None = None
        self.state_indent = 0
        self.list_kind = "containers"
        self.volume: dict[str, str] | None = None

    def read(self, line: str) -> None:
        text = line.strip()
        if not text or text in ("...", "…"):
            if self.section == "Message" and self.state is not None:
                self.state["message"] = self.state.get("message", "") + "\n"
            return
        if self.section == "Events":
            self._event(line)
            return
        indent = len(line) - len(line.lstrip())
        if self._belongs_to_list(indent) and self._item(line):
            return
        field = key_of(line)
        if field and not (
            self.section == "Message" and indent == 0 and self.section_indent > 0 and field[1] not in _POD_LEVEL
        ):
            self._field(*field)
        elif heading := _HEADING.match(line):
            self._heading(heading[1])
        elif not self._item(line) and (looks_logged(line) or troubled(line)):
            self.left.append(line)

    def _belongs_to_list(self, indent: int) -> bool:
        return self.section in ("Command", "Args", "Environment", "Environment Variables") and (
            indent > self.section_indent
        )

    def _event(self, line: str) -> None:
        if event_header(line) or is_rule(line) or line.strip() == "<none>":
            return
        add_line(self.events, line)

    def _field(self, indent: int, key: str, value: str) -> None:
        self.section, self.section_indent = key, indent
        if key in ("Containers", "Init Containers", "Ephemeral Containers"):
            self._container_list(key)
        elif key in ("State", "Last State"):
            self._state(key, value, indent)
        elif key in _STATE_KEYS and self._in_state(indent, key):
            self._state_field(key, value)
        elif self.volume is not None and key not in ("QoS Class", "Events", "Node-Selectors", "Tolerations"):
            self.volume[key] = value
        elif key in _CONTAINER_KEYS and not self._is_pod_field(key):
            self._container_field(key, value)
        else:
            self._top_field(key, value)

    def _is_pod_field(self, key: str) -> bool:
        return key == "Ready" and self.container is None and self.state is None and bool(self.parts.fields)

    def _container_list(self, key: str) -> None:
        self.list_kind = {"Init Containers": "initContainers", "Ephemeral Containers": "ephemeralContainers"}.get(
            key, "containers"
        )
        self.container = self.state = self.volume = None

    def _heading(self, name: str) -> None:
        """`  web:` over a container or, below `Volumes:`, a volume."""
        if self.section == "Volumes" or self.volume is not None:
            self.volume = {}
            self.parts.volumes.append((name, self.volume))
            return
        self._new_container(name)

    def _new_container(self, name: str = "") -> dict[str, Any]:
        self.container = {"name": name, "spec": {"name": name}, "status": {"name": name}, "list": self.list_kind}
        self.parts.containers.append(self.container)
        self.state = None
        self.section = "container"
        return self.container

    def _state(self, key: str, value: str, indent: int) -> None:
        if self.container is None:
            self._new_container()
        word, _, reason = value.partition("(")
        word = word.strip().rstrip(",").lower()
        self.state = {}
        if word in ("waiting", "running", "terminated"):
            field_name = "state" if key == "State" else "lastState"
            self._status()[field_name] = {word: self.state}
            if reason.strip(") "):
                self.state["reason"] = reason.strip(") ")
        self.state_indent = indent

    def _status(self) -> dict[str, Any]:
        container = self.container if self.container is not None else self._new_container()
        status: dict[str, Any] = container["status"]
        return status

    def _in_state(self, indent: int, key: str) -> bool:
        if key == "Exit Code" and self.state is None:
            self._state("Last State", "Terminated", indent)
            self._adopt_reason()
        return self.state is not None and (indent >= self.state_indent or key in ("Exit Code", "Signal"))

    def _adopt_reason(self) -> None:
        """A `Reason:` before an exit code without its state is that end's, unless a pod's own fields are there."""
        if self.state is not None and not {"Name", "Status", "Node"} & self.parts.fields.keys():
            for key in ("Reason", "Message"):
                if value := self.parts.fields.pop(key, ""):
                    self._state_field(key, value)

    def _state_field(self, key: str, value: str) -> None:
        if self.state is None:
            return
        name = {"Reason": "reason", "Message": "message", "Exit Code": "exitCode", "Signal": "signal"}.get(key)
        if name in ("exitCode", "signal"):
            if match := re.match(r"-?\d{1,12}", value):
                self.state[name] = int(match.group())
        elif name:
            self.state[name] = value
        elif at := rfc3339(value):
            self.state["startedAt" if key == "Started" else "finishedAt"] = at

    def _container_field(self, key: str, value: str) -> None:
        if key == "Image" and self.container is not None and "image" in self.container["spec"]:
            self._new_container()
        container = self.container if self.container is not None else self._new_container()
        self.section = key
        if key in ("Ready", "Restart Count", "Limits", "Requests", "Mounts", "Liveness", "Environment"):
            self.state = None
        spec, status = container["spec"], container["status"]
        if key == "Image":
            spec["image"] = value
        elif key == "Image ID":
            status["imageID"] = value
        elif key == "Ready":
            status["ready"] = value == "True"
        elif key == "Restart Count":
            status["restartCount"] = whole_number(value) or 0
        elif key in _PROBES:
            self.probe = value
            self._probe(key)
        elif key in ("Port", "Ports", "Host Port", "Host Ports"):
            values.add_ports(spec, value, host=key.startswith("Host"))
        elif key in ("SeccompProfile", "LocalhostProfile"):
            profile = spec.setdefault("securityContext", {}).setdefault("seccompProfile", {})
            profile["type" if key == "SeccompProfile" else "localhostProfile"] = value

    def _probe(self, key: str) -> None:
        """A probe stands on one line; when that was wrapped, the next one holds the rest."""
        if self.container is not None and (probe := values.probe(self.probe)):
            self.container["spec"][f"{key.lower()}Probe"] = probe

    def _top_field(self, key: str, value: str) -> None:
        if key in (
            "Conditions",
            "Readiness Gates",
            "Volumes",
            "Events",
            "Node-Selectors",
            "Tolerations",
            "QoS Class",
            "Status",
        ):
            self.container = self.state = self.volume = None
        if key == "Events":
            self.events_shown = self.events_whole = True
            return
        if key == "Volumes":
            self.volume = None
        self.parts.fields.setdefault(key, value)
        if key in ("Tolerations", "Taints", "Node-Selectors", "Node Selectors", "Labels", "Annotations") and value:
            self._item(value)

    def _item(self, line: str) -> bool:
        """A line that is no field: an entry of the section we are in; False when it is none."""
        text = line.strip()
        section = self.section
        if section in _LISTS and self.container is not None:
            self.container["spec"].setdefault(_LISTS[section], []).append(text)
        elif section == "Message" and self.state is not None:
            self.state["message"] = f"{self.state.get('message', '')}\n{text}"
        elif section == "Message":
            self.parts.fields["Message"] += f" {text}"
        elif section in ("Environment", "Environment Variables") and self.container is not None:
            _append(self.container["spec"], "env", values.variable(text))
        elif section == "Environment Variables from" and self.container is not None:
            _append(self.container["spec"], "envFrom", values.variables_from(text))
        elif section in ("Mounts", "Volume Mounts") and self.container is not None:
            _append(self.container["spec"], "volumeMounts", values.mount(text))
        elif section in _PROBES:
            self.probe += f" {text}"
            self._probe(section)
        elif section in ("Limits", "Requests") and self.container is not None:
            self._quantity(text, section.lower())
        else:
            return self._listed(text, section)
        return True

    def _quantity(self, text: str, which: str) -> None:
        if self.container is not None and (match := _QUANTITY.match(text)):
            self.container["spec"].setdefault("resources", {}).setdefault(which, {})[match[1]] = match[2]

    def _listed(self, text: str, section: str) -> bool:
        if section == "Readiness Gates" and (gate := values.readiness_gate(text)):
            self.parts.gates.append(gate)
        elif condition := values.condition(text):
            self.parts.conditions.append(condition)
        elif section == "Taints":
            self.parts.taints.extend([taint] if (taint := values.taint(text)) else [])
        elif section == "Tolerations":
            self.parts.tolerations.extend([tolerated] if (tolerated := values.toleration(text)) else [])
        elif section in _PAIRS and (match := _PAIRS[section].match(text)):
            self.parts.pairs.setdefault(section, {})[match[1]] = match[2]
        elif parsed_event := event_line(text):
            self.events.append(parsed_event)
            self.events_shown = True
        else:
            return False
        return True


def _append(spec: dict[str, Any], key: str, value: dict[str, Any] | None) -> None:
    if value is not None:
        spec.setdefault(key, []).append(value)
