"""kubectl's STATUS column of a pod, worked out as kubectl does it. Pure.

The rules are those of `printPod` in pkg/printers/internalversion/printers.go of Kubernetes 1.36.
"""

from workers.cluster import wire

_OVER = ("Succeeded", "Failed")


def status_word(pod: wire.V1Pod) -> str:
    """`Running`, `CrashLoopBackOff`, `Init:0/1`, `Terminating` ...: what `kubectl get pods` would print."""
    status = pod.status
    word = status.reason or status.phase
    scheduled = _condition(pod, "PodScheduled")
    if scheduled is not None and scheduled.reason == "SchedulingGated":
        word = "SchedulingGated"
    initializing = _initializing(pod)
    initialized = _condition(pod, "Initialized")
    if initializing is None or (initialized is not None and initialized.status == "True"):
        word = _of_main(pod, word if initializing is None else initializing)
    elif initializing:
        word = initializing
    if pod.metadata.deletion_timestamp is not None:
        return _deleted(pod, word)
    return word or "Unknown"


def _condition(pod: wire.V1Pod, kind: str) -> wire.V1Condition | None:
    return next((condition for condition in pod.status.conditions if condition.type == kind), None)


def _initializing(pod: wire.V1Pod) -> str | None:
    """The word of the first init container that is not done; None when all are."""
    restartable = {item.name for item in pod.spec.init_containers if item.restart_policy == "Always"}
    for index, status in enumerate(pod.status.init_container_statuses):
        ended, waiting = status.state.terminated, status.state.waiting
        if (ended and ended.exit_code == 0) or (status.name in restartable and status.started):
            continue
        if ended:
            return f"Init:{_end(ended)}"
        if waiting and waiting.reason not in ("", "PodInitializing"):
            return f"Init:{waiting.reason}"
        return f"Init:{index}/{len(pod.spec.init_containers)}"
    return None


def _end(ended: wire.V1Terminated) -> str:
    if ended.reason:
        return ended.reason
    return f"Signal:{ended.signal}" if ended.signal else f"ExitCode:{ended.exit_code or 0}"


def _of_main(pod: wire.V1Pod, word: str) -> str:
    """The word of the first container that has one; running ones only matter where others are completed."""
    running = False
    for status in reversed(pod.status.container_statuses):
        waiting, ended = status.state.waiting, status.state.terminated
        if waiting and waiting.reason:
            word = waiting.reason
        elif ended:
            word = _end(ended)
        elif status.ready and status.state.running:
            running = True
    if word == "Completed" and running:
        ready = _condition(pod, "Ready")
        return "Running" if ready is not None and ready.status == "True" else "NotReady"
    return word


def _deleted(pod: wire.V1Pod, word: str) -> str:
    if pod.status.reason == "NodeLost":
        return "Unknown"
    return word if pod.status.phase in _OVER else "Terminating"
