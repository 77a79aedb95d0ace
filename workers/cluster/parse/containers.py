"""The containers of a pod: what the spec wants, with the API's defaults, and what the status says. Pure."""

from collections.abc import Iterator
from typing import Any

from workers.cluster import wire
from workers.cluster.parse.values import moment, quantities
from workers.container import Container, ContainerKind, EnvVar, Mount, Probe, Running, Terminated, Waiting

INHERITED = (
    "appArmorProfile",
    "runAsGroup",
    "runAsNonRoot",
    "runAsUser",
    "seLinuxOptions",
    "seccompProfile",
    "windowsOptions",
)
"""What a container takes from the pod's securityContext unless it says so itself (core/v1 SecurityContext)."""

ORDER: tuple[ContainerKind, ...] = ("init", "sidecar", "main", "ephemeral")


def containers(pod: wire.V1Pod) -> tuple[Container, ...]:
    """All containers: init first, then native sidecars, main and ephemeral ones, each in the spec's order.

    A status without a spec, as a cut-off paste may have it, becomes a container too.
    """
    parsed = [_container(pod, kind, spec, status) for kind, spec, status in _parts(pod)]
    return tuple(sorted(parsed, key=lambda container: ORDER.index(container.kind)))


def _parts(pod: wire.V1Pod) -> Iterator[tuple[ContainerKind, wire.V1Container, wire.ContainerStatus | None]]:
    spec, status = pod.spec, pod.status
    for kind, specs, statuses in (
        ("init", spec.init_containers, status.init_container_statuses),
        ("main", spec.containers, status.container_statuses),
        ("ephemeral", spec.ephemeral_containers, status.ephemeral_container_statuses),
    ):
        by_name = {status.name: status for status in statuses}
        for container in specs:
            yield _kind(kind, container), container, by_name.pop(container.name, None)
        for left in by_name.values():
            yield _kind(kind, None), wire.V1Container(name=left.name, image=left.image), left


def _kind(kind: str, container: wire.V1Container | None) -> ContainerKind:
    """A native sidecar is an init container that is always restarted (KEP-753)."""
    if kind == "init":
        return "sidecar" if container is not None and container.restart_policy == "Always" else "init"
    return "ephemeral" if kind == "ephemeral" else "main"


def _container(
    pod: wire.V1Pod, kind: ContainerKind, spec: wire.V1Container, status: wire.ContainerStatus | None
) -> Container:
    state, last = (status.state, status.last_state) if status else (wire.ContainerState(), wire.ContainerState())
    return Container(
        name=spec.name or None,
        kind=kind,
        image=spec.image,
        image_id=status.image_id if status else "",
        container_id=status.container_id if status else "",
        pull_policy=spec.image_pull_policy,
        command=spec.command,
        args=spec.args,
        working_dir=spec.working_dir,
        env=environment(spec),
        ports=tuple(port.container_port for port in spec.ports if isinstance(port.container_port, int)),
        port_names={
            port.name: port.container_port for port in spec.ports if port.name and isinstance(port.container_port, int)
        },
        host_ports=tuple(port.host_port for port in spec.ports if isinstance(port.host_port, int) and port.host_port),
        mounts=_mounts(spec),
        requests=quantities(spec.resources.requests),
        limits=quantities(spec.resources.limits),
        liveness=_probe(spec.liveness_probe),
        readiness=_probe(spec.readiness_probe),
        startup=_probe(spec.startup_probe),
        hooks=_hooks(spec),
        restart_policy=_restart_policy(pod, kind, spec),
        security=_security(pod, spec),
        waiting=Waiting(reason=state.waiting.reason, message=state.waiting.message) if state.waiting else None,
        running=Running(started_at=moment(state.running.started_at)) if state.running else None,
        terminated=_terminated(state.terminated),
        last=_terminated(last.terminated),
        ready=status.ready if status else None,
        started=status.started if status else None,
        restarts=status.restart_count if status else 0,
    )


def environment(spec: wire.V1Container) -> tuple[EnvVar, ...]:
    """`envFrom` first, as the kubelet applies it, then `env`."""
    whole = [
        EnvVar(
            name=entry.prefix,
            config_map=entry.config_map_ref.name if entry.config_map_ref else None,
            secret=entry.secret_ref.name if entry.secret_ref else None,
            optional=any(ref.optional for ref in (entry.config_map_ref, entry.secret_ref) if ref),
        )
        for entry in spec.env_from
    ]
    return (*whole, *(_variable(entry) for entry in spec.env))


def _variable(entry: wire.V1EnvVar) -> EnvVar:
    source = entry.value_from
    config_map, secret = (source.config_map_key_ref, source.secret_key_ref) if source else (None, None)
    reference = config_map or secret
    return EnvVar(
        name=entry.name,
        value=entry.value,
        config_map=config_map.name if config_map else None,
        secret=secret.name if secret else None,
        key=reference.key if reference else None,
        optional=reference.optional if reference else False,
    )


def _mounts(spec: wire.V1Container) -> tuple[Mount, ...]:
    return tuple(
        Mount(
            volume=mount.name,
            path=mount.mount_path,
            sub_path=mount.sub_path or mount.sub_path_expr,
            read_only=mount.read_only,
        )
        for mount in spec.volume_mounts
    )


def _hooks(spec: wire.V1Container) -> tuple[str, ...]:
    if spec.lifecycle is None:
        return ()
    hooks = {"postStart": spec.lifecycle.post_start, "preStop": spec.lifecycle.pre_stop}
    return tuple(name for name, hook in hooks.items() if hook is not None)


def _probe(probe: wire.V1Probe | None) -> Probe | None:
    """The probe with the defaults of pkg/apis/core/v1/defaults.go: zero means not set, too."""
    if probe is None:
        return None
    seconds: dict[str, Any] = {
        "initial_delay": probe.initial_delay_seconds or 0,
        "period": probe.period_seconds or 10,
        "timeout": probe.timeout_seconds or 1,
        "failures": probe.failure_threshold or 3,
        "grace": probe.termination_grace_period_seconds,
    }
    if probe.http_get:
        return Probe(kind="http", port=str(probe.http_get.port), path=probe.http_get.path or "/", **seconds)
    if probe.tcp_socket:
        return Probe(kind="tcp", port=str(probe.tcp_socket.port), **seconds)
    if probe.grpc:
        return Probe(kind="grpc", port=str(probe.grpc.port), path=probe.grpc.service, **seconds)
    if probe.exec:
        return Probe(kind="exec", command=probe.exec.command, **seconds)
    return Probe(**seconds)


def _restart_policy(pod: wire.V1Pod, kind: ContainerKind, spec: wire.V1Container) -> str:
    policy = pod.spec.restart_policy
    if kind == "ephemeral":
        return "Never"
    if spec.restart_policy:
        return spec.restart_policy
    # An init container that succeeded is not started again, whatever the pod's policy.
    return "OnFailure" if kind == "init" and policy == "Always" else policy


def _security(pod: wire.V1Pod, spec: wire.V1Container) -> dict[str, Any]:
    of_pod = pod.spec.security_context or {}
    inherited = {key: of_pod[key] for key in INHERITED if key in of_pod}
    return {**inherited, **(spec.security_context or {})}


def _terminated(state: wire.V1Terminated | None) -> Terminated | None:
    if state is None:
        return None
    return Terminated(
        reason=state.reason,
        code=state.exit_code,
        signal=state.signal,
        message=state.message,
        started_at=moment(state.started_at),
        finished_at=moment(state.finished_at),
    )
