"""One container of a snapshot: what its spec wants and what its status says. Pure data, like `workers.snapshot`."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from core.messages.model import Strict, Writer

ContainerKind = Literal["main", "init", "sidecar", "ephemeral"]


class Waiting(Strict):
    """`state.waiting` of a container status."""

    reason: str = ""
    message: str = ""
    told_by: Writer = ""
    """Who told it in words; empty where Kubernetes itself showed it. Of a told state, empty fields were not seen."""


class Running(Strict):
    """`state.running` of a container status."""

    started_at: datetime | None = None


class Terminated(Strict):
    """`state.terminated` or `lastState.terminated` of a container status."""

    reason: str = ""
    code: int | None = None
    signal: int | None = None
    message: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None
    told_by: Writer = ""
    """Who told it in words; empty where Kubernetes itself showed it. Of a told state, empty fields were not seen."""
    told: str = ""
    """The line in which it was told, for a quote; empty where Kubernetes itself showed the state."""

    @property
    def seconds(self) -> float | None:
        """How long the run took; None when a time is missing or the start is the epoch (StartError)."""
        if self.started_at is None or self.finished_at is None or self.started_at.year < 2000:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class Probe(Strict):
    """A liveness, readiness or startup probe; seconds and counts as in the pod spec, with the API's defaults."""

    kind: Literal["http", "tcp", "grpc", "exec"] | None = None
    port: str = ""
    path: str = ""
    command: tuple[str, ...] = ()
    initial_delay: float = 0
    period: float = 10
    timeout: float = 1
    failures: int = 3
    grace: float | None = None
    """The probe's own terminationGracePeriodSeconds."""


class EnvVar(Strict):
    """One environment variable and where its value comes from. Values of secrets are never here.

    An `envFrom` entry has its prefix (mostly empty) for a name, a ConfigMap or Secret, and no key.
    """

    name: str = ""
    value: str | None = None
    config_map: str | None = None
    secret: str | None = None
    key: str | None = None
    optional: bool = False


class Mount(Strict):
    """A volume mount of a container."""

    volume: str = ""
    path: str = ""
    sub_path: str = ""
    read_only: bool = False


class Container(Strict):
    """One container: what the spec wants and what the status says."""

    name: str | None = None
    kind: ContainerKind = "main"
    image: str = ""
    image_id: str = ""
    container_id: str = ""
    """`containerd://5fb8adf9...`: of the run there is now, or of the last one."""
    pull_policy: str = ""
    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    working_dir: str = ""
    env: tuple[EnvVar, ...] = ()
    ports: tuple[int, ...] = ()
    port_names: dict[str, int] = Field(default_factory=dict)
    """Named ports, since a probe may ask for a port by its name."""
    host_ports: tuple[int, ...] = ()
    mounts: tuple[Mount, ...] = ()
    requests: dict[str, str] = Field(default_factory=dict)
    limits: dict[str, str] = Field(default_factory=dict)
    liveness: Probe | None = None
    readiness: Probe | None = None
    startup: Probe | None = None
    hooks: tuple[str, ...] = ()
    """`postStart`, `preStop`: the lifecycle hooks that are set."""
    restart_policy: str = ""
    """The effective one: its own, else the pod's; `OnFailure` or `Never` for an init container."""
    security: dict[str, Any] = Field(default_factory=dict)
    """The effective securityContext, in the API's own keys."""
    waiting: Waiting | None = None
    running: Running | None = None
    terminated: Terminated | None = None
    last: Terminated | None = None
    """`lastState.terminated`: how the run before this one ended."""
    earlier: tuple[Terminated, ...] = ()
    """Still earlier runs where they are known (from a watch or several pastes), oldest first."""
    ready: bool | None = None
    started: bool | None = None
    restarts: int = 0

    @property
    def ended(self) -> Terminated | None:
        """The most recent end of a run: of the present state, else of the last one."""
        return self.terminated or self.last
