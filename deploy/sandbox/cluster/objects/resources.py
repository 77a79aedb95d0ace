"""The table of resources the local API server knows. Pure data: no objects, no HTTP.

Names, kinds and short names are those of `kubectl api-resources` on Kubernetes v1.36.
"""

from __future__ import annotations

from dataclasses import dataclass

READ = ("get", "list", "watch")
WRITE = ("create", "delete", "get", "list", "patch", "update", "watch")
CREATE_ONLY = ("create",)


@dataclass(frozen=True)
class Resource:
    """One REST resource: where it lives in the URL space and what may be done with it."""

    group: str
    version: str
    plural: str
    kind: str
    namespaced: bool = True
    short_names: tuple[str, ...] = ()
    verbs: tuple[str, ...] = READ
    fields: tuple[str, ...] = ()
    """Field selectors beyond metadata.name and metadata.namespace."""

    @property
    def group_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def qualified(self) -> str:
        """`leases.coordination.k8s.io`: how error messages name the resource."""
        return f"{self.plural}.{self.group}" if self.group else self.plural


# Selectable fields: pkg/apis/core/v1/conversion.go, pkg/apis/{apps,batch}/v1/conversion.go.
POD_FIELDS = (
    "spec.nodeName",
    "spec.restartPolicy",
    "spec.schedulerName",
    "spec.serviceAccountName",
    "spec.hostNetwork",
    "status.phase",
    "status.podIP",
    "status.nominatedNodeName",
)
EVENT_FIELDS = (
    "involvedObject.kind",
    "involvedObject.namespace",
    "involvedObject.name",
    "involvedObject.uid",
    "involvedObject.apiVersion",
    "involvedObject.resourceVersion",
    "involvedObject.fieldPath",
    "reason",
    "reportingComponent",
    "source",
    "type",
)

PODS = Resource("", "v1", "pods", "Pod", short_names=("po",), fields=POD_FIELDS)
EVENTS = Resource("", "v1", "events", "Event", short_names=("ev",), fields=EVENT_FIELDS)
NODES = Resource("", "v1", "nodes", "Node", False, ("no",), fields=("spec.unschedulable",))
NAMESPACES = Resource("", "v1", "namespaces", "Namespace", False, ("ns",), fields=("status.phase",))
CONFIG_MAPS = Resource("", "v1", "configmaps", "ConfigMap", short_names=("cm",))
SECRETS = Resource("", "v1", "secrets", "Secret", fields=("type",))
SERVICE_ACCOUNTS = Resource("", "v1", "serviceaccounts", "ServiceAccount", short_names=("sa",))
SERVICES = Resource("", "v1", "services", "Service", short_names=("svc",))
CLAIMS = Resource("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim", short_names=("pvc",))
VOLUMES = Resource("", "v1", "persistentvolumes", "PersistentVolume", False, ("pv",))
QUOTAS = Resource("", "v1", "resourcequotas", "ResourceQuota", short_names=("quota",))
LIMIT_RANGES = Resource("", "v1", "limitranges", "LimitRange", short_names=("limits",))
DEPLOYMENTS = Resource("apps", "v1", "deployments", "Deployment", short_names=("deploy",))
REPLICA_SETS = Resource("apps", "v1", "replicasets", "ReplicaSet", short_names=("rs",), fields=("status.replicas",))
STATEFUL_SETS = Resource("apps", "v1", "statefulsets", "StatefulSet", short_names=("sts",))
DAEMON_SETS = Resource("apps", "v1", "daemonsets", "DaemonSet", short_names=("ds",))
JOBS = Resource("batch", "v1", "jobs", "Job", fields=("status.successful",))
CRON_JOBS = Resource("batch", "v1", "cronjobs", "CronJob", short_names=("cj",))
STORAGE_CLASSES = Resource("storage.k8s.io", "v1", "storageclasses", "StorageClass", False, ("sc",))
# Nothing of these was recorded: they are empty, so that the commands an answer suggests look and do not fail.
EMPTY = (
    Resource("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice"),
    Resource("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", short_names=("netpol",)),
    Resource("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", short_names=("pdb",)),
    Resource("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding"),
    Resource("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", False),
    Resource("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", False, ("pc",)),
    Resource("node.k8s.io", "v1", "runtimeclasses", "RuntimeClass", False),
    Resource("storage.k8s.io", "v1", "csidrivers", "CSIDriver", False),
    Resource("storage.k8s.io", "v1", "csinodes", "CSINode", False),
    Resource("storage.k8s.io", "v1", "volumeattachments", "VolumeAttachment", False),
    Resource(
        "admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", False
    ),
    Resource(
        "admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", False
    ),
)
LEASES = Resource("coordination.k8s.io", "v1", "leases", "Lease", verbs=WRITE)
ACCESS_REVIEWS = Resource(
    "authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", False, verbs=CREATE_ONLY
)
RULES_REVIEWS = Resource(
    "authorization.k8s.io", "v1", "selfsubjectrulesreviews", "SelfSubjectRulesReview", False, verbs=CREATE_ONLY
)

ALL = (
    PODS,
    EVENTS,
    NODES,
    NAMESPACES,
    CONFIG_MAPS,
    SECRETS,
    SERVICE_ACCOUNTS,
    SERVICES,
    CLAIMS,
    VOLUMES,
    QUOTAS,
    LIMIT_RANGES,
    DEPLOYMENTS,
    REPLICA_SETS,
    STATEFUL_SETS,
    DAEMON_SETS,
    JOBS,
    CRON_JOBS,
    STORAGE_CLASSES,
    *EMPTY,
    LEASES,
    ACCESS_REVIEWS,
    RULES_REVIEWS,
)

BY_PATH = {(resource.group, resource.version, resource.plural): resource for resource in ALL}
BY_KIND = {(resource.group_version, resource.kind): resource for resource in ALL}
GROUP_VERSIONS = tuple(dict.fromkeys((resource.group, resource.version) for resource in ALL))
