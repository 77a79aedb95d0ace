"""Facts about paths and the volumes they lie on. Pure."""

import re
from collections.abc import Iterator

from core.messages.model import Source
from core.messages.report import Evidence
from workers.container import Container, Terminated
from workers.diagnosis.facts.registry import fact
from workers.diagnosis.outcome import NotSeen, Yes, quote
from workers.snapshot import Snapshot

_DENIED = re.compile(
    r"(?i)permission denied|\bEACCES\b|AccessDenied|access to the path|operation not permitted"
    r"|(?:is|are) not (?:writable|writeable|accessible for user)"
    r"|(?:can ?not|can't|unable to) (?:write to|access '?path)"
    r"|read-only directory|Errno \[13\]"
)
"""How programs say it: the C library, Java, .NET, and those that try the folder themselves at their start."""
_PATH = re.compile(r"(?<![\w:/])(/[\w.@+-]+(?:/[\w.@+-]+)*)")
_A_DIRECTORY = re.compile(r"(?i)\bis a directory|EISDIR|IsADirectoryError")
DATA_PLACES = ("/data", "/var/lib/", "/pgdata", "/mnt/", "/bitnami", "/var/jenkins_home", "/home/jenkins", "/storage")
"""Where images by convention keep what is mounted: looked at only when the mounts themselves are not known."""
OF_THE_IMAGE = tuple(f"/var/lib/{name}" for name in ("apk", "apt", "dpkg", "haproxy", "nginx", "php", "rpm", "varnish"))
"""Folders below those that package managers and caches of servers fill: seldom a volume."""


@fact(of_container=True, values=("path",))
def denied_on_a_volume(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """A log line says that a path is denied, and the path lies on a volume of the container."""
    places = [mount.path for mount in container.mounts] if container and container.mounts else None
    for line, source_is_previous, owner in _lines(snapshot, container):
        if not _DENIED.search(line):
            continue
        for path in _PATH.findall(line[:2000]):  # a longer line is no message of a system call
            if _lies_on_a_volume(path, places):
                source: Source = "previous-log" if source_is_previous else "log"
                name = container.name if container and container.name else owner
                evidence = (Evidence(source=source, quote=quote(line), container=name),)
                return Yes(evidence, {"path": path}, weak=places is None)
    if snapshot.logs is None and not snapshot.words:
        raise NotSeen("log")
    return None


def _lines(snapshot: Snapshot, container: Container | None) -> Iterator[tuple[str, bool, str | None]]:
    for log in snapshot.logs or ():
        if container is None or log.container in (None, container.name) or container.name is None:
            for line in reversed(log.lines):
                yield line, log.previous, log.container
    for line in snapshot.words:
        yield line, False, None


def _lies_on_a_volume(path: str, places: list[str] | None) -> bool:
    if places is None:
        return not path.startswith(OF_THE_IMAGE) and (path.startswith(DATA_PLACES) or "/data/" in f"{path}/")
    return any(path == place or path.startswith(place.rstrip("/") + "/") for place in places if len(place) > 1)


@fact(of_container=True, values=("limit",))
def memory_limit_in_thousandths(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """A memory limit such as `1024m`: thousandths of a byte, which nobody means."""
    if container is None:
        raise NotSeen("pod")
    limit = container.limits.get("memory", "")
    if not (limit.endswith("m") and limit[:-1].isdecimal()) or container.running:
        return None
    return Yes((Evidence(source="spec", quote=f"memory limit {limit}", container=container.name),), {"limit": limit})


@fact(of_container=True, values=("volume",))
def its_memory_volume_outlived_the_run(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """It ran before, now its very start is over the memory limit, and a volume of the pod lies in memory.

    Files of an `emptyDir` with `medium: Memory` stay until the pod goes and count against the limit of whoever touches
    them (Documentation/admin-guide/cgroup-v1/memory.rst, 2.3 "Shared Page Accounting").
    """
    if container is None or snapshot.pod is None:
        raise NotSeen("pod")
    mounted = {mount.volume for mount in container.mounts}
    in_memory = [item.name for item in snapshot.pod.volumes if item.medium == "Memory" and item.name in mounted]
    messages = [container.waiting.message if container.waiting else "", *(end.message for end in _ends(container))]
    killed = next((text for text in messages if "container init was OOM-killed" in text), "")
    if not in_memory or not killed or not container.restarts:
        return None
    evidence = (
        Evidence(source="status", quote=quote(killed), container=container.name),
        Evidence(source="spec", quote=f"volume {in_memory[0]}: emptyDir, medium Memory", container=container.name),
    )
    return Yes(evidence, {"volume": in_memory[0]})


def _ends(container: Container) -> list[Terminated]:
    return [end for end in (container.terminated, container.last) if end]


@fact(of_container=True, values=("path",))
def a_sub_path_became_a_directory(snapshot: Snapshot, container: Container | None) -> Yes | None:
    """The program finds a directory where a `subPath` of a ConfigMap or Secret was to be mounted as a file.

    A `subPath` the volume does not hold is made as a directory (pkg/volume/util/subpath, `SafeMakeDir`).
    """
    if container is None or snapshot.pod is None:
        raise NotSeen("pod")
    files = {item.name for item in snapshot.pod.volumes if item.kind in ("configMap", "secret", "projected")}
    mounts = [item for item in container.mounts if item.sub_path and item.volume in files]
    for line, previous, _ in _lines(snapshot, container):
        if mounts and _A_DIRECTORY.search(line):
            mount = next((item for item in mounts if item.path in line), mounts[0])
            evidence = (
                Evidence(source="previous-log" if previous else "log", quote=quote(line), container=container.name),
                Evidence(source="spec", quote=f"{mount.path}: subPath {mount.sub_path} of volume {mount.volume}"),
            )
            return Yes(evidence, {"path": mount.path})
    return None
