"""Lines of a node's own programs: kubelet, container runtime, scheduler, kernel; and the pod errors in them.

Pure. Formats: klog (`k8s.io/klog`), logrus text (containerd, dockerd), syslog and journalctl prefixes, dmesg.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from workers.paste.events.forms import logged
from workers.paste.events.messages import reason_of, usual_type
from workers.paste.names import names
from workers.snapshot import Event

_SYSLOG = re.compile(
    r"^\s{0,8}(?:[A-Z][a-z]{2}\s{1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^\s]{0,20}) "
    r"[\w.-]{1,100} ([\w.@/-]{2,60})(?:\[\d{1,9}\])?: "
)
_BARE_UNIT = re.compile(
    r"^\s{0,8}(kubelet|containerd|dockerd|crio|cri-o|kernel|systemd|kube-scheduler|kube-controller-manager)"
    r"(?:\[\d{1,9}\])?: "
)
_KLOG = re.compile(r"^\s{0,8}[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{1,9}\s{1,8}(\d{1,9}) ([\w.-]{1,80}\.go):\d{1,6}\] ?")
_DMESG = re.compile(r"^\s{0,8}(?:<\d{1,3}>)?\[\s{0,8}\+?\d{1,9}\.\d{3,9}\] ")
_NODE_PROGRAMS = ("kubelet", "containerd", "docker", "cri", "kernel", "systemd", "k3s", "k0s", "rke2", "microk8s")
"""Beginnings of the names under which the node's own programs write to syslog."""
_DMESG_DATE = re.compile(r"^\s{0,8}\[[A-Z][a-z]{2} [A-Z][a-z]{2}\s{1,2}\d{1,2} \d\d:\d\d:\d\d \d{4}\] ")
_LOGRUS = re.compile(r"^\s{0,8}time=\"?[\dT:.Z+ -]{10,40}\"? level=\w{3,8} msg=")
_KERNEL = re.compile(
    r"(?:invoked oom-killer|Memory cgroup out of memory|Out of memory: Kill|oom-kill:constraint|oom_reaper: reaped"
    r"|Killed process \d{1,9} \(|page allocation failure|TaskList: |Memory cgroup stats for"
    r"|segfault at [0-9a-f]{1,16} ip|traps: [\w.-]{1,40}\[\d{1,9}\])"
)
_FILES = names("""
    kubelet.go kubelet_node_status.go kubelet_getters.go kubelet_pods.go kubelet_volumes.go kubelet_network.go
    kuberuntime_manager.go kuberuntime_sandbox.go kuberuntime_container.go kuberuntime_image.go kuberuntime_gc.go
    remote_runtime.go remote_image.go pod_workers.go pod_container_deletor.go nestedpendingoperations.go
    eviction_manager.go helpers.go prober.go prober_manager.go worker.go reconciler.go reconciler_common.go
    operation_generator.go operation_executor.go desired_state_of_world_populator.go cni.go docker_sandbox.go
    docker_service.go generic.go evented.go secret.go configmap.go projected.go csi_attacher.go csi_plugin.go
    csi_mounter.go mount_linux.go pod_startup_latency_tracker.go status_manager.go image_gc_manager.go
    setters.go server.go oom_watcher_linux.go oomwatcher.go qos_container_manager_linux.go cgroup_manager_linux.go
    pod_container_manager_linux.go container_manager_linux.go schedule_one.go scheduler.go scheduling_queue.go
    eventhandlers.go default_preemption.go event.go replica_set.go job_controller.go stateful_set.go
    node_lifecycle_controller.go taint_manager.go handlers.go predicate.go topology_manager.go policy.go docker.go
    nodeshutdown_manager_linux.go plugin_watcher.go http.go manager.go
    """)
"""Source files of kubelet, scheduler and controllers: what tells their klog lines from an application's."""
_OWN = frozenset(
    {"http.go", "manager.go", "server.go", "helpers.go", "worker.go", "policy.go", "handlers.go", "event.go"}
)
"""Names an application may have as well: then the process id decides."""
_SMALL_PID = 200
"""A program in a container has a small process id; the node's have long passed that when pods run."""
_HEADS = frozenset("IWEF[<JFMASOND0123456789kcdst")
"""First characters of klog, dmesg, syslog (a month or a year), a program's name, and `time=`."""
_MARKS = ("oom", "emory", "Killed", "allocation", "segfault", "traps:", "TaskList")
_RUNTIME = re.compile(
    r"containerd|RunPodSandbox|StartContainer|CreateContainer|PullImage|StopPodSandbox|shim|OCI runtime|runc"
    r"|[Cc]ontainer [0-9a-f]{12,64}|libcontainerd|overlay|cni|CNI"
)
_CHILD = re.compile(r'failed to "(\w{3,40})" for "([^"]{1,300})" with (\w{3,60}): "')
_PLAIN_START = re.compile(r"container start failed: (\w{3,40}): (.{1,4000})$")
_POD = re.compile(
    r'pod="?([\w.-]{1,63})/([\w.-]{1,253})"?|[" (]([a-z0-9][a-z0-9.-]{0,252})_([a-z0-9-]{1,63})(?:\(|")'
    r'|pod "([a-z0-9.-]{1,253})" \(UID'
)
_CONTAINER = re.compile(r'container(?:Name)?="?([\w.-]{1,63})"?|and container "([\w.-]{1,63})"')
_PROBE = re.compile(r'(?:probeType="(\w{5,9})"|\b(Liveness|Readiness|Startup) probe for ")')
_FAILURE = re.compile(r"\((?:failure|error)\): ")
_NEXT_FIELD = re.compile(r'"(?: \w{2,40}=|\s{0,4}$|[\])]|, failed to )')
"""What follows the closing quote of a value in klog's `key="value"` lists, and of a nested error."""
_CONTAINERD = re.compile(
    r'msg="(StartContainer|CreateContainer|PullImage)\b[^"]{0,40}"([^"]{1,300})"[^"]{0,40} failed"'
)
_PULL = re.compile(r'"(?:Failed to pull image|PullImage from image service failed)" err="')
_IMAGE = re.compile(r' image="([^"\s]{1,300})"')
"""The kubelet's structured words for a pull: the error first, then the image."""
_INSIDE = re.compile(
    r"(MountVolume\.|UnmountVolume\.|AttachVolume\.|Multi-Attach error|Unable to attach or mount volumes"
    r"|Unable to mount volumes for pod|Failed to pull image|\d{1,6}/\d{1,6} nodes are available"
    r"|Back-off restarting failed|Failed to apply default image tag"
    r"|Container (?:[\w.-]{1,63} )?failed (?:liveness|startup) probe)"
)


@dataclass(frozen=True)
class PodError:
    """What a line of the node says about one pod: a waiting reason, an event, or both."""

    pod: str = ""
    namespace: str = ""
    container: str | None = None
    waiting: tuple[str, str] | None = None
    """Reason and message, as `state.waiting` would say."""
    event: Event | None = None


@lru_cache(maxsize=4096)  # several passes ask about each line; a paste of 64 KB has 3,000
def is_journal(line: str) -> bool:
    """Whether a program of the node wrote the line, and not one in a container."""
    head = line.lstrip()[:1]
    if not head or (head not in _HEADS and not any(mark in line[:400] for mark in _MARKS)):
        return False
    if klog := _KLOG.match(line):
        file, pid = klog[2], int(klog[1])
        if file == "event.go" and ('"Event occurred"' in line or "ObjectReference{" in line):
            return True  # of whichever program: what client-go wrote there is an event of the cluster
        return (file in _FILES and (file not in _OWN or pid > _SMALL_PID)) or pid > _SMALL_PID
    if _SYSLOG.match(line) or _BARE_UNIT.match(line) or _DMESG.match(line) or _DMESG_DATE.match(line):
        return True
    if _LOGRUS.match(line):
        return _RUNTIME.search(line, 0, 4000) is not None
    return any(mark in line[:400] for mark in _MARKS) and _KERNEL.search(line, 0, 400) is not None


def is_klog(line: str) -> bool:
    """Whether the line is in klog's format, whoever wrote it."""
    return _KLOG.match(line) is not None


def may_be_own(line: str) -> bool:
    """Whether a program of the pods' own may have written it: klog of a file that neither kubelet nor scheduler has,
    or a line of syslog by a program that is none of the node's."""
    if match := _SYSLOG.match(line):
        return not match[1].startswith(_NODE_PROGRAMS)
    match = _KLOG.match(line)
    return match is not None and match[2] not in _FILES


def pod_error(line: str) -> PodError | None:
    """What the line says about a pod, if it does."""
    if reported := logged(line[:8000]):
        return PodError(reported.event.name, reported.namespace, reported.event.container, None, reported.event)
    text = line.replace('\\\\\\"', '"').replace('\\"', '"') if '\\"' in line else line
    text = text[:8000]  # a line of the kubelet is seldom over 2,000; the patterns' bounds rely on it
    pod, namespace = _pod(text)
    if match := _CHILD.search(text):
        return _child(match, pod, namespace)
    if match := _PLAIN_START.search(text):
        event = Event(reason="Failed", message=f"Error: {match[2]}", type="Warning", component="kubelet", name=pod)
        return PodError(pod, namespace, _container(text), (match[1], match[2]), event)
    if told := _probe(text, pod) or _sandbox(text, pod) or _pull(text) or _inside(text, pod) or _runtime(text):
        return PodError(pod, namespace, _container(text), None, told)
    return None


def _child(match: re.Match[str], pod: str, namespace: str) -> PodError:
    step, name, reason = match.groups()
    message = _until_quote(match.string, match.end()).strip()
    if message.endswith('"') and message.count('"') % 2:
        message = message[:-1]  # of the two closing quotes the outer one ends the whole error
    if step == "StartContainer":
        event = Event(
            reason="FailedSync", type="Warning", component="kubelet", name=pod, container=name,
            message=f'Error syncing pod, skipping: failed to "{step}" for "{name}" with {reason}: "{message}"',
        )  # fmt: skip
        return PodError(pod, namespace, name, (reason, message), event)
    if step == "CreatePodSandbox":
        event = Event(
            reason="FailedCreatePodSandBox", type="Warning", component="kubelet", name=pod,
            message=f"Failed to create pod sandbox: {message.partition('failed: ')[2] or message}",
        )  # fmt: skip
        return PodError(pod, namespace, None, None, event)
    kill = step in ("KillPodSandbox", "KillContainer")
    event = Event(
        reason="FailedKillPod" if kill else "FailedSync", type="Warning", component="kubelet", name=pod,
        message=f'{"error killing pod" if kill else "Error syncing pod"}: failed to "{step}" for "{name}" '
        f'with {reason}: "{message}"',
    )  # fmt: skip
    return PodError(pod, namespace, None, None, event)


def _probe(text: str, pod: str) -> Event | None:
    match = _PROBE.search(text)
    if not match or "fail" not in text.lower():
        return None
    failure = _FAILURE.search(text)
    said = _value(text, 'output="') or (text[failure.end() :] if failure else "")
    return Event(
        reason="Unhealthy", type="Warning", component="kubelet", name=pod, container=_container(text),
        message=f"{(match[1] or match[2]).capitalize()} probe failed: {said}".rstrip(),
    )  # fmt: skip


def _sandbox(text: str, pod: str) -> Event | None:
    if "CreatePodSandbox" not in text and "RunPodSandbox" not in text:
        return None
    said = _value(text, 'err="') or _value(text, 'error="') or text.partition("failed: ")[2]
    if not said:
        return None
    return Event(
        reason="FailedCreatePodSandBox", type="Warning", component="kubelet", name=pod,
        message=f"Failed to create pod sandbox: {said}",
    )  # fmt: skip


def _runtime(text: str) -> Event | None:
    """containerd's own words for a start or a pull that failed, in those of the kubelet's event."""
    match = _CONTAINERD.search(text)
    said = _value(text, 'error="') if match else ""
    if not match or not said:
        return None
    start = match[1] != "PullImage"
    return Event(
        reason="Failed", type="Warning", component="kubelet",
        message=f"Error: {said}" if start else f'Failed to pull image "{match[2]}": {said}',
    )  # fmt: skip


def _pull(text: str) -> Event | None:
    """The kubelet's line for a failed pull, in the words of its event."""
    image = _IMAGE.search(text) if _PULL.search(text) else None
    if image is None:
        return None
    said = _value(text, 'err="')
    message = f'Failed to pull image "{image[1]}": {said}'
    return Event(reason="Failed", message=message, type="Warning", component="kubelet")


def _inside(text: str, pod: str) -> Event | None:
    match = _INSIDE.search(text)
    if not match:
        return None
    message = text[match.start() :]
    error = _value(text, 'err="')
    if match[1] in error:
        message = error[error.find(match[1]) :]
    reason = reason_of(message) or "Failed"
    component = "default-scheduler" if reason == "FailedScheduling" else "kubelet"
    return Event(reason=reason, message=message, type=usual_type(reason), component=component, name=pod)


def _pod(text: str) -> tuple[str, str]:
    match = _POD.search(text)
    if not match:
        return "", ""
    if match[5]:
        return match[5], ""
    return (match[2], match[1]) if match[2] else (match[3], match[4])


def _container(text: str) -> str | None:
    match = _CONTAINER.search(text)
    return (match[1] or match[2]) if match else None


def _value(text: str, opening: str) -> str:
    """The value after `err="`, in which further quotes may stand."""
    at = text.find(opening)
    return _until_quote(text, at + len(opening)) if at >= 0 else ""


def _until_quote(text: str, start: int) -> str:
    closing = _NEXT_FIELD.search(text, start)
    return text[start : closing.start()] if closing else text[start:].rstrip('"')
