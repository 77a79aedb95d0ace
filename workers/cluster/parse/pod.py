"""The pod itself: metadata, spec and status in one, containers aside. Pure."""

from collections.abc import Iterator

from workers.cluster import wire
from workers.cluster.parse.surroundings import controller
from workers.cluster.parse.values import conditions, moment, quantities
from workers.snapshot import Pod, Volume


def pod(shape: wire.V1Pod) -> Pod:
    """The pod; `status_word` stays empty, since it says nothing the statuses do not say better."""
    metadata, spec, status = shape.metadata, shape.spec, shape.status
    return Pod(
        uid=metadata.uid,
        controller=controller(metadata),
        phase=status.phase,
        reason=status.reason,
        message=status.message,
        node_name=spec.node_name,
        nominated_node=status.nominated_node_name,
        created_at=moment(metadata.creation_timestamp),
        started_at=moment(status.start_time),
        deleted_at=moment(metadata.deletion_timestamp),
        grace_seconds=spec.termination_grace_period_seconds,
        deletion_grace_seconds=metadata.deletion_grace_period_seconds,
        finalizers=metadata.finalizers,
        conditions=conditions(status.conditions),
        restart_policy=spec.restart_policy,
        scheduler=spec.scheduler_name,
        scheduling_gates=tuple(gate.name for gate in spec.scheduling_gates),
        qos=status.qos_class,
        priority_class=spec.priority_class_name,
        service_account=spec.service_account_name,
        node_selector=spec.node_selector,
        tolerations=spec.tolerations,
        affinity=spec.affinity or {},
        spread=spec.topology_spread_constraints,
        labels=metadata.labels,
        annotations=metadata.annotations,
        volumes=volumes(spec),
        pull_secrets=tuple(secret.name for secret in spec.image_pull_secrets),
        readiness_gates=tuple(gate.condition_type for gate in spec.readiness_gates),
        share_process_namespace=spec.share_process_namespace,
        host_network=spec.host_network,
        runtime_class=spec.runtime_class_name,
        active_deadline=spec.active_deadline_seconds,
        security=spec.security_context or {},
        requests=quantities(spec.resources.requests),
        limits=quantities(spec.resources.limits),
        ip=status.pod_ip,
    )


def volumes(spec: wire.PodSpec) -> tuple[Volume, ...]:
    """The volumes in order; a projected one is followed by one for each ConfigMap and Secret it draws from."""
    return tuple(part for volume in spec.volumes for part in _volume(volume))


def _volume(volume: wire.V1Volume) -> Iterator[Volume]:
    kind, source = _kind(volume)
    yield Volume(
        name=volume.name,
        kind=kind,
        source=_names(kind, source),
        optional=source.optional,
        size_limit=str(source.size_limit),
        medium=source.medium,
    )
    for projection in source.sources:
        for part_kind, part in (("configMap", projection.config_map), ("secret", projection.secret)):
            if part:
                yield Volume(name=volume.name, kind=part_kind, source=part.name, optional=part.optional)


def _kind(volume: wire.V1Volume) -> tuple[str, wire.V1ProjectedSource]:
    """The kind in the API's spelling, and its body."""
    given = {
        "configMap": volume.config_map,
        "secret": volume.secret,
        "projected": volume.projected,
        "persistentVolumeClaim": volume.persistent_volume_claim,
        "emptyDir": volume.empty_dir,
        "hostPath": volume.host_path,
        "csi": volume.csi,
        "nfs": volume.nfs,
        "image": volume.image,
    }
    for kind, source in given.items():
        if source is not None:
            return kind, source
    if volume.ephemeral is not None:
        return "ephemeral", wire.V1ProjectedSource()
    return ("downwardAPI" if volume.downward_api is not None else ""), wire.V1ProjectedSource()


def _names(kind: str, source: wire.V1ProjectedSource) -> str:
    """What the volume names: an object, a path, a driver, a server with its path, an image."""
    if kind == "nfs":
        return f"{source.server}:{source.path}"
    return {
        "configMap": source.name,
        "secret": source.secret_name,
        "persistentVolumeClaim": source.claim_name,
        "hostPath": source.path,
        "csi": source.driver,
        "image": source.reference,
    }.get(kind, "")
