"""Which event a bare message is: reasons and the beginnings of the messages they come with.

Pure tables. Facts from the Kubernetes source: `pkg/kubelet/events/event.go` and the places that call the recorder
(kuberuntime, prober, eviction, volume manager), `pkg/scheduler`, `pkg/controller/*`.
"""

import re

from workers.paste.vocabulary.names import names

COMBINED = "(combined from similar events): "
"""Put before the message by client-go's event aggregator (`tools/record/events_cache.go`)."""

REASONS = names("""
    AlreadyMountedVolume AttachVolume BackOff BackoffLimitExceeded CNINotReady CgroupV1 CheckLimitsForResolvConf
    ContainerGCFailed Completed ContainerDied Created DNSConfigForming DeadlineExceeded ErrImageNeverPull Evicted
    EvictionThresholdMet ExceededGracePeriod ExternalProvisioning FailedAttachVolume FailedBinding FailedCreate
    FailedCreatePodContainer FailedCreatePodSandBox FailedDaemonPod FailedDelete FailedDetachVolume FailedKillPod
    FailedMapVolume FailedMount FailedMountOnFilesystemMismatch FailedNodeAllocatableEnforcement FailedPlacement
    FailedPodSandBoxStatus FailedPostStartHook FailedPreStopHook FailedPrepareDynamicResources FailedPullImage
    FailedRescale FailedScaleUp FailedScheduling FailedSync FailedToRetrieveImagePullSecret FailedToUpdateEndpoint
    FailedUnMount FailedUnmapDevice FailedValidation FileSystemResizeFailed FreeDiskSpaceFailed HostPortConflict
    ImageGCFailed InspectFailed InvalidDiskCapacity InvalidEnvironmentVariableNames Killing KubeletSetupFailed
    MissingClusterDNS NetworkNotReady NodeAffinity NodeAllocatableEnforced NodeHasDiskPressure NodeHasNoDiskPressure
    NodeHasInsufficientMemory NodeHasInsufficientPID NodeHasSufficientMemory NodeHasSufficientPID NodeNotReady
    NodeNotSchedulable NodeReady NodeSchedulable NotTriggerScaleUp OOMKilling OutOfcpu OutOfmemory OutOfpods
    PodFailurePolicy PodReadyToStartContainers Preempted PreemptedByNode ProbeError ProbeWarning ProvisioningFailed
    ProvisioningSucceeded Provisioning Pulled Pulling Rebooted RegisteredNode RemovingNode ResizeDeferred
    ResizeInfeasible SandboxChanged ScalingReplicaSet Scheduled SeccompError Started Starting SuccessfulAttachVolume
    SuccessfulCreate SuccessfulDelete SuccessfulMountVolume SuccessfulDetachVolume Suspended SysctlForbidden
    SystemOOM TaintManagerEviction TooManyActivePods TopologyAffinityError TriggeredScaleUp
    UnexpectedAdmissionError Unhealthy VolumeResizeFailed WaitForFirstConsumer WaitForPodScheduled Failed
    FailedCreateSandbox AppArmor OwnerRefInvalidNamespace ContainerdUnhealthy KubeletHasDiskPressure
    Preempting NodeShutdown NodeControllerEviction DeletingAllPods TerminatedAllPods TerminatingEvictedPod
    SMTAlignmentError PodOSNotSupported PodOSSelectorNodeLabelDoesNotMatch PodFeatureUnsupported
    FailedNodeDeclaredFeaturesCheck OutOfephemeral-storage NodePorts MatchNodeSelector PodToleratesNodeTaints
    NodeSelectorMismatching InsufficientFreeCPU InsufficientFreeMemory OutOfDisk VolumeAttachmentLimitExceeded
    FailedIndexes MaxFailedIndexesExceeded EvictedByVPA ScaleDown Descheduled SchedulingGated DeviceTaintManagerEviction
    NodeStatusUnknown KubeletNotReady MultiplePodDisruptionBudgets FailedResourceClaimCreation
    """)

_PREFIXES: tuple[tuple[str, str], ...] = (
    ("Back-off restarting failed", "BackOff"),
    ("Back-off pulling image", "BackOff"),
    ("Backoff limit exceeded", "BackoffLimitExceeded"),
    ("Job has reached the specified backoff limit", "BackoffLimitExceeded"),
    ("Job was active longer than specified deadline", "DeadlineExceeded"),
    ("Failed to pull image", "Failed"),
    ("Error: ErrImagePull", "Failed"),
    ("Error: ImagePullBackOff", "Failed"),
    ("Error: ErrImageNeverPull", "Failed"),
    ("Error: InvalidImageName", "Failed"),
    ('Error: secret "', "Failed"),
    ('Error: secrets "', "Failed"),
    ('Error: configmap "', "Failed"),
    ('Error: configmaps "', "Failed"),
    ("Error: couldn't find key", "Failed"),
    ("Error: container has runAsNonRoot", "Failed"),
    ("Error: container's runAsUser breaks", "Failed"),
    ("Error: failed to create containerd", "Failed"),
    ("Error: failed to start container", "Failed"),
    ("Error: failed to generate container", "Failed"),
    ("Error: failed to reserve container name", "Failed"),
    ("Error: failed to prepare subPath", "Failed"),
    ("Error: failed to get image", "Failed"),
    ("Error: container create failed", "Failed"),
    ("Error: cannot find volume", "Failed"),
    ("Error: Error response from daemon", "Failed"),
    ("Error: stat ", "Failed"),
    ("Failed to apply default image tag", "InspectFailed"),
    ("Failed to inspect image", "InspectFailed"),
    ("Pulling image", "Pulling"),
    ("pulling image", "Pulling"),
    ("Successfully pulled image", "Pulled"),
    ("Created container", "Created"),
    ("Started container", "Started"),
    ("Container created", "Created"),
    ("Container started", "Started"),
    ("Stopping container", "Killing"),
    ("Killing container with id", "Killing"),
    ("Successfully assigned", "Scheduled"),
    ("Liveness probe failed", "Unhealthy"),
    ("Readiness probe failed", "Unhealthy"),
    ("Startup probe failed", "Unhealthy"),
    ("Liveness probe errored", "Unhealthy"),
    ("Readiness probe errored", "Unhealthy"),
    ("Startup probe errored", "Unhealthy"),
    ("Failed to create pod sandbox", "FailedCreatePodSandBox"),
    ("Failed create pod sandbox", "FailedCreatePodSandBox"),
    ("Pod sandbox changed", "SandboxChanged"),
    ("unable to ensure pod container exists", "FailedCreatePodContainer"),
    ("MountVolume.", "FailedMount"),
    ("UnmountVolume.", "FailedUnMount"),
    ("Unable to attach or mount volumes", "FailedMount"),
    ("Unable to mount volumes for pod", "FailedMount"),
    ("AttachVolume.Attach failed", "FailedAttachVolume"),
    ("AttachVolume.Attach succeeded", "SuccessfulAttachVolume"),
    ("Multi-Attach error for volume", "FailedAttachVolume"),
    ("MapVolume.", "FailedMapVolume"),
    ("error killing pod", "FailedKillPod"),
    ("Error syncing pod", "FailedSync"),
    ("error determining status", "FailedSync"),
    ("Error creating: ", "FailedCreate"),
    ("Created pod: ", "SuccessfulCreate"),
    ("Scaled up replica set", "ScalingReplicaSet"),
    ("Scaled down replica set", "ScalingReplicaSet"),
    ("No nodes are available that match all of the", "FailedScheduling"),
    ("no nodes available to schedule pods", "FailedScheduling"),
    ("pod has unbound immediate PersistentVolumeClaims", "FailedScheduling"),
    ('persistentvolumeclaim "', "FailedScheduling"),
    ("The node was low on resource", "Evicted"),
    ("The node had condition", "Evicted"),
    ("Container runtime did not kill the pod within", "ExceededGracePeriod"),
    ("Exec lifecycle hook (", "Failed"),
    ("Http lifecycle hook (", "Failed"),
    ("HTTP lifecycle hook (", "Failed"),
    ("Sleep lifecycle hook (", "Failed"),
    ("PostStart handler: ", "FailedPostStartHook"),
    ("PostStartHook failed", "FailedPostStartHook"),
    ("PreStopHook failed", "FailedPreStopHook"),
    ("network is not ready: ", "NetworkNotReady"),
    ("storageclass.storage.k8s.io ", "ProvisioningFailed"),
    ("waiting for a volume to be created", "ExternalProvisioning"),
    ("failed to provision volume with StorageClass", "ProvisioningFailed"),
    ("waiting for first consumer to be created", "WaitForFirstConsumer"),
    ("Unable to retrieve some image pull secrets", "FailedToRetrieveImagePullSecret"),
    ("Pod was rejected: ", "Failed"),
    ("Predicate ", "Failed"),
    ("Preempted by ", "Preempted"),
    ("Preempted in order to admit critical pod", "Preempting"),
    ("Liveness probe error: ", "ProbeError"),
    ("Readiness probe error: ", "ProbeError"),
    ("Startup probe error: ", "ProbeError"),
    ("Killing container with docker id", "Killing"),
    ("Failed to create docker container", "Failed"),
    ("Failed to start container with", "Failed"),
    ("Usage of EmptyDir volume", "Evicted"),
    ("usage of EmptyDir volume", "Evicted"),
    ("Pod ephemeral local storage usage exceeds", "Evicted"),
    ("pod ephemeral local storage usage exceeds", "Evicted"),
    ("Pod was evicted by VPA", "EvictedByVPA"),
    ("deleting pod for node scale down", "ScaleDown"),
    ("Attempting to reclaim ", "EvictionThresholdMet"),
    ("System OOM encountered", "SystemOOM"),
    ("Node is not ready", "NodeNotReady"),
    ("Shutdown manager detected shutdown event", "NodeShutdown"),
    ("Pod was rejected as the node is shutting down", "NodeShutdown"),
    ("Failed to start ContainerManager", "KubeletSetupFailed"),
    ("failed to garbage collect required amount of images", "ImageGCFailed"),
    ("Allocate failed due to ", "UnexpectedAdmissionError"),
    ("Update plugin resources failed due to ", "UnexpectedAdmissionError"),
    ("Resources cannot be allocated with Topology locality", "TopologyAffinityError"),
    ("SMT Alignment Error", "SMTAlignmentError"),
    ("forbidden sysctl: ", "SysctlForbidden"),
    ("Failed to admit pod as the ", "PodOSNotSupported"),
    ("Pod requires node features that are not available", "FailedNodeDeclaredFeaturesCheck"),
    ("Cannot enforce AppArmor: ", "AppArmor"),
    ("Node didn't have enough resource: ", "Failed"),
    ("Cannot start the pod due to ", "Failed"),
    ("Pod cannot be started due to ", "Failed"),
    ("pod didn't trigger scale-up", "NotTriggerScaleUp"),
    ("pod has unbound PersistentVolumeClaims", "FailedScheduling"),
    ("PersistentVolumeClaim is not bound: ", "FailedScheduling"),
    ("SchedulerPredicates failed due to ", "FailedScheduling"),
    ("[SchedulerPredicates failed due to ", "FailedScheduling"),
    ("fit failure ", "FailedScheduling"),
    ('running "', "FailedScheduling"),
    ('error while running "', "FailedScheduling"),
    ("Scheduling is blocked due to non-empty scheduling gates", "SchedulingGated"),
    ("Pod was active on the node longer than", "DeadlineExceeded"),
    ("Job has failed indexes", "FailedIndexes"),
    ("Job has exceeded the specified maximal number of failed indexes", "MaxFailedIndexesExceeded"),
    ("Job suspended", "Suspended"),
    ("Job completed", "Completed"),
    ("Container failed liveness probe", "Killing"),
    ("Container failed startup probe", "Killing"),
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\d{1,6}/\d{1,6} nodes are available"), "FailedScheduling"),
    (re.compile(r'Container image "[^"]{1,300}" already present'), "Pulled"),
    (re.compile(r'Container image "[^"]{1,300}" is not present with pull policy of Never'), "ErrImageNeverPull"),
    (re.compile(r"Container [\w.-]{1,100} failed (?:liveness|startup) probe, will be restarted"), "Killing"),
    (re.compile(r"Container [\w.-]{1,100} definition changed, will be restarted"), "Killing"),
    (re.compile(r"create Pod [\w.-]{1,253} in StatefulSet [\w.-]{1,253} (?:failed|successful)"), "FailedCreate"),
    (re.compile(r"Exec lifecycle hook [^\n]{0,2000}for Container [^\n]{0,600}failed"), "FailedPostStartHook"),
    (re.compile(r"by [\w-]{1,63}/[\w.-]{1,253} on node [\w.-]{1,253}\Z"), "Preempted"),
    (re.compile(r"Container \S{1,100} exceeded its local ephemeral storage limit"), "Evicted"),
    (re.compile(r"Marking for deletion Pod \S{1,253} from Node "), "NodeControllerEviction"),
    (re.compile(r"Marking for deletion Pod [\w.-]{1,63}/"), "TaintManagerEviction"),
    (re.compile(r"pod \([\w.-]{1,253}\) failed to fit in any node"), "FailedScheduling"),
    (re.compile(r"Node [\w.-]{1,253} has been rebooted"), "Rebooted"),
    (re.compile(r"Container [\w.-]{1,100} for pod [\w./-]{1,300} failed with exit code"), "PodFailurePolicy"),
)
_STATUS_NOW = re.compile(r"Node [\w.-]{1,253} status is now: (\w{5,40})")
"""The reason itself stands in the message (kubelet_node_status.go, recordNodeStatusEvent)."""
_PATTERNED = ("Container ", "create ", "Exec ", "Marking ", "pod (", "Node ", "by ")
_BY_HEAD: dict[str, list[tuple[str, str]]] = {}
"""The prefixes by their first four characters: most lines are no event and are done after one look."""
for _prefix, _reason in _PREFIXES:
    _BY_HEAD.setdefault(_prefix[:4], []).append((_prefix, _reason))
_NORMAL = names(
    "Pulling Pulled Created Started Scheduled Killing SuccessfulCreate ScalingReplicaSet SandboxChanged "
    "SuccessfulAttachVolume ExternalProvisioning WaitForFirstConsumer Completed SuccessfulDelete"
)


def known_reason(word: str) -> bool:
    """Whether a word is a reason that Kubernetes' own components use."""
    return word in REASONS


def usual_type(reason: str) -> str:
    """`Normal` or `Warning`: what the event of that reason always is; empty for BackOff and unknown ones.

    BackOff is Normal for a pull and Warning for a restart (kuberuntime_manager.go, image_manager.go).
    """
    if reason in _NORMAL:
        return "Normal"
    return "Warning" if reason in REASONS and reason != "BackOff" else ""


def reason_of(message: str) -> str | None:
    """The reason of the event whose message begins like this; None when it is no event's message."""
    text = message.removeprefix(COMBINED)
    if text.endswith(("?", "？")) and ":" not in text:
        return None  # somebody asks
    for prefix, reason in _BY_HEAD.get(text[:4], ()):
        if text.startswith(prefix):
            return reason
    if match := _STATUS_NOW.match(text):
        return match[1]
    if text[:1].isdecimal() or text.startswith(_PATTERNED):
        for pattern, reason in _PATTERNS:
            if pattern.match(text):
                return reason
    return "Failed" if message.startswith(COMBINED) else None
