"""kubectl's STATUS column, turned back into the fields of a pod it was made from. Pure.

kubectl makes the word in `pkg/printers/internalversion/printers.go` (printPod): the pod's reason or phase, then what
the containers say, `Init:` before the init containers' words, `Terminating` or `Unknown` for a deleted pod.
"""

import re
from typing import Any

from workers.paste.parsed import WORD
from workers.paste.vocabulary.names import names

PHASES = frozenset({"Pending", "Running", "Succeeded", "Failed", "Unknown"})
WAITING = names("""
    CrashLoopBackOff ImagePullBackOff ErrImagePull ErrImageNeverPull InvalidImageName ImageInspectError
    RegistryUnavailable SignatureValidationFailed CreateContainerConfigError CreateContainerError RunContainerError
    ContainerCreating PodInitializing PreCreateHookError PreStartHookError PostStartHookError KillContainerError
    CreatePodSandboxError ConfigPodSandboxError VerifyNonRootError ContainerCannotRunBackOff
    """)
TERMINATED = names("OOMKilled Error Completed ContainerCannotRun DeadlineExceeded StartError ContainerStatusUnknown")
POD_REASONS = names("""
    Evicted NodeLost NodeAffinity OutOfcpu OutOfmemory OutOfpods OutOfephemeral-storage UnexpectedAdmissionError
    TopologyAffinityError Shutdown NodeShutdown Preempting Preempted MatchNodeSelector HostPort SysctlForbidden
    AppArmor DeadlineExceeded Terminated SchedulingGated Unschedulable PodToleratesNodeTaints GeneralPredicates
    InvalidPod PodOSNotSupported UnsupportedPodSpec
    """)
STRICT = (WAITING | TERMINATED | POD_REASONS | {"Terminating", "SchedulingGated"}) - {"Error", "HostPort", "Terminated"}
"""Words that mean a pod's state wherever they stand; `Error` and `Running` are ordinary words as well."""

_CODE = re.compile(r"(ExitCode|Signal):(-?\d{1,10})\Z")
_INIT = re.compile(r"Init:(?:(\d{1,3})/(\d{1,3})|(\S{1,60}))\Z")


def is_status_word(word: str) -> bool:
    """Whether kubectl could print `word` in its STATUS column."""
    return (
        word in PHASES or word in STRICT or word in ("Error", "HostPort", "Terminated", "NotReady", "Ready")
        or bool(_CODE.match(word) or (word.startswith("Init:") and _INIT.match(word)))
    )  # fmt: skip


def is_strict_word(word: str) -> bool:
    """Whether `word` means a pod's state even where there is no table."""
    return word in STRICT or bool(_CODE.match(word)) or (word.startswith("Init:") and bool(_INIT.match(word)))


def pod_status(word: str, ready: tuple[int, int] | None = None, restarts: int = 0) -> dict[str, Any]:
    """A Pod mapping's `status` (and `metadata`, if deleted) that kubectl would print as `word`.

    The containers have no names: the table does not give them. Of several containers the first one is the one the
    word speaks of.
    """
    word = {"Topology Affinity Error": "TopologyAffinityError"}.get(word, word)
    pod: dict[str, Any] = {"kind": "Pod", "metadata": {}, "status": {}, WORD: word}
    status = pod["status"]
    if match := _INIT.match(word):
        status["phase"] = "Pending"
        status["initContainerStatuses"] = [{**_container(match[3] or "", restarts), "ready": False}]
        return pod
    if word in PHASES:
        status["phase"] = word
    elif word in POD_REASONS - {"DeadlineExceeded", "SchedulingGated", "Unschedulable"}:
        status.update(phase="Failed", reason=word)
    elif word in ("SchedulingGated", "Unschedulable"):
        status["phase"] = "Pending"
        status["conditions"] = [{"type": "PodScheduled", "status": "False", "reason": word}]
    container = _container(word, restarts)
    if ready is not None and status.get("phase") != "Failed":
        status["containerStatuses"] = _statuses(container, ready, word)
    elif "state" in container or restarts:
        status["containerStatuses"] = [container]
    return pod


def _statuses(container: dict[str, Any], ready: tuple[int, int], word: str) -> list[dict[str, Any]]:
    """The one container the word speaks of; of the others a table tells nothing but how many are ready."""
    up, total = ready
    if word in PHASES and word != "Running":
        return []  # not scheduled, or over: kubectl would have printed a container's state if there were one
    if word == "Running":
        container = {**container, "state": {"running": {}}}
    return [{**container, "ready": up >= total and "terminated" not in container.get("state", {})}]


def _container(word: str, restarts: int) -> dict[str, Any]:
    status: dict[str, Any] = {"restartCount": restarts}
    if word in WAITING:
        status["state"] = {"waiting": {"reason": word}}
    elif word in TERMINATED:
        # Of the words only this one tells the code: OOMKilled comes with any, if a child was killed.
        status["state"] = {"terminated": {"reason": word, **({"exitCode": 0} if word == "Completed" else {})}}
    elif match := _CODE.match(word):
        field = "exitCode" if match[1] == "ExitCode" else "signal"
        status["state"] = {"terminated": {"reason": "Error", field: int(match[2])}}
    return status
