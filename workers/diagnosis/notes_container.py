"""Notes about one container: its probes' arithmetic, its ports, its memory and its manner of stopping. Pure."""

import re
from collections.abc import Callable, Iterator

from core.messages.report import Finding, Note
from workers.container import Container, Probe
from workers.snapshot import Snapshot

ContainerNoteRule = Callable[[Snapshot, Container, Finding], Iterator[Note]]

DEFAULT_GRACE = 30
"""Seconds of terminationGracePeriodSeconds where none is set (pkg/apis/core/v1/defaults.go)."""
SIGKILLED = 137
_LISTENS = re.compile(
    r"(?i)\b(?:listening|listen|serving|started|running|bound)\b[^\n]{0,60}?(?::|port[ =:]{1,3})(?P<port>\d{2,5})\b"
)
_REFERENCE = re.compile(r"(?<!\$)\$\((?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,100})\)")
_SERVICE_LINK = re.compile(r"_(SERVICE|PORT)(_|$)")
"""Variables the kubelet makes for each Service of the namespace (pkg/kubelet/envvars)."""
_XMX = re.compile(r"-Xmx(?P<size>\d{1,9})(?P<unit>[kKmMgG]?)\b")
_OLD_SPACE = re.compile(r"--max[-_]old[-_]space[-_]size=(?P<size>\d{1,7})\b")
_QUANTITY = re.compile(r"^(?P<number>\d{1,18}(?:\.\d{1,9})?)(?P<unit>[KMGT]i?|k|m)?$")
_UNITS = {"": 1, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}
ROOM = 0.9
"""Above nine tenths of the limit a heap leaves too little for metaspace, threads and buffers."""
ALIKE = 0.25
"""Runs whose lengths differ by less than a quarter count as the same."""


def not_expanded(snapshot: Snapshot, container: Container, finding: Finding) -> Iterator[Note]:
    """`$(NAME)` in the command, and no such variable: Kubernetes leaves it as it is (pkg/third_party/forked/expansion).

    Nothing is said where variables come from a whole ConfigMap or Secret, or may be those of a Service.
    """
    if any(not variable.key and (variable.config_map or variable.secret) for variable in container.env):
        return
    known = {variable.name for variable in container.env}
    for word in (*container.command, *container.args):
        for reference in _REFERENCE.finditer(word):
            if reference["name"] not in known and not _SERVICE_LINK.search(reference["name"]):
                yield Note(kind="not-expanded", values={"name": reference["name"]})
                return


def probe_arithmetic(snapshot: Snapshot, container: Container, finding: Finding) -> Iterator[Note]:
    """How long a run lasted against how long the probe waits before it gives up."""
    probe = _failing_probe(container, finding)
    run = container.last or container.terminated
    seconds = run.seconds if run else None
    if probe is None or seconds is None:
        return
    budget = probe.initial_delay + probe.failures * probe.period
    slack = _grace(probe, snapshot) if run and run.code == SIGKILLED else probe.period
    if seconds <= budget + slack:  # a longer one was well for a while: that is no start that is too slow
        yield Note(
            kind="probe-arithmetic",
            values={
                "seconds": f"{seconds:.0f}",
                "budget": f"{budget:.0f}",
                "delay": f"{probe.initial_delay:.0f}",
                "failures": str(probe.failures),
                "period": f"{probe.period:.0f}",
            },
        )


def probe_port(snapshot: Snapshot, container: Container, finding: Finding) -> Iterator[Note]:
    """The probe asks one port, the log says that the program listens on another."""
    probe = _failing_probe(container, finding)
    if probe is None or not probe.port:
        return
    asked = container.port_names.get(probe.port, probe.port) if hasattr(container, "port_names") else probe.port
    ports = sorted(set(_listening(snapshot, container)))
    if ports and str(asked) not in ports and str(asked).isdecimal():
        yield Note(kind="probe-port", values={"port": str(asked), "listens": ", ".join(ports[:3])})


def _failing_probe(container: Container, finding: Finding) -> Probe | None:
    kinds = {
        "run.liveness": container.liveness,
        "run.startup-probe": container.startup,
        "run.readiness": container.readiness,
    }
    return kinds.get(finding.cause)


def _listening(snapshot: Snapshot, container: Container) -> Iterator[str]:
    for log in snapshot.logs or ():
        if log.container in (None, container.name):
            for line in log.lines:
                yield from (socket["port"] for socket in _LISTENS.finditer(line[:500]))


def ignores_sigterm(snapshot: Snapshot, container: Container, finding: Finding) -> Iterator[Note]:
    """The kubelet stopped it for a probe, and it had to be killed: it was still there when the grace period ended."""
    run = container.last or container.terminated
    if finding.cause not in ("run.liveness", "run.startup-probe") or run is None or run.code != SIGKILLED:
        return
    probe = _failing_probe(container, finding)
    yield Note(kind="ignores-sigterm", values={"grace": f"{_grace(probe, snapshot):.0f}"})


def _grace(probe: Probe | None, snapshot: Snapshot) -> float:
    """Seconds between the request to stop and the kill."""
    return (probe.grace if probe else None) or (snapshot.pod.grace_seconds if snapshot.pod else None) or DEFAULT_GRACE


def memory(snapshot: Snapshot, container: Container, finding: Finding) -> Iterator[Note]:
    """What the limit is, what the runtime was told, and whether the runs are alike."""
    limit = container.limits.get("memory", "")
    size = bytes_of(limit)
    if limit.endswith("m") and limit[:-1].isdecimal():
        yield Note(kind="unit-mistake", values={"limit": limit})
    if finding.cause not in ("run.oom-cgroup", "run.oom-child") or size is None:
        return
    heap = _heap(container)
    if heap and heap[0] > ROOM * size:
        yield Note(kind="heap-above-limit", values={"heap": _mib(heap[0]), "flag": heap[1], "limit": limit})
    runs = [end.seconds for end in (*container.earlier, container.last, container.terminated) if end]
    lengths = sorted({round(run) for run in runs if run})
    if len(lengths) > 1 and lengths[-1] - lengths[0] <= ALIKE * lengths[-1]:
        yield Note(kind="same-run-time", values={"runs": ", ".join(f"{length} s" for length in lengths)})
    request = container.requests.get("memory", "")
    yield Note(kind="no-memory-limit-headroom", values={"limit": limit, "request": request or "-"})


def limit_of_a_limit_range(snapshot: Snapshot, container: Container, finding: Finding) -> Iterator[Note]:
    """The limit it died of stands in no manifest: the namespace's LimitRange gave it.

    The admission plugin says so in an annotation of the pod (plugin/pkg/admission/limitranger/admission.go).
    """
    if finding.cause not in ("run.oom-cgroup", "run.oom-child") or snapshot.pod is None:
        return
    words = snapshot.pod.annotations.get("kubernetes.io/limit-ranger", "")
    parts = [part.strip() for part in words.removeprefix("LimitRanger plugin set:").split(";")]
    given = any(
        part.partition(" for ")[0].endswith("memory limit") and part.endswith(f"container {container.name}")
        for part in (words and parts)
    )
    if given:
        limit = container.limits.get("memory", "")
        yield Note(kind="limit-of-a-limit-range", values={"limit": limit or "memory"})


def bytes_of(quantity: str) -> float | None:
    """A Kubernetes memory quantity in bytes; None when it is none (thousandths included: nobody means them)."""
    parts = _QUANTITY.match(quantity.strip())
    if parts is None or parts["unit"] == "m":
        return None
    return float(parts["number"]) * _UNITS[parts["unit"] or ""]


def _heap(container: Container) -> tuple[float, str] | None:
    """The heap a JVM or Node was told it may use, in bytes, and the flag that says so."""
    words = [*container.command, *container.args, *(variable.value or "" for variable in container.env)]
    for word in words:
        if flag := _XMX.search(word):
            return int(flag["size"]) * {"": 1, "k": 2**10, "m": 2**20, "g": 2**30}[flag["unit"].lower()], flag.group()
        if flag := _OLD_SPACE.search(word):
            return int(flag["size"]) * 2.0**20, flag.group()
    return None


def _mib(size: float) -> str:
    return f"{size / 2**20:.0f}Mi"


CONTAINER_NOTES: tuple[ContainerNoteRule, ...] = (
    not_expanded,
    probe_port,
    probe_arithmetic,
    ignores_sigterm,
    limit_of_a_limit_range,
    memory,
)
