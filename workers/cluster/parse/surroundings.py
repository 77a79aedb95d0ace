"""What surrounds a pod: its node, the objects of its owner chain, its siblings and its claims. Pure."""

from typing import Any

from workers.cluster import wire
from workers.cluster.parse.containers import containers, environment
from workers.cluster.parse.values import conditions, moment, quantities, stamp
from workers.cluster.parse.word import status_word
from workers.container import EnvVar
from workers.snapshot import Claim, Event, Node, Owner, Sibling, Taint

REVISION = "deployment.kubernetes.io/revision"
"""Where Deployments and their ReplicaSets keep it (pkg/controller/deployment/util/deployment_util.go)."""


def controller(metadata: wire.Metadata) -> str:
    """`ReplicaSet/web-7d9c5b8f6d`: the owner that controls the object, else its first owner, else empty."""
    owners = sorted(metadata.owner_references, key=lambda owner: not owner.controller)
    return f"{owners[0].kind}/{owners[0].name}" if owners else ""


def node(shape: wire.V1Node) -> Node:
    """The node's conditions, taints, sizes and versions."""
    info = shape.status.node_info
    return Node(
        name=shape.metadata.name,
        conditions=conditions(shape.status.conditions),
        taints=tuple(Taint(key=taint.key, value=taint.value, effect=taint.effect) for taint in shape.spec.taints),
        unschedulable=shape.spec.unschedulable,
        allocatable=quantities(shape.status.allocatable),
        capacity=quantities(shape.status.capacity),
        architecture=info.architecture,
        os_image=info.os_image,
        kernel=info.kernel_version,
        runtime=info.container_runtime_version,
        kubelet=info.kubelet_version,
        labels=shape.metadata.labels,
        boot_id=info.boot_id,
    )


def owner(shape: wire.V1Workload) -> Owner:
    """An object of the owner chain; its kind is its class's name, since items of lists carry none."""
    metadata, spec, status = shape.metadata, shape.spec, shape.status
    template = (*spec.template.spec.init_containers, *spec.template.spec.containers)
    return Owner(
        kind=type(shape).__name__,
        name=metadata.name,
        revision=metadata.annotations.get(REVISION, "") or status.update_revision,
        controller=controller(metadata),
        images=tuple(container.image for container in template),
        created_at=moment(metadata.creation_timestamp),
        **_counts(shape),
        backoff_limit=spec.backoff_limit,
        deadline_seconds=spec.active_deadline_seconds or spec.progress_deadline_seconds,
        schedule=spec.schedule,
        suspended=spec.suspend,
        conditions=conditions(status.conditions),
        deleted_at=moment(metadata.deletion_timestamp),
        finalizers=metadata.finalizers,
        template={container.name: _traits(container) for container in template},
    )


def _counts(shape: wire.V1Workload) -> dict[str, int | None]:
    """Wanted, ready, available, failed, succeeded; the API leaves zeros out of a status."""
    spec, status = shape.spec, shape.status
    if isinstance(shape, wire.CronJob):
        return {}
    if isinstance(shape, wire.Job):
        wanted = spec.completions if spec.completions is not None else spec.parallelism
        return {"replicas": wanted, "failed": status.failed or 0, "succeeded": status.succeeded or 0}
    if isinstance(shape, wire.DaemonSet):
        return {
            "replicas": status.desired_number_scheduled,
            "ready": status.number_ready or 0,
            "available": status.number_available or 0,
        }
    return {
        "replicas": 1 if spec.replicas is None else spec.replicas,
        "ready": status.ready_replicas or 0,
        "available": status.available_replicas or 0,
    }


def _traits(container: wire.V1Container) -> dict[str, Any]:
    """What may tell two revisions of a container apart."""
    probes = {
        "livenessProbe": container.liveness_probe,
        "readinessProbe": container.readiness_probe,
        "startupProbe": container.startup_probe,
    }
    return {
        "image": container.image,
        "command": list(container.command),
        "args": list(container.args),
        "env": _environment(container),
        "requests": quantities(container.resources.requests),
        "limits": quantities(container.resources.limits),
        "probes": {name: repr(probe) for name, probe in probes.items() if probe},
    }


def _environment(container: wire.V1Container) -> dict[str, str]:
    """Name to value or origin; an `envFrom` has no name and is told apart by what it draws from: `configMap/app:*`."""
    named: dict[str, str] = {}
    for variable in environment(container):
        origin = _origin(variable)
        if origin is None:
            named[variable.name] = variable.value or ""
        elif variable.key is None:
            named[origin] = variable.name
        else:
            named[variable.name] = origin
    return named


def _origin(variable: EnvVar) -> str | None:
    for kind, name in (("configMap", variable.config_map), ("secret", variable.secret)):
        if name is not None:
            return f"{kind}/{name}:{variable.key or '*'}"
    return None


def sibling(shape: wire.V1Pod) -> Sibling:
    """Another pod of the same workload, briefly; the last end is that of whichever container ended last."""
    parts = [container for container in containers(shape) if container.kind != "ephemeral"]
    ends = [container.ended for container in parts if container.ended and container.kind != "init"]
    last = max(ends, key=lambda end: stamp(end.finished_at), default=None)
    return Sibling(
        name=shape.metadata.name,
        node=shape.spec.node_name,
        status=status_word(shape),
        ready=any(item.type == "Ready" and item.status == "True" for item in shape.status.conditions),
        restarts=sum(container.restarts for container in parts),
        owner=controller(shape.metadata).partition("/")[2],
        last_reason=last.reason if last else "",
        last_code=last.code if last else None,
        created_at=moment(shape.metadata.creation_timestamp),
    )


def claim(shape: wire.V1PersistentVolumeClaim, events: tuple[Event, ...] | None = None) -> Claim:
    """A claim that exists, with its events where they were read."""
    return Claim(
        name=shape.metadata.name,
        phase=shape.status.phase,
        storage_class=shape.spec.storage_class_name or "",
        volume=shape.spec.volume_name,
        access_modes=shape.spec.access_modes,
        events=events,
    )
