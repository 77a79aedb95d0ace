"""Kinds of objects, as kubectl's tables and the controllers' events name them. Pure tables."""

from workers.paste.vocabulary.names import names

KINDS = {
    "pod": "Pod", "node": "Node", "replicaset": "ReplicaSet", "deployment": "Deployment", "job": "Job",
    "cronjob": "CronJob", "statefulset": "StatefulSet", "daemonset": "DaemonSet",
    "persistentvolumeclaim": "PersistentVolumeClaim", "persistentvolume": "PersistentVolume",
    "replicationcontroller": "ReplicationController", "service": "Service", "namespace": "Namespace",
    "horizontalpodautoscaler": "HorizontalPodAutoscaler", "poddisruptionbudget": "PodDisruptionBudget",
}  # fmt: skip
"""Lower-case kind to the API's own spelling."""

SHORT_NAMES = {
    "po": "pod", "pods": "pod", "deploy": "deployment", "deployments": "deployment", "rs": "replicaset",
    "replicasets": "replicaset", "sts": "statefulset", "statefulsets": "statefulset", "ds": "daemonset",
    "daemonsets": "daemonset", "jobs": "job", "cj": "cronjob", "cronjobs": "cronjob", "no": "node", "nodes": "node",
    "pvc": "persistentvolumeclaim", "persistentvolumeclaims": "persistentvolumeclaim", "pv": "persistentvolume",
    "persistentvolumes": "persistentvolume", "ev": "event", "events": "event", "deployment.apps": "deployment",
    "replicaset.apps": "replicaset", "statefulset.apps": "statefulset", "daemonset.apps": "daemonset",
    "job.batch": "job", "cronjob.batch": "cronjob", "replicationcontrollers": "replicationcontroller",
    "rc": "replicationcontroller", "svc": "service", "services": "service", "ns": "namespace",
}  # fmt: skip
"""kubectl's short and plural names, as `kubectl api-resources` lists them."""

CONTROLLERS = {
    "replicaset-controller": "ReplicaSet", "job-controller": "Job", "statefulset-controller": "StatefulSet",
    "daemonset-controller": "DaemonSet", "deployment-controller": "Deployment", "cronjob-controller": "CronJob",
    "replication-controller": "ReplicationController",
}  # fmt: skip
"""Controllers, and the kind whose events they write."""

OF_OWNERS = names("FailedCreate SuccessfulCreate SuccessfulDelete ScalingReplicaSet BackoffLimitExceeded")
"""Reasons that are never about a pod itself."""

OF_NODES = names(
    "NodeHasDiskPressure NodeHasInsufficientMemory NodeHasInsufficientPID NodeNotSchedulable NodeSchedulable NodeReady "
    "Rebooted SystemOOM EvictionThresholdMet ContainerGCFailed ImageGCFailed FreeDiskSpaceFailed KubeletSetupFailed "
    "NodeHasSufficientMemory NodeHasNoDiskPressure NodeHasSufficientPID InvalidDiskCapacity NodeShutdown"
)
"""Reasons that the kubelet writes about its node alone."""


def of_node(reason: object) -> bool:
    """Whether a condition's reason is one that kubelet, node and route controller give to a node's conditions."""
    return isinstance(reason, str) and reason.startswith(("Kubelet", "NodeStatus", "RouteCreated", "NoRouteCreated"))
