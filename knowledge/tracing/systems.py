"""The systems nodes run, and where tracing tools come from on each: the table `systems.yaml`, read once. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("systems.yaml")
_VERSION = re.compile(r"^(\d{1,3})\.(\d{1,4})")
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,100}")
"""What a kernel's version may hold to stand in a command: nothing a shell reads as anything else."""

OLDEST_BPFTRACE = (4, 9)
"""bpftrace's docs/install.md names Linux 4.9 as the oldest kernel."""
ANCESTRY_FROM = (5, 8)
"""From here on distributions ship BTF (Ubuntu since 20.10), without which bpftrace cannot walk to the parents."""


@dataclass(frozen=True)
class System:
    """One family of node images."""

    id: str
    image: re.Pattern[str]
    built: re.Pattern[str] | None = None
    sealed: bool = False
    """Its root file system is read-only: tools come in a container."""
    namespace: str = "default"
    """Where a debug pod may be privileged: Talos refuses it elsewhere (Pod Security, `baseline`)."""
    killsnoop: str = ""
    bpf: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    stap: tuple[str, ...] = ()
    pid: str = ""
    journal: bool = True

    def has_packages_for(self, kernel: str) -> bool:
        """Whether the distribution built this kernel; True where it is not known what its kernels are called."""
        return not kernel or self.built is None or bool(self.built.search(kernel))


@lru_cache(maxsize=1)
def systems() -> tuple[System, ...]:
    """Every family, in the file's order; the last one fits everything."""
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(_system(row) for row in content["systems"])


def system_of(os_image: str) -> System:
    """The family of a node's `osImage`; `other` for one that is unknown or not given."""
    return next(system for system in systems() if system.image.search(os_image[:200]))


def version(kernel: str) -> tuple[int, int] | None:
    """`5.15.0-101-generic` as (5, 15); None when it cannot be parsed."""
    match = _VERSION.match(kernel)
    return (int(match[1]), int(match[2])) if match else None


def safe_kernel(kernel: str) -> str:
    """The version for a command: as it is, or what asks the node for it."""
    return kernel if _SAFE.fullmatch(kernel) else "$(uname -r)"


def can_bpf(kernel: str) -> bool:
    """Whether bpftrace runs there; an unknown kernel is assumed to be a current one. RHEL 8's 4.18 is new enough."""
    number = version(kernel)
    return number is None or number >= OLDEST_BPFTRACE


def can_walk_up(kernel: str) -> bool:
    """Whether bpftrace can name the sender's ancestors: with BTF, which RHEL 8 has in its 4.18 too."""
    number = version(kernel)
    return number is None or number >= ANCESTRY_FROM or ".el8" in kernel


def _system(row: dict[str, Any]) -> System:
    values: dict[str, Any] = {name: tuple(row[name]) for name in ("bpf", "bcc", "audit", "stap") if name in row}
    values |= {name: row[name] for name in ("id", "sealed", "namespace", "killsnoop", "pid", "journal") if name in row}
    built = re.compile(row["built"]) if "built" in row else None
    return System(image=re.compile(row["image"]), built=built, **values)
