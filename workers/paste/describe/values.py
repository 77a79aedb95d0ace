"""Single values of `kubectl describe` in the API's shape: probes, variables, mounts, volumes, taints, conditions.

Pure. Each function takes one line or value and gives a plain mapping, or None when it is not of that form.
"""

import re
from collections.abc import Mapping
from typing import Any

from core.number import whole_number
from workers.paste.vocabulary.ages import rfc3339, seconds

_PROBE = re.compile(r"(http-get|tcp-socket|exec|grpc)\s+(\S.*?|)\s{0,4}\bdelay=(\S{1,12})(.*)$")
_FIELD = re.compile(r"(timeout|period|#failure)=(\d{1,9})")
_URL = re.compile(r"(https?)://([^:/\s]{0,253}):?([\w-]{0,63})(/\S{0,500})?")
_FROM_KEY = re.compile(r"<set to the key '([^']{1,253})' (in secret|of config map) '([^']{1,253})'>")
_FROM_ALL = re.compile(
    r"([\w.-]{1,253})\s+(ConfigMap|Secret)\b(?: with prefix '[^']{0,100}')?\s*(?:Optional: (true|false))?"
)
_MOUNT = re.compile(r"(/\S{0,500}) from ([\w.-]{1,253})(?: \(([^)]{0,600})\))?")
_TAINT = re.compile(r"([\w./-]{1,320})(?:=([\w.-]{0,63}))?:(NoSchedule|PreferNoSchedule|NoExecute)")
_TOLERATION = re.compile(
    r"([\w./-]{1,320})?(?:=([\w.-]{0,63}))?(?::(NoSchedule|PreferNoSchedule|NoExecute))?"
    r"(?:\s{1,4}op=(Exists|Equal|Lt|Gt))?(?:\s{1,4}for (\d{1,9})s)?\s*$"
)
_CONDITIONS = (
    "Ready", "ContainersReady", "Initialized", "PodScheduled", "PodReadyToStartContainers", "DisruptionTarget",
    "MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable", "OutOfDisk", "Available", "Progressing",
    "ReplicaFailure", "FailureTarget", "SuccessCriteriaMet", "NamespaceFinalizersRemaining",
)  # fmt: skip
"""Types of pods, nodes and workloads; `Failed`, `Complete` and `Suspended` are words of other lines as well."""
_TIME = re.compile(r"[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")
VOLUMES = {
    "ConfigMap": "configMap", "Secret": "secret", "HostPath": "hostPath", "EmptyDir": "emptyDir",
    "PersistentVolumeClaim": "persistentVolumeClaim", "Projected": "projected", "CSI": "csi", "NFS": "nfs",
    "EphemeralVolume": "ephemeral", "DownwardAPI": "downwardAPI", "Image": "image",
}  # fmt: skip
"""describe's words for volume types, and the API's fields."""


def probe(text: str) -> dict[str, Any] | None:
    """`http-get http://:8080/live delay=0s timeout=1s period=10s #success=1 #failure=3`."""
    match = _PROBE.match(text[:3000])
    if not match:
        return None
    kind, what, delay, rest = match.groups()
    numbers = {name: int(number) for name, number in _FIELD.findall(rest)}
    return {
        **_action(kind, what.strip()),
        "initialDelaySeconds": int(seconds(delay) or 0),
        "timeoutSeconds": numbers.get("timeout", 1),
        "periodSeconds": numbers.get("period", 10),
        "failureThreshold": numbers.get("#failure", 3),
    }


def words_of_command(words: list[str], joint: str) -> list[str]:
    """The command's words; what follows a shell's `-c` is one script, which describe prints in pieces."""
    for at, word in enumerate(words):
        if re.fullmatch(r"-[a-z]{0,4}c", word) and at + 1 < len(words):
            return [*words[: at + 1], joint.join(words[at + 1 :])]
    return words


def _action(kind: str, what: str) -> dict[str, Any]:
    if kind == "exec":
        return {"exec": {"command": words_of_command(what.removeprefix("[").removesuffix("]").split(" "), " ")}}
    if kind == "http-get":
        url = _URL.match(what)
        scheme, host, port, path = url.groups() if url else ("http", "", "", what)
        return {"httpGet": {"scheme": scheme.upper(), "host": host, "port": _port(port), "path": path or ""}}
    port = re.split(r"[\s,]", what.rpartition(":")[2].strip() or "0")[0]
    return {"tcpSocket" if kind == "tcp-socket" else "grpc": {"port": _port(port)}}


def _port(text: str) -> int | str:
    number = whole_number(text)
    return text if number is None else number


def variable(line: str) -> dict[str, Any] | None:
    """`NAME:  value`, `NAME:  <set to the key 'k' in secret 's'>  Optional: false`."""
    name, colon, value = line.strip().partition(":")
    if not colon or not re.fullmatch(r"[A-Za-z_][\w.-]{0,200}", name):
        return None
    value = value.strip()
    if match := _FROM_KEY.match(value):
        key, which, source = match.groups()
        field = "secretKeyRef" if which == "in secret" else "configMapKeyRef"
        return {
            "name": name,
            "valueFrom": {field: {"name": source, "key": key, "optional": "Optional: true" in value[match.end() :]}},
        }
    return {"name": name} if re.match(r"\(v1:", value) else {"name": name, "value": value}


def variables_from(line: str) -> dict[str, Any] | None:
    """`settings   ConfigMap  Optional: false`."""
    match = _FROM_ALL.match(line.strip())
    if not match:
        return None
    return {f"{match[2][0].lower()}{match[2][1:]}Ref": {"name": match[1], "optional": match[3] == "true"}}


def mount(line: str) -> dict[str, Any] | None:
    """`/etc/app from config (ro,path="app.yaml")`."""
    match = _MOUNT.match(line.strip())
    if not match:
        return None
    how = match[3] or ""
    mount: dict[str, Any] = {"name": match[2], "mountPath": match[1], "readOnly": how.startswith("ro")}
    if path := re.search(r'path="([^"]{1,500})"', how):
        mount["subPath"] = path[1]
    return mount


def add_ports(spec: dict[str, Any], value: str, *, host: bool) -> None:
    """`8080/TCP, 9090/TCP` of a container's `Port:` or `Host Port:`; 0 is none."""
    for number in re.findall(r"(\d{1,5})/(?:TCP|UDP|SCTP)", value):
        if number != "0":
            spec.setdefault("ports", []).append({"hostPort" if host else "containerPort": int(number)})


def taint(text: str) -> dict[str, Any] | None:
    """`node.kubernetes.io/disk-pressure:NoSchedule`."""
    match = _TAINT.match(text.strip())
    return {"key": match[1], "value": match[2] or "", "effect": match[3]} if match else None


def toleration(text: str) -> dict[str, Any] | None:
    """`node.kubernetes.io/not-ready:NoExecute op=Exists for 300s`."""
    match = _TOLERATION.match(text.strip()[:600])
    if not match or not any(match.groups()):
        return None
    key, value, effect, operator, time = match.groups()
    toleration: dict[str, Any] = {"key": key, "operator": operator or ("Equal" if value else "Exists")}
    toleration.update({"value": value} if value else {})
    toleration.update({"effect": effect} if effect else {})
    toleration.update({"tolerationSeconds": int(time)} if time else {})
    return {name: part for name, part in toleration.items() if part is not None}


def readiness_gate(line: str) -> dict[str, Any] | None:
    """A row of `Readiness Gates:`: the condition's type, and its status or `<none>`."""
    words = line.split()
    if len(words) != 2 or words[1] not in ("True", "False", "Unknown", "<none>"):
        return None
    return {"conditionType": words[0]}


def condition(line: str) -> dict[str, Any] | None:
    """A row of `Conditions:`, of a pod (type, status), a workload (and reason) or a node (and times, message)."""
    text = line.strip()
    times = _TIME.findall(text[:400])
    head = text[: text.find(times[0])] if times else text
    words = head.split()
    if len(words) < 2 or words[1] not in ("True", "False", "Unknown") or not re.fullmatch(r"[\w./-]{2,316}", words[0]):
        return None
    condition = {"type": words[0], "status": words[1]}
    if times:
        tail = text[text.rfind(times[-1]) + len(times[-1]) :].split(None, 1)
        condition["lastTransitionTime"] = rfc3339(times[-1]) or ""
        condition.update(zip(("reason", "message"), tail, strict=False))
    elif len(words) > 2:
        condition["reason"] = words[2]
        condition["message"] = " ".join(words[3:])
    return condition


def condition_alone(line: str) -> bool:
    """Whether the line is a row of `Conditions:` even without that heading: a type that is known, and its reason."""
    row = condition(line) if line.lstrip().startswith(_CONDITIONS) else None
    return bool(row and row["type"] in _CONDITIONS and re.fullmatch(r"[A-Z][A-Za-z]{4,60}", row.get("reason", "")))


def volume(name: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """A volume from its `Type:` and the other fields under its name."""
    kind = VOLUMES.get(fields.get("Type", "").split(" ")[0], "")
    optional = fields.get("Optional") == "true"
    if not kind:
        return {"name": name}
    bodies: dict[str, dict[str, Any]] = {
        "configMap": {"name": fields.get("Name", ""), "optional": optional},
        "secret": {"secretName": fields.get("SecretName", ""), "optional": optional},
        "hostPath": {"path": fields.get("Path", ""), "type": fields.get("HostPathType", "")},
        "emptyDir": {
            "medium": fields.get("Medium", ""),
            "sizeLimit": fields.get("SizeLimit", "").replace("<unset>", ""),
        },
        "persistentVolumeClaim": {"claimName": fields.get("ClaimName", "")},
        "csi": {"driver": fields.get("Driver", "")},
        "nfs": {"server": fields.get("Server", ""), "path": fields.get("Path", "")},
        "projected": {"sources": _projections(fields, optional)},
    }
    return {"name": name, kind: bodies.get(kind, {})}


def _projections(fields: Mapping[str, str], optional: bool) -> list[dict[str, Any]]:
    sources: list[dict[str, Any]] = []
    if "TokenExpirationSeconds" in fields:
        sources.append({"serviceAccountToken": {}})
    if name := fields.get("ConfigMapName"):
        sources.append({"configMap": {"name": name, "optional": optional}})
    if name := fields.get("SecretName"):
        sources.append({"secret": {"name": name, "optional": optional}})
    return sources
