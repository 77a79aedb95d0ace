"""What a line of the node says about a pod: kubelet's, runtime's and scheduler's errors as events and waits. Pure."""

import re
from dataclasses import dataclass

from workers.paste.events.forms import logged
from workers.paste.events.messages import reason_of, usual_type
from workers.snapshot import Event

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
    if (
        reported_event := _probe(text, pod)
        or _sandbox(text, pod)
        or _pull(text)
        or _inside(text, pod)
        or _runtime(text)
    ):
        return PodError(pod, namespace, _container(text), None, reported_event)
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
    output = _value(text, 'output="') or (text[failure.end() :] if failure else "")
    return Event(
        reason="Unhealthy", type="Warning", component="kubelet", name=pod, container=_container(text),
        message=f"{(match[1] or match[2]).capitalize()} probe failed: {output}".rstrip(),
    )  # fmt: skip


def _sandbox(text: str, pod: str) -> Event | None:
    if "CreatePodSandbox" not in text and "RunPodSandbox" not in text:
        return None
    error = _value(text, 'err="') or _value(text, 'error="') or text.partition("failed: ")[2]
    if not error:
        return None
    return Event(
        reason="FailedCreatePodSandBox", type="Warning", component="kubelet", name=pod,
        message=f"Failed to create pod sandbox: {error}",
    )  # fmt: skip


def _runtime(text: str) -> Event | None:
    """containerd's own words for a start or a pull that failed, in those of the kubelet's event."""
    match = _CONTAINERD.search(text)
    error = _value(text, 'error="') if match else ""
    if not match or not error:
        return None
    start = match[1] != "PullImage"
    return Event(
        reason="Failed", type="Warning", component="kubelet",
        message=f"Error: {error}" if start else f'Failed to pull image "{match[2]}": {error}',
    )  # fmt: skip


def _pull(text: str) -> Event | None:
    """The kubelet's line for a failed pull, in the words of its event."""
    image = _IMAGE.search(text) if _PULL.search(text) else None
    if image is None:
        return None
    error = _value(text, 'err="')
    message = f'Failed to pull image "{image[1]}": {error}'
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
