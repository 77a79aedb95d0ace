"""kubectl's tables: pods, nodes, claims, workloads; with header or, for pods, by the shape of a row.

Pure. Rows become mappings in the API's shape. Columns: `pkg/printers/internalversion/printers.go`.
"""

import re
from typing import Any

from core.number import whole_number
from workers.paste.parsed import AGED
from workers.paste.tables.status_column import PHASES, is_status_word, is_strict_word, pod_status
from workers.paste.vocabulary.ages import AGE
from workers.paste.vocabulary.names import names

_NAME = r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?"
POD_ROW = re.compile(
    r"^\s{0,12}(?:(" + _NAME + r")\s+)?((?:pods?/)?" + _NAME + r")\s+(\d{1,3})/(\d{1,3})\s+([A-Z][\w:./-]{1,60})"
    r"((?: [A-Z][a-z]{2,20}){0,2})(?:\s+(\d{1,6})(?:\s{1,2}\(("
    + AGE
    + r") ago\))?(?:\s+("
    + AGE
    + r")(.*)|\s+\d{1,5})?)?\s*$"
)
"""[NAMESPACE] NAME READY STATUS [RESTARTS [AGE [IP NODE NOMINATED-NODE READINESS-GATES]]]; an age may lack its unit."""

HEADERS = names("""
    NAMESPACE NAME READY STATUS RESTARTS AGE IP NODE ROLES VERSION VOLUME CAPACITY STORAGECLASS TYPE REASON OBJECT
    MESSAGE DESIRED CURRENT AVAILABLE COMPLETIONS DURATION COUNT KIND SOURCE SUBOBJECT UP-TO-DATE CONTAINERS IMAGES
    SELECTOR ZONE FIRSTSEEN LASTSEEN PHASE CLUSTER-IP EXTERNAL-IP PORT(S) SCHEDULE SUSPEND ACTIVE REFERENCE TARGETS
    INTERNAL-IP OS-IMAGE KERNEL-VERSION CONTAINER-RUNTIME CLAIM HOST POD CONTAINER IMAGE CREATED STATE ATTEMPT
    EXITCODE EXIT EXIT_CODE CODE LAST LASTCODE LAST_CODE VOLUMEMODE PROVISIONER CPU(cores) MEMORY(bytes)
    COMMAND PORTS NAMES DATA SECRETS TIME MSG LABELS
    """)
_PAIRS = (
    "LAST SEEN", "FIRST SEEN", "ACCESS MODES", "RECLAIM POLICY", "NOMINATED NODE", "READINESS GATES", "NODE SELECTOR",
    "LAST SCHEDULE", "EXIT CODE", "CONTAINER ID", "POD ID",
)  # fmt: skip
_COLUMN = re.compile("|".join([*[re.escape(pair) for pair in _PAIRS], r"\S+"]))
_EVENT_OLD = re.compile(r"^\s{0,12}(First ?Seen)\s+(Last ?Seen)\s+(Count)\s+", re.IGNORECASE)
_EVENT_DESCRIBED = re.compile(r"^\s{0,12}Type\s+Reason\s+Age\s+From\s+")
_ENDS = ("EXITCODE", "EXIT CODE", "EXIT", "EXIT_CODE", "CODE", "LASTCODE", "LAST_CODE")
"""What people call the column of the exit code in `-o custom-columns`."""
_HEADS = frozenset("TFLNRA")
"""First letters of event headers: Type, FirstSeen, LAST SEEN, NAMESPACE, REASON. An empty head is none of them."""
_UNITS = re.compile(r"\((?:cores|bytes)\)")
_READY = re.compile(r"\s\d{1,3}/\d{1,3}\s")
_LOOSE_CELL = re.compile(r"\s{2,}|\t")
_LOOSE_NAME = re.compile(r"(?=[^\s]{0,253}[a-z])(?=[^\s]{0,253}-)" + _NAME)
_LOOSE_WORDS = re.compile(r"\d|The node |Pod |Preempted |Node |<")
_RULE = re.compile(r"^\s{0,12}-{2,30}(?:\s+-{2,40}){2,}\s*$")


def is_rule(line: str) -> bool:
    """A line of dashes under a header of describe."""
    return "--" in line[:14] and _RULE.match(line) is not None


def event_header(line: str) -> str:
    """`described`, `first`, `last` (which of the two ages stands first), `listed`; empty for any other line."""
    if line.lstrip(" \t")[:1] not in _HEADS:
        return ""
    if _EVENT_DESCRIBED.match(line):
        return "described"
    if _EVENT_OLD.match(line):
        return "first"
    names = header(line)
    if "REASON" not in names or not {"MESSAGE", "MSG"} & set(names):
        return ""
    if "FIRSTSEEN" in names or ("FIRST SEEN" in names and names[0] != "FIRST SEEN"):
        return "first" if names[0].startswith("FIRST") or names[:2] == ["NAMESPACE", "FIRSTSEEN"] else "last"
    return "listed"


def header(line: str) -> list[str]:
    """The column names of a table's header; empty for any other line."""
    text = line.strip()
    if text.startswith(("AME ", "AME\t", "AMESPACE ")):
        text = f"N{text}"  # the first letter is what a copied selection misses most often
    if (
        len(text) > 400
        or not text[:1].isupper()
        or ("NAME" not in text and "SEEN" not in text and "REASON" not in text)
    ):
        return []
    columns = _COLUMN.findall(text)
    known = sum(name in HEADERS or name in _PAIRS for name in columns)
    return (
        columns if len(columns) >= 2 and known >= max(2, len(columns) * 0.6) and _UNITS.sub("", text).isupper() else []
    )


def pod_row(line: str, names: list[str] | None = None) -> dict[str, Any] | None:
    """The pod of a row of `get pods`, with or without header; None for any other line."""
    match = POD_ROW.match(line) if len(line) < 2000 and _READY.search(line) else None
    if not match:
        return None
    namespace, name, up, total, word, more, restarts, ago, age, tail = match.groups()
    if not is_status_word(word) and not more:
        return None
    pod = pod_status(word + more, (int(up), int(total)), int(restarts or 0))
    pod["metadata"]["name"] = name.rpartition("/")[2]
    if namespace:
        pod["metadata"]["namespace"] = namespace
    pod[AGED] = (age or "", ago or "")
    _wide(pod, (tail or "").split(), names or [])
    return pod


def _wide(pod: dict[str, Any], cells: list[str], names: list[str]) -> None:
    """IP, NODE and NOMINATED NODE, by the header's order or as `-o wide` has it."""
    known = names[names.index("AGE") + 1 :] if "AGE" in names else ["IP", "NODE", "NOMINATED NODE"]
    columns = {name: cell for name, cell in zip(known, cells, strict=False) if cell != "<none>"}
    if "IP" in columns and re.match(r"[\d.:a-f]{3,45}\Z", columns["IP"]):
        pod["status"]["podIP"] = columns["IP"]
    if "NODE" in columns:
        pod["spec"] = {"nodeName": columns["NODE"]}
    if "NOMINATED NODE" in columns:
        pod["status"]["nominatedNodeName"] = columns["NOMINATED NODE"]


def loose_pod(line: str, *, headed: bool = False) -> dict[str, Any] | None:
    """A pod of a row of any columns, one of which can only be a pod's state: `web-7f9   shop   Evicted   ...`.

    Cells stand two blanks or a tab apart, but for `headed` ones, below a table's header. A sentence is no row.
    """
    if "-" not in line[:300]:
        return None
    cells = _LOOSE_CELL.split(line.strip(), 6)
    if headed and len(cells) < 2:
        cells = line.split(None, 6)
        if len(cells) > 2 and not any(cell[0].isdecimal() for cell in cells[1:]):
            return None
    place = next((at for at, cell in enumerate(cells[1:5], 1) if is_strict_word(cell)), None)
    if place is None or not _LOOSE_NAME.fullmatch(cells[0]) or not all(map(_is_cell, cells[1:])):
        return None
    pod = pod_status(cells[place])
    pod["metadata"]["name"] = cells[0]
    if place > 1 and re.fullmatch(r"[a-z0-9-]{1,63}", cells[1]) and not cells[1].isdecimal():
        pod["metadata"]["namespace"] = cells[1]
    if match := re.search(r"(?:The node |Pod |Preempted |Node )[^\n]{5,}", line):
        pod["status"]["message"] = match.group().removeprefix("Pod ") if "Pod The" in line else match.group()
    return pod


def _is_cell(cell: str) -> bool:
    """Whether a table has such a cell: one word, a restart count with its age, or a message of Kubernetes' own."""
    return " " not in cell or _LOOSE_WORDS.match(cell) is not None


def rows(names: list[str], line: str) -> dict[str, Any] | None:
    """An object from a row under the header `names`; None when the table or the row says nothing we use."""
    if pod := pod_row(line, names):
        return pod
    cells = re.split(r"\s{2,}", line.strip()) if "  " in line else line.split()
    columns = dict(zip(names, cells, strict=False))
    if columns.keys() & set(_ENDS) and columns.keys() & {"NAME", "POD"}:
        return _custom(columns)
    if len(cells) < 2 or set(names) & {"COUNT", "MESSAGE"}:
        return None
    namespace = columns.get("NAMESPACE", "")
    kind, _, name = columns.get("NAME", "").rpartition("/")
    if "ROLES" in names or {"VERSION", "STATUS"} <= set(names) or _old_node(columns):
        return _node(columns)
    if "STORAGECLASS" in names and "RECLAIM POLICY" not in names:
        return _claim(line, name, namespace)
    workload = _workload(kind.partition(".")[0], names, line.split())
    return {**workload, "metadata": {"name": name, "namespace": namespace}} if workload and name else None


def _old_node(columns: dict[str, str]) -> bool:
    """A row of `get nodes` as kubectl up to 1.4 printed it: NAME, STATUS (or LABELS) and AGE alone."""
    return columns.get("STATUS", "").partition(",")[0] in ("Ready", "NotReady") and "READY" not in columns


def _custom(columns: dict[str, str]) -> dict[str, Any]:
    """A pod with the reason and exit code of its last run, as people print them with `-o custom-columns`."""
    code = next((columns[name] for name in _ENDS if name in columns), "")
    ended: dict[str, Any] = {"exitCode": number} if (number := whole_number(code)) is not None else {}
    reason = columns.get("REASON") or columns.get("LAST") or ""
    if is_status_word(reason):
        ended["reason"] = reason
    phase = columns.get("STATUS") or columns.get("PHASE") or ""
    status: dict[str, Any] = {"phase": phase} if phase in PHASES else {}
    if ended:
        status["containerStatuses"] = [{"name": columns.get("CONTAINER", ""), "lastState": {"terminated": ended}}]
    metadata = {"name": columns.get("NAME") or columns["POD"], "namespace": columns.get("NAMESPACE", "")}
    return {"kind": "Pod", "metadata": metadata, "status": status}


def _node(columns: dict[str, str]) -> dict[str, Any]:
    ready, _, extra = columns.get("STATUS", "").partition(",")
    return {
        "kind": "Node",
        "metadata": {"name": columns.get("NAME", "").rpartition("/")[2]},
        "spec": {"unschedulable": "SchedulingDisabled" in extra},
        "status": {
            "conditions": [{"type": "Ready", "status": "True" if ready == "Ready" else "", "reason": ready}]
            if ready in ("Ready", "NotReady")
            else [],
            "nodeInfo": {"kubeletVersion": columns.get("VERSION", "")},
        },
    }


def _claim(line: str, name: str, namespace: str) -> dict[str, Any] | None:
    words = line.split()
    place = next((at for at, word in enumerate(words) if word in ("Bound", "Pending", "Lost", "Terminating")), None)
    if place is None:
        return None
    bound = len(words) > place + 5
    return {
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": words[place - 1].rpartition("/")[2] if place else name, "namespace": namespace},
        "spec": {
            "storageClassName": words[place + 4] if bound else (words[place + 1] if len(words) > place + 2 else ""),
            **({"volumeName": words[place + 1]} if bound else {}),
        },
        "status": {"phase": words[place]},
    }


def _workload(kind: str, names: list[str], cells: list[str]) -> dict[str, Any] | None:
    """Deployments, ReplicaSets, StatefulSets, DaemonSets and Jobs, known by their columns."""
    numbers = [number for cell in cells[1:] if (number := whole_number(cell)) is not None]
    pair = next((cell.partition("/") for cell in cells[1:] if re.fullmatch(r"\d{1,6}/\d{1,6}", cell)), None)
    if "COMPLETIONS" in names and pair:
        status: dict[str, Any] = {"succeeded": int(pair[0])}
        if cells[1] in ("Suspended", "Failed", "Complete"):
            status["conditions"] = [{"type": cells[1], "status": "True"}]
        return {"kind": "Job", "spec": {"completions": int(pair[2])}, "status": status}
    if "SCHEDULE" in names and "SUSPEND" in names:
        return {"kind": "CronJob", "spec": {"suspend": "True" in cells}}
    if "UP-TO-DATE" in names and "DESIRED" not in names and pair and len(numbers) >= 2:
        return _counts("Deployment", int(pair[2]), int(pair[0]), numbers[1])
    if "UP-TO-DATE" in names and len(numbers) >= 4:
        daemon = kind == "daemonset" or "READY" in names
        return _counts("DaemonSet" if daemon else "Deployment", numbers[0], numbers[2] if daemon else None, numbers[-1])
    if {"DESIRED", "CURRENT"} <= set(names) and numbers:
        known = {"replicationcontroller": "ReplicationController", "statefulset": "StatefulSet"}
        return _counts(known.get(kind, "ReplicaSet"), numbers[0], numbers[2] if len(numbers) > 2 else None, None)
    if names[:3] == ["NAME", "READY", "AGE"] and pair:
        return _counts("StatefulSet", int(pair[2]), int(pair[0]), None)
    return None


def _counts(kind: str, wanted: int, ready: int | None, available: int | None) -> dict[str, Any]:
    status = {"readyReplicas": ready, "availableReplicas": available}
    return {
        "kind": kind,
        "spec": {"replicas": wanted},
        "status": {key: value for key, value in status.items() if value is not None},
    }
