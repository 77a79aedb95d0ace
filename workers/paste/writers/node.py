"""Lines of a node's own programs: how kubelet, container runtime, scheduler and kernel write. Pure.

Formats: klog (`k8s.io/klog`), logrus text (containerd, dockerd), syslog and journalctl prefixes, dmesg.
"""

import re
from functools import lru_cache

from workers.paste.vocabulary.names import names

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


@lru_cache(maxsize=16384)  # two passes over the whole paste ask about each line; 64 KB of short lines are 11,000
def is_node_line(line: str) -> bool:
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


def may_be_program(line: str) -> bool:
    """Whether a program of the pods' own may have written it: klog of a file that neither kubelet nor scheduler has,
    or a line of syslog by a program that is none of the node's."""
    if match := _SYSLOG.match(line):
        return not match[1].startswith(_NODE_PROGRAMS)
    match = _KLOG.match(line)
    return match is not None and match[2] not in _FILES
